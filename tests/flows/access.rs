//! Portal access as emails change and access is turned off and on again (product.md, rules 6 to 8).

use super::picture;
use crate::desk::Desk;
use frontdesk::domain::invite::{Delivery, InviteState};
use frontdesk::store::Outcome;

/// Beatriz has access and a link that works; her row is under the cursor.
fn with_a_link() -> Desk {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk.post(&Outcome::Delivered(Delivery::Smtp));
    desk
}

fn state(desk: &Desk) -> Option<InviteState> {
    desk.record("lopez").contacts[1].invite.as_ref().map(|invite| invite.state)
}

#[test]
fn a_changed_email_ends_the_link_that_went_to_the_old_one() {
    let mut desk = with_a_link();
    assert_eq!(state(&desk), Some(InviteState::Sent));
    desk.keys("e<Tab><Tab>bq@ledger.example");
    picture!("email_changed_under_an_open_link", desk);
    desk.keys("<F2>");
    picture!("link_ended_with_the_email", desk);
    assert_eq!(state(&desk), Some(InviteState::Revoked));
    assert!(
        desk.picture().contains("has no valid link.  i Resend invite  u Undo"),
        "what comes next: {}",
        desk.picture()
    );
    // The case alone is no other address.
    let mut desk = with_a_link();
    desk.keys("e<Tab><Tab>BEA@ledger.example<F2>");
    assert_eq!(state(&desk), Some(InviteState::Sent), "{}", desk.picture());
}

#[test]
fn the_email_of_somebody_with_access_is_not_cleared() {
    let mut desk = with_a_link();
    desk.keys("e<Tab><Tab><Ctrl-u><F2>");
    picture!("email_cleared_under_access", desk);
    assert_eq!(
        desk.record("lopez").contacts[1].details.email.as_ref().map(ToString::to_string).as_deref(),
        Some("bea@ledger.example")
    );
    // With the access turned off too, it is.
    desk.keys(" <F2>");
    let bea = desk.record("lopez").contacts[1].details.clone();
    assert_eq!((bea.email, bea.portal_access), (None, false));
    assert_eq!(state(&desk), Some(InviteState::Revoked));
}

#[test]
fn access_goes_off_and_on_again_any_number_of_times() {
    let mut desk = with_a_link();
    for _ in 0..3 {
        desk.keys("e<Tab><Tab><Tab><Tab><Tab><Tab> ");
        assert!(desk.picture().contains("[ ] Can access customer portal"), "{}", desk.picture());
        desk.keys("<F2>");
        assert!(!state(&desk).is_some_and(InviteState::is_open), "every open link ends at once");
        desk.keys("e<Tab><Tab><Tab><Tab><Tab><Tab> <F2>");
        assert!(desk.picture().contains("Portal Access is on, no invite sent yet."), "{}", desk.picture());
        desk.keys("iy");
        assert_eq!(state(&desk), Some(InviteState::Queued), "{}", desk.picture());
    }
    desk.keys("e<Tab><Tab><Tab><Tab><Tab><Tab> ");
    picture!("access_turned_off_under_an_open_link", desk);
}

#[test]
fn names_are_kept_as_typed_and_blanks_are_none() {
    let mut desk = Desk::new();
    for (first, last) in
        [("Null", "Null"), ("Siobhán", "O'Brien"), ("Robert'); DROP TABLE contact;--", "X"), ("J", "Q")]
    {
        desk.keys("<Esc>garcia<Enter>a").keys(first).keys("<Tab>").keys(last).keys("<F2>");
        let kept = desk.record("garcia").contacts.pop().expect("somebody").details;
        assert_eq!((kept.first_name.as_str(), kept.last_name.as_str()), (first, last), "{}", desk.picture());
        desk.keys("<Esc>");
    }
    let before = desk.record("garcia").contacts.len();
    desk.keys("garcia<Enter>a").paste("\u{a0}\u{2003}\u{200b}\u{feff}");
    desk.keys("<Tab> <Tab><F2>");
    picture!("blanks_are_no_names", desk);
    assert_eq!(desk.record("garcia").contacts.len(), before);
}
