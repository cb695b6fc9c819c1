//! Every way in which a conversation with a mail server can end: in the right class, in words, within the time.

use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::{Duration, Instant};

use frontdesk::config::{self, Flags, PasswordSource, Security, Smtp, Sources};
use frontdesk::domain::email::Email;
use frontdesk::mail::{self, MailError, Mailer, SmtpMailer};

use super::letter;
use crate::mail_server::{Certificate, Fault, MailServer, Moment, Safety, Script};

/// Three replies of one second, and a machine that is busy with other tests.
const DEADLINE: Duration = Duration::from_millis(3900);
/// The same for one reply.
const ONE_REPLY: Duration = Duration::from_millis(1900);

pub(super) fn settings(server: &MailServer, security: Security) -> Smtp {
    Smtp {
        host: "127.0.0.1".to_owned(),
        port: server.port(),
        security,
        username: None,
        password: None,
        ca_file: (security != Security::None).then(|| server.ca_file()),
        timeout_seconds: 1,
    }
}

pub(super) fn mailer(smtp: Smtp, password: Option<&str>) -> SmtpMailer {
    SmtpMailer::new(smtp, "riverside.example".to_owned(), password.map(str::to_owned))
}

/// Delivers, and holds the time limit.
fn deliver(smtp: Smtp, password: Option<&str>) -> Result<(), MailError> {
    deliver_within(DEADLINE, smtp, password)
}

#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn deliver_within(longest: Duration, smtp: Smtp, password: Option<&str>) -> Result<(), MailError> {
    let begun = Instant::now();
    let outcome = mailer(smtp, password).deliver(&letter());
    assert!(begun.elapsed() < longest, "took {:?} for {outcome:?}", begun.elapsed());
    outcome
}

/// What comes of one fault on a plain line.
fn at(moment: Moment, fault: Fault) -> Result<(), MailError> {
    let server = MailServer::start(Script::with_fault(moment, fault));
    deliver(settings(&server, Security::None), None)
}

fn refused(outcome: Result<(), MailError>) -> String {
    match outcome {
        Err(MailError::Refused { words } | MailError::Rejected { words }) => words,
        other => panic!("not refused: {other:?}"),
    }
}

fn deferred(outcome: Result<(), MailError>) -> String {
    match outcome {
        Err(MailError::Deferred { words }) => words,
        other => panic!("not deferred: {other:?}"),
    }
}

fn away(outcome: Result<(), MailError>) -> String {
    match outcome {
        Err(MailError::Away { words }) => words,
        other => panic!("not away: {other:?}"),
    }
}

/// To be tried again: before anybody's address was named for all, afterwards for this one.
fn later(moment: Moment, outcome: Result<(), MailError>) -> String {
    match moment {
        Moment::Recipient | Moment::Data | Moment::Dot => deferred(outcome),
        _ => away(outcome),
    }
}

/// A fault of this desk alone, which other desks do not hear of.
fn here(outcome: Result<(), MailError>) -> String {
    match outcome {
        Err(MailError::Here { words }) => words,
        other => panic!("no fault of this desk: {other:?}"),
    }
}

fn set_up(outcome: Result<(), MailError>) -> String {
    match outcome {
        Err(MailError::Setup { words }) => words,
        other => panic!("no fault of the set-up: {other:?}"),
    }
}

#[test]
fn a_good_server_takes_it_on_every_kind_of_line() {
    for (safety, security) in
        [(Safety::Plain, Security::None), (Safety::StartTls, Security::StartTls), (Safety::Tls, Security::Tls)]
    {
        let server = MailServer::start(Script { safety, ..Script::default() });
        assert_eq!(deliver(settings(&server, security), None), Ok(()));
        let delivered = server.delivered();
        assert_eq!(delivered.len(), 1);
        assert_eq!(
            (delivered[0].from.as_str(), delivered[0].to.as_slice()),
            ("desk@riverside.example", &["bea@ledger.example".to_owned()][..])
        );
        assert_eq!(delivered[0].encrypted, safety != Safety::Plain);
        assert_eq!(delivered[0].hello, "riverside.example");
        assert!(delivered[0].data.contains("Message-ID: <0f3c-1@riverside.example>\r\n"));
    }
}

#[test]
fn it_logs_in_by_plain_and_by_login() {
    for only_login_mechanism in [false, true] {
        let login = Some(("desk", "hunter2"));
        let server =
            MailServer::start(Script { safety: Safety::Tls, login, only_login_mechanism, ..Script::default() });
        let smtp = Smtp {
            username: Some("desk".to_owned()),
            password: Some(PasswordSource::Environment),
            ..settings(&server, Security::Tls)
        };
        assert_eq!(deliver(smtp.clone(), Some("hunter2")), Ok(()));
        assert_eq!(server.delivered()[0].login, Some(("desk".to_owned(), "hunter2".to_owned())));
        let words = set_up(deliver(smtp, Some("wrong")));
        assert!(words.contains("does not take the login desk") && words.contains("535 5.7.8"), "{words}");
        assert!(!words.contains("wrong"), "{words}");
    }
    let server = MailServer::start(Script { login: Some(("desk", "hunter2")), ..Script::default() });
    assert!(set_up(deliver(settings(&server, Security::None), None)).contains("wants another login"));
    let server = MailServer::start(Script::default());
    let smtp = Smtp {
        username: Some("desk".to_owned()),
        password: Some(PasswordSource::Environment),
        ..settings(&server, Security::None)
    };
    assert!(set_up(deliver(smtp, Some("hunter2"))).contains("offers no login by PLAIN or LOGIN"));
}

#[test]
fn a_server_that_says_later_is_asked_later() {
    let with_login = |moment, words| {
        let login = Some(("desk", "hunter2"));
        let server = MailServer::start(Script { login, ..Script::with_fault(moment, Fault::Says(words)) });
        let (username, password) = (Some("desk".to_owned()), Some(PasswordSource::Environment));
        deliver(Smtp { username, password, ..settings(&server, Security::None) }, Some("hunter2"))
    };
    for (moment, words) in [
        (Moment::Greeting, "421 4.3.2 busy"),
        (Moment::Ehlo, "451 4.3.0 not now"),
        (Moment::Sender, "451 4.3.0 not now"),
        (Moment::Login, "454 4.7.0 no logins for a moment"),
        (Moment::Recipient, "450 4.2.0 greylisted"),
        (Moment::Recipient, "421 4.3.2 going down"),
        (Moment::Data, "451 4.3.0 not now"),
        (Moment::Dot, "452 4.3.1 no room"),
    ] {
        assert!(later(moment, with_login(moment, words)).ends_with(words), "{moment:?} {words}");
    }
    let fault = Some((Moment::Recipient, Fault::Says("450 4.2.0 greylisted")));
    let server = MailServer::start(Script { faults: vec![fault], ..Script::default() });
    let mut mailer = mailer(settings(&server, Security::None), None);
    assert!(mailer.deliver(&letter()).is_err());
    assert_eq!(mailer.deliver(&letter()), Ok(()), "and then taken");
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_refused_address_or_letter_fails_with_the_servers_words() {
    for (moment, words) in [
        (Moment::Recipient, "550 5.1.1 <bea@ledger.example> user unknown"),
        (Moment::Recipient, "553 5.1.3 bad address"),
        (Moment::Data, "554 5.6.0 no"),
        (Moment::Dot, "552 5.3.4 too big"),
        (Moment::Dot, "554 5.7.1 spam"),
    ] {
        assert!(refused(at(moment, Fault::Says(words))).ends_with(words), "{moment:?} {words}");
    }
    let words = refused(at(Moment::Recipient, Fault::Says("550-first\r\n550 \u{1b}]52;c;x\u{7} second")));
    assert!(words.contains("550 first") && words.contains("second") && !words.contains(char::is_control), "{words:?}");
}

#[test]
fn a_fault_of_the_set_up_is_nobodys_address() {
    for (moment, words, said) in [
        (Moment::Greeting, "554 5.3.2 no service here", "does not serve this desk"),
        (Moment::Greeting, "HTTP/1.1 400 Bad Request", "is not a mail server"),
        (Moment::Ehlo, "502 5.5.1 unknown command", "does not serve this desk"),
        (Moment::Sender, "550 5.7.1 not yours", "does not let this desk send as desk@riverside.example"),
        (Moment::Recipient, "530 5.7.0 log in first", "wants another login"),
        (Moment::Data, "250 2.0.0 what?", "answered 250 where that makes no sense"),
    ] {
        let got = set_up(at(moment, Fault::Says(words)));
        assert!(got.contains(said), "{moment:?} {words}: {got}");
    }
}

/// Tries the cases side by side: each waits for a server that does not answer.
fn all_at_once<T: Copy + Send>(cases: &[T], try_it: impl Fn(T) + Copy + Send) {
    thread::scope(|scope| {
        for case in cases.iter().copied() {
            scope.spawn(move || try_it(case));
        }
    });
}

#[test]
fn silence_and_a_broken_line_are_tried_again() {
    all_at_once(&[Moment::Greeting, Moment::Ehlo, Moment::Sender, Moment::Recipient, Moment::Data], |moment| {
        assert!(later(moment, at(moment, Fault::Hangs)).contains("did not answer within 1 second."), "{moment:?}");
        assert!(later(moment, at(moment, Fault::Drops)).contains("broke off the connection"), "{moment:?}");
    });
    all_at_once(&[Fault::Hangs, Fault::Drops, Fault::TakesAndHangs, Fault::TakesAndDrops], |fault| {
        assert!(deferred(at(Moment::Dot, fault)).contains("did not say whether it took the letter"), "{fault:?}");
    });
}

#[test]
fn a_server_that_takes_the_call_and_says_nothing_is_given_up_when_the_sentence_says() {
    let cases = [
        (Safety::Plain, Security::None, Moment::Greeting),
        (Safety::Plain, Security::None, Moment::Ehlo),
        // Not even the handshake is answered.
        (Safety::Plain, Security::Tls, Moment::Greeting),
        (Safety::Tls, Security::Tls, Moment::Greeting),
        (Safety::StartTls, Security::StartTls, Moment::StartTls),
    ];
    all_at_once(&cases, |(safety, security, moment)| {
        let server = MailServer::start(Script { safety, ..Script::with_fault(moment, Fault::Hangs) });
        let words = away(deliver_within(ONE_REPLY, settings(&server, security), None));
        assert!(words.contains("did not answer within 1 second."), "{security:?} {moment:?}: {words}");
    });
}

#[test]
fn nonsense_and_talk_without_end_are_tried_again() {
    let nonsense = at(Moment::Sender, Fault::Says("999 what?"));
    assert!(away(nonsense).contains("gave an answer that makes no sense"));
    assert!(away(at(Moment::Ehlo, Fault::Babbles)).contains("did not answer within 1 second."));
}

#[test]
fn a_slow_server_is_given_up_in_time() {
    all_at_once(&[Moment::Greeting, Moment::Ehlo, Moment::Recipient, Moment::Dot], |moment| {
        later(moment, at(moment, Fault::Dribbles(Duration::from_millis(200))));
    });
    // Two replies in the time for one, nine of them not in the time for the whole.
    let tarries = Fault::Tarries(Duration::from_millis(400));
    let (safety, login) = (Safety::StartTls, Some(("desk", "hunter2")));
    let server = MailServer::start(Script { safety, login, ..Script::with_fault(Moment::Any, tarries) });
    let (username, password) = (Some("desk".to_owned()), Some(PasswordSource::Environment));
    let smtp = Smtp { username, password, ..settings(&server, Security::StartTls) };
    // How far it comes in that time is the machine's to say.
    let outcome = deliver(smtp, Some("hunter2"));
    let Err(MailError::Away { words } | MailError::Deferred { words }) = outcome else { panic!("{outcome:?}") };
    assert!(words.contains("more than 3 seconds"), "{words}");
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    let server = MailServer::start(Script::default());
    let smtp = Smtp { port: 1, ..settings(&server, Security::None) };
    assert!(away(deliver(smtp.clone(), None)).contains("connection refused"));
    let words = away(deliver(Smtp { host: "no.such.host.invalid".to_owned(), ..smtp }, None));
    assert!(words.contains("no.such.host.invalid"), "{words}");
}

#[test]
fn a_configuration_is_all_it_takes() {
    let server =
        MailServer::start(Script { safety: Safety::StartTls, login: Some(("desk", "hunter2")), ..Script::default() });
    let file = server.folder().join("config.toml");
    std::fs::write(&file, server.configuration()).expect("written");
    let environment = |name: &str| (name == config::PASSWORD_VARIABLE).then(|| "hunter2".to_owned());
    let settings = config::load(&Sources {
        flags: Flags { config: Some(file), database: Some("shop.db".into()), ..Flags::default() },
        environment: &environment,
        places: None,
        system_file: server.folder().join("none"),
        host: "counter".to_owned(),
        run: 1,
        tables: Vec::new(),
    })
    .expect("settings");
    let sent = mail::mailer(&settings.mail, &environment).and_then(|mut mailer| mailer.deliver(&letter()));
    assert_eq!(sent, Ok(()));
    assert_eq!(server.wait_for(1, Duration::from_secs(1))[0].to, ["bea@ledger.example"]);
}

#[test]
fn a_bad_goodbye_changes_nothing() {
    all_at_once(&[Fault::Hangs, Fault::Drops, Fault::Says("554 no")], |fault| {
        assert_eq!(at(Moment::Goodbye, fault), Ok(()));
    });
}

#[test]
fn a_letter_lost_after_the_dot_comes_again_as_the_same_mail() {
    let fault = Some((Moment::Dot, Fault::TakesAndDrops));
    let server = MailServer::start(Script { faults: vec![fault], ..Script::default() });
    let mut mailer = mailer(settings(&server, Security::None), None);
    deferred(mailer.deliver(&letter()));
    assert_eq!(mailer.deliver(&letter()), Ok(()));
    let delivered = server.delivered();
    assert_eq!(delivered.len(), 2);
    assert_eq!(delivered[0].data, delivered[1].data);
}

#[test]
fn no_encryption_no_letter() {
    let server = MailServer::start(Script::default());
    assert!(set_up(deliver(settings(&server, Security::StartTls), None)).contains("offers no STARTTLS"));
    assert!(set_up(deliver(settings(&server, Security::Tls), None)).contains("does not speak TLS from the first byte"));
    let tls = MailServer::start(Script { safety: Safety::Tls, ..Script::default() });
    away(deliver(settings(&tls, Security::StartTls), None));
    for (fault, is_set_up) in [
        (Fault::Says("454 4.7.0 not now"), false),
        (Fault::Says("501 5.5.4 no"), true),
        (Fault::Drops, false),
        (Fault::Hangs, false),
    ] {
        let script = Script { safety: Safety::StartTls, ..Script::with_fault(Moment::StartTls, fault) };
        let outcome = deliver(settings(&MailServer::start(script), Security::StartTls), None);
        if is_set_up {
            set_up(outcome)
        } else {
            away(outcome)
        };
    }
    assert!(server.delivered().is_empty() && tls.delivered().is_empty());
}

#[test]
fn replies_slipped_in_before_the_encryption_are_not_believed() {
    for injected in [
        "220 go ahead\r\n250-mail.test\r\n250 8BITMIME",
        "220 go ahead\r\n250 mail.test\r\n250 ok\r\n250 ok\r\n354 go ahead\r\n250 taken\r\n221 bye",
    ] {
        let fault = Fault::Says(injected);
        let script = Script { safety: Safety::StartTls, ..Script::with_fault(Moment::StartTls, fault) };
        let server = MailServer::start(script);
        assert!(set_up(deliver(settings(&server, Security::StartTls), None)).contains("tampering"));
        assert!(server.delivered().is_empty());
    }
}

#[test]
fn a_certificate_that_does_not_hold_stops_everything() {
    for (certificate, said) in [
        (Certificate::WrongName, "is for another name than 127.0.0.1"),
        (Certificate::Expired, "has expired"),
        (Certificate::Unknown, "Nobody this machine trusts"),
        (Certificate::OwnMaking, "made its certificate itself"),
    ] {
        for (safety, security) in [(Safety::StartTls, Security::StartTls), (Safety::Tls, Security::Tls)] {
            let server = MailServer::start(Script { safety, certificate, ..Script::default() });
            let mut smtp = settings(&server, security);
            if certificate == Certificate::Unknown {
                smtp.ca_file = None;
            }
            let words = set_up(deliver(smtp, None));
            assert!(words.contains(said), "{words}");
            assert!(server.delivered().is_empty());
        }
    }
    let server = MailServer::start(Script { safety: Safety::Tls, ..Script::default() });
    let gone = Smtp { ca_file: Some(server.folder().join("gone.pem")), ..settings(&server, Security::Tls) };
    assert!(here(deliver(gone, None)).contains("No such file or directory"));
}

#[test]
fn an_address_beyond_ascii_goes_where_it_can() {
    let mut letter = letter();
    letter.to = Email::parse("bea@bücher.example").expect("an address");
    let server = MailServer::start(Script { plain_addresses_only: true, ..Script::default() });
    let mut mailer = mailer(settings(&server, Security::None), None);
    assert_eq!(mailer.deliver(&letter), Ok(()));
    assert_eq!(server.delivered()[0].to, ["bea@xn--bcher-kva.example"]);
    letter.to = Email::parse("béa@bücher.example").expect("an address");
    let words = refused(mailer.deliver(&letter));
    assert!(words.contains("takes only plain letters before the @"), "{words}");

    let server = MailServer::start(Script::default());
    let mut mailer = self::mailer(settings(&server, Security::None), None);
    assert_eq!(mailer.deliver(&letter), Ok(()));
    assert_eq!(server.delivered()[0].to, ["béa@xn--bcher-kva.example"]);
}

#[test]
fn the_password_comes_from_a_command_or_a_file_and_nothing_else_passes() {
    let login = Some(("desk", "hunter2"));
    let server = MailServer::start(Script { login, ..Script::default() });
    let with = |password| Smtp {
        username: Some("desk".to_owned()),
        password: Some(password),
        ..settings(&server, Security::None)
    };
    let command = |script: &str| with(PasswordSource::Command(["sh", "-c", script].map(str::to_owned).to_vec()));
    assert_eq!(deliver(command("echo hunter2"), None), Ok(()));
    let scripts = [
        ("echo hunter2; exit 3", "failed (exit status: 3)"),
        ("echo hunter2; echo hunter3", "holds more than one line"),
        ("true", "holds nothing"),
        ("echo hunter2; sleep 60", "did not end within 1 second and"),
        ("sleep 60 & echo hunter2", "did not end within 1 second and"),
        ("yes hunter2", "holds far more than a password"),
        ("printf 'hunter2\\0'", "holds a control character"),
    ];
    thread::scope(|scope| {
        for (smtp, said) in scripts.map(|(script, said)| (command(script), said)) {
            scope.spawn(move || {
                let words = here(deliver(smtp, None));
                assert!(words.contains(said) && !words.contains("hunter2"), "{words}");
            });
        }
    });
    let words = here(deliver(with(PasswordSource::Command(vec!["no-such-program".to_owned()])), None));
    assert!(words.contains("no-such-program could not be started"), "{words}");

    let file = server.folder().join("password");
    std::fs::write(&file, "hunter2\n").expect("written");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).expect("mode");
    let smtp = with(PasswordSource::File(file.clone()));
    for outcome in [mailer(smtp.clone(), None).ready(), deliver(smtp, None)] {
        let words = here(outcome);
        assert!(words.contains("can be read by others"), "{words}");
    }
    assert_eq!(mailer(command("exit 3"), None).ready(), Ok(()), "run for a letter only");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).expect("mode");
    assert_eq!(deliver(with(PasswordSource::File(file)), None), Ok(()));
}
