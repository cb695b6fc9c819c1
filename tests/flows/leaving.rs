//! Leaving forms and the program, the help, and windows that are too small.

use frontdesk::app::vocabulary::Event;

use super::picture;
use crate::desk::Desk;

#[test]
fn a_changed_form_asks_before_it_goes() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aBeatriz<Tab>Byrne<Esc>");
    picture!("leave_question", desk);
    desk.keys("<Enter>");
    assert!(desk.picture().contains("First Name         Beatriz"), "keep editing is the default");
    desk.keys("<Esc>y");
    assert!(desk.picture().contains("[c Contacts 1]"));
    desk.keys("a<Esc>");
    assert!(desk.picture().contains("[c Contacts 1]"), "an untouched form goes at once");
}

#[test]
fn only_what_is_on_top_shows_keys_that_act() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>");
    let keys = desk.coloured_keys();
    assert!(["Esc", "F1", "?"].iter().all(|key| keys.contains(&(*key).to_owned())), "{keys:?}");
    desk.keys("d");
    assert_eq!(desk.coloured_keys(), ["y"]);
    desk.keys("g");
    assert_eq!(desk.coloured_keys(), [""; 0], "a stray letter disarms them all");
    desk.keys("<Esc>e<Tab>x<Esc>");
    assert_eq!(desk.coloured_keys(), ["p", "y"]);
    desk.keys("y?");
    let keys = desk.coloured_keys();
    assert!(keys.contains(&"w".to_owned()) && !keys.contains(&"x".to_owned()), "no invite is open: {keys:?}");
    // Who finds somebody looks at the page.
    desk.keys("<Esc>fbea");
    assert!(desk.coloured_keys().contains(&"Home".to_owned()));
}

#[test]
fn keys_look_like_keys_wherever_they_are_named() {
    let mut desk = Desk::new();
    let count = |desk: &Desk, key: &str| desk.coloured_keys().iter().filter(|shown| *shown == key).count();
    desk.keys("xyzzy");
    assert_eq!((count(&desk, "Ctrl-N"), count(&desk, "Esc")), (2, 2), "{}", desk.picture());
    desk.keys("<Esc>garcia<Enter>dy");
    assert!(desk.picture().contains("Nobody besides the main customer.  a Add Contact"), "{}", desk.picture());
    assert_eq!(count(&desk, "a"), 2, "{}", desk.picture());
}

#[test]
fn quitting_asks_only_when_something_would_be_lost() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aBea<F10>");
    picture!("quit_question", desk);
    desk.keys("<Enter>");
    assert!(!desk.left);
    desk.keys("<Esc>y<F10>");
    assert!(desk.left);
}

#[test]
fn ctrl_c_cancels_before_it_asks_to_quit() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>d<Ctrl-c>");
    assert!(!desk.picture().contains("Remove Maria"));
    desk.keys("<Ctrl-c>");
    assert!(desk.picture().contains("Quit frontdesk?"));
    desk.keys("<Enter>");
    assert!(!desk.left);
}

#[test]
fn the_help_lists_every_key_and_runs_it() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Down><Down>?");
    picture!("help_on_the_page", desk);
    desk.keys("<Esc>?<Down><Enter>");
    assert!(desk.picture().contains("Tom Hale has no email") || desk.picture().contains("Commands of this screen"));
    desk.keys("<Esc>?<Enter>");
    assert!(desk.picture().contains("Edit · Tom Hale"));
    desk.keys("<Esc><Esc>?");
    assert!(desk.picture().contains("Commands of this screen"), "? as the first sign of an empty Search is help");
}

#[test]
fn a_command_is_found_by_its_words_and_its_keys() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Down><Down><Ctrl-p>invite");
    picture!("palette", desk);
    desk.keys("<Enter>");
    assert!(desk.picture().contains("Send invite: no email yet"), "what cannot be done is not run");
    desk.keys("<Ctrl-u>f8<Enter>");
    assert!(desk.picture().contains("Remove Tom Hale from Lopez Racing?"), "by its key; and it asks as always");
    desk.keys("<Esc>:").paste("who gets\n").keys("<Enter>");
    assert!(desk.picture().contains("Contacts > Lopez Racing > Who gets what"));
}

#[test]
fn a_small_window_says_so_and_hears_nothing() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>");
    desk.resize(40, 10);
    picture!("too_small", desk);
    desk.keys("dy");
    desk.resize(80, 24);
    assert_eq!(desk.record("lopez").contacts.len(), 3);
    assert!(desk.picture().contains("[c Contacts 3]"));
    for (width, height) in [(1, 1), (20, 5), (400, 120), (59, 16), (60, 15), (60, 16)] {
        desk.resize(width, height);
        desk.picture();
    }
}

#[test]
fn in_a_kiosk_there_is_no_shell_to_suspend_to() {
    let (mut kiosk, mut desk) = (Desk::new().in_a_kiosk(), Desk::new());
    for (desk, has_a_shell) in [(&mut kiosk, false), (&mut desk, true)] {
        desk.keys("garcia<Enter><Ctrl-z>");
        assert_eq!(desk.suspended, has_a_shell);
        desk.keys("<F1>suspend");
        assert_eq!(desk.picture().contains("Ctrl-Z"), has_a_shell, "{}", desk.picture());
    }
}

#[test]
fn the_terminals_cursor_stands_on_the_focus() {
    /// The line of the cursor, which a screen reader reads.
    fn line(desk: &Desk) -> String {
        let picture = desk.picture();
        let (screen, place) = picture.rsplit_once("cursor at column ").expect("a cursor");
        let line: usize = place.rsplit(' ').next().and_then(|line| line.parse().ok()).expect("a line");
        screen.lines().nth(line).unwrap_or_default().to_owned()
    }
    let mut desk = Desk::new();
    assert!(line(&desk).contains("Search"), "what is typed is heard there, whichever row is marked");
    for (keys, on) in [
        ("lopez<Enter>", "►*! Maria Lopez"),
        ("<Down>", "Beatriz Quiñones"),
        ("r", "The correct person is marked primary"),
        ("h", "► today 10:32"),
        ("<Home>", "Customer ►"),
        ("ca", "►First Name"),
        ("<Tab><Tab><Tab><Tab>", "►Role"),
        ("<Tab><Tab>", "Can access customer portal"),
        ("<Tab>", "►[ ] Scheduling"),
        ("<Tab>", "[ Add Contact ]"),
        ("<Esc>", ""),
        ("w", "Maria Lopez"),
        ("<Esc>?", "Find"),
        ("<Esc>d", "[ Keep ]"),
    ] {
        desk.keys(keys);
        assert!(line(&desk).contains(on), "{keys}: {on:?} is not on {:?}\n{}", line(&desk), desk.picture());
    }
}

#[test]
fn what_happens_in_the_background_waits_for_the_notice_of_the_own_act() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>y");
    desk.happens(Event::Impaired("Today's backup was not made.".to_owned()));
    let picture = desk.picture();
    assert!(picture.contains("was sent to the clipboard") && !picture.contains("Today's backup"), "{picture}");
    desk.keys("<Up>");
    assert!(desk.picture().contains("! Today's backup was not made."), "{}", desk.picture());
}

#[test]
fn a_long_notice_covers_no_key_of_the_row() {
    let mut desk = Desk::new();
    desk.keys("lopez racing<Enter><Home>m");
    for (width, height) in [(80, 24), (60, 16)] {
        desk.resize(width, height);
        let picture = desk.picture();
        assert!(picture.contains("fill them in first."), "{picture}");
        assert!(picture.contains("│ e Edit"), "the keys of the row: {picture}");
        assert!(picture.contains("►"), "the row under the cursor: {picture}");
    }
}

#[test]
fn a_long_notice_covers_nothing_of_who_gets_what() {
    let mut desk = Desk::new();
    desk.keys("lopez racing<Enter><Home>w");
    let sent = "Sent to office@lopez.example.";
    assert!(desk.picture().contains(sent), "{}", desk.picture());
    desk.happens(Event::Impaired("Today's backup was not made, and this is why. ".repeat(6)));
    let picture = desk.picture();
    assert!(picture.contains("Today's backup") && picture.contains(sent) && picture.contains("►"), "{picture}");
}
