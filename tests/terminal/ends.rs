//! Every way out gives the terminal back and leaves nothing behind; every wrong way in says what to do.

use std::fs;

use rusqlite::Connection;
use rustix::process::Signal;

use super::{Desk, Home, Window, key};

const LIST: &str = "ref,first_name,last_name,company,email,phone\n\
    L1,,,Lopez Racing,office@lopez.example,(509) 555-0134\n";

#[test]
fn a_signal_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT] {
        let home = Home::with_customers(LIST);
        let desk = Desk::open(&home, Window::USUAL);
        desk.signal(signal);
        desk.wait_for_the_end();
        assert_eq!(desk.modes_left_on(), Vec::<&str>::new(), "after {signal:?}");
        let logs = home.files().into_iter().filter(|path| path.ends_with("frontdesk.log"));
        let log: String = logs.map(|path| fs::read_to_string(path).expect("a log")).collect();
        assert!(log.contains("was opened\n") && log.ends_with("left: a signal, or the line was gone\n"), "{log}");
    }
}

#[test]
fn a_killed_desk_offers_its_form_again() {
    for signal in [Signal::KILL, Signal::HUP] {
        let home = Home::with_customers(LIST);
        let mut desk = Desk::open(&home, Window::USUAL);
        desk.typed("lopez\raBeatriz\tQuill\tbea@ledger.example");
        desk.wait_for("bea@ledger.example");
        home.wait_for_a_draft("bea@ledger.example");
        desk.signal(signal);
        desk.wait_for_the_end();

        let mut desk = Desk::open(&home, Window::USUAL);
        desk.wait_for_question("A form was not saved");
        desk.typed(key::ENTER);
        desk.wait_for("Contacts > Lopez Racing > Add Contact");
        desk.typed(key::F2);
        desk.wait_for("Added Beatriz Quill");
        desk.typed(key::CTRL_Q);
        desk.wait_for_the_end();
        let left = home.files().into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json"));
        assert_eq!(left.count(), 0, "a saved form leaves nothing behind");
    }
}

#[test]
fn a_window_of_one_cell_and_back() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.resize(1, 1);
    desk.resize(40, 10);
    desk.wait_for("This window is too small");
    desk.resize(80, 24);
    desk.wait_for("Enter View Details");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn a_burst_of_arrows_is_taken_in() {
    let list: String = (0..1000).fold("ref,company\n".to_owned(), |list, n| list + &format!("C{n},Company {n:04}\n"));
    let home = Home::with_customers(&list);
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.wait_for("1,000 customers");
    desk.typed(&key::DOWN.repeat(900));
    desk.wait_for("► Company 0900");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn a_first_start_writes_nothing_before_start() {
    let home = Home::empty();
    let mut desk = Desk::start(&home, Window::USUAL, &[]);
    desk.wait_for("first start");
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
    assert_eq!(desk.modes_left_on(), Vec::<&str>::new());
}

#[test]
fn a_wrong_file_is_refused_in_words_with_the_exit_code_of_its_kind() {
    let home = Home::with_customers(LIST);
    let refused = |home: &Home, code: u32, words: &str| {
        let desk = Desk::start(home, Window::USUAL, &[]);
        let said = desk.wait_for(words);
        let ended = desk.wait_for_the_end();
        assert_eq!(ended.code, code, "{said}");
        assert_eq!(desk.modes_left_on(), Vec::<&str>::new());
    };

    fs::write(home.database(), "this is a letter, not a database").expect("written");
    refused(&home, 4, "not a frontdesk file");

    let newer = Home::with_customers(LIST);
    Connection::open(newer.database()).expect("the file").execute_batch("PRAGMA user_version = 999").expect("newer");
    refused(&newer, 4, "newer");

    let misconfigured = Home::with_customers(LIST);
    fs::write(misconfigured.path("config.toml"), "databse = 'x'\n").expect("written");
    refused(&misconfigured, 3, "database");
}

#[test]
fn without_a_terminal_it_names_the_commands() {
    let home = Home::with_customers(LIST);
    let output = home.try_command(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("import"), "{output:?}");
    assert!(output.stdout.is_empty());
}
