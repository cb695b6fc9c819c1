//! The postman and his letters: delivered, deferred, refused, held.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;

use super::*;
use crate::config::{PasswordSource, Security, Smtp};
use crate::domain::invite::Delivery;
use crate::mail::{Letter, Letters, MailError, Mailer, RecordingMailer};
use crate::runtime::log;
use crate::runtime::postman::{Desk, Postman, Summary, deliver_due};

impl Shop {
    fn deliver(&mut self, mailer: &mut dyn Mailer, now: Timestamp) -> Summary {
        let (key, letters) = (self.store.key().expect("a key"), Letters::load(None).expect("the letter"));
        let desk = Desk { settings: &self.settings, letters: &letters, key: &key };
        deliver_due(&mut self.store, mailer, &desk, &|| now, &|| true).expect("the file answers")
    }

    /// The settings of a desk with a letter of its own, and where that is.
    fn with_letter(&self, text: &str) -> (Settings, PathBuf) {
        let folder = self.home.path().join("letter");
        std::fs::create_dir(&folder).expect("a folder");
        let letter = folder.join("invite.txt");
        std::fs::write(&letter, text).expect("written");
        let mut settings = self.settings.clone();
        settings.mail.templates = Some(folder);
        (settings, letter)
    }
}

/// A postman at work.
struct AtWork {
    bell: Sender<()>,
    events: Receiver<Event>,
    thread: JoinHandle<()>,
}

impl AtWork {
    fn start(store: Store, settings: Settings) -> Self {
        let (bell, rung) = channel();
        let (inbox, events) = channel();
        let thread = std::thread::spawn(move || Postman::new(store, settings, rung, inbox).run());
        Self { bell, events, thread }
    }

    /// What its desk is told next of what keeps it from sending.
    fn told(&self) -> Option<String> {
        match self.events.recv_timeout(SOON) {
            Ok(Event::HeldHere(words)) => words,
            other => panic!("{other:?}"),
        }
    }

    /// Its desk is left; what that has not heard yet.
    fn leaves(self) -> Vec<Event> {
        drop(self.bell);
        self.thread.join().expect("the postman goes home");
        self.events.iter().collect()
    }
}

/// Asks until there is an answer; the file is asked, so nothing is missed.
fn wait_for<T>(ask: impl Fn() -> Option<T>) -> T {
    let begun = Clock::start();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.now().steady < SOON, "it did not happen");
        std::thread::yield_now();
    }
}

/// A server that nobody comes to: the password is read first.
fn with_password(source: PasswordSource) -> Smtp {
    Smtp {
        host: "127.0.0.1".to_owned(),
        port: 1,
        security: Security::None,
        username: Some("desk".to_owned()),
        password: Some(source),
        ca_file: None,
        timeout_seconds: 1,
    }
}

fn setup_fault() -> MailError {
    MailError::Setup { words: "The mail server did not take the login.".to_owned() }
}

#[test]
fn what_is_due_is_delivered_once_with_its_link() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contact = shop.invited(customer, "Bea");
    let mut mailer = RecordingMailer::default();
    let summary = shop.deliver(&mut mailer, clock::wall());
    assert_eq!(summary, Summary { delivered: 1, ..Summary::default() });
    assert_eq!(shop.state_of(customer, contact), InviteState::Sent);
    assert_eq!(shop.deliver(&mut mailer, clock::wall()), Summary::default());
    let [letter] = &mailer.taken()[..] else { panic!("one letter") };
    assert_eq!(letter.to.as_str(), "bea@ledger.example");
    assert!(letter.text.contains("https://portal.example.com/in?token="), "{}", letter.text);
    assert!(letter.text.contains("Lopez Racing"), "{}", letter.text);
}

#[test]
fn a_deferred_letter_goes_out_later_as_the_same_letter() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contact = shop.invited(customer, "Bea");
    let mut mailer = KeepsAll { shown: Vec::new(), inner: RecordingMailer::default() };
    mailer.inner.fail_with([MailError::Deferred { words: "450 come back later".to_owned() }]);
    assert_eq!(shop.deliver(&mut mailer, clock::wall()), Summary { deferred: 1, ..Summary::default() });
    assert_eq!(shop.state_of(customer, contact), InviteState::Queued);
    assert_eq!(shop.deliver(&mut mailer, clock::wall()), Summary::default(), "not before its time");
    assert_eq!(shop.deliver(&mut mailer, minutes_later(2)), Summary { delivered: 1, ..Summary::default() });
    let [first, second] = &mailer.shown[..] else { panic!("two tries") };
    assert_eq!((&first.message_id, &first.text), (&second.message_id, &second.text));
}

#[test]
fn a_refused_address_fails_alone() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let (bad, good) = (shop.invited(customer, "Bea"), shop.invited(customer, "Tom"));
    let mut mailer = RecordingMailer::default();
    mailer.fail_with([MailError::Refused { words: "550 no such user".to_owned() }]);
    let summary = shop.deliver(&mut mailer, clock::wall());
    assert_eq!(summary, Summary { delivered: 1, refused: 1, ..Summary::default() });
    assert_eq!(shop.state_of(customer, bad), InviteState::Failed);
    assert_eq!(shop.state_of(customer, good), InviteState::Sent);
}

#[test]
fn a_fault_of_the_set_up_holds_the_post_and_marks_nobody() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contacts = [shop.invited(customer, "Bea"), shop.invited(customer, "Tom")];
    let mut mailer = RecordingMailer::default();
    mailer.fail_with([setup_fault()]);
    let summary = shop.deliver(&mut mailer, clock::wall());
    assert!(summary.held.is_some_and(|held| held.words.contains("did not take the login")));
    assert_eq!((summary.delivered, summary.deferred, summary.refused), (0, 0, 0));
    assert!(contacts.iter().all(|contact| shop.state_of(customer, *contact) == InviteState::Queued));
    // Nothing is tried while it is held, by whatever desk; afterwards all of it goes.
    assert!(shop.deliver(&mut mailer, clock::wall()).held.is_some());
    assert!(mailer.taken().is_empty());
    assert_eq!(shop.deliver(&mut mailer, minutes_later(2)), Summary { delivered: 2, ..Summary::default() });
    assert_eq!(shop.store.post_held(clock::wall()).expect("read"), None);
}

#[test]
fn a_server_that_is_away_is_asked_for_nobody_else_and_less_and_less_often() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contacts = [shop.invited(customer, "Bea"), shop.invited(customer, "Tom")];
    let mut mailer = RecordingMailer::default();
    let away = MailError::Away { words: "The mail server does not answer (connection refused).".to_owned() };
    mailer.fail_with([away.clone(), away.clone(), away.clone(), away]);
    // The file keeps milliseconds.
    let mut now = Timestamp::from_millisecond(minutes_later(1).as_millisecond()).expect("a moment");
    let begun = now;
    for pause in [1, 5, 15, 15] {
        let summary = shop.deliver(&mut mailer, now);
        let held = summary.held.expect("the banner");
        assert_eq!((summary.delivered, summary.deferred, summary.refused), (0, 1, 0), "one letter was tried");
        assert_eq!(held.next_try.duration_since(now), SignedDuration::from_mins(pause));
        assert_eq!(held.since, begun);
        assert!(held.words.ends_with("Nothing is lost: the invites wait here and go out by themselves."), "{held:?}");
        now = held.next_try;
    }
    assert!(contacts.iter().all(|contact| shop.state_of(customer, *contact) == InviteState::Queued));
    let later = now.saturating_add(SignedDuration::from_mins(60)).expect("a moment");
    assert_eq!(shop.deliver(&mut mailer, later), Summary { delivered: 2, ..Summary::default() });
    assert_eq!(shop.store.post_held(clock::wall()).expect("read"), None);
}

#[test]
fn a_letter_that_cannot_be_used_holds_its_own_desk_until_it_is_mended() {
    let mut shop = Shop::new();
    let (broken, letter) = shop.with_letter("Hello {{ contact_name }},\n\n{{ lnik }}\n");
    let ana = AtWork::start(shop.open(), broken);
    let words = ana.told().expect("it is said before anything is due");
    assert!(words.starts_with(&format!("The letter {}, line 3, cannot be used", letter.display())), "{words}");
    assert!(words.ends_with("Nothing is lost: no invite leaves from here until that is put right."), "{words}");

    let customer = shop.customer("Lopez Racing");
    let bea = shop.invited(customer, "Bea");
    ana.bell.send(()).expect("the postman listens");
    let ben = AtWork::start(shop.open(), shop.settings.clone());
    wait_for(|| (shop.state_of(customer, bea) == InviteState::Sent).then_some(()));
    assert_eq!(shop.store.post_held(clock::wall()).expect("read"), None);
    assert_eq!(ben.leaves(), [], "the other desk hears nothing of it");

    let tom = shop.invited(customer, "Tom");
    std::fs::write(&letter, "Hello {{ contact_name }},\n\n{{ link }}\n").expect("written");
    ana.bell.send(()).expect("the postman listens");
    assert_eq!(ana.told(), None);
    wait_for(|| (shop.state_of(customer, tom) == InviteState::Sent).then_some(()));
    assert_eq!(ana.leaves(), []);
}

#[test]
fn a_letter_that_cannot_be_written_for_one_person_goes_out_from_another_desk_at_once() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let bea = shop.invited(customer, "Bea");
    let (broken, _) = shop.with_letter("{{ link }}{% if contact_name == 'Bea Quiñones' %}{{ phone }}{% endif %}\n");
    let ana = AtWork::start(shop.open(), broken.clone());
    assert!(ana.told().is_some_and(|words| words.contains("invite.txt, line 1, cannot be used")));
    let waiting = &shop.store.outbox(clock::wall()).expect("read")[0].invite;
    assert_eq!((waiting.state, waiting.attempts), (InviteState::Queued, 0), "given back, and not counted");
    // It is not taken again and again: what is written into the file wakes every desk.
    ana.bell.send(()).expect("the postman listens");
    assert_eq!(ana.leaves(), []);
    let log = std::fs::read_to_string(log::file_in(&broken.state)).expect("a log");
    assert_eq!(log.matches("to be tried again").count(), 1, "{log}");

    let mut mailer = RecordingMailer::default();
    assert_eq!(shop.deliver(&mut mailer, clock::wall()), Summary { delivered: 1, ..Summary::default() });
    assert_eq!(shop.state_of(customer, bea), InviteState::Sent);
}

#[test]
fn a_folder_that_cannot_be_written_holds_its_own_desk_until_it_is_mended() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let mut broken = shop.settings.clone();
    broken.mail.folder = shop.home.path().join("in the way");
    std::fs::write(&broken.mail.folder, "").expect("written");
    let ana = AtWork::start(shop.open(), broken.clone());
    let bea = shop.invited(customer, "Bea");
    ana.bell.send(()).expect("the postman listens");
    let words = ana.told().expect("it is said");
    assert!(words.starts_with(&format!("Invites cannot be written into {}", broken.mail.folder.display())), "{words}");
    assert!(words.ends_with("Nothing is lost: no invite leaves from here until that is put right."), "{words}");
    let waiting = &shop.store.outbox(clock::wall()).expect("read")[0].invite;
    assert_eq!((waiting.state, waiting.attempts, &waiting.last_error), (InviteState::Queued, 0, &None), "left alone");

    let ben = AtWork::start(shop.open(), shop.settings.clone());
    wait_for(|| (shop.state_of(customer, bea) == InviteState::Sent).then_some(()));
    assert_eq!(shop.store.post_held(clock::wall()).expect("read"), None);
    assert_eq!(ben.leaves(), [], "the other desk hears nothing of it");

    // It is said as long as it is so, also when nothing waits.
    std::fs::remove_file(&broken.mail.folder).expect("removed");
    ana.bell.send(()).expect("the postman listens");
    assert_eq!(ana.told(), None);
    let tom = shop.invited(customer, "Tom");
    ana.bell.send(()).expect("the postman listens");
    wait_for(|| (shop.state_of(customer, tom) == InviteState::Sent).then_some(()));
    assert_eq!(ana.leaves(), []);
}

#[test]
fn a_password_that_cannot_be_read_holds_its_own_desk() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let ways = [
        ("Bea", PasswordSource::File(shop.home.path().join("gone")), "The password file "),
        ("Tom", PasswordSource::Command(vec!["false".to_owned()]), "The password command false failed"),
    ];
    for (name, way, said) in ways {
        let contact = shop.invited(customer, name);
        let mut broken = shop.settings.clone();
        broken.mail.delivery = Delivery::Smtp;
        broken.mail.smtp = Some(with_password(way));
        let ana = AtWork::start(shop.open(), broken);
        let words = ana.told().expect("it is said");
        assert!(
            words.starts_with(said) && words.ends_with("no invite leaves from here until that is put right."),
            "{words}"
        );
        assert_eq!(shop.store.post_held(clock::wall()).expect("read"), None);
        assert_eq!(shop.deliver(&mut RecordingMailer::default(), clock::wall()).delivered, 1, "from another desk");
        assert_eq!(shop.state_of(customer, contact), InviteState::Sent);
        ana.leaves();
    }
}

#[test]
fn where_only_the_timer_sends_its_own_faults_hold_the_post_of_all() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    shop.invited(customer, "Bea");
    shop.settings.mail.only_by_timer = true;
    let mut mailer = RecordingMailer::default();
    mailer.fail_with([MailError::Here { words: "Invites cannot be written into /srv/shop.".to_owned() }]);
    let summary = shop.deliver(&mut mailer, clock::wall());
    let held = summary.held.expect("every desk says so");
    let words =
        "Invites cannot be written into /srv/shop. Nothing is lost: the invites wait here until that is put right.";
    assert_eq!((held.words.as_str(), summary.held_here), (words, None));
}

#[test]
fn settings_without_a_sign_in_address_hold_their_own_desk() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    shop.invited(customer, "Bea");
    let whole = shop.settings.clone();
    shop.settings.portal.sign_in_url = None;
    let mut mailer = RecordingMailer::default();
    let summary = shop.deliver(&mut mailer, clock::wall());
    assert!(summary.held_here.is_some_and(|words| words.contains("sign_in_url under [portal]")));
    shop.settings = whole;
    assert_eq!(shop.deliver(&mut mailer, clock::wall()).delivered, 1);
}

#[test]
fn a_clock_that_is_set_back_delays_nothing_and_doubles_nothing() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    shop.invited(customer, "Bea");
    let mut mailer = RecordingMailer::default();
    let days_back = |days: i64| clock::wall().saturating_sub(SignedDuration::from_hours(24 * days)).expect("a moment");
    shop.store.hold_post("The login is wrong.", clock::wall()).expect("held");
    assert_eq!(shop.deliver(&mut mailer, days_back(3)).delivered, 1);
    assert_eq!(shop.deliver(&mut mailer, days_back(3)).delivered, 0);
    assert_eq!(shop.deliver(&mut mailer, clock::wall()).delivered, 0);

    // What a desk is sending now, no other desk sends too, whatever its clock says.
    shop.invited(customer, "Tom");
    let lease = SignedDuration::from_mins(2);
    let author = shop.settings.author.clone();
    assert!(shop.store.claim_due(&author, clock::wall(), lease).expect("read").is_some());
    assert_eq!(shop.store.claim_due(&author, days_back(3), lease).expect("read"), None);
}

#[test]
fn revoked_while_it_was_being_sent_stays_revoked() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contact = shop.invited(customer, "Bea");
    let invite = shop.invite_of(customer, contact).id;
    let other =
        Shop { settings: shop.settings.clone(), store: shop.open(), home: tempfile::tempdir().expect("a folder") };
    let mut mailer = RevokesMeanwhile { other, deed: Deed::RevokeInvite { id: invite } };
    assert_eq!(shop.deliver(&mut mailer, clock::wall()), Summary::default());
    assert_eq!(shop.state_of(customer, contact), InviteState::Revoked);
}

/// Shows every letter that was tried.
struct KeepsAll {
    shown: Vec<Letter>,
    inner: RecordingMailer,
}

impl Mailer for KeepsAll {
    fn deliver(&mut self, letter: &Letter) -> Result<(), MailError> {
        self.shown.push(letter.clone());
        self.inner.deliver(letter)
    }
}

/// Another desk revokes the invite while the server takes its time.
struct RevokesMeanwhile {
    other: Shop,
    deed: Deed,
}

impl Mailer for RevokesMeanwhile {
    fn deliver(&mut self, _: &Letter) -> Result<(), MailError> {
        self.other.order(&self.deed);
        Ok(())
    }
}
