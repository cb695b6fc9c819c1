//! The guide's closing checks: on the page, on the customer's row, and as a list of all who need attention.

use super::picture;
use crate::desk::Desk;
use frontdesk::domain::invite::Delivery;
use frontdesk::store::Outcome;

#[test]
fn the_list_of_those_who_need_attention() {
    let mut desk = Desk::new();
    desk.keys("!");
    picture!("need_attention", desk);
    desk.keys("john");
    let picture = desk.picture();
    assert!(picture.contains("Garcia, Ana") && !picture.contains("Smith, John  "), "among those only: {picture}");
    desk.keys("<Ctrl-u>!nobody");
    picture!("nobody_needs_attention_so_named", desk);
    desk.keys("<Esc>! lop<Enter>");
    assert!(desk.picture().contains("Review !2"), "as many as on its row");
}

#[test]
fn what_a_change_brings_is_said_at_once_and_leaves_the_list_when_it_is_mended() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>e<Tab><Tab>john@garcia.example<F2>");
    assert!(!desk.picture().contains("Review !"), "{}", desk.picture());
    desk.keys("<Esc><Ctrl-u>!");
    assert!(!desk.picture().contains("Garcia"), "mended: {}", desk.picture());
    desk.keys("<Ctrl-u>garcia<Enter>e<Tab><Tab><Ctrl-u><F2>");
    picture!("arisen", desk);
}

#[test]
fn time_alone_brings_a_customer_onto_the_list() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>e<Tab><Tab>john@garcia.example<F2><Esc><Ctrl-u>obrien<Enter>");
    desk.keys("aPaul<Tab>O'Brien<Tab>paul@obrien.example<Tab><Tab>s<Tab><Tab><Space><F2>i<Enter>")
        .post(&Outcome::Delivered(Delivery::Smtp));
    desk.keys("<Esc><Ctrl-u>!");
    assert!(!desk.picture().contains("O'Brien"), "just sent: {}", desk.picture());
    desk.pass(3 * 24 * 3600).file_changed();
    assert!(desk.picture().contains("O'Brien"), "not signed in for three days: {}", desk.picture());
}

#[test]
fn another_choice_than_the_roles_proposal_is_a_remark_and_no_fault() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>");
    let before = desk.picture().matches("Review !2").count();
    desk.keys("e<Tab><Tab><Tab><Tab><Tab><Tab><Tab>m<F2>r<Down><Down>");
    picture!("remark", desk);
    assert_eq!(desk.picture().matches("Review !2").count(), before, "no fault");
}

#[test]
fn a_change_of_the_customers_own_email_is_shown_beside_the_check() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Home>e<Tab><Tab><Tab>desk@lopez.example<F2>r<Down><Down><Down>");
    picture!("own_email_changed", desk);
}
