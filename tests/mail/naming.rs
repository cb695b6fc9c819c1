//! What a rehearsal finds wrong is put right where somebody asks for it, and named as it is called there.

use frontdesk::config::{PasswordSource, Security, Smtp};
use frontdesk::domain::email::{Email, Mailbox};
use frontdesk::mail::{Mailer, Names};

use super::servers::{mailer, settings};
use crate::mail_server::{Certificate, Fault, MailServer, Moment, Safety, Script};

const NAMES: Names = Names {
    host: "HOST",
    line: "LINE",
    sender: "SENDER",
    login: "LOGIN",
    choose_tls: "TAKE TLS",
    choose_starttls: "TAKE STARTTLS",
    choose_no_login: "TAKE NO LOGIN",
};

/// What a rehearsal says.
fn said(smtp: Smtp, sender: &str) -> String {
    let email = Email::parse(sender).expect("an address");
    let outcome = mailer(smtp, Some("wrong")).rehearse(&Mailbox { name: None, email }, &NAMES);
    outcome.expect_err("something is wrong").sentence()
}

#[test]
fn what_is_to_be_put_right_is_named_as_whoever_asks_calls_it() {
    let says = |moment, words| Script::with_fault(moment, Fault::Says(words));
    let tls = |safety, certificate| Script { safety, certificate, ..Script::default() };
    let login = Script { login: Some(("desk", "hunter2")), ..Script::default() };
    let wrong_name = tls(Safety::Tls, Certificate::WrongName);
    for (script, security, has_login, expected) in [
        (login, Security::None, true, "Check LOGIN. It said:"),
        (says(Moment::Sender, "530 5.7.0 log in first"), Security::None, false, "Check LOGIN. It said:"),
        (says(Moment::Sender, "550 5.7.1 not yours"), Security::None, false, "Check SENDER. It said:"),
        (says(Moment::Greeting, "HTTP/1.1 400 Bad Request"), Security::None, false, "Check LINE."),
        (wrong_name, Security::Tls, false, "Write the name in it as HOST."),
        (Script::default(), Security::Tls, false, ". TAKE STARTTLS, or the port for TLS."),
        (Script::default(), Security::StartTls, false, ". TAKE TLS if it wants TLS from the first byte"),
        (Script::default(), Security::None, true, ". TAKE NO LOGIN if it wants none"),
    ] {
        let server = MailServer::start(script);
        let (username, password) = (has_login.then(|| "desk".to_owned()), Some(PasswordSource::Environment));
        let words = said(Smtp { username, password, ..settings(&server, security) }, "desk@riverside.example");
        assert!(words.contains(expected) && !words.contains("under [mail"), "{expected}: {words}");
    }
    let server = MailServer::start(Script { plain_addresses_only: true, ..Script::default() });
    let words = said(settings(&server, Security::None), "désk@riverside.example");
    assert!(words.ends_with("Write another address as SENDER."), "{words}");
    let nowhere = Smtp { host: "no.such.host.invalid".to_owned(), ..settings(&server, Security::None) };
    let words = said(nowhere, "desk@riverside.example");
    assert!(words.ends_with("Check the network, and HOST."), "{words}");
}
