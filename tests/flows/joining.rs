//! A customer that is one of the people on another account, and a contact who is a customer.

use super::picture;
use crate::desk::{Desk, town};
use frontdesk::domain::deed::{Deed, Refusal};
use frontdesk::store::examine;

/// The doctor finds nothing: every rule holds, and the search index is that of the rows.
#[track_caller]
fn is_sound(desk: &Desk) {
    let flaws = examine(desk.store.path(), false, desk.now().wall).content.expect("a sound file");
    assert!(flaws.is_empty(), "{flaws:?}");
}

#[test]
fn a_customer_becomes_a_contact_of_another_and_back() {
    let mut desk = Desk::new();
    desk.keys("0172<Enter><Home>m");
    picture!("join_whom", desk);
    desk.keys("lopez<Enter>");
    picture!("join_question", desk);
    desk.keys("<Enter>");
    assert_eq!(desk.record("lopez").contacts.len(), 3, "the safe answer is the default");
    desk.keys("<Enter>y");
    picture!("joined", desk);
    let lopez = desk.record("lopez");
    let john = &lopez.contacts[3].details;
    assert_eq!(john.name(), "John Smith");
    assert!(john.role.is_none() && john.preferences.is_empty() && !john.portal_access && !john.primary);
    assert_eq!(john.email.as_ref().map(ToString::to_string).as_deref(), Some("john@smith.example"));
    assert!(lopez.cars.iter().any(|car| car.details.plate.as_deref() == Some("JSM4471")));
    is_sound(&desk);
    desk.keys("<Esc>0172");
    assert!(desk.picture().contains("Lopez Racing"), "Search finds the account: {}", desk.picture());
    desk.keys("<Esc>-smith<Enter>h");
    picture!("left_behind", desk);
    let mut ana = desk.colleague();
    ana.keys("-smith<Enter>u");
    picture!("bring_back_what_joined", ana);
    desk.keys("u");
    assert!(desk.picture().contains("John Smith: archived: now an additional contact of Lopez Racing"));
    desk.keys("y");
    assert_eq!((desk.record("lopez").contacts.len(), desk.record("0172").cars.len()), (3, 1));
    is_sound(&desk);
}

#[test]
fn the_questions_fit_the_smallest_window() {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk.keys("0172<Enter><Home>mlopez<Enter>");
    picture!("join_question_60x16", desk);
    desk.keys("<Esc><Esc><Esc>quinones<Enter>m<Ctrl-n>");
    picture!("become_customer_60x16", desk);
    desk.keys("<Esc><Esc><Esc>lopez<Enter><Home>d");
    picture!("archive_question_60x16", desk);
}

#[test]
fn becoming_a_contact_is_taken_back_whole() {
    let mut desk = Desk::new();
    desk.keys("0172<Enter><Home>mlopez<Enter>yu");
    picture!("joining_undone", desk);
    assert_eq!((desk.record("lopez").contacts.len(), desk.record("lopez").cars.len()), (3, 2));
    let john = desk.record("0172");
    assert_eq!((john.cars.len(), john.customer.archived_at), (1, None));
}

#[test]
fn what_keeps_a_customer_from_becoming_a_contact_is_said() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Home>m");
    picture!("a_company_cannot_join", desk);
    desk.keys("<Esc>garcia<Enter><Home>m");
    assert!(desk.picture().contains("Ana Garcia has additional contacts of its own: John Smith. Move"));
    // One who signs in there already, with the same email.
    let maria = town::customer(&mut desk, ("Maria", "Lopez", ""), "MARIA@lopez.example", "(509) 555-0199", "");
    desk.keys("<Esc>0199<Enter><Home>mlopez racing<Enter>");
    picture!("signs_in_there_already", desk);
    let of = desk.record("lopez racing").customer.id;
    let refused = desk.perform(&Deed::BecomeContact { id: maria, version: 1, of });
    assert!(matches!(refused, Err(Refusal::CannotJoin { .. })), "{refused:?}");
    desk.keys("<Esc>");
    assert!(desk.picture().contains("Contacts > Maria Lopez"), "back on the page: {}", desk.picture());
}

#[test]
fn a_contact_becomes_a_customer_and_back() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>m");
    picture!("move_to_whom_or_nobody", desk);
    desk.keys("<Ctrl-n>");
    picture!("become_customer_question", desk);
    desk.keys("y");
    picture!("became_customer", desk);
    assert_eq!(desk.record("lopez").contacts.len(), 2);
    desk.keys("u");
    assert!(desk.picture().contains("Undone: Beatriz Quiñones is back, without portal access."), "{}", desk.picture());
    let lopez = desk.record("lopez");
    assert_eq!(lopez.contacts.len(), 3);
    assert!(!lopez.contacts[1].details.portal_access);
    is_sound(&desk);
    desk.keys("<Esc>-quin");
    assert!(desk.picture().contains(" 1 archived"), "the new record is archived: {}", desk.picture());
}

#[test]
fn a_new_customer_is_taken_back_while_nothing_hangs_under_it() {
    let mut desk = Desk::new();
    desk.keys("<Ctrl-n>Vera<Tab>Abbott<F2>");
    desk.keys("u");
    picture!("new_customer_undone", desk);
    desk.keys("<Esc><Ctrl-n>Vera<Tab>Abbott<F2>ve<Tab>BMW<F2><Esc>abbott<Enter>h<Down>u");
    assert!(desk.picture().contains("This act cannot be undone from here"), "it has a car: {}", desk.picture());
}
