//! The history on the customer page: of one contact, in full, all of it, and back from it.

use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::deed::Deed;

use super::picture;
use crate::desk::Desk;

#[test]
fn the_history_of_one_contact_and_an_entry_in_full() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0199<Tab>a<F2>");
    desk.keys("<Down>e<Tab><Tab>tom@hale.example<F2>");
    desk.keys("<Up>h");
    assert!(desk.picture().contains("h only Beatriz Quiñones"), "from whom the cursor came: {}", desk.picture());
    desk.keys("h");
    picture!("the_history_of_one_contact", desk);
    desk.keys("<Enter>");
    picture!("an_entry_in_full", desk);
    desk.keys("<Enter>h");
    picture!("the_history_of_everybody", desk);
    desk.keys("<Down><Up>");
    assert!(desk.picture().contains("h only Beatriz Quiñones"), "whom the entry is about: {}", desk.picture());
    desk.keys("<Up>h");
    assert!(desk.picture().contains("only Tom Hale"), "{}", desk.picture());
}

#[test]
fn what_is_older_is_read_when_it_is_asked_for() {
    let mut desk = Desk::new();
    let customer = desk.record("lopez").customer;
    let mut before = customer.details;
    for number in 0..230 {
        let after = CustomerDetails { notes: Some(format!("Note {number}.")), ..before.clone() };
        let deed = Deed::EditCustomer { id: customer.id, before: before.clone(), after: after.clone() };
        desk.perform(&deed).expect("saved");
        before = after;
    }
    desk.keys("lopez<Enter><End>");
    picture!("older_history", desk);
    desk.keys("<Enter>");
    assert!(desk.picture().contains("Note 28. -> Note 29."), "on the first of them: {}", desk.picture());
    assert!(!desk.picture().contains("older"), "{}", desk.picture());
    desk.keys("<End>");
    assert!(desk.picture().contains("added"), "to the very first act: {}", desk.picture());
    desk.file_changed();
    assert!(desk.picture().contains("added"), "and it stays when a colleague saves");
}

#[test]
fn a_removed_contact_is_restored_from_the_history() {
    let mut ines = Desk::new();
    let mut ana = ines.colleague();
    ana.keys("maria<Enter>dy");
    ines.keys("lopez<Enter>h");
    picture!("a_removal_in_the_history", ines);
    ines.keys("u");
    picture!("restore", ines);
    ines.keys("y");
    picture!("restored", ines);
    ines.keys("h<Down>");
    assert!(!ines.picture().contains("u Restore"), "who is back is not restored twice: {}", ines.picture());
}

#[test]
fn the_portal_which_is_its_own_desk_is_named_once() {
    let mut desk = Desk::new();
    (desk.author.staff, desk.author.desk) = ("portal".into(), "portal".into());
    let customer = desk.record("lopez").customer;
    let after = CustomerDetails { notes: Some("A note.".into()), ..customer.details.clone() };
    desk.perform(&Deed::EditCustomer { id: customer.id, before: customer.details, after }).expect("saved");
    desk.keys("lopez<Enter>h");
    assert!(desk.picture().contains("── today 10:32 · portal ──"), "{}", desk.picture());
    assert!(desk.picture().contains(" today 10:32 portal        Lopez Racing "), "{}", desk.picture());
}
