//! The screen never waits: not for a colleague who holds the file, not for a mail server that does not answer.

use std::time::Duration;

use rusqlite::Connection;

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
