//! Two desks on one file.

use std::time::Duration;

use frontdesk::app::vocabulary::Event;
use frontdesk::domain::importing::Importing;
use frontdesk::domain::preference::Preferences;

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
fn different_fields_merge_by_themselves() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab><Tab>a<F2>");
    ines.keys("<F2>");
    assert!(ines.picture().contains("is now (509) 555-0123"), "{}", ines.picture());
    assert_eq!(ines.record("lopez").contacts[1].details.role.as_deref(), Some("Assistant"), "Ana's change is kept");
}

/// Both have changed the phone and the role of Beatriz; Ana has saved, and Ines alone has made her the primary contact.
fn clash() -> (Desk, Desk) {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0124<Tab>s<Tab><Space>");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab>Quinones<Tab><Tab>509-555-0125<Tab>a<F2>");
    ines.keys("<F2>");
    (ines, ana)
}

#[test]
fn fields_that_both_changed_are_chosen_one_by_one() {
    let (mut ines, _ana) = clash();
    picture!("conflict", ines);
    ines.keys("<F2>");
    assert!(ines.picture().contains("Nothing is saved yet: choose"), "nothing is chosen beforehand");
    ines.keys("<Right><Down><Left>");
    picture!("conflict_chosen", ines);
    ines.keys("<F2>");
    picture!("conflict_saved", ines);
    let bea = &ines.record("lopez").contacts[0].details;
    assert_eq!(bea.phone.as_ref().map(ToString::to_string).as_deref(), Some("+15095550124"), "mine");
    assert_eq!(bea.role.as_deref(), Some("Assistant"), "theirs");
    assert_eq!((bea.last_name.as_str(), bea.primary), ("Quinones", true), "what only one changed");
}

#[test]
fn a_conflict_that_is_left_leads_back_to_the_form() {
    let (mut ines, mut ana) = clash();
    ines.keys("<Right><Esc>");
    assert!(ines.picture().contains("509-555-0124"), "nothing typed is lost: {}", ines.picture());
    ines.keys("<F2>");
    assert!(ines.picture().contains("Both changed"), "and is asked again");
    ana.keys("e<Tab><Tab><Tab>509-555-0126<F2>");
    ines.keys("<Right><Down><Right><F2>");
    let picture = ines.picture();
    assert!(picture.contains("(509) 555-0126"), "a colleague who was faster once more is heard: {picture}");
    ines.keys("<Right><Down><Right><F2>");
    assert!(!ines.picture().contains("Both changed"), "{}", ines.picture());
}

#[test]
fn a_conflict_about_somebody_who_is_removed_is_asked_over_the_form() {
    for (answer, said) in [
        ("<Enter>", "Lopez Racing > Edit · Beatriz Quiñones"),
        ("y", "[c Contacts 2]"),
        ("a", "Added Beatriz Quinones"),
    ] {
        let (mut ines, mut ana) = clash();
        ana.keys("dy");
        ines.keys("<Right><Down><Right><F2>");
        assert!(ines.picture().contains("Beatriz Quinones was removed meanwhile"), "{}", ines.picture());
        ines.keys(answer).file_changed();
        assert!(ines.picture().contains(said) && !ines.picture().contains("Both changed"), "{}", ines.picture());
        assert_eq!(ines.kept.len(), usize::from(answer == "<Enter>"), "what was typed is kept or discarded as it says");
    }
}

#[test]
fn an_edit_of_somebody_who_was_moved_says_where_to() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>mgarcia<Enter>y");
    ines.keys("<F2>");
    picture!("moved_meanwhile", ines);
}

#[test]
fn a_conflict_fits_the_smallest_window() {
    let (mut ines, _ana) = clash();
    ines.resize(60, 16);
    picture!("conflict_small", ines);
    ines.keys("<Down>");
    picture!("conflict_small_scrolled", ines);
}

/// What is kept by itself is read below its heading, which else says that there is more.
#[test]
fn the_heading_of_what_is_kept_never_says_that_nothing_is() {
    let (mut ines, _ana) = clash();
    for height in 16..=24 {
        ines.resize(60, height);
        let picture = ines.picture();
        let mut below = picture.lines().skip_while(|line| !line.contains("Only one changed"));
        let says_more = below.next().is_none_or(|heading| heading.contains("kept by itself …"));
        assert_ne!(says_more, below.next().is_some_and(|line| line.contains("Last Name")), "{picture}");
        assert!(!says_more || height < 18, "{picture}");
    }
}

#[test]
fn values_that_do_not_fit_side_by_side_stand_whole_below_one_another() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab>beatriz.quinones@ledger-byrne.example");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab>beatriz.quinones@ledger-burns.example<Tab><Tab>a<F2>");
    ines.keys("<F2>");
    picture!("conflict_below", ines);
    ines.resize(60, 16);
    ines.keys("<Right>");
    picture!("conflict_below_60x16", ines);
    ines.click("ana's");
    assert!(ines.picture().contains("(•) beatriz.quinones"), "the name of a side is no button: {}", ines.picture());
    ines.click("( ) beatriz").keys("<F2>");
    let email = ines.record("lopez").contacts[1].details.email.as_ref().map(ToString::to_string);
    assert_eq!(email.as_deref(), Some("beatriz.quinones@ledger-burns.example"), "{}", ines.picture());
}

#[test]
fn of_two_long_values_it_is_shown_where_they_part() {
    let long = "The alarm is off before eight and after six, and the gate is open only on workdays. ".repeat(3);
    let mut ines = Desk::new();
    ines.keys("lopez<Enter><Home>e<BackTab><BackTab><BackTab><BackTab>");
    ines.paste(&format!("{long}Ask for Rosa."));
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter><Home>e<BackTab><BackTab><BackTab><BackTab>");
    ana.paste(&format!("{long}Ask for Maria, then for Tom, and leave the keys with whoever opens, never in the box."));
    ana.keys("<F2>");
    ines.keys("<F2>");
    ines.resize(60, 16);
    picture!("conflict_of_long_values", ines);
}

#[test]
fn a_form_is_told_at_once_that_its_record_has_changed() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0124");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e<Tab><Tab><Tab><Tab>a<F2>");
    ines.file_changed();
    picture!("told_at_once", ines);
}

#[test]
fn removed_meanwhile_is_said_and_nothing_typed_is_lost() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>dy");
    ines.keys("<F2>");
    picture!("removed_meanwhile", ines);
    ines.keys("<Esc>");
    assert!(ines.picture().contains("509-555-0123"), "nothing typed is lost");
    ines.keys("<F2>a");
    assert!(ines.picture().contains("Added Beatriz Quiñones"), "{}", ines.picture());
    let kept: Vec<_> = ines.record("lopez").contacts.iter().map(|contact| contact.details.clone()).collect();
    let bea = kept.iter().find(|details| details.first_name == "Beatriz").expect("added anew");
    assert!(!bea.portal_access, "access is given by hand");
}

#[test]
fn a_long_answer_stays_in_its_box() {
    let mut ines = Desk::new();
    ines.resize(60, 16);
    ines.keys("quinones<Enter>eBea");
    ines.colleague().keys("quinones<Enter>dy");
    ines.keys("<F2>");
    picture!("removed_meanwhile_60x16", ines);
    ines.keys("<Down>");
    assert!(ines.picture().contains("│     portal access ]  "), "the default moves as a whole:\n{}", ines.picture());
}

#[test]
fn removed_meanwhile_may_stay_removed() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0123");
    ines.colleague().keys("quinones<Enter>dy");
    ines.keys("<F2>y");
    assert!(!ines.picture().contains("0123"), "{}", ines.picture());
    assert!(ines.kept.is_empty(), "nothing waits");
}

fn primaries(desk: &Desk) -> Vec<String> {
    let record = desk.record("lopez");
    record.contacts.iter().filter(|contact| contact.details.primary).map(|contact| contact.details.name()).collect()
}

#[test]
fn of_two_desks_that_race_for_the_primary_one_is_told_of_the_other() {
    let mut ines = Desk::new();
    let mut ana = ines.colleague();
    ines.keys("quinones<Enter>e<Tab><Tab><Tab><Tab><Tab><Space>");
    ana.keys("tom hale<Enter>e<Tab><Tab><Tab><Tab><Tab><Tab><Space>");
    ines.keys("<F2>");
    ana.keys("<F2>");
    picture!("primary_taken", ana);
    assert_eq!(primaries(&ana), ["Beatriz Quiñones"], "nobody is demoted unseen");
    ana.keys("<F2>");
    assert_eq!(primaries(&ana), ["Tom Hale"], "who has seen it may");
    assert!(ana.picture().contains("Beatriz Quiñones is no longer"));
}

#[test]
fn of_two_desks_that_race_for_an_email_one_is_refused_by_name() {
    let mut ines = Desk::new();
    let mut ana = ines.colleague();
    ines.keys("lopez<Enter>aRosa<Tab>Vega<Tab>same@vega.example<Tab><Tab><Tab><Tab><Space>");
    ana.keys("lopez<Enter>aRita<Tab>Vega<Tab>same@vega.example<Tab><Tab><Tab><Tab><Space>");
    ines.keys("<F2>");
    ana.keys("<F2>");
    assert!(ines.picture().contains("Portal Access is on"), "{}", ines.picture());
    assert!(ana.picture().contains("signs in as Rosa Vega"), "{}", ana.picture());
    let added = ines.record("lopez").contacts.into_iter().filter(|contact| contact.details.last_name == "Vega");
    assert_eq!(added.count(), 1);
}

#[test]
fn a_record_that_is_open_elsewhere_says_who_is_editing_it() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>e");
    ines.file_changed();
    picture!("being_edited", ines);
    ines.keys("e");
    picture!("being_edited_in_the_form", ines);
    ines.keys("<Esc><Esc>");
    assert!(ines.picture().contains("~Lopez Racing"), "{}", ines.picture());
    ana.keys("<Tab><Tab><Tab>509-555-0125");
    ana.file_changed();
    assert!(!ana.picture().contains("being edited"), "one's own form is no news; the other's is closed again");
    ana.keys("<F2>");
    ines.file_changed();
    assert!(!ines.picture().contains('~'), "saved and closed: {}", ines.picture());

    ana.keys("e");
    ines.file_changed();
    assert!(ines.picture().contains('~'));
    drop(ana);
    ines.file_changed();
    assert!(!ines.picture().contains('~'), "her program has ended");
}

#[test]
fn who_edits_the_main_customer_or_a_car_is_said_in_the_smallest_window_too() {
    let mut ines = Desk::new();
    ines.resize(60, 16);
    ines.keys("lopez<Enter><Home>");
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter><Home>e");
    ines.file_changed();
    picture!("being_edited_small", ines);
    ana.keys("<Esc>ve");
    ines.file_changed();
    assert!(!ines.picture().contains("being edited"));
    ines.keys("v");
    // The car keeps its name whole; since when has no room beside it.
    let picture = ines.picture();
    assert!(
        picture.contains("── 2019 Mazda MX-5 · XYZ4471 ") && picture.contains(" edited by ana · desk 1 "),
        "{picture}"
    );
}

#[test]
fn who_gets_what_counts_as_edited_from_the_first_tick() {
    let mut ines = Desk::new();
    ines.keys("lopez<Enter>");
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter>w");
    ines.file_changed();
    assert!(!ines.picture().contains("being edited"), "only looked at: {}", ines.picture());
    ana.keys(" ");
    ines.file_changed();
    assert!(ines.picture().contains("being edited by ana · desk 1 since 10:32"), "{}", ines.picture());
    ines.keys("w");
    assert!(ines.picture().contains("being edited by ana · desk 1 since 10:32"), "{}", ines.picture());
    ana.keys("<Esc>y");
    ines.file_changed();
    assert!(!ines.picture().contains("being edited"), "{}", ines.picture());
}

#[test]
fn everybody_who_is_ticked_counts_as_edited() {
    let mut ines = Desk::new();
    ines.keys("lopez<Enter>");
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter>w<Space>").pass(60);
    ana.keys("<Down><Down><Space>");
    ines.file_changed();
    let picture = ines.picture();
    assert_eq!(picture.matches('~').count(), 2, "{picture}");
    assert!(
        picture.contains("Maria Lopez") && picture.contains("being edited by ana · desk 1 since 10:32"),
        "{picture}"
    );
    ines.keys("<Down>");
    assert!(!ines.picture().contains("being edited"), "{}", ines.picture());
    ines.keys("<Down>");
    assert!(ines.picture().contains("edited by ana · desk 1"), "{}", ines.picture());
    ana.keys("<Space>");
    ines.file_changed();
    assert!(!ines.picture().contains("edited by"), "ticked as it was: {}", ines.picture());
}

#[test]
fn who_gets_what_takes_in_what_a_colleague_saves_and_names_everybody() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>w<Space>");
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter>w<Up><Right><Right><Space><Down><Down><Space><F2>");
    let saved = "Saved for Lopez Racing and Beatriz Quiñones: Communication preferences.";
    assert!(ana.picture().contains(saved), "{}", ana.picture());
    ines.file_changed();
    picture!("who_gets_what_is_news", ines);
    ines.keys("<F2>");
    let gets = |desk: &Desk| -> Vec<String> {
        let record = desk.record("lopez");
        let own = record.customer.details.preferences;
        let all = record.contacts.iter().map(|contact| contact.details.preferences);
        std::iter::once(own).chain(all).map(Preferences::marks).collect()
    };
    assert_eq!(gets(&ines), ["SU·IE·", "SUC···", "S·CIE·", "SUC···"], "the ticks of both, and nobody chose");

    ana.keys("u");
    assert!(ana.picture().contains("has changed Beatriz Quiñones since"), "{}", ana.picture());
    ines.keys("u");
    ana.keys("u");
    picture!("undo_names_everybody", ana);
    ana.keys("y");
    let undone = "Undone for Lopez Racing and Beatriz Quiñones: Communication preferences.";
    assert!(ana.picture().contains(undone), "{}", ana.picture());
}

#[test]
fn who_gets_what_that_clashes_is_saved_at_the_second_try() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>w<Space>");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>w<Right><Space><F2>");
    ines.keys("<F2>");
    let told = "ana (desk 1) changed what Beatriz Quiñones gets, today 10:32: it stands here";
    assert!(ines.picture().contains(told), "{}", ines.picture());
    ana.keys("<Down>dy");
    ines.file_changed();
    assert!(
        ines.picture().contains("ana (desk 1) removed Tom Hale today 10:32. Your ticks are kept"),
        "{}",
        ines.picture()
    );
    assert!(!ines.picture().contains("► Tom Hale"), "{}", ines.picture());
    ines.keys("<F2>");
    assert_eq!(ines.record("lopez").contacts[1].details.preferences.marks(), "SU·IE·", "{}", ines.picture());
}

#[test]
fn what_a_colleague_has_saved_already_is_not_saved_again() {
    let mut ines = Desk::new();
    ines.keys("lopez<Enter>w<Space><Down><Space><Down><Space>");
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter>w<Space><F2>");
    ines.keys("<F2>");
    let saved = "Saved for Beatriz Quiñones and Tom Hale: Communication preferences.";
    assert!(ines.picture().contains(saved), "{}", ines.picture());
    ines.keys("u");
    let marks =
        |desk: &Desk| desk.record("lopez").contacts.iter().map(|c| c.details.preferences.marks()).collect::<Vec<_>>();
    assert_eq!(marks(&ines), ["·UC···", "···IE·", "SUC···"], "one act, one undo, and the colleague's stays");
}

#[test]
fn a_row_that_goes_from_under_the_cursor_is_said() {
    let mut ines = Desk::new();
    ines.keys("quinones<Enter>");
    let mut ana = ines.colleague();
    ana.keys("quinones<Enter>dy");
    ines.file_changed();
    picture!("gone_from_under_the_cursor", ines);
    ana.keys("<Up>dy");
    ines.file_changed();
    assert!(!ines.picture().contains("removed Maria Lopez today 10:32. The"), "another row: {}", ines.picture());
    ines.keys("dy");
    assert!(ines.picture().contains("Removed Tom Hale."), "one's own is no news: {}", ines.picture());

    let mut ines = Desk::new();
    ines.keys("garcia<Enter>");
    ines.colleague().keys("garcia<Enter>mobrien<Enter>y");
    ines.file_changed();
    let moved = "ana (desk 1) moved John Smith to Siobhán O'Brien today 10:32. The cursor";
    assert!(ines.picture().contains(moved), "{}", ines.picture());
}

#[test]
fn a_customer_that_is_archived_meanwhile_is_said_wherever_somebody_is_at_work() {
    for (keys, said) in [
        ("", "ana (desk 1) archived Lopez Racing today 10:32. "),
        ("aRosa", "ana (desk 1) archived Lopez Racing today 10:32. What you typed is kept, and not"),
        ("w<Space>", "ana (desk 1) archived Lopez Racing today 10:32. Your ticks are kept, and not"),
    ] {
        let mut ines = Desk::new();
        ines.resize(100, 30);
        ines.keys("lopez<Enter>").keys(keys);
        let mut ana = ines.colleague();
        ana.keys("lopez<Enter><Home>dy");
        ines.file_changed();
        assert!(ines.picture().contains(said), "{said}: {}", ines.picture());
        ana.file_changed();
        assert!(ana.picture().contains("Archived Lopez Racing: out of Search"), "{}", ana.picture());
    }
    let (mut ines, mut ana) = clash();
    ana.keys("<Home>dy");
    ines.file_changed();
    assert!(ines.picture().contains("archived Lopez Racing today 10:32. What you typed"), "{}", ines.picture());
}

#[test]
fn who_brings_in_a_list_is_said_before_and_while_one_waits() {
    let mut desk = Desk::new();
    let ana = Importing { staff: "ana".into(), desk: "desk 1".into(), since: desk.now().wall };
    desk.happens(Event::ImportedElsewhere(Some(ana)));
    picture!("a_list_is_brought_in", desk);
    desk.keys("lopez<Enter>");
    assert!(desk.picture().contains("ana · desk 1 is bringing in a list since 10:32"), "{}", desk.picture());
    desk.happens(Event::DeedWaiting(Duration::from_secs(3)));
    let words = "ana · desk 1 is bringing in a list since 10:32: waiting for 3 s.";
    assert!(desk.picture().contains(words), "{}", desk.picture());
    desk.keys("<Esc>");
    desk.happens(Event::ImportedElsewhere(None));
    assert!(!desk.picture().contains("bringing in"));
}

#[test]
fn a_car_that_was_removed_meanwhile_is_added_anew_or_let_go() {
    let mut ines = Desk::new();
    ines.keys("lopez<Enter>ve<Tab><Tab><Tab>NEW1234");
    let mut ana = ines.colleague();
    ana.keys("lopez<Enter>vdy");
    assert_eq!(ana.record("lopez").cars.len(), 1, "{}", ana.picture());
    ines.keys("<F2>");
    picture!("car_removed_meanwhile", ines);
    ines.keys("a");
    let plates: Vec<_> = ines.record("lopez").cars.into_iter().filter_map(|car| car.details.plate).collect();
    assert!(plates.contains(&"NEW1234".to_owned()) && plates.len() == 2, "{plates:?}: {}", ines.picture());
}
