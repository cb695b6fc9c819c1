//! Terminals × sizes × locales, each walked through the main flow: no stray byte, and the modes restored.
//! `FRONTDESK_TORTURE=1` walks all of them.

use super::{Desk, Home, Window, key, torture};

const LIST: &str = "ref,first_name,last_name,company,email,phone\n\
    L1,,,Lopez Racing,office@lopez.example,(509) 555-0134\n\
    Q1,Lucía,Ferrer,,lucia@ferrer.example,(509) 555-0160\n";
const TERMS: [&str; 8] = ["xterm", "xterm-256color", "linux", "vt100", "screen", "tmux-256color", "putty", "rxvt"];
const SIZES: [(u16, u16); 5] = [(60, 16), (80, 24), (120, 34), (200, 50), (300, 100)];
/// An empty one is as none at all.
const LOCALES: [&str; 3] = ["C.UTF-8", "C", ""];

#[test]
fn every_terminal_at_every_size_in_every_locale() {
    for (place, term) in TERMS.into_iter().enumerate() {
        for (size, (columns, lines)) in SIZES.into_iter().enumerate() {
            for (which, locale) in LOCALES.into_iter().enumerate() {
                // The short form has every terminal once, with every size and every locale among them.
                let is_in_short = place % SIZES.len() == size && place % LOCALES.len() == which;
                if is_in_short || torture() {
                    walk(Window { term, columns, lines }, locale);
                }
            }
        }
    }
}

/// Finds somebody, adds a contact, looks at every screen, removes the contact and takes that back.
fn walk(window: Window, locale: &'static str) {
    let what = format!("{window:?} {locale:?}");
    let home = Home::with_customers(LIST).in_locale(locale);
    let mut desk = Desk::open(&home, window);
    let ascii = !locale.contains("UTF-8");
    desk.typed("ferrer");
    desk.wait_for("1 of 2 customers");
    desk.typed(key::ENTER);
    desk.wait_for("a Add Contact");
    desk.typed("aVal\tReed");
    desk.typed(key::F2);
    desk.wait_for("Added Val Reed");
    let name = if ascii { "Lucia Ferrer" } else { "Lucía Ferrer" };
    assert!(desk.words().contains(name), "{what}: {}", desk.words());
    desk.typed("w");
    desk.wait_for("> Who gets what");
    desk.typed(key::ESC);
    desk.wait_for_no("> Who gets what");
    desk.wait_for("a Add Contact");
    desk.typed(key::CTRL_P);
    desk.wait_for("Commands of this screen");
    desk.typed("outbox\r");
    desk.wait_for("Contacts > Outbox");
    desk.typed(key::ESC);
    desk.wait_for_no("Contacts > Outbox");
    desk.wait_for("a Add Contact");
    desk.typed("d");
    desk.wait_for_question("Remove Val Reed from");
    desk.typed("y");
    desk.wait_for("Removed Val Reed.");
    desk.typed("u");
    desk.wait_for("Undone");
    // A window that is dragged, down to nothing and back.
    for (columns, lines) in [(1, 1), (40, 10), (300, 100), (61, 17), (window.columns, window.lines)] {
        desk.resize(columns, lines);
    }
    desk.wait_for("Val Reed");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0, "{what}");
    assert_eq!(desk.modes_left_on(), Vec::<&str>::new(), "{what}");
    let bytes = desk.bytes();
    assert!(!ascii || bytes.is_ascii(), "{what}: not ASCII");
    // A control character that is no part of a sequence would be a stray one.
    let stray = bytes.iter().find(|byte| matches!(byte, 0..=6 | 9 | 11 | 12 | 16..=26 | 28..=31 | 127));
    assert_eq!(stray, None, "{what}");
}
