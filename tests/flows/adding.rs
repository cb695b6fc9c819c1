//! Adding and editing a contact, the customer and a car.

use super::picture;
use crate::desk::Desk;

#[test]
fn a_bookkeeper_with_the_roles_proposal() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>a");
    picture!("add_contact_empty", desk);
    desk.keys("Beatriz<Enter>Byrne<Enter>bb@garcia.example<Enter>509-555-0199<Enter>b");
    picture!("add_contact_proposed", desk);
    desk.keys("<F2>");
    picture!("contact_added", desk);
    let record = desk.record("garcia");
    let added = record.contacts.iter().find(|contact| contact.details.last_name == "Byrne").expect("added");
    assert_eq!(added.details.preferences.marks(), "···IE·");
    assert_eq!(added.details.phone.as_ref().map(ToString::to_string).as_deref(), Some("+15095550199"));
}

#[test]
fn a_choice_by_hand_is_never_overwritten() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aVal<Tab>Reed<Tab><Tab><Tab>s<Tab><Tab><Tab>C");
    assert!(desk.picture().contains("[x] Scheduling      [x] Car Updates     [ ] Contracts"));
    desk.keys("<BackTab><BackTab><BackTab>b");
    let picture = desk.picture();
    assert!(picture.contains("[ ] Scheduling      [ ] Car Updates     [ ] Contracts"), "{picture}");
    assert!(picture.contains("[x] Invoices        [x] Estimates       [ ] Marketing"), "{picture}");
}

#[test]
fn all_problems_at_once_and_the_cursor_on_the_first() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>a<Tab><Tab>maria@lopez.example<Tab>ask her son<Tab>o<Tab><Tab><Space><Tab><Space><F2>");
    picture!("all_problems", desk);
    desk.keys("Luis<Tab>Lopez<F2>");
    picture!("signs_in_as_somebody", desk);
    desk.keys("<Ctrl-u>luis@lopez.example<F2>");
    assert!(desk.picture().contains("►Role description                                     ! required with Other"));
    assert_eq!(desk.record("lopez").contacts.len(), 3, "nothing was saved");
}

/// The cursor stands on the only problem, and its sentence is there before.
#[test]
fn saving_in_vain_is_said() {
    let mut desk = Desk::new();
    let wrong = "The part after the @ needs a dot, as in lopez.example.";
    desk.keys("lopez<Enter>aVal<Tab>Reed<Tab>val@reed");
    assert!(desk.picture().contains(&format!("! {wrong}")), "{}", desk.picture());
    desk.keys("<F2>");
    assert!(desk.picture().contains(&format!("! Nothing is saved yet. {wrong}")), "{}", desk.picture());
}

#[test]
fn the_usual_proposals_are_read_whole_in_the_usual_window() {
    for (role, proposal) in [("s", "Scheduling, Car Updates, Contracts"), ("b", "Invoices, Estimates")] {
        let mut desk = Desk::new();
        desk.keys("quinones<Enter>e<Tab><Tab><Tab><Tab>a").keys(role);
        desk.keys("<Tab><Tab><Tab>M");
        assert!(desk.picture().contains(&format!("= proposal: {proposal}  ")), "{}", desk.picture());
    }
}

#[test]
fn emails_that_are_none_are_refused_in_words() {
    for (typed, words) in [
        ("a@", "The part after the @ is missing"),
        ("bea@ledger", "Did you mean bea@ledger.example?"),
        ("a@b.example, c@d.example", "two addresses"),
        ("a b@c.example", "There is a blank"),
    ] {
        let mut desk = Desk::new();
        desk.keys("lopez<Enter>aX<Tab>Y<Tab>").keys(typed).keys("<F2>");
        let said = desk.running_text();
        assert!(said.contains(words), "{typed}: {}", desk.picture());
        assert_eq!(desk.record("lopez").contacts.len(), 3);
    }
}

#[test]
fn a_paste_is_one_line_and_saves_nothing() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>a").paste("Robert'); DROP TABLE\r\n\u{1b}[2Jcontact;--\n");
    let picture = desk.picture();
    assert!(picture.contains("rt'); DROP TABLE [2Jcontact;--"), "{picture}");
    desk.keys("<Ctrl-u>").paste(&"x".repeat(1_000_000));
    assert!(desk.picture().contains("80 of 80, rest left out"));
    desk.keys("<Esc>y").paste("nobody");
    assert!(desk.picture().contains("A paste is only taken by a text field"));
}

#[test]
fn an_edit_says_what_was_and_what_is_now() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0199");
    picture!("edit_phone", desk);
    desk.keys("<F2>");
    picture!("phone_changed", desk);
    desk.keys("u");
    assert!(desk.picture().contains("Undone for Beatriz Quiñones: Phone."));
    assert!(desk.picture().contains("(509) 555-0191"));
}

#[test]
fn an_unchanged_save_writes_nothing() {
    let mut desk = Desk::new();
    let before = desk.record("lopez").history_total;
    desk.keys("quinones<Enter>e<F2>");
    assert!(desk.picture().contains("Nothing was changed."));
    assert_eq!(desk.record("lopez").history_total, before);
}

#[test]
fn who_stops_being_primary_is_said() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e<Tab><Tab><Tab><Tab><Tab><Space>");
    assert!(desk.picture().contains("Maria Lopez will no longer be primary"));
    desk.keys("<F2>");
    picture!("primary_handed_over", desk);
}

#[test]
fn turning_access_on_sends_nothing_and_says_what_to_press() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aEva<Tab>Stone<Tab>eva@stone.example<Tab><Tab><Tab><Tab><Space>");
    assert!(desk.picture().contains("saving sends nothing; afterwards i on the row sends the invite"));
    desk.keys("<F2>");
    assert!(desk.picture().contains("Added. Portal Access is on, no invite sent yet.  i Send invite  u Undo"));
    let record = desk.record("garcia");
    assert!(record.contacts.iter().all(|contact| contact.invite.is_none()));
}

#[test]
fn an_email_of_another_account_is_asked_about() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aBeatriz<Tab>Quiñones<Tab>bea@ledger.example<Tab><Tab><Tab><Tab><Space><F2>");
    picture!("same_person", desk);
    desk.keys("<Enter>");
    assert!(desk.picture().contains("Add Contact"), "the form is still open");
    desk.keys("<F2>y");
    assert!(desk.picture().contains("Added. Portal Access is on"));
    assert!(desk.picture().contains("also an additional contact of Lopez Racing (Bookkeeper)"));
}

#[test]
fn the_form_scrolls_in_a_small_window() {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk.keys("quinones<Enter>e<Tab><Tab><Tab><Tab><Tab><Tab><Tab>");
    picture!("form_60x16", desk);
}

#[test]
fn cars_are_added_edited_and_removed() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>v<Enter>2020<Tab>Ford<Tab>Transit<Tab>gar 0001");
    picture!("add_car", desk);
    desk.keys("<F2>");
    assert!(desk.picture().contains("2020 Ford Transit · GAR 0001"));
    desk.keys("e<Tab><Tab><Tab>GAR 0002<F2>");
    assert!(desk.picture().contains("Plate of 2020 Ford Transit · GAR 0002: GAR 0001 is now GAR 0002."));
    desk.keys("e<Tab><Tab><Tab><Tab><Right><Right><Enter>y");
    assert!(desk.record("garcia").cars.is_empty());
    desk.keys("u");
    assert_eq!(desk.record("garcia").cars.len(), 1);
}

#[test]
fn the_main_customer_is_edited_by_the_same_form() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Home>e");
    picture!("edit_customer", desk);
    desk.keys("<Tab><Tab><Tab>maria@lopez.example<F2>");
    assert!(desk.picture().contains("signs in as Maria Lopez"));
    desk.keys("<Ctrl-u>shop@lopez.example<F2>");
    assert!(desk.picture().contains("Email of Lopez Racing: office@lopez.example is now shop@lopez.example."));
}

#[test]
fn who_gets_what_is_ticked_and_saved_in_one_act() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>w<Space>");
    picture!("who_gets_what", desk);
    desk.keys("<Down><Space><F2>");
    let whose = "for Beatriz Quiñones and Tom Hale: Communication preferences.";
    assert!(desk.picture().contains(&format!("Saved {whose}")), "{}", desk.picture());
    let record = desk.record("lopez");
    assert_eq!(record.contacts[1].details.preferences.marks(), "S··IE·");
    assert_eq!(record.contacts[2].details.preferences.marks(), "·UC···");
    desk.keys("u");
    assert_eq!(desk.record("lopez").contacts[1].details.preferences.marks(), "···IE·", "one act, one undo");
    assert!(desk.picture().contains(&format!("Undone {whose}")), "{}", desk.picture());
}

#[test]
fn the_chosen_role_is_seen_in_the_smallest_window() {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk.keys("garcia<Enter>aVal<Tab>Reed<Tab><Tab><Tab>");
    assert!(desk.picture().contains("( ) no role"));
    desk.keys("o");
    assert!(desk.picture().contains("(•) Other"));
    desk.keys("<Esc>y/lopez<Enter>w");
    picture!("who_gets_what_60x16", desk);
    desk.keys("<Esc>/<Ctrl-o>");
    picture!("outbox_60x16", desk);
}

#[test]
fn a_field_and_what_stands_beside_it_share_the_line() {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk.keys("garcia<Enter>aVal<Tab>Reed<Tab>valentina.reed@reed-orchards.example<Tab>(509) 555-01<Tab>o<Tab><F2>");
    let form = desk.picture();
    for whole in ["valentina.reed@reed-orchards.example", "kept as typed: no number", "! required with Other"] {
        assert!(form.contains(whole), "{whole}:\n{form}");
    }
    desk.keys("vehicle manager<Esc>");
    let asked = desk.picture();
    assert!(asked.contains("vehicle manager"), "{asked}");
    desk.keys("<Esc><Tab><Tab><Tab>");
    assert!(desk.picture().contains("proposed for vehicle manager"), "{}", desk.picture());
}

#[test]
fn a_long_email_stays_whole_in_the_panel_of_the_smallest_window() {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk.keys("garcia<Enter>aVal<Tab>Reed<Tab>valentina.reed@reed-farms.example<Tab>5095550148<Tab><Tab><Space><F2>");
    let page = desk.picture();
    assert!(page.contains("valentina.reed@reed-farms.example  (509) 555-0148  primary"), "{page}");
}

#[test]
fn who_is_reached_stands_clear_of_a_gap_in_the_smallest_window() {
    let mut desk = Desk::new();
    desk.resize(60, 16);
    desk.keys("lopez<Enter>w<Up><Up><Up><Space><Down><Space>");
    assert!(desk.picture().contains("Reached  !0"), "{}", desk.picture());
}

#[test]
fn what_the_customer_lacks_is_loud_on_its_line() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter><Home>e<Tab><Tab><Tab><Tab><Ctrl-u><F2>c");
    let loud = desk.svg().lines().any(|run| run.contains("no phone") && run.contains("#e06c75"));
    assert!(loud && desk.picture().contains("ana@garcia.example · ! no phone · gets"), "{}", desk.picture());
}

#[test]
fn the_cursor_stands_behind_what_is_seen() {
    for (name, columns) in [("Zoe\u{308}", 3), ("山田", 4), ("👩🏽\u{200d}🔧 Ann", 8), ("שלום", 4)] {
        let mut desk = Desk::new();
        desk.keys("garcia<Enter>a").paste(name);
        let expected = format!("cursor at column {}, line 3", 20 + columns);
        assert!(desk.picture().contains(&expected), "{name}: {}", desk.picture());
    }
}

#[test]
fn the_guides_sentence_is_said_once() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>a<Tab><Tab><Tab><Tab>o");
    assert!(desk.picture().contains(" or other. A letter chooses. "), "{}", desk.picture());
    desk.keys("<Tab>");
    let sentence = "If you choose Other, add a clear role description";
    assert_eq!(desk.picture().matches(sentence).count(), 1, "{}", desk.picture());
    desk.keys("Vehicle manager");
    assert_eq!(desk.picture().matches(sentence).count(), 1, "{}", desk.picture());
}
