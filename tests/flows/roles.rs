//! The roles of the shop: few in sight, many in a list, and one that is gone.

use super::picture;
use crate::desk::Desk;

const SEVEN: &str = "Spouse = ['Scheduling']\nParent = []\nAssistant = ['Scheduling', 'Car Updates']\nBookkeeper = ['Invoices']\n\
    Insurer = ['Estimates']\nFleet = ['Scheduling', 'Car Updates']\nOther = { 'Towing' = ['Car Updates'] }\n";

#[test]
fn more_than_five_roles_are_a_list() {
    let mut desk = Desk::new().with_roles(SEVEN);
    desk.keys("garcia<Enter>aBo<Tab>Li<Tab><Tab><Tab> ");
    picture!("role_list", desk);
    desk.keys("i<Enter>");
    picture!("role_from_the_list", desk);
    desk.keys("<F2>");
    let bo = desk.record("garcia").contacts[1].details.clone();
    assert_eq!((bo.role.as_deref(), bo.preferences.marks().as_str()), (Some("Insurer"), "····E·"));
    desk.keys("e<Tab><Tab><Tab><Tab>o<Tab>Towing<F2>");
    let bo = desk.record("garcia").contacts[1].details.clone();
    assert_eq!(bo.role_in_full(), "Other: Towing");
}

#[test]
fn a_role_that_is_gone_keeps_its_name_on_row_and_form() {
    let mut desk =
        Desk::new().with_roles("Spouse = ['Scheduling']\nFleet = ['Scheduling', 'Car Updates']\nOther = {}\n");
    desk.keys("quinones<Enter>");
    assert!(desk.picture().contains("Beatriz Quiñones      Bookkeeper"), "{}", desk.picture());
    desk.keys("e<Tab><Tab><Tab><Tab>");
    picture!("role_that_is_gone", desk);
    desk.keys("<BackTab>555-0192<F2>");
    let bea = desk.record("lopez").contacts[1].details.clone();
    assert_eq!(bea.role.as_deref(), Some("Bookkeeper"), "an edit of something else leaves it");
    desk.keys("e<Tab><Tab><Tab><Tab>f<F2>");
    assert_eq!(desk.record("lopez").contacts[1].details.role.as_deref(), Some("Fleet"));
}
