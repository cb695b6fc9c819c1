//! Removing a contact, and undo.

use super::picture;
use crate::desk::Desk;

#[test]
fn the_question_names_the_person_and_what_ends() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>d");
    picture!("remove_question", desk);
    desk.keys("<Enter>");
    assert_eq!(desk.record("lopez").contacts.len(), 3, "the safe answer is the default");
    desk.keys("dn");
    assert_eq!(desk.record("lopez").contacts.len(), 3);
    desk.keys("dy");
    picture!("removed", desk);
    assert_eq!(desk.record("lopez").contacts.len(), 2);
    desk.keys("u");
    picture!("removal_undone", desk);
    let maria = &desk.record("lopez").contacts[0].details;
    assert!(maria.primary && !maria.portal_access, "back without portal access");
}

#[test]
fn a_stray_letter_disarms_the_question() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>dxy");
    assert_eq!(desk.record("lopez").contacts.len(), 3);
    assert!(desk.picture().contains("Remove Maria Lopez"), "the question stays");
    desk.keys("<Left>y");
    assert_eq!(desk.record("lopez").contacts.len(), 2);
}

#[test]
fn undo_asks_when_its_notice_is_gone() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>dy<Esc>lopez<Enter>u");
    picture!("undo_question", desk);
    desk.keys("y");
    assert_eq!(desk.record("lopez").contacts.len(), 3);
}

/// After an undo "you have changed nothing" would not be true.
#[test]
fn what_was_taken_back_is_not_said_to_have_never_been_done() {
    let mut desk = Desk::new().started_again();
    desk.keys("lopez<Enter>e<Tab><Tab><Tab>509-555-0124<F2>u").keys("u");
    let nothing = "There is nothing to undo: none of your acts here since you started can be taken back.";
    let said = desk.running_text();
    assert!(said.contains(nothing), "{}", desk.picture());
}

#[test]
fn undo_is_refused_when_a_colleague_has_changed_it_since() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0199<F2>");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0122<F2>");
    ines.keys("u");
    assert!(ines.picture().contains("ana (desk 1) has changed Beatriz Quiñones since"), "{}", ines.picture());
}
