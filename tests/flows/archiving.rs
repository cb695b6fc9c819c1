//! A customer is archived, not removed, and comes back; a car is taken off.

use super::picture;
use crate::desk::Desk;
use frontdesk::domain::deed::{Deed, Refusal};

fn invited() -> Desk {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk
}

#[test]
fn a_customer_is_archived_and_access_and_invites_end_with_it() {
    let mut desk = invited();
    desk.keys("<Home>d");
    picture!("archive_question", desk);
    desk.keys("<Enter>");
    assert!(desk.record("lopez").customer.archived_at.is_none(), "the safe answer is the default");
    desk.keys("dy");
    picture!("archived", desk);
    desk.keys("e");
    assert!(desk.picture().contains("Lopez Racing is archived: u brings it back first."), "{}", desk.picture());
    desk.keys("<Esc>lopez");
    assert!(desk.picture().contains("Nobody is found"), "{}", desk.picture());
    desk.keys("<Esc>-lop");
    picture!("archived_found", desk);
    desk.keys("<Enter>");
    picture!("archived_opened", desk);
    let mut ana = desk.colleague();
    ana.keys("-lop<Enter>u");
    picture!("bring_back_question", ana);
    ana.keys("y");
    picture!("brought_back", ana);
    let lopez = desk.record("lopez");
    assert_eq!((lopez.contacts.len(), lopez.cars.len()), (3, 2));
    assert!(lopez.contacts.iter().all(|contact| !contact.details.portal_access));
    assert!(lopez.contacts.iter().filter_map(|contact| contact.invite.as_ref()).all(|invite| !invite.state.is_open()));
}

#[test]
fn archiving_is_taken_back_at_once_and_again_by_a_question() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Home>dyu");
    picture!("archiving_undone", desk);
    assert_eq!(desk.record("lopez").contacts.len(), 3);
    desk.keys("dy<Esc>-lopez<Enter>u<Enter>");
    assert!(desk.picture().contains("Lopez Racing · archived"), "the safe answer leaves it archived");
    desk.keys("uy");
    assert!(desk.record("lopez").customer.archived_at.is_none());
}

#[test]
fn nothing_changes_on_an_archived_customer_for_a_colleague_either() {
    let mut desk = Desk::new();
    let mut ana = desk.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0122");
    let bea = desk.record("lopez").contacts[1].clone();
    desk.keys("lopez<Enter><Home>dy");
    ana.keys("<F2>");
    assert!(ana.picture().contains("ines (desk 2) archived Lopez Racing today 10:32."), "{}", ana.picture());
    ana.keys("<F2>");
    assert!(ana.picture().contains("Lopez Racing is archived. Nothing was changed"), "{}", ana.picture());
    let refused = desk.perform(&Deed::RemoveContact { id: bea.id, version: bea.version + 1 });
    assert!(matches!(refused, Err(Refusal::Archived { .. })), "{refused:?}");
}

#[test]
fn nobody_loses_access_unseen_when_a_customer_is_archived() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Home>d");
    let mut ana = desk.colleague();
    ana.keys("lopez<Enter>aRosa<Tab>Vega<Tab>rosa@vega.example<Tab><Tab><Tab><Tab><Space><F2>");
    desk.keys("y");
    let words = "ana (desk 1) changed Rosa Vega today 10:32. Nothing was done";
    assert!(desk.picture().contains(words), "{}", desk.picture());
    assert!(desk.record("lopez").customer.archived_at.is_none());
    desk.keys("d");
    assert!(desk.picture().contains("Maria Lopez, Beatriz Quiñones and Rosa"), "{}", desk.picture());
    desk.keys("y");
    assert!(desk.picture().contains("Archived Lopez Racing"), "{}", desk.picture());
}

#[test]
fn a_car_is_removed_from_its_row_and_brought_back() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>vd");
    picture!("remove_car_question", desk);
    desk.keys("y");
    assert_eq!(desk.record("lopez").cars.len(), 1);
    assert!(desk.picture().contains("Removed 2019 Mazda MX-5 · XYZ4471."), "{}", desk.picture());
    desk.keys("u");
    assert!(desk.picture().contains("Undone: 2019 Mazda MX-5 · XYZ4471 is back."), "{}", desk.picture());
    assert_eq!(desk.record("lopez").cars.len(), 2);
}
