//! A file that another program wrote: text that steers terminals, reorders lines or is no text, in every field, on every
//! screen and in every question.

use rusqlite::Connection;

use crate::desk::Desk;
use frontdesk::domain::text::tidy;

/// Clears a screen, sets a clipboard, turns a line around, hides, breaks a line, rings; and is no UTF-8.
const HOSTILE: &str =
    "CAST(x'4c1b5b324a1b5d35323b633b61475673624738071b9b31c29b6de280ae52e2808b0061e281a6630a0d096465ff' AS TEXT)";

fn written_by_another_program(desk: &Desk) {
    let raw = Connection::open(desk.store.path()).expect("the file");
    for (table, columns) in [
        ("customer", &["first_name", "last_name", "company", "email", "phone", "notes"][..]),
        ("car", &["make", "model", "plate"]),
        ("contact", &["first_name", "last_name", "email", "phone", "role", "role_description"]),
        ("invite", &["email", "queued_by", "last_error"]),
        ("history", &["subject", "staff", "desk", "note"]),
    ] {
        for column in columns {
            // Something of its own stays, so that it can be found.
            let sql = format!("UPDATE {table} SET {column} = {HOSTILE} || {column} WHERE {column} IS NOT NULL");
            raw.execute(&sql, []).unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
        }
    }
    raw.execute("UPDATE post SET held_until = 9e15, reason = 'x' WHERE id = 1", []).expect("held");
    raw.execute(&format!("UPDATE post SET reason = {HOSTILE}"), []).expect("held for a reason");
}

#[track_caller]
fn is_harmless(text: &str, after: &str) {
    let is_bad = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(is_bad), None, "after {after}:\n{text}");
}

/// From the page of the customer: what is pressed, and what then stands there.
const VISITS: [(&str, &str); 28] = [
    ("", "[c Contacts 3]"),
    ("<Home>", "main customer"),
    ("<Home>d", "Archive "),
    ("<Home>m", "has additional contacts"),
    ("<Home>e", "the main customer"),
    ("<Home>e<Tab>X<F2>", "not an email yet"),
    ("vd", "Remove 2019"),
    ("ve", "a car of"),
    ("e", "additional contact of"),
    ("e<Tab><Tab>", "Email"),
    ("e<Tab><Tab><Tab>1<Esc>", "Not saved:"),
    ("d", "Remove "),
    ("i", "The email of"),
    ("<Down>x", "Revoke the invite of"),
    ("<Down>o", "Outbox"),
    ("<Down>o<Down>", "Revoke invite"),
    ("m", "To which customer does"),
    ("msmith<Enter>", "Add there too"),
    ("m<Ctrl-n>", "Make a customer"),
    ("w", "Sched-"),
    ("w<Down><Space><Esc>", "Leave"),
    ("f", "Find"),
    ("f509", "Find"),
    ("r", "The correct person is marked primary"),
    ("<End>", "History"),
    ("<End><Enter>", "History"),
    ("<Down><Down>dyu", "Undone"),
    ("?", "Commands of this screen"),
];

#[test]
fn nothing_of_it_reaches_the_terminal() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    written_by_another_program(&desk);
    for (keys, words) in VISITS {
        for (width, height) in [(80, 24), (60, 16), (200, 50)] {
            let mut visitor = desk.colleague();
            visitor.resize(width, height);
            visitor.keys("office@lopez<Enter>").keys(keys);
            let picture = visitor.picture();
            assert!(height == 16 || picture.contains(words), "after {keys}:\n{picture}");
            is_harmless(&picture, keys);
        }
    }
    for typed in ["", "!", "-", "office@lopez", "obrien", "0134", "xyzzy"] {
        let mut visitor = desk.colleague();
        visitor.keys(typed);
        is_harmless(&visitor.picture(), typed);
    }
}

#[test]
fn a_copy_of_it_is_one_harmless_line() {
    let mut desk = Desk::new();
    written_by_another_program(&desk);
    desk.keys("office@lopez<Enter>yt<Home>yt");
    assert_eq!(desk.clipboard.len(), 4);
    for text in &desk.clipboard {
        assert_eq!(text, &tidy(text));
    }
}
