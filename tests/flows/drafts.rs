//! Forms that are not saved: put aside, taken elsewhere, offered again.

use frontdesk::app::vocabulary::Event;
use frontdesk::store::StoreError;

use super::picture;
use crate::desk::Desk;

const BEA: &str = "garcia<Enter>aBeatriz<Tab>Byrne<Tab>bb@garcia.example<Tab>509-555-0199<Tab>b";

#[test]
fn a_form_that_was_open_when_the_terminal_died_is_offered_again() {
    let mut desk = Desk::new();
    desk.keys(BEA);
    let mut desk = desk.started_again();
    picture!("form_offered_again", desk);
    desk.keys("<Enter>");
    picture!("form_resumed", desk);
    desk.keys("<F2>");
    assert!(desk.picture().contains("Added Beatriz Byrne."));
    assert!(desk.kept.is_empty(), "a saved form leaves nothing behind");
}

#[test]
fn a_full_disk_keeps_what_was_typed_and_says_so_only_where_something_was() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>");
    let full = || Event::DeedFailed(StoreError::Full.to_string());
    desk.happens(full());
    assert!(desk.picture().contains("The disk is full. Nothing was saved"), "{}", desk.picture());
    assert!(!desk.picture().contains("you typed"), "{}", desk.picture());
    desk.keys("aBeatriz<Tab>Byrne");
    desk.happens(full());
    assert!(desk.picture().contains("typed is still here."), "{}", desk.picture());
    assert!(desk.picture().contains("Byrne"), "{}", desk.picture());
    desk.keys("<F2>");
    assert!(desk.picture().contains("Added Beatriz Byrne."), "{}", desk.picture());
}

#[test]
fn an_edit_that_was_left_still_merges_with_what_a_colleague_has_saved() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab><Tab>a<F2>");
    let mut ines = ines.started_again();
    ines.keys("<Enter><F2>");
    let bea = &ines.record("lopez").contacts[1].details;
    assert_eq!(bea.role.as_deref(), Some("Assistant"));
    assert_eq!(bea.phone.as_ref().map(ToString::to_string).as_deref(), Some("+15095550123"));
}

#[test]
fn what_keeps_a_form_from_being_saved_is_said_when_it_comes_back() {
    let removed = "ana (desk 1) removed this today 10:32. What you typed is kept: F2 says what";
    let moved = "ana (desk 1) moved this to Ana Garcia today 10:32. What you typed is kept:";
    let archived = "ana (desk 1) archived Lopez Racing today 10:32. What you typed is kept, and";
    for (typed, meanwhile, said) in [
        ("quinones<Enter>e<Tab><Tab><Tab>509-555-0123", "quinones<Enter>dy", removed),
        ("quinones<Enter>e<Tab><Tab><Tab>509-555-0123", "quinones<Enter>mgarcia<Enter>y", moved),
        ("lopez<Enter>ve<Tab><Tab><Tab>NEW1234", "lopez<Enter>vdy", removed),
        ("lopez<Enter><Home>e<Tab><Tab>Racing & Sons", "lopez<Enter><Home>dy", archived),
        ("lopez<Enter>aRosa", "lopez<Enter><Home>dy", archived),
        ("quinones<Enter>e<Tab><Tab><Tab>509-555-0123", "quinones<Enter>dy<Home>dy", archived),
    ] {
        let mut ines = Desk::new();
        ines.keys(typed);
        ines.colleague().keys(meanwhile);
        let mut ines = ines.started_again();
        ines.keys("<Enter>");
        assert!(ines.picture().contains(said), "{said}: {}", ines.picture());
        assert_eq!(ines.kept.len(), 1, "{}", ines.picture());
    }
}

#[test]
fn a_form_that_comes_back_hears_again_what_was_said_before_the_line_dropped() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    ines.colleague().keys("quinones<Enter>dy");
    ines.file_changed();
    ines.pass(60).keys("<Tab>a");
    let mut ines = ines.started_again();
    ines.keys("<Enter>");
    picture!("form_resumed_of_somebody_removed", ines);
    ines.keys("<F2>a");
    assert!(ines.picture().contains("Added Beatriz Quiñones"), "{}", ines.picture());
    assert!(ines.kept.is_empty());
}

#[test]
fn a_form_that_was_put_aside_hears_at_once_of_what_stands_in_its_way() {
    let mut ines = Desk::new();
    ines.keys("lopez<Enter>aRosa<Tab>Vega<Esc>p<Home>dy<Esc><Esc>");
    ines.keys("<Up><Enter>");
    picture!("form_resumed_on_an_archived_customer", ines);
    ines.keys("<Esc>puy");
    assert!(ines.record("lopez").customer.archived_at.is_none(), "{}", ines.picture());
}

#[test]
fn forms_that_are_found_late_do_not_stand_in_the_way_of_one_that_is_open() {
    let mut desk = Desk::new();
    desk.keys(BEA);
    let found = desk.kept.values().cloned().collect();
    let mut desk = desk.started_again_before_drafts_are_found();
    desk.keys("lopez<Enter>aRosa");
    desk.happens(Event::DraftsFound(found));
    desk.keys("<Enter>Vega");
    let picture = desk.picture();
    assert!(picture.contains("Vega"), "{picture}");
    assert!(picture.contains("A form that was not saved waits at the top of Contacts."), "{picture}");
    assert_eq!(desk.kept.len(), 2);
}

#[test]
fn put_aside_it_waits_on_contacts_and_on_the_customer() {
    let mut desk = Desk::new();
    desk.keys(BEA).keys("<Esc>");
    picture!("leave_add_contact", desk);
    desk.keys("p");
    picture!("put_aside_on_the_customer", desk);
    desk.keys("<Esc>");
    desk.keys("<Esc>");
    picture!("put_aside_on_contacts", desk);
    desk.keys("<Up><Enter>");
    assert!(desk.picture().contains("bb@garcia.example"), "{}", desk.picture());
    desk.keys("<Esc>y");
    assert!(desk.kept.is_empty(), "discarded");
    assert!(!desk.picture().contains("Unfinished"));
}

#[test]
fn a_form_goes_to_another_customer() {
    let mut desk = Desk::new();
    desk.keys(BEA).keys("<Esc>t");
    picture!("taken_elsewhere", desk);
    desk.keys("lopez<Enter>");
    assert!(desk.picture().contains("Lopez Racing > Add Contact"), "{}", desk.picture());
    desk.keys("<F2>");
    assert!(desk.record("lopez").contacts.iter().any(|contact| contact.details.last_name == "Byrne"));
    assert!(desk.kept.is_empty());
}

#[test]
fn quitting_offers_to_put_it_aside() {
    let mut desk = Desk::new();
    desk.keys(BEA).keys("<Ctrl-q>");
    picture!("quit_with_a_form", desk);
    desk.keys("p");
    assert!(desk.left);
    assert_eq!(desk.kept.len(), 1);
    let desk = desk.started_again();
    assert!(desk.picture().contains("Unfinished: Add Contact, Beatriz Byrne, for Ana Garcia, put aside 10:32"));
}

#[test]
fn several_forms_wait_each_at_its_place() {
    let mut desk = Desk::new();
    desk.keys(BEA).keys("<Esc>p");
    desk.pass(60).keys("aLuis<Tab>Vega<Esc>p<Esc>");
    desk.pass(60).keys("<Ctrl-u><Ctrl-n>Nora<Tab>North<Esc>p");
    desk.pass(60).keys("hale<Enter>e<Tab><Tab>tom@hale.example<Esc>p<Esc><Esc>");
    picture!("several_put_aside_on_contacts", desk);
    desk.keys("garcia<Enter>");
    picture!("several_put_aside_on_the_customer", desk);
    // Started again, they are where they were; one is finished, one discarded from its row.
    let mut desk = desk.started_again();
    assert_eq!(desk.kept.len(), 4);
    desk.keys("garcia<Enter>");
    desk.keys("c<Down><Enter>");
    assert!(desk.picture().contains("Luis"), "the newest first: {}", desk.picture());
    desk.keys("<F2>");
    assert_eq!(desk.kept.len(), 3, "{}", desk.picture());
    desk.keys("<End>c<Down><Down>d");
    picture!("discard_a_waiting_form", desk);
    desk.keys("y");
    assert_eq!(desk.kept.len(), 2, "{}", desk.picture());
    assert!(!desk.picture().contains("Unfinished"), "{}", desk.picture());
}
