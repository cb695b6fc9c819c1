//! One person, several accounts; and one person edited into another.

use frontdesk::domain::contact::ContactDetails;

use super::picture;
use crate::desk::{Desk, town};

/// Beatriz keeps the books of Ana Garcia too.
fn bookkeeper_of_two() -> Desk {
    let mut desk = Desk::new();
    let garcia = desk.record("garcia").customer.id;
    let bea = town::contact(("Beatriz", "Quiñones"), "bea@ledger.example", "(509) 555-0191", "Bookkeeper");
    town::add(&mut desk, garcia, ContactDetails { preferences: bea.preferences, ..bea });
    desk
}

fn phones(desk: &Desk) -> Vec<String> {
    let people = [desk.record("lopez"), desk.record("garcia")].into_iter().flat_map(|record| record.contacts);
    people
        .filter(|contact| contact.details.first_name == "Beatriz")
        .filter_map(|contact| contact.details.phone.map(|phone| phone.to_string()))
        .collect()
}

#[test]
fn a_new_phone_is_offered_for_the_other_accounts() {
    let mut desk = bookkeeper_of_two();
    desk.keys("quinones lopez<Enter>e<Tab><Tab><Tab>509-555-0124<F2>");
    picture!("offered_elsewhere", desk);
    assert_eq!(phones(&desk), ["+15095550124", "+15095550191"], "nothing is changed there unasked");
    desk.keys("y");
    picture!("saved_elsewhere_too", desk);
    assert_eq!(phones(&desk), ["+15095550124", "+15095550124"]);
}

#[test]
fn what_a_colleague_has_corrected_already_is_not_told_as_saved() {
    let mut desk = bookkeeper_of_two();
    let obrien = desk.record("obrien").customer.id;
    town::add(
        &mut desk,
        obrien,
        town::contact(("Beatriz", "Quiñones"), "bea@ledger.example", "(509) 555-0191", "Spouse"),
    );
    desk.keys("quinones lopez<Enter>e<Tab><Tab><Tab>509-555-0124<F2>");
    desk.colleague().keys("quinones obrien<Enter>e<Tab><Tab><Tab>509-555-0124<F2>");
    desk.keys("y");
    let saved = "Saved. Phone of Beatriz Quiñones at Ana Garcia: (509) 555-0191 is now";
    assert!(desk.picture().contains(saved), "{}", desk.picture());
}

#[test]
fn an_offer_that_is_not_wanted_changes_nothing() {
    let mut desk = bookkeeper_of_two();
    desk.keys("quinones lopez<Enter>e<Tab><Tab><Tab>509-555-0124<F2><Enter>");
    assert_eq!(phones(&desk), ["+15095550124", "+15095550191"]);
    let saved = "Saved. Phone of Beatriz Quiñones: (509) 555-0191 is now (509) 555-0124. u Undo";
    assert!(desk.picture().contains(saved), "what was done here is still said: {}", desk.picture());
    desk.keys("u");
    assert_eq!(phones(&desk), ["+15095550191", "+15095550191"]);
}

#[test]
fn accounts_with_the_same_change_are_named_together_so_that_all_are_read() {
    let mut desk = bookkeeper_of_two();
    for (customer, phone) in [("obrien", "(509) 555-0191"), ("0172", "(509) 555-0191"), ("0173", "(509) 555-0155")] {
        let customer = desk.record(customer).customer.id;
        town::add(&mut desk, customer, town::contact(("Beatriz", "Quiñones"), "bea@ledger.example", phone, "Spouse"));
    }
    desk.keys("quinones lopez<Enter>e<Tab><Tab>b@ledger.example<Tab>509-555-0124<F2>").resize(60, 16);
    picture!("offered_on_several_accounts", desk);
}

#[test]
fn one_person_is_not_edited_into_another_unasked() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>eJoan<Tab>Marsh<Tab>joan@ledger.example<F2>");
    picture!("another_person", desk);
    desk.keys("<Esc>");
    assert!(desk.picture().contains("joan@ledger.example"), "back in the form");
    desk.keys("<F2>a");
    let names: Vec<String> = desk.record("lopez").contacts.iter().map(|contact| contact.details.name()).collect();
    assert_eq!(names, ["Maria Lopez", "Beatriz Quiñones", "Tom Hale", "Joan Marsh"]);
    assert!(!desk.record("lopez").contacts[3].details.portal_access);
}

#[test]
fn a_new_name_on_the_same_email_is_the_same_person() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e<Tab>Marsh<F2>");
    assert!(desk.picture().contains("Saved. Last Name"), "{}", desk.picture());
}
