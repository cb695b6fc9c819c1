//! A contact on the wrong customer, and one that comes back.

use super::picture;
use crate::desk::Desk;

#[test]
fn a_contact_moves_to_the_right_customer_and_back() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>mgarcia");
    picture!("move_to_whom", desk);
    desk.keys("<Enter>");
    picture!("move_question", desk);
    desk.keys("y");
    picture!("moved", desk);
    assert_eq!(desk.record("lopez").contacts.len(), 2);
    desk.keys("u");
    let lopez = desk.record("lopez");
    assert_eq!(lopez.contacts.len(), 3);
    assert!(!lopez.contacts[1].details.portal_access, "what was ended stays ended");
    assert_eq!(desk.record("garcia").contacts.len(), 1);
}

#[test]
fn or_is_added_there_too() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>mgarcia<Enter>b");
    assert_eq!(desk.record("lopez").contacts.len(), 3);
    assert!(desk.record("lopez").contacts[1].details.portal_access);
    assert_eq!(desk.record("garcia").contacts.len(), 2);
}

#[test]
fn who_would_restore_somebody_that_was_moved_is_told_where_to() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>mgarcia<Enter>y");
    let mut ana = desk.colleague();
    ana.keys("lopez<Enter>hu");
    assert!(ana.picture().contains("ines of desk 2 moved this contact to Ana Garcia today"), "{}", ana.picture());
}

#[test]
fn a_removed_contact_is_restored_from_the_history_by_anybody() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>dy");
    let mut ana = desk.colleague();
    ana.keys("lopez<Enter>hu");
    picture!("restore_question", ana);
    ana.keys("y");
    picture!("restored", ana);
    assert!(!ana.record("lopez").contacts[1].details.portal_access);
}
