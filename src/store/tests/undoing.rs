//! What an undo takes back, what it never does, and what a clock that goes wrong has to do with it: nothing.

use jiff::SignedDuration;

use super::{Shop, at, person, with_access};
use crate::domain::contact::ContactDetails;
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, Done, Refusal};
use crate::domain::history::{Act, EntryId};
use crate::domain::invite::InviteState;

fn newest(shop: &Shop, id: CustomerId, act: Act) -> EntryId {
    shop.record(id).history.iter().find(|entry| entry.act == act).expect("an entry").id
}

fn reason(refused: Result<Done, Refusal>) -> String {
    match refused {
        Err(Refusal::CannotUndo { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_has_left_the_house_is_not_taken_back() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, with_access("Bea", "Quill", "bea@ledger.example")).expect("added");
    let bea = shop.contact(lopez, "Bea");
    let queued = shop.invite(&bea, false).expect("queued");
    assert_eq!(queued.undo, None, "nothing offers it");
    let entry = newest(&shop, lopez, Act::InviteQueued);
    assert!(reason(shop.order(&Deed::Undo { entry })).contains("left the house"));
    shop.order(&Deed::RevokeInvite { id: queued.invite.expect("an invite") }).expect("revoked");
    let entry = newest(&shop, lopez, Act::InviteRevoked);
    assert!(reason(shop.order(&Deed::Undo { entry })).contains("left the house"));
}

#[test]
fn access_that_was_turned_on_to_send_is_taken_back_and_the_link_with_it() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let without = ContactDetails { portal_access: false, ..with_access("Bea", "Quill", "bea@ledger.example") };
    shop.add(lopez, without).expect("added");
    let bea = shop.contact(lopez, "Bea");
    shop.invite(&bea, true).expect("queued");
    shop.undo_last(lopez).expect("undone");
    let bea = shop.contact(lopez, "Bea");
    assert!(!bea.details.portal_access);
    assert_eq!(bea.invite.map(|invite| invite.state), Some(InviteState::Revoked), "no link outlives its access");
}

#[test]
fn who_was_primary_is_primary_again_unless_a_colleague_has_decided_since() {
    let mut ines = Shop::new();
    let lopez = ines.customer("Lopez Racing", None);
    for name in ["Maria", "Tom", "Bea"] {
        ines.add(lopez, ContactDetails { primary: name == "Maria", ..person(name, "Lopez") }).expect("added");
    }
    let primary = |shop: &Shop| shop.record(lopez).primary().map(|contact| contact.details.first_name.clone());
    let make_primary = |shop: &mut Shop, name: &str| {
        let contact = shop.contact(lopez, name);
        let after = ContactDetails { primary: true, ..contact.details.clone() };
        shop.edit(&contact, after).expect("saved").undo.expect("can be undone")
    };
    make_primary(&mut ines, "Tom");
    ines.undo_last(lopez).expect("undone, both of them");
    assert_eq!(primary(&ines).as_deref(), Some("Maria"));

    let entry = make_primary(&mut ines, "Tom");
    make_primary(&mut ines.another_desk(), "Bea");
    assert!(reason(ines.order(&Deed::Undo { entry })).contains("ana (desk 1)"));
    assert_eq!(primary(&ines).as_deref(), Some("Bea"), "nothing was changed");
}

#[test]
fn a_clock_three_days_back_changes_no_order() {
    let mut shop = Shop::new();
    shop.seconds = 1_000_000;
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, person("Tom", "Hale")).expect("added");
    shop.seconds -= 3 * 24 * 3600;
    let tom = shop.contact(lopez, "Tom");
    shop.edit(&tom, ContactDetails { role: Some("Spouse".into()), ..tom.details.clone() }).expect("saved");
    let said: Vec<Act> = shop.record(lopez).history.iter().map(|entry| entry.act).collect();
    assert_eq!(said[..2], [Act::Changed, Act::Added], "the newest act first, whatever its time");
    shop.undo_last(lopez).expect("the edit");
    assert_eq!(shop.contact(lopez, "Tom").details.role, None);
    shop.add(lopez, with_access("Bea", "Quill", "bea@ledger.example")).expect("added");
    let bea = shop.contact(lopez, "Bea");
    shop.invite(&bea, false).expect("queued");
    // When the clock is right again, what was queued meanwhile is due at once and not in three days.
    let due = shop.store.claim_due(&shop.author, at(1_000_100), SignedDuration::from_mins(2));
    assert!(due.expect("the file answers").is_some());
}
