//! The screen never waits: not for a colleague who holds the file, not for a mail server that does not answer.

use std::time::Duration;

use rusqlite::Connection;
use rustix::process::Signal;

use super::{Desk, Home, Window, key, torture};
use crate::mail_server::{Fault, MailServer, Moment, Script};

const LIST: &str = "ref,first_name,last_name,company,email,phone\n\
    L1,,,Lopez Racing,office@lopez.example,(509) 555-0134\n\
    H1,Tom,Hale,,tom@hale.example,(509) 555-0160\n";

#[test]
fn a_file_that_another_program_is_writing_to() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.typed("hale\r");
    desk.wait_for("a Add Contact");

    let held = Connection::open(home.database()).expect("the file");
    held.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    desk.typed("aVal\tReed");
    desk.wait_for("Val");
    desk.typed(key::F2);
    desk.wait_for("Another desk is writing to the file");
    if torture() {
        desk.wait_for("waiting for 5 s");
    }
    held.execute_batch("COMMIT").expect("let go");
    desk.wait_for("Added Val Reed");

    // Searching and moving answer while the lock is held.
    held.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    desk.typed("/lopez");
    desk.wait_for("1 of 2 customers");
    desk.typed(key::ENTER);
    desk.wait_for("Contacts > Lopez Racing");
    held.execute_batch("COMMIT").expect("let go");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn a_mail_server_that_says_nothing() {
    let server = MailServer::start(Script::with_fault(Moment::Greeting, Fault::Hangs));
    let home = Home::with_customers(LIST);
    home.configure(&server.configuration());
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.typed("hale\raVal\tReed\tval@reed.example\t\t\t\t ");
    desk.wait_for("[x] Can access customer portal");
    desk.typed(key::F2);
    desk.wait_for("no invite sent yet");
    desk.typed("i");
    desk.wait_for_question("The system sends");
    desk.typed(key::ENTER);
    server.wait_for_connection(Duration::from_secs(5));
    // It is being sent, and the desk goes on.
    desk.typed("/lopez");
    desk.wait_for("1 of 2 customers");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    // Nothing is lost: the invite waits in the file.
    let waiting = home.command(&["outbox", "list"]);
    assert!(waiting.contains("val@reed.example"), "{waiting}");
}

#[test]
fn a_colleague_who_brings_in_a_list() {
    let home = Home::with_customers(LIST);
    let mut desk = Desk::open(&home, Window::USUAL);
    desk.typed("hale\r");
    desk.wait_for("a Add Contact");

    // The list waits for a third program, so that it takes as long as this test wants.
    let held = Connection::open(home.database()).expect("the file");
    held.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    std::fs::write(home.path("more.csv"), "ref,company\nQ1,Quinn Tiling\n").expect("a list");
    let list = home.path("more.csv");
    let mut import =
        home.spawned(&["--staff", "ana", "--desk", "office", "import", "customers", list.to_str().expect("a path")]);
    desk.wait_for("ana · office is bringing in a list since");
    desk.typed("aVal\tReed");
    desk.wait_for("Val");
    desk.typed(key::F2);
    desk.wait_for("is bringing in a list since");
    held.execute_batch("COMMIT").expect("let go");
    assert!(import.wait().expect("its end").success());
    desk.wait_for("Added Val Reed");
    desk.wait_for_no("bringing in");
    desk.typed("/quinn");
    desk.wait_for("Quinn Tiling");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}

#[test]
fn an_import_that_is_stopped_leaves_nothing() {
    let home = Home::with_customers(LIST);
    let rows = (0..50_000).map(|row| format!("S{row},Stone {row}")).collect::<Vec<_>>().join("\n");
    let list = home.path("long.csv");
    std::fs::write(&list, format!("ref,company\n{rows}")).expect("a list");
    let desk = Desk::start(&home, Window::USUAL, &["import", "customers", list.to_str().expect("a path")]);
    desk.wait_for("Putting in: ");
    assert!(desk.words().contains(" a second"), "{}", desk.words());
    desk.signal(Signal::INT);
    let ended = desk.wait_for_the_end();
    assert_eq!(ended.code, 1);
    assert!(desk.words().contains("Stopped by Ctrl-C. Nothing was changed."), "{}", desk.words());
    assert_eq!(home.export()["customers"].as_array().expect("customers").len(), 2);
    assert!(!home.files().iter().any(|file| file.ends_with("importing")), "{:?}", home.files());
}
