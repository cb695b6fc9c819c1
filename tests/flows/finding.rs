//! Finding a customer and opening the record.

use frontdesk::app::vocabulary::{Event, Ticket};
use frontdesk::domain::phone::Region;
use frontdesk::domain::search::{Query, Stretch};
use frontdesk::store::View;

use super::picture;
use crate::desk::{Desk, town};

#[test]
fn at_rest_the_list_is_by_name_and_what_was_opened_leads_it() {
    let mut desk = Desk::new();
    picture!("at_rest", desk);
    desk.keys("lopez<Enter><Esc><Esc>");
    picture!("at_rest_after_opening", desk);
}

#[test]
fn every_key_answers_and_the_row_says_why() {
    let mut desk = Desk::new();
    desk.keys("john smith");
    picture!("two_of_the_same_name", desk);
    desk.keys("<Ctrl-u>0134");
    picture!("found_by_the_last_four_digits", desk);
    desk.keys("<Ctrl-u>okg");
    picture!("found_by_the_plate", desk);
    desk.keys("<Ctrl-u>porsche");
    assert!(desk.picture().contains("1988 Porsche 911 · OK…"), "what was typed is seen:\n{}", desk.picture());
    desk.keys("<Ctrl-u>xyzzy");
    picture!("nobody_found", desk);
    desk.keys("<Esc>");
    assert!(desk.picture().contains("Smith, John"), "Esc clears the search and never leaves");
    desk.keys("<Esc><Esc>");
    assert!(!desk.left);
}

#[test]
fn the_page_stands_at_every_size() {
    for (width, height) in [(60, 16), (80, 24), (120, 34), (200, 50)] {
        let mut desk = Desk::new();
        desk.resize(width, height);
        desk.keys("lopez<Enter>");
        picture!(format!("page_{width}x{height}"), desk);
    }
}

#[test]
fn the_cursor_is_on_the_contact_that_matched() {
    let mut desk = Desk::new();
    desk.keys("tom hale<Enter>");
    assert!(desk.picture().contains("── Tom Hale · Other: Vehicle manager"));
    desk.keys("<Esc>quinones<Enter>");
    assert!(desk.picture().contains("── Beatriz Quiñones · Bookkeeper"));
}

#[test]
fn keys_typed_before_the_page_is_there_count() {
    let mut desk = Desk::new();
    desk.fast("lopez<Enter>a");
    assert!(desk.picture().contains("Lopez Racing > Add Contact"));
}

#[test]
fn an_empty_file_says_the_first_key() {
    let mut desk = Desk::on_an_empty_file();
    desk.start(80, 24);
    let picture = desk.picture();
    for words in ["No customer is in this file yet", "Ctrl-N   New customer", "frontdesk import customers FILE"] {
        assert!(picture.contains(words), "{words} in\n{picture}");
    }
    desk.keys("<Ctrl-n>Ana<Tab>Garcia<F2>");
    picture!("first_customer", desk);
}

#[test]
fn what_was_typed_begins_a_new_customer() {
    let mut desk = Desk::new();
    desk.keys("vera abbott<Ctrl-n>");
    picture!("new_customer_from_search", desk);
    desk.keys("<F2>");
    assert!(desk.picture().contains("Added vera abbott."));
}

#[test]
fn without_utf8_the_screen_is_plain() {
    let mut desk = Desk::new().in_ascii();
    desk.keys("lopez<Enter>");
    let picture = desk.picture().replace('│', "");
    assert!(picture.is_ascii(), "{picture}");
    assert!(picture.contains("Beatriz Quinones"));
}

#[test]
fn hostile_text_in_the_file_never_reaches_the_screen() {
    let mut desk = Desk::new();
    let raw = rusqlite::Connection::open(desk.store.path()).expect("the file");
    raw.execute(
        "UPDATE customer SET company = ?1 WHERE company IS NOT NULL",
        ["Lopez\u{1b}[2J\u{9b}1m\u{202e}R\u{0}acing\n!"],
    )
    .expect("written by another program");
    raw.execute("UPDATE contact SET first_name = CAST(x'4dff6f' AS TEXT) WHERE first_name = 'Maria'", [])
        .expect("written");
    desk.keys("office@lopez");
    let found = desk.picture();
    desk.keys("<Enter>");
    for picture in [found, desk.picture()] {
        let bad = picture.chars().find(|c| (c.is_control() && *c != '\n') || matches!(*c, '\u{202a}'..='\u{202e}'));
        assert_eq!(bad, None, "{picture}");
    }
}

#[test]
fn among_many_contacts_f_finds_one() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>f");
    picture!("find_among_contacts", desk);
    desk.keys("book");
    picture!("found_among_contacts", desk);
    desk.keys("<Esc>");
    assert!(desk.picture().contains("── Maria Lopez · Spouse"), "Esc goes back to where it began");
    desk.keys("f509<Down><Down><Enter>");
    assert!(desk.picture().contains("── Tom Hale"), "Down goes to the next who answers");
    desk.resize(60, 16);
    assert!(desk.keys("f").picture().contains("name, role, email, phone │"), "{}", desk.picture());
}

#[test]
fn the_cursor_stays_when_rows_read_again_end_before_it() {
    let mut desk = Desk::on_an_empty_file();
    for number in 0..120 {
        town::customer(&mut desk, ("", "", &format!("Company {number:03}")), "", "", "");
    }
    desk.start(80, 24);
    desk.keys(&"<Down>".repeat(70));
    assert!(desk.picture().contains("►   Company 070"));
    // Asked for when only the first rows were here, answered now.
    let view = View { desk: desk.author.desk.clone(), region: Region::US, now: desk.now().wall };
    let hits = desk.store.search(&Query::default(), &view, Stretch::first(50)).expect("the file answers");
    desk.happens(Event::Found { ticket: Ticket(1), skip: 0, hits });
    assert!(desk.picture().contains("►   Company 070"));
}

#[test]
fn what_may_have_been_meant_is_offered_and_taken() {
    let mut desk = Desk::new();
    desk.keys("quinonse");
    picture!("did_you_mean", desk);
    desk.keys("<Enter>");
    assert!(desk.picture().contains("Beatriz Quiñones "), "the search under the cursor was taken");
    desk.keys("<Enter>");
    assert!(desk.picture().contains("── Beatriz Quiñones · Bookkeeper"), "a second Enter opens what it found");
    desk.keys("/jon smit");
    picture!("did_you_mean_two_words", desk);
    desk.keys("<Esc>porshe<Enter>");
    assert!(desk.picture().contains("Lopez Racing"), "makes of cars are near, too:\n{}", desk.picture());
    desk.keys("<Esc>!smiht<Enter>");
    assert!(desk.picture().contains("Search  ! Smith"), "the sign stays:\n{}", desk.picture());
}

#[test]
fn nothing_near_leaves_the_advice_and_the_new_customer() {
    let mut desk = Desk::new();
    desk.keys("wwwww");
    assert!(desk.picture().contains("Fewer letters find more"));
    desk.keys("<Enter>");
    assert!(desk.picture().contains("Search  wwwww"), "Enter has nothing to take");
    desk.keys("<Ctrl-u>hlae<Ctrl-n>");
    assert!(desk.picture().contains("New customer"), "what was typed may be right all the same");
}

#[test]
fn what_was_typed_for_is_marked_on_the_row() {
    let mut desk = Desk::new();
    desk.keys("smi");
    assert_eq!(desk.marked(), ["Smi", "Smi", "Smi"], "{}", desk.picture());
}
