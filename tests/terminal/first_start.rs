//! The first start with the shop's mail server: tried before anything is written, and at work with what was typed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::{Desk, Home, Window, key};
use crate::mail_server::{Fault, MailServer, Moment, Script};

const PASSWORD: &str = "correct horse";

#[test]
fn the_mail_server_is_tried_and_then_used() {
    let server = MailServer::start(Script { login: Some(("desk", PASSWORD)), ..Script::default() });
    let home = Home::empty();
    let mut desk = Desk::start(&home, Window::USUAL, &[]);
    desk.wait_for("makes a new, empty file");
    desk.typed("Riverside Auto\t\t");
    desk.typed(key::RIGHT);
    desk.wait_for("(•) by the mail server of the shop");
    desk.typed("\thttps://portal.riverside.example/sign-in?token={token}");
    desk.typed(key::F2);
    desk.wait_for("first start · mail server");
    desk.typed("127.0.0.1\t");
    desk.typed(&key::RIGHT.repeat(2));
    desk.typed(&format!("\t{}\tdesk@riverside.example\tdesk\twrong", server.port()));
    desk.wait_for("•••••");
    desk.typed(key::F2);
    let refused = desk.wait_for("Nothing was written.");
    assert!(refused.contains("Check User name and Password."), "what is wrong is a field of this page: {refused}");
    assert_eq!(home.files(), Vec::<PathBuf>::new());

    // Typing replaces, because Ctrl-U empties the field.
    desk.typed(&format!("\x15{PASSWORD}"));
    desk.typed(key::F2);
    desk.wait_for("takes the login desk and letters from desk@riverside.example. Nothing was sent.");
    desk.wait_for("No customer is in this file yet.");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
    assert!(!String::from_utf8_lossy(&desk.bytes()).contains(PASSWORD), "it was never on the screen");
    assert!(server.delivered().is_empty(), "no letter was sent");

    // The next start finds all of it, and the password only where it belongs.
    let kept = home.path(".config/frontdesk/smtp-password");
    assert_eq!(fs::metadata(&kept).expect("there").permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(&kept).expect("a password"), format!("{PASSWORD}\n"));
    let configuration = fs::read_to_string(home.path(".config/frontdesk/config.toml")).expect("a configuration");
    assert!(configuration.contains("delivery = \"smtp\"") && !configuration.contains(PASSWORD), "{configuration}");
    let said = home.try_command(&["doctor", "--mail"]);
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.contains("takes the login desk"), "{said}");
}

#[test]
fn a_server_that_is_away_keeps_nobody_from_starting() {
    let home = Home::empty();
    let desk = trying(&home, 1);
    desk.wait_for("Nothing was written.");
    assert_eq!(home.files(), Vec::<PathBuf>::new());
    start_without_trying(desk);
    let configuration = fs::read_to_string(home.path(".config/frontdesk/config.toml")).expect("a configuration");
    assert!(configuration.contains("port = 1\n"), "{configuration}");
}

#[test]
fn a_server_that_says_nothing_is_given_up_at_once() {
    let server = MailServer::start(Script::with_fault(Moment::Greeting, Fault::Hangs));
    let home = Home::empty();
    let mut desk = trying(&home, server.port());
    desk.wait_for("Esc give up trying");
    desk.typed(key::ESC);
    desk.wait_for("The mail server is not tried any more. Nothing was written.");
    assert_eq!(home.files(), Vec::<PathBuf>::new());
    start_without_trying(desk);
}

/// The first start while it tries a mail server on this machine, without a login.
fn trying(home: &Home, port: u16) -> Desk {
    let mut desk = Desk::start(home, Window::USUAL, &[]);
    desk.wait_for("makes a new, empty file");
    desk.typed("\t\t");
    desk.typed(key::RIGHT);
    desk.typed(key::F2);
    desk.wait_for("first start · mail server");
    desk.typed("127.0.0.1\t");
    desk.typed(&key::RIGHT.repeat(2));
    desk.typed(&format!("\t{port}\tdesk@riverside.example"));
    desk.typed(key::F2);
    desk
}

fn start_without_trying(mut desk: Desk) {
    // To the button beside it; a person looks before it is pressed.
    desk.typed("\t\t\t\t");
    desk.wait_for_question("[ Start without trying ]");
    desk.typed(key::ENTER);
    desk.wait_for("No customer is in this file yet.");
    desk.typed(key::CTRL_Q);
    assert_eq!(desk.wait_for_the_end().code, 0);
}
