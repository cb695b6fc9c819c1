//! Windows with much room: what belongs together stays near together, and the room goes to what would be cut.

use super::picture;
use crate::desk::Desk;

/// A desk in a window that is as wide as text goes.
fn wide() -> Desk {
    let mut desk = Desk::new();
    desk.resize(160, 40);
    desk
}

/// Blanks on one line between one text and the next.
fn between(desk: &Desk, before: &str, after: &str) -> usize {
    let picture = desk.picture();
    let line = picture.lines().find(|line| line.contains(before) && line.contains(after)).unwrap_or_default();
    let (_, rest) = line.split_once(before).unwrap_or_default();
    let blanks = rest.split_once(after).map(|(blanks, _)| blanks.chars().count());
    blanks.unwrap_or_else(|| panic!("{before} and {after}:\n{picture}"))
}

#[test]
fn what_is_wrong_with_a_field_stands_beside_it() {
    let mut desk = wide();
    desk.keys("lopez<Enter>a<F2>");
    assert!(between(&desk, "First Name", "! required") < 50);
    // A long address is seen whole before what is said of it.
    desk.keys("<Tab><Tab>a.very.long.address.of.somebody@with.a.long.domain@");
    assert_eq!(between(&desk, "long.domain@", "! "), 3);
}

#[test]
fn the_panel_is_read_at_one_glance() {
    let mut desk = wide();
    desk.keys("lopez<Enter>");
    assert!(between(&desk, " maria@lopez.example", "(509) 555-0171 ") < 30);
    assert!(between(&desk, "(509) 555-0171", "primary") < 30);
}

#[test]
fn in_the_outbox_the_state_is_near_the_name() {
    let mut desk = wide();
    desk.keys("quinones lopez<Enter>i<Enter>o");
    assert!(between(&desk, "Beatriz Quiñones", "Lopez Racing") < 30);
    assert!(between(&desk, "Lopez Racing", "queued") < 30);
}

#[test]
fn who_gets_what_is_counted_below_the_last_of_them() {
    let mut desk = wide();
    desk.keys("lopez<Enter>w");
    picture!("who_gets_what_160x40", desk);
}

#[test]
fn the_values_of_a_conflict_are_compared_side_by_side() {
    let mut desk = wide();
    let mut ana = desk.colleague();
    desk.keys("quinones lopez<Enter>e<Tab><Tab><Tab>(509) 555-0123");
    ana.keys("quinones lopez<Enter>e<Tab><Tab><Tab>(509) 555-0122<F2>");
    desk.file_changed();
    desk.keys("<F2>");
    assert!(between(&desk, "( ) (509) 555-0122", "( ) (509) 555-0123") < 30);
}

#[test]
fn the_meaning_of_the_marks_is_whole_at_every_width() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>");
    for (width, last) in [(80, "M Marketing"), (110, "small letter: not reached"), (130, "small letter: not reached")] {
        desk.resize(width, 30);
        let picture = desk.picture();
        let line = picture.lines().find(|line| line.contains("S Scheduling  U Car Updates")).unwrap_or_default();
        assert!(line.trim_end_matches([' ', '│']).ends_with(last), "{picture}");
    }
}
