//! Keys in the bytes that terminals really send for them: xterm, the Linux console, PuTTY, rxvt, screen and tmux
//! agree on few of them.

use super::{Desk, Home, Window, key};

const LIST: &str = "ref,first_name,last_name,company,email,phone,car1_year,car1_make\n\
    L1,,,Lopez Racing,office@lopez.example,(509) 555-0134,1999,Saab\n";

/// Every sequence of one key, and what the customer page says when it is understood.
const KEYS: [(&str, &[&str], &str); 9] = [
    // xterm and VTE; PuTTY and rxvt; the Linux console.
    ("F1", &["\x1bOP", "\x1b[11~", "\x1b[[A"], "Commands of this screen"),
    ("F6", &["\x1b[17~"], "Contacts > Lopez Racing > Add Contact"),
    ("F7", &["\x1b[18~"], "Contacts > Outbox"),
    // As on Contacts.
    ("Ctrl-O", &["\x0f"], "Contacts > Outbox"),
    ("Ctrl-P", &["\x10"], "Commands of this screen"),
    // xterm; its application mode; PuTTY, screen and the Linux console; rxvt.
    ("Home", &["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"], "[Home Customer]"),
    ("End", &["\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"], "[h History"),
    ("Shift-Tab", &["\x1b[Z"], "[v Cars 1]"),
    ("PgUp", &["\x1b[5~"], "[Home Customer]"),
];
/// Arrows, also in application mode, as PuTTY may send them.
const DOWN: [&str; 2] = ["\x1b[B", "\x1bOB"];
const UP: [&str; 2] = ["\x1b[A", "\x1bOA"];

#[test]
fn every_terminals_sequence_of_a_key_is_understood() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.typed("lopez\r");
    desk.wait_for("[c Contacts 0]");
    for (name, sequences, words) in KEYS {
        for sequence in sequences {
            desk.typed("c");
            desk.wait_for("[c Contacts 0]");
            desk.typed(sequence);
            let said = desk.wait_for(words);
            assert!(!said.contains("is no key here"), "{name}: {said}");
            // Whatever was opened is left again; on the page itself Esc would leave it.
            if !words.starts_with('[') {
                desk.typed(key::ESC);
                desk.wait_for_no(words);
            }
        }
    }
    for (down, up) in DOWN.into_iter().zip(UP) {
        desk.typed("\x1b[H");
        desk.wait_for("[Home Customer]");
        desk.typed(down);
        desk.wait_for("[v Cars 1]");
        desk.typed(up);
        desk.wait_for("[Home Customer]");
    }
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn editing_keys_of_every_terminal() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::USUAL);
    // Backspace as DEL, and as Ctrl-H from some PuTTYs; Delete; both ends of the line.
    desk.typed("lopezxy\x7f\x08");
    desk.wait_for("Search lopez ");
    desk.typed("\x1b[1~\x1b[3~");
    desk.wait_for("Search opez ");
    desk.typed("l\x1b[4~!");
    desk.wait_for("Search lopez! ");
    // Sequences that mean nothing here change nothing and type nothing.
    desk.typed("\x1b[2~\x1b[1;5A\x1b[1;2B\x1b[25~\x1b[I\x1b[O\x1bOj");
    desk.typed("\x7f");
    desk.wait_for("Search lopez ");
    // Esc and a letter typed fast arrive as Alt and the letter: the Esc counts, the letter does not.
    desk.typed("\x1bq");
    desk.wait_for_no("lopez ");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}
