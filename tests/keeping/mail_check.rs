//! `doctor --mail` tries everything but a letter, and says in plain words what is wrong.

use std::fs;
use std::time::Duration;

use super::{Ended, Shop, now};
use crate::mail_server::{Certificate, Fault, MailServer, Moment, Safety, Script};

/// The doctor's answer at a shop that sends through this server.
fn doctor(shop: &Shop, server: &MailServer, password: &str) -> Ended {
    shop.configure(&server.configuration());
    Ended::of(shop.command(&["doctor", "--mail"]).env("FRONTDESK_SMTP_PASSWORD", password))
}

#[test]
fn a_good_server_is_tried_to_the_sender_and_gets_nothing() {
    let shop = Shop::new();
    let login = Some(("desk", "hunter2"));
    let server = MailServer::start(Script { safety: Safety::StartTls, login, ..Script::default() });
    let ended = doctor(&shop, &server, "hunter2").expect(0);
    let ended = ended.saying("encrypted by STARTTLS, takes the login desk and letters from desk@riverside.example");
    assert!(ended.answer.contains("ok  mail") && !format!("{ended:?}").contains("hunter2"));
    assert_eq!((server.connections(), server.delivered().len()), (1, 0));
    let ended = doctor(&shop, &server, "wrong").expect(1);
    assert!(ended.answer.contains("does not take the login desk. Check username and password"), "{}", ended.answer);
}

#[test]
fn each_fault_is_said_in_plain_words() {
    let tls = |certificate| Script { safety: Safety::Tls, certificate, ..Script::default() };
    let cases = [
        (tls(Certificate::Expired), "has expired"),
        (tls(Certificate::Unknown), "Nobody this machine trusts"),
        (tls(Certificate::WrongName), "is for another name"),
        (Script::with_fault(Moment::Greeting, Fault::Says("554 go away")), "does not serve this desk"),
        (Script::with_fault(Moment::Greeting, Fault::Hangs), "did not answer within 1 second"),
        (Script::with_fault(Moment::Sender, Fault::Says("553 5.7.1 not yours")), "Check from under [mail]"),
        (Script::with_fault(Moment::Sender, Fault::Says("451 busy")), "asks to try again later"),
    ];
    let shop = Shop::new();
    for (script, part) in cases {
        let server = MailServer::start(script);
        let began = now();
        let ended = doctor(&shop, &server, "").expect(1);
        assert!(ended.answer.contains("!!  mail: ") && ended.answer.contains(part), "{part}: {}", ended.answer);
        assert!(!ended.answer.contains("Nothing is lost"), "nothing was to be sent: {}", ended.answer);
        let took = now().duration_since(began);
        assert!(took < Duration::from_secs(8).try_into().expect("a time"), "{part} took {took}");
        assert_eq!(server.delivered().len(), 0);
    }
}

#[test]
fn the_folder_the_letter_and_the_portal_are_tried_too() {
    let shop = Shop::new();
    let folder = shop.path("letters");
    let templates = shop.path("own");
    fs::create_dir(&templates).expect("a folder");
    shop.configure(&format!("[mail]\nfolder = '{}'\ntemplates = '{}'", folder.display(), templates.display()));
    shop.run(&["doctor", "--mail"]).expect(0).saying("are written as files into").saying("Nothing was written");
    assert!(super::names(&folder).is_empty());
    fs::write(templates.join("invite.txt"), "Dear {{ contact_nam }}\n{{ link }} {{ code }}").expect("written");
    let ended = shop.run(&["doctor", "--mail"]).expect(1);
    assert!(ended.answer.contains("invite.txt") && ended.answer.contains("line 1"), "{}", ended.answer);
    fs::remove_dir(&folder).and_then(|()| fs::write(&folder, "in the way")).expect("written");
    let ended = shop.run(&["doctor", "--mail"]).expect(1);
    assert!(ended.answer.contains("Invites cannot be written into"), "{}", ended.answer);
}
