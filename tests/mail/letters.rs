//! The letter on paper: what it says, what cannot get into it, a shop's own one, and files in a folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use frontdesk::domain::email::{Email, Mailbox};
use frontdesk::domain::preference::Preferences;
use frontdesk::mail::{Facts, FolderMailer, Letter, Letters, MailError, Mailer, RecordingMailer};

use super::{facts, letter};

/// The file that a folder mailer writes of a letter.
fn eml(letter: &Letter) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut mailer = FolderMailer::new(folder.path().to_owned());
    mailer.deliver(letter).expect("written");
    fs::read_to_string(mailer.path(letter)).expect("there")
}

/// Header lines, unfolded.
fn headers(eml: &str) -> Vec<String> {
    let head = eml.split("\r\n\r\n").next().unwrap_or_default();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn it_says_what_a_person_needs() {
    let letter = letter();
    for part in [&letter.text, &letter.html] {
        for said in [
            "Beatriz Quiñones",
            "ana",
            "Riverside Auto",
            "Lopez Racing",
            "K7MQ-2XWD",
            "Friday 27 November, 17:00",
            "(509) 555-0100",
            "Invoices",
            "Estimates",
        ] {
            assert!(part.contains(said), "{said} in {part}");
        }
        assert!(!part.contains("Scheduling"), "only what the person gets");
    }
    assert!(letter.text.contains("\nhttps://portal.example.com/sign-in?token=t0ken-T0KEN&shop=1\n"));
    assert!(letter.text.lines().all(|line| line.chars().count() <= 90), "readable in a narrow window");
    insta::assert_snapshot!(letter.text);
}

#[test]
fn without_a_phone_or_messages_it_still_reads_well() {
    let facts = Facts { shop_phone: None, preferences: Preferences::NONE, ..facts() };
    let letter = Letters::load(None).and_then(|letters| letters.render(&facts)).expect("a letter");
    assert!(letter.text.contains("Questions? Reply to this mail"));
    assert!(!letter.text.contains("What you will see"));
    assert!(!letter.text.contains("\n\n\n"), "{}", letter.text);
}

#[test]
fn its_headers_are_ours() {
    let eml = eml(&letter());
    let headers = headers(&eml);
    for header in [
        "Message-ID: <0f3c-1@riverside.example>",
        "Date: Fri, 20 Nov 2026 18:32:00 +0000",
        "From: \"Riverside Auto\" <desk@riverside.example>",
        "Reply-To: office@riverside.example",
        "Subject: ana at Riverside Auto has invited you to the customer portal",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(headers.iter().any(|line| line == header), "{header} in {headers:#?}");
    }
    assert!(headers.iter().any(|line| line.starts_with("Content-Type: multipart/alternative;")));
    assert!(eml.is_ascii(), "any server can carry it");
}

#[test]
fn no_name_can_add_a_header_a_recipient_or_markup() {
    let evil = "Bea\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>\u{202e}";
    let facts = Facts {
        from: Mailbox { name: Some(evil.to_owned()), email: facts().from.email },
        reply_to: Some(Mailbox { name: Some(evil.to_owned()), email: facts().to }),
        shop_name: evil.to_owned(),
        contact_name: evil.to_owned(),
        customer_name: evil.to_owned(),
        invited_by: evil.to_owned(),
        message_id: "id>\r\nBcc: <x@riverside.example".to_owned(),
        ..facts()
    };
    let letter = Letters::load(None).and_then(|letters| letters.render(&facts)).expect("a letter");
    assert!(!letter.html.contains("<script>"));
    assert!(!letter.text.contains("\nBcc"));
    let headers = headers(&eml(&letter));
    assert!(headers.iter().all(|line| !line.to_lowercase().starts_with("bcc")), "{headers:#?}");
    assert_eq!(headers.iter().filter(|line| line.starts_with("To:")).count(), 1);
    for odd in [String::new(), "\u{200b}".to_owned(), "x".repeat(10_000), "Quiñones, \"Bea\" <b@x>".to_owned()] {
        eml(&Letter { to_name: odd.clone(), subject: odd, ..letter.clone() });
    }
}

#[test]
fn an_address_that_is_none_is_refused() {
    let mut mailer = FolderMailer::new(tempfile::tempdir().expect("a folder").path().to_owned());
    for address in
        ["", "bea", "bea@", "bea@a b.example", "a@b.example, c@d.example", "bea@b.example\r\nBcc: x@y.example"]
    {
        let outcome = mailer.deliver(&Letter { to: Email::kept(address.to_owned()), ..letter() });
        assert!(
            matches!(&outcome, Err(MailError::Rejected { words }) if !words.contains('\n')),
            "{address:?}: {outcome:?}"
        );
    }
}

#[test]
fn a_second_try_writes_the_same_file_and_only_its_owner_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let outbox = folder.path().join("shop/outbox");
    let mut mailer = FolderMailer::new(outbox.clone());
    mailer.deliver(&letter()).expect("written");
    mailer.deliver(&letter()).expect("written again");
    mailer.deliver(&Letter { message_id: "other@riverside.example".to_owned(), ..letter() }).expect("another");
    let files: Vec<_> = fs::read_dir(&outbox).expect("there").map(|file| file.expect("a file").path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert!(files.iter().all(|file| mode(file) == 0o600));
    assert_eq!(mode(&outbox), 0o700);
    let path = mailer.path(&letter());
    assert!(path.extension().is_some_and(|extension| extension == "eml"));
    assert!(path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bea@ledger.example-")), "{path:?}");
    let odd = Email::kept("../../etc/x@a.example".to_owned());
    assert_eq!(mailer.path(&Letter { to: odd, ..letter() }).parent(), Some(outbox.as_path()));

    fs::write(folder.path().join("file"), "").expect("written");
    let blocked = FolderMailer::new(folder.path().join("file/outbox")).deliver(&letter());
    assert!(matches!(blocked, Err(MailError::Here { .. })), "{blocked:?}");
}

#[test]
fn a_shop_replaces_any_part_and_a_broken_one_is_named_by_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let load = || Letters::load(Some(folder.path()));
    write("subject.txt", "\u{feff}Welcome, {{ contact_name }}\n");
    let letter = load().and_then(|letters| letters.render(&facts())).expect("a letter");
    assert_eq!(letter.subject, "Welcome, Beatriz Quiñones");
    assert!(letter.text.contains("has invited you"), "the others stay built in");

    for (name, text, said) in [
        ("invite.txt", "Hello\n{{ conact_name }} {{ link }}", "invite.txt, line 2, cannot be used: undefined value"),
        ("invite.txt", "{{ link }}\n\n{% if %}", "invite.txt, line 3, cannot be used: syntax error"),
        (
            "invite.txt",
            "{{ link }}\n{% for m in gets %}\n{{ m.nme }}{% endfor %}",
            "invite.txt, line 3, cannot be used",
        ),
        ("invite.txt", "Hello {{ contact_name }}", "the one-time link is missing"),
        ("subject.txt", "{{ link }}", "does not belong in a subject"),
        ("subject.txt", " ", "it is empty"),
    ] {
        write("invite.txt", "{{ link }}");
        write("subject.txt", "Welcome");
        write(name, text);
        let error = load().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(said), "{text}: {error}");
        assert!(error.contains(&folder.path().display().to_string()), "{error}");
    }
    assert!(matches!(Letters::load(Some(&folder.path().join("gone"))), Err(MailError::Here { .. })));
}

#[test]
fn a_recording_mailer_answers_as_told() {
    let mailer = RecordingMailer::default();
    mailer.fail_with([MailError::Deferred { words: "busy".to_owned() }]);
    let mut postman = mailer.clone();
    assert!(postman.deliver(&letter()).is_err());
    assert_eq!(postman.deliver(&letter()), Ok(()));
    assert_eq!(mailer.taken(), [letter()]);
}
