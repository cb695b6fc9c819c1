//! Answers that come late: whoever has gone on meanwhile stays there, and nothing is lost or done on another row. The
//! walk of `any_order` has met each of these.

use std::time::Duration;

use frontdesk::app::vocabulary::Event;
use frontdesk::store::StoreError;

use crate::desk::{Desk, LateDesk, Worker};

fn ines() -> LateDesk {
    LateDesk::new(Desk::new())
}

#[test]
fn a_search_that_failed_holds_no_keys_and_enter_asks_once_more() {
    let mut ines = ines();
    ines.keys("lopez<Enter>").fails(Worker::Reader);
    ines.keys("<F1>");
    assert_eq!(ines.desk.app.dialogs.len(), 1, "{}", ines.picture());
    ines.keys("<Esc><Enter>").all_is_answered();
    assert!(ines.picture().contains("Contacts > Lopez Racing"), "{}", ines.picture());
}

#[test]
fn a_paste_waits_for_its_form_as_keys_do() {
    let mut ines = ines();
    ines.keys("lopez<Enter>a");
    ines.happens(Event::Pasted("Rosa".to_owned()));
    ines.keys("<Tab>Vega").all_is_answered();
    let picture = ines.picture();
    assert!(picture.contains("Add Contact") && picture.contains("Rosa") && picture.contains("Vega"), "{picture}");
}

#[test]
fn who_types_on_another_customer_stays_there_and_hears_what_was_saved() {
    let mut ines = ines();
    ines.opens("tom hale").keys("dy<Esc>").opens("ana garcia").keys("aRosa");
    ines.all_is_answered();
    let picture = ines.picture();
    assert!(picture.contains("Ana Garcia > Add Contact") && picture.contains("Rosa"), "{picture}");
    assert!(picture.contains("Removed Tom Hale."), "{picture}");
}

#[test]
fn while_the_file_is_held_it_is_said_which_keys_answer() {
    for (whom, keys, said) in [
        ("tom hale", "dy", "Nothing is lost, and the keys answer meanwhile."),
        ("quinones", "e<Tab><Tab><Tab>509-555-0124<F2>", "Nothing is lost: it is saved as soon as that ends."),
    ] {
        let mut ines = ines();
        ines.opens(whom).keys(keys).happens(Event::DeedWaiting(Duration::from_secs(3)));
        assert!(ines.desk.running_text().contains(said), "{}", ines.picture());
    }
}

#[test]
fn who_looks_for_the_next_customer_is_not_taken_back() {
    let mut ines = ines();
    ines.opens("tom hale").keys("dy<Esc>garcia").all_is_answered();
    assert!(ines.picture().contains("Search  garcia"), "{}", ines.picture());
}

#[test]
fn a_question_about_another_row_saves_no_form() {
    let mut ines = ines();
    let mut ana = ines.desk.colleague();
    ana.keys("ana garcia<Enter>e<Tab><Tab>bea@ledger.example<F2>");
    ines.opens("ana garcia").keys("iy").keys("aRosa").all_is_answered();
    assert!(ines.picture().contains("Same person?"), "{}", ines.picture());
    ines.keys("yVega").all_is_answered();
    let picture = ines.picture();
    assert!(picture.contains("Add Contact") && picture.contains("Rosa"), "{picture}");
    assert!(picture.contains("RosaVega"), "the form is not deaf meanwhile: {picture}");
}

/// Both have changed the phone of Beatriz, and Ana has saved it.
fn clash() -> (LateDesk, Desk) {
    let mut ines = ines();
    ines.opens("quinones").keys("e<Tab><Tab><Tab>509-555-0124").all_is_answered();
    let mut ana = ines.desk.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0125<F2>");
    (ines, ana)
}

#[test]
fn what_is_typed_before_a_clash_is_read_waits_for_the_choice() {
    let (mut ines, _ana) = clash();
    ines.keys("<F2>").answers_all(Worker::Clerk);
    ines.keys("<F2><Right><F2>").all_is_answered();
    assert!(ines.picture().contains("(509) 555-0125 is now (509) 555-0124"), "{}", ines.picture());
}

#[test]
fn a_record_that_was_read_before_the_colleague_saved_hides_no_clash() {
    let mut ines = ines();
    ines.opens("quinones").keys("e<Tab><Tab><Tab>509-555-0124").all_is_answered();
    ines.happens(Event::FileChanged);
    ines.reads();
    let mut ana = ines.desk.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0125<F2>");
    ines.keys("<F2>").answers_all(Worker::Clerk).all_is_answered();
    assert!(ines.picture().contains("Both changed"), "{}", ines.picture());
}

#[test]
fn a_clash_that_is_taken_back_before_it_is_read_is_said() {
    let (mut ines, mut ana) = clash();
    ines.keys("<F2>").answers_all(Worker::Clerk);
    ana.keys("u");
    ines.all_is_answered();
    let picture = ines.picture();
    assert!(picture.contains("taken back meanwhile. F2 saves what you typed."), "{picture}");
    ines.keys("<F2>").all_is_answered();
    assert!(ines.picture().contains("(509) 555-0191 is now (509) 555-0124"), "{}", ines.picture());
}

#[test]
fn keys_for_somebody_just_added_wait_for_that_row() {
    let mut ines = ines();
    ines.opens("lopez").keys("aRosa<Tab>Vega").all_is_answered();
    ines.happens(Event::FileChanged);
    ines.reads();
    ines.keys("<F2>").answers_all(Worker::Clerk).keys("e").all_is_answered();
    assert!(ines.picture().contains("Edit · Rosa Vega"), "{}", ines.picture());
}

#[test]
fn a_key_typed_before_a_question_stood_there_does_not_answer_it() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aBeatriz<Tab>Byrne");
    let mut ines = LateDesk::new(desk.started_again_before_drafts_are_found());
    let found = ines.drafts();
    ines.keys("lopez<Enter>").keys("y").happens(found);
    ines.keys("<F1>").all_is_answered();
    assert_eq!(ines.desk.kept.len(), 1, "{}", ines.picture());
    assert!(ines.picture().contains("A form was not saved"), "{}", ines.picture());
}

#[test]
fn a_form_whose_customer_could_not_be_read_does_not_open_on_another() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aBeatriz<Tab>Byrne<Esc>p<Esc><Esc>");
    let mut ines = LateDesk::new(desk);
    ines.keys("<Up><Enter>").happens(Event::ReadFailed(StoreError::Busy.to_string()));
    ines.keys("lopez<Enter>").all_is_answered();
    assert!(ines.picture().contains("Contacts > Lopez Racing ·"), "{}", ines.picture());
    assert_eq!(ines.desk.kept.len(), 1);
}

#[test]
fn what_is_discarded_over_a_choice_is_not_offered_again() {
    for (answer, kept) in [("y", 0), ("p", 1)] {
        let (mut ines, _ana) = clash();
        ines.keys("<F2>").all_is_answered();
        ines.keys("<F10>").keys(answer);
        assert!(ines.desk.left, "{}", ines.picture());
        assert_eq!(ines.desk.kept.len(), kept);
    }
}
