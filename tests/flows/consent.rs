//! What is known of an address, whoever has it: said once, with a reason, shown on every account, and lost by nothing.

use frontdesk::domain::address::{Mark, Source};
use frontdesk::domain::deed::{Deed, Refusal};
use frontdesk::domain::invite::InviteState;
use frontdesk::domain::inviting::Obstacle;
use frontdesk::store::Outcome;

use super::picture;
use crate::desk::{Desk, town};

/// Beatriz has asked for no messages; the page of Lopez Racing is open on her row.
fn stopped() -> Desk {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>s<Down><Enter>by phone, 23 Nov<Enter>");
    desk
}

#[test]
fn it_is_said_with_a_reason_and_stands_on_the_row() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>s");
    picture!("may_be_written_to", desk);
    desk.keys("<Down><Enter><Enter>");
    picture!("reason_required", desk);
    assert!(desk.record("lopez").contacts[1].marks.is_empty(), "nothing without a reason");
    desk.keys("by phone, 23 Nov<Enter>");
    picture!("stopped", desk);
    let bea = &desk.record("lopez").contacts[1];
    let marked = bea.marks.find(Mark::NoMessages).expect("a mark");
    assert_eq!(
        (marked.source, marked.how.as_str(), marked.staff.as_str()),
        (Source::Person, "by phone, 23 Nov", "ines")
    );
    let entry = &desk.record("lopez").history[0];
    assert_eq!(entry.act.word(), "messages stopped");
    assert_eq!(entry.note.as_deref(), Some("bea@ledger.example: by phone, 23 Nov"));
    assert!(!entry.undoable, "taken back only by saying so");
    desk.resize(120, 34);
    picture!("stopped_wide", desk);
}

#[test]
fn no_save_removal_or_new_row_loses_it() {
    let mut desk = stopped();
    let is_stopped = |desk: &Desk, typed: &str| {
        let record = desk.record(typed);
        record.contacts.iter().any(|contact| contact.marks.has(Mark::NoMessages))
    };
    desk.keys("e<Tab><Tab><Tab>5095550123<F2>");
    assert!(is_stopped(&desk, "lopez"), "an unrelated save");
    desk.keys("e<Tab><Tab>Bea@Ledger.Example<F2>");
    assert!(is_stopped(&desk, "lopez"), "another spelling of the same address");
    desk.keys("dy");
    assert!(!is_stopped(&desk, "lopez"));
    desk.keys("aBea<Tab>Again<Tab>bea@ledger.example<F2>");
    assert!(is_stopped(&desk, "lopez"), "removed and added again");
    desk.keys("<Esc><Ctrl-u>obrien<Enter>aBeatriz<Tab>Q<Tab>BEA@ledger.example<F2>");
    assert!(is_stopped(&desk, "obrien"), "on another account");
    assert!(desk.picture().contains("! not to be written to: BEA@ledger.example"), "{}", desk.picture());
    desk.keys("e<Tab><Tab>bea@elsewhere.example<F2>");
    assert!(!is_stopped(&desk, "obrien"), "another address is another matter");
}

#[test]
fn nothing_reaches_the_address_wherever_it_is_asked() {
    let mut desk = stopped();
    desk.keys("<Esc><Enter>");
    let picture = desk.picture();
    assert!(picture.contains("i Send invite: not to be written to, s says why"), "{picture}");
    desk.keys("i");
    assert!(desk.picture().contains("asked not to be written to: by phone"), "{}", desk.picture());
    desk.keys("e");
    assert!(
        desk.picture().contains("The person asked not to be written to: "),
        "said before anything is changed: {}",
        desk.picture()
    );
    desk.keys("<Tab><Tab>bq@ledger.example");
    assert!(!desk.picture().contains("The person asked"), "another address is another matter: {}", desk.picture());
    desk.keys("<Esc>y");
    desk.keys("w<Right><Right><Right>");
    picture!("stopped_who_gets_what", desk);
    desk.keys("<Esc>r<Down><Down>");
    picture!("stopped_review", desk);
    desk.keys("c<Home>c<Up>d<Esc>");
    let maria = &desk.record("lopez").contacts[0];
    assert_eq!(maria.details.first_name, "Maria");
    desk.keys("<Esc><Ctrl-u>!");
    assert!(desk.picture().contains("Lopez Racing"));
}

#[test]
fn it_is_taken_back_only_with_a_reason() {
    let mut desk = stopped();
    desk.keys("s<Down><Enter><Enter>");
    assert!(desk.picture().contains("A few words are required"), "{}", desk.picture());
    desk.keys("<Esc>");
    assert!(desk.record("lopez").contacts[1].marks.has(Mark::NoMessages), "Esc leaves it");
    desk.keys("s<Down><Enter>called again, 24 Nov<Enter>");
    let record = desk.record("lopez");
    assert!(record.contacts[1].marks.is_empty());
    assert_eq!(record.history[0].act.word(), "messages wanted");
    assert!(desk.picture().contains("bea@ledger.example may be written to again."), "{}", desk.picture());
}

#[test]
fn no_marketing_keeps_everything_else() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e<Tab><Tab><Tab><Tab><Tab><Tab><Tab>m<F2>s<Down><Down><Enter>in the shop<Enter>");
    picture!("no_marketing", desk);
    let bea = desk.record("lopez").contacts[1].clone();
    assert_eq!(bea.messages_on_row(), "···IEm");
    assert!(bea.unreachable().is_none());
}

#[test]
fn an_address_that_the_server_refuses_is_known_on_every_account() {
    let mut desk = Desk::new();
    let obrien = desk.record("obrien").customer.id;
    let bea = town::contact(("Beatriz", "Quiñones"), "bea@ledger.example", "", "Bookkeeper");
    town::add(&mut desk, obrien, bea);
    desk.keys("quinones lopez<Enter>i<Enter>");
    desk.post(&Outcome::Refused("The mail server refuses this address. It said: 550 5.1.1 user unknown".into()));
    let there = desk.record("obrien");
    let marked = there.contacts[0].marks.find(Mark::Returned).expect("a mark");
    assert_eq!(marked.source, Source::Server);
    assert!(marked.how.ends_with("550 5.1.1 user unknown"));
    assert_eq!(there.history[0].act.word(), "mail returned");
    desk.keys("<Esc><Ctrl-u>obrien<Enter>");
    picture!("returned_elsewhere", desk);
    desk.keys("s");
    picture!("returned_question", desk);
    desk.keys("<Down><Down><Down><Enter>the mailbox works again<Enter>");
    assert!(desk.record("lopez").contacts[1].marks.is_empty(), "on every account: {}", desk.picture());
}

#[test]
fn a_letter_that_the_server_refuses_says_nothing_of_the_address() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk.post(&Outcome::Rejected("The mail server refuses this letter. It said: 554 5.7.1 spam".into()));
    let bea = desk.record("lopez").contacts[1].clone();
    assert!(bea.marks.is_empty());
    assert_eq!(bea.invite.map(|invite| invite.state), Some(InviteState::Failed));
}

#[test]
fn an_invite_that_waits_does_not_go_to_who_asked_for_no_messages() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>s<Down><Enter>by phone<Enter>");
    let invite = desk.record("lopez").contacts[1].invite.clone().expect("an invite");
    assert_eq!(invite.state, InviteState::Failed);
    assert_eq!(desk.post(&Outcome::Rejected(String::new())), None, "nothing leaves the house");
    let bea = desk.record("lopez").contacts[1].clone();
    let refused = desk.perform(&Deed::invite(&bea, false).expect("an email"));
    assert!(matches!(refused, Err(Refusal::CannotInvite { obstacle: Obstacle::NoMessages { .. }, .. })), "{refused:?}");
}

#[test]
fn the_customers_own_address_too_and_a_name_typed_by_mistake_marks_nobody() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Home>s<Down><Down><Down><Enter>letter came back<Enter>");
    picture!("returned_customer", desk);
    let lopez = desk.record("lopez").customer;
    assert_eq!(lopez.marks.find(Mark::Returned).map(|marked| marked.source), Some(Source::Shop));
    for name in ["smith", "stewart", "sanchez", "simmons"] {
        let mut desk = Desk::new();
        desk.keys("quinones<Enter>").keys(name).keys("<Enter><Enter>");
        assert!(desk.record("lopez").contacts.iter().all(|contact| contact.marks.is_empty()), "{name}");
    }
}

#[test]
fn the_form_says_it_while_the_address_is_typed() {
    let mut desk = stopped();
    desk.keys("<Esc><Ctrl-u>obrien<Enter>aBeatriz<Tab>Q<Tab>bea@ledger.example");
    picture!("known_while_typed", desk);
    desk.keys("x");
    assert!(!desk.picture().contains("The person asked"), "another address: {}", desk.picture());
}
