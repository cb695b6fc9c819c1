//! Windows with little room: a sentence stands whole, is said in fewer words, or is left out, and what tells one from
//! another is not cut off.

use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::deed::Deed;
use frontdesk::domain::invite::Delivery;
use frontdesk::domain::preference::{MessageType, Preferences};
use frontdesk::store::Outcome;

use super::picture;
use crate::desk::{Desk, town};

/// A desk in the smallest window.
fn narrow() -> Desk {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk
}

#[test]
fn beside_a_long_problem_the_guide_is_whole_or_absent() {
    let mut desk = narrow();
    desk.keys("lopez<Enter>aVal<Tab>Reed<Tab>val@ledger");
    picture!("problem_60x16", desk);
    desk.keys(".example");
    assert!(desk.picture().contains("contracts, or portal access."), "{}", desk.picture());
    assert!(desk.picture().contains("Esc leave"), "{}", desk.picture());
}

#[test]
fn the_panel_says_until_when_a_link_is_valid() {
    let mut desk = narrow();
    let obrien = desk.record("obrien").customer.id;
    town::add(&mut desk, obrien, town::contact(("Beatriz", "Quiñones"), "bea@ledger.example", "", "Bookkeeper"));
    desk.keys("quinones lopez<Enter>i<Enter>");
    desk.post(&Outcome::Delivered(Delivery::Smtp));
    desk.keys("<Up><Down>");
    picture!("panel_60x16", desk);
}

#[test]
fn a_customer_who_gets_all_but_one_says_which() {
    let mut desk = narrow();
    let record = desk.record("lopez").customer;
    let preferences = MessageType::ALL.into_iter().collect::<Preferences>();
    let after = CustomerDetails { preferences, ..record.details.clone() };
    desk.perform(&Deed::EditCustomer { id: record.id, before: record.details, after }).expect("saved");
    desk.keys("lopez<Enter><Home>");
    assert!(desk.picture().contains(" Gets every message "), "{}", desk.picture());
    desk.keys("e<BackTab><BackTab><BackTab>m<F2>");
    assert!(desk.picture().contains(" Gets all but Marketing "), "{}", desk.picture());
}

#[test]
fn what_a_key_does_is_read_whole_where_there_is_a_line_for_it() {
    let mut desk = Desk::new();
    desk.resize(60, 20);
    desk.keys("lopez<Enter>r<Down><Down>");
    picture!("long_words_of_a_key", desk);
}

#[test]
fn whoever_is_not_reached_is_said_not_to_be() {
    let mut desk = narrow();
    desk.keys("tom hale<Enter>");
    assert!(desk.picture().contains(" ! Not reached by Scheduling, Car Updates, Contracts "), "{}", desk.picture());
    desk.keys("<Esc><Esc>");
    assert!(desk.picture().contains(" Type a name, the last four digits, a plate.  - archived "), "{}", desk.picture());
}

#[test]
fn a_key_that_has_no_room_for_all_its_words_is_cut_and_not_left_out() {
    let mut desk = narrow();
    desk.keys("lopez<Enter>r<Down><Down>");
    assert!(desk.picture().contains(" e goes to Tom Hale; there e corrects the email, or what"), "{}", desk.picture());
}

#[test]
fn history_keeps_the_plate_of_a_car() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>h<End>");
    for car in [" 1988 Po… OKG1234 added", " 2019 Ma… XYZ4471 added"] {
        assert!(desk.picture().contains(car), "{car}:\n{}", desk.picture());
    }
}

#[test]
fn half_a_plate_stands_in_no_title() {
    let mut desk = narrow();
    desk.keys("lopez<Enter>");
    assert!(
        desk.picture().contains("│ Contacts > Lopez Racing · (509) 555-0134 · XYZ4471, …      │"),
        "{}",
        desk.picture()
    );
    desk.keys("a");
    assert!(
        desk.picture().contains("│ an additional contact of Lopez Racing · (509) 555-0134 · … │"),
        "{}",
        desk.picture()
    );
}

#[test]
fn what_needs_two_lines_hangs_under_its_value() {
    let mut desk = narrow();
    desk.keys("quinones lopez<Enter>i<Enter>");
    desk.post(&Outcome::Delivered(Delivery::Smtp));
    desk.keys("x");
    assert!(
        desk.picture().contains("│ Now    sent 10:32 by ines · link valid until Mon 30    │"),
        "{}",
        desk.picture()
    );
    assert!(desk.picture().contains("│        Nov 10:32"), "{}", desk.picture());
}

#[test]
fn the_signs_of_search_are_not_torn_from_their_words() {
    let mut desk = narrow();
    desk.keys("<Down><Down>");
    let picture = desk.picture();
    assert!(picture.contains("│ Type a name, the last four digits, a plate.              "), "{picture}");
    assert!(picture.contains("│ ! needs attention  - archived "), "{picture}");
}

#[test]
fn an_archived_customer_says_how_it_comes_back() {
    let mut desk = narrow();
    desk.keys("lopez<Enter><Home>dy");
    assert!(desk.picture().contains(" Archived today 10:32. u brings it back. "), "{}", desk.picture());
}

#[test]
fn at_rest_the_car_has_the_room_of_what_is_not_said() {
    let mut desk = narrow();
    assert!(desk.picture().contains("(509) 555-0172 MX-5 · JSM4471 "), "{}", desk.picture());
    let obrien = desk.record("obrien").customer.id;
    town::car(&mut desk, obrien, 2020, "Chevrolet", "Silverado", "LMV1899");
    desk.file_changed();
    desk.resize(80, 24);
    assert!(desk.picture().contains("(509) 555-0102 Silverado · LMV1899 "), "{}", desk.picture());
}

#[test]
fn who_needs_attention_is_told_why_in_full() {
    let mut desk = narrow();
    desk.keys("!");
    let picture = desk.picture();
    assert!(picture.contains("│ ! John Smith gets Scheduling, Car Updates and has no email"), "{picture}");
}

#[test]
fn a_role_is_whole_or_absent() {
    let mut desk = narrow();
    desk.keys("bea@ledger");
    assert!(desk.picture().contains("Beatriz Quiñones   "), "{}", desk.picture());
}
