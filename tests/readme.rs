//! What the README shows of the program, screens and keys: drawn from the real program, and compared with the files.
//! `FRONTDESK_DRAW=1 cargo test --test suite readme` draws it anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk::app::keys::named;
use frontdesk::config::{Bound, KeyTable};

use frontdesk::store::Outcome;

use crate::desk::Desk;

/// The README's table of keys stands between these.
const KEYS: [&str; 2] = ["<!-- keys -->\n", "<!-- end of keys -->"];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn draws() -> bool {
    std::env::var_os("FRONTDESK_DRAW").is_some()
}

fn check(name: &str, desk: &Desk) {
    let file = file(&format!("assets/screenshots/{name}.svg"));
    let drawn = desk.svg();
    if draws() {
        fs::write(&file, &drawn).expect("written");
    }
    let shown = fs::read_to_string(&file).expect("the README's picture");
    assert!(shown == drawn, "{name}: the README shows another screen than the program; see the head of this file");
}

#[test]
fn keys() {
    let mut table = String::from("| Screen | Keys | | In `[keys]` |\n|---|---|---|---|\n");
    for KeyTable { name, title, commands, .. } in frontdesk::app::key_tables() {
        for Bound { name: command, keys, label } in commands {
            writeln!(table, "| {title} | {} | {label} | `{name}.{command}` |", named(keys)).expect("written");
        }
    }
    let readme = fs::read_to_string(file("README.md")).expect("the README");
    let (before, rest) = readme.split_once(KEYS[0]).expect("a table of keys");
    let (shown, after) = rest.split_once(KEYS[1]).expect("its end");
    if draws() {
        fs::write(file("README.md"), [before, KEYS[0], &table, KEYS[1], after].concat()).expect("written");
    } else {
        assert_eq!(shown, table, "the README's keys are not the program's; see the head of this file");
    }
}

#[test]
fn search() {
    let mut desk = Desk::new();
    desk.keys("smith");
    check("search", &desk);
}

#[test]
fn customer() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter><Down>i<Enter>");
    check("customer", &desk);
}

#[test]
fn add_contact() {
    let mut desk = Desk::new();
    desk.keys("garcia<Enter>aBeatriz<Tab>Byrne<Tab>bb@garcia.example<Tab>509-555-0199<Tab>b");
    check("add-contact", &desk);
}

#[test]
fn remove() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>d");
    check("remove", &desk);
}

#[test]
fn who_gets_what() {
    let mut desk = Desk::new();
    desk.keys("lopez<Enter>w");
    check("who-gets-what", &desk);
}

#[test]
fn conflict() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>e<Tab><Tab><Tab>509-555-0124<Tab>s<Tab><Space>");
    desk.colleague().keys("quinones<Enter>e<Tab>Quinones<Tab><Tab>509-555-0125<Tab>a<F2>");
    desk.keys("<F2>");
    check("conflict", &desk);
}

#[test]
fn outbox() {
    let mut desk = Desk::new();
    desk.keys("quinones<Enter>i<Enter>");
    desk.post(&Outcome::Refused(
        "The mail server of ledger.example does not know this mailbox: 550 5.1.1 user unknown".into(),
    ));
    desk.keys("o");
    check("outbox", &desk);
}
