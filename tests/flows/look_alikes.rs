//! The right record, and nobody twice: who looks like somebody else is told apart, on the row, on the page and while
//! a form is typed.

use super::picture;
use crate::desk::Desk;

#[test]
fn a_page_says_for_whom_it_could_be_taken() {
    let mut desk = Desk::new();
    desk.keys("john smith<Enter>");
    picture!("page_with_a_namesake", desk);
}

#[test]
fn somebody_who_is_known_elsewhere_is_named_while_one_types() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aMaria<Tab>Lope");
    assert!(!desk.picture().contains("already"));
    desk.keys("z");
    picture!("known_by_name", desk);
    desk.keys("<Tab>bea@ledger.example");
    picture!("known_by_email", desk);
    desk.keys("<F4>");
    let picture = desk.picture();
    assert!(picture.contains("── Beatriz Quiñones · Bookkeeper"), "F4 opens that one: {picture}");
    desk.keys("<Esc><Esc>");
    assert!(desk.picture().contains("Unfinished: Add Contact, Maria Lopez"), "and what was typed waits");
}

#[test]
fn a_phone_is_known_in_any_spelling_and_a_correction_takes_it_back() {
    let mut desk = Desk::new();
    desk.keys("<Ctrl-n>Joan<Tab>Marsh<Tab><Tab><Tab>509.555.0102");
    assert!(desk.picture().contains("Siobhán O'Brien is already a customer (the same phone)."), "{}", desk.picture());
    desk.keys("<Backspace>");
    assert!(!desk.picture().contains("already"), "{}", desk.picture());
}

#[test]
fn somebody_on_this_account_is_named_too_but_nobody_is_like_themselves() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>aTom<Tab>Hale");
    assert!(desk.picture().contains("Tom Hale is already an additional contact here"), "{}", desk.picture());
    desk.keys("<Esc>ye<Tab><Tab><Tab>509-555-0125");
    assert!(!desk.picture().contains("already"), "{}", desk.picture());
}
