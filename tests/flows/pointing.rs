//! A shop with a mouse: what is printed can be clicked, and nothing is done by a click that a key does not ask.

use frontdesk::app::spot::Wheel;
use frontdesk::app::vocabulary::Event;

use crate::desk::Desk;

#[test]
fn a_row_is_selected_and_then_opened() {
    let mut desk = Desk::new();
    desk.click("Smith, John");
    assert!(desk.picture().contains("►   Smith, John"), "{}", desk.picture());
    desk.click("Smith, John");
    assert!(desk.picture().contains("Contacts > Smith, John") || desk.picture().contains("Contacts > John Smith"));
    desk.keys("/lopez<Enter>");
    desk.click("Tom Hale");
    assert!(desk.picture().contains("── Tom Hale"), "selected: the panel tells of it");
    desk.click("Tom Hale   ");
    assert!(desk.picture().contains("Edit · Tom Hale"));
}

#[test]
fn a_search_that_may_have_been_meant_is_clicked_like_a_row() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aTim<Tab>Smitt<F2>/smiht").click("or Smit");
    assert!(desk.picture().contains("►           or Smitt?"), "{}", desk.picture());
    assert!(desk.picture().contains("Nobody is found"), "selected, and not taken yet");
    desk.click("Did you mean").click("Did you mean");
    assert!(!desk.picture().contains("Nobody is found"), "{}", desk.picture());
}

#[test]
fn keys_at_the_bottom_and_answers_are_buttons() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Down><Down>").click("d Remove");
    assert!(desk.picture().contains("Remove Tom Hale from Lopez Racing?"));
    desk.click("v Cars");
    assert!(desk.picture().contains("Remove Tom Hale"), "what lies under a question is not heard");
    desk.click("[ Keep ]");
    assert_eq!(desk.record("lopez").contacts.len(), 3);
    desk.click("d Remove").click("y Remove");
    assert_eq!(desk.record("lopez").contacts.len(), 2);
    desk.click("u Undo");
    assert_eq!(desk.record("lopez").contacts.len(), 3, "the notice's own key");
    desk.click("r Review");
    assert!(desk.picture().contains("[r Review"));
    desk.click("? help").click("w  ").click("w  ");
    assert!(desk.picture().contains("Who gets what"));
}

#[test]
fn a_question_is_deaf_to_a_click_that_came_too_early() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Down><Down>").fast("d").click_at_once("y Remove");
    assert!(desk.picture().contains("Remove Tom Hale from Lopez Racing?"));
    assert_eq!(desk.record("lopez").contacts.len(), 3);
}

#[test]
fn fields_boxes_roles_and_buttons_of_a_form() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>").click("a Add Contact").keys("Val").click("Last Name").keys("Reed");
    desk.click("( ) Bookkeeper").click("[ ] Scheduling").click("[ ] Primary contact");
    let picture = desk.picture();
    for on in ["(•) Bookkeeper", "[x] Scheduling", "[x] Invoices", "[x] Primary contact"] {
        assert!(picture.contains(on), "{on}:\n{picture}");
    }
    desk.click("[ Add Contact ]");
    let added = desk.record("garcia").contacts.remove(0).details;
    assert_eq!((added.name().as_str(), added.primary), ("Val Reed", true));
}

#[test]
fn boxes_of_who_gets_what() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>w").click("[x]");
    assert!(desk.picture().contains("[·]"));
    desk.click("F2 Save Changes");
    assert!(desk.picture().contains("[c Contacts 3]"));
}

#[test]
fn the_wheel_moves_over_rows_and_nowhere_else() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>");
    let before = desk.picture();
    desk.happens(Event::Scrolled(Wheel::Down));
    assert_ne!(desk.picture(), before);
    desk.happens(Event::Scrolled(Wheel::Up));
    assert_eq!(desk.picture(), before);
    desk.keys("a");
    let form = desk.picture();
    desk.happens(Event::Scrolled(Wheel::Down));
    assert_eq!(desk.picture(), form);
}
