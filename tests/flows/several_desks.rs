//! Two desks on one file.

use super::picture;
use crate::desk::Desk;

#[test]
fn what_a_colleague_saves_appears_and_the_cursor_stays() {
    let mut ines = Desk::new();
    ines.keys("tom hale<Enter>");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0199<F2>");
    ines.file_changed();
    let picture = ines.picture();
    assert!(picture.contains("── Tom Hale"), "the cursor stays");
    ines.keys("<Up>");
    assert!(ines.picture().contains("(509) 555-0199"));
    assert!(ines.picture().contains("[c Contacts 3]"));
}

#[test]
fn different_fields_merge_and_the_same_one_is_refused_with_the_form_open() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab><Tab>a<F2>");
    ines.keys("<F2>");
    assert!(ines.picture().contains("is now (509) 555-0123"), "{}", ines.picture());
    assert_eq!(ines.record("lopez").contacts[1].details.role.as_deref(), Some("Assistant"), "Ana's change is kept");

    ines.keys("e<Tab><Tab><Tab>509-555-0124");
    ana.file_changed().keys("e<Tab><Tab><Tab>509-555-0125<F2>");
    ines.keys("<F2>");
    picture!("clash", ines);
    assert!(ines.picture().contains("509-555-0124"), "nothing typed is lost");
}

#[test]
fn removed_meanwhile_is_said_and_nothing_typed_is_lost() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>dy");
    ines.keys("<F2>");
    let picture = ines.picture();
    assert!(picture.contains("ana (desk 1) removed Beatriz Quiñones"), "{picture}");
    assert!(picture.contains("509-555-0123"));
}

#[test]
fn two_desks_racing_for_the_primary_get_one_success_each_in_turn() {
    let mut ines = Desk::new();
    let mut ana = ines.colleague();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab><Tab><Tab><Space>");
    ana.keys("tom hale<Enter>e<Tab><Tab><Tab><Tab><Tab><Tab><Space>");
    ines.keys("<F2>");
    ana.keys("<F2>");
    let primaries: Vec<String> = ines
        .record("lopez")
        .contacts
        .iter()
        .filter(|contact| contact.details.primary)
        .map(|contact| contact.details.name())
        .collect();
    assert_eq!(primaries, ["Tom Hale"]);
    assert!(ana.picture().contains("Beatriz Quiñones is no longer"));
}
