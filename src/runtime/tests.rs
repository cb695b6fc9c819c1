//! The threads at work on a real file, without a terminal.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::clerk::{self, Clerk, Order};
use super::clock::{self, Clock};
use super::postman::{Desk, Postman, Summary, deliver_due};
use super::reader::{Ask, Reader, Reading};
use super::{canvas, chance, first_start};
use crate::app::vocabulary::{Event, Finding, FirstSettings, Size, Ticket};
use crate::app::{App, Opening};
use crate::config::{Flags, Places, Settings, Sources, load};
use crate::domain::contact::{ContactDetails, ContactId};
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::deed::{Deed, Done, SamePerson};
use crate::domain::email::Email;
use crate::domain::history::Depth;
use crate::domain::history::Subject;
use crate::domain::invite::InviteState;
use crate::domain::outbox::FaultAt;
use crate::domain::search::Stretch;
use crate::mail::{Letter, Letters, MailError, Mailer, RecordingMailer};
use crate::store::{Occasion, Store, StoreError};

/// Longer than anything here takes on a busy machine.
const SOON: Duration = Duration::from_secs(20);

/// A shop with its file and one desk.
struct Shop {
    settings: Settings,
    store: Store,
    home: TempDir,
}

impl Shop {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let settings = settings(home.path());
        let store = Store::create(&settings.database, clock::wall(), chance::key()).expect("a new file");
        Self { settings, store, home }
    }

    fn open(&self) -> Store {
        Store::open(&self.settings.database, clock::wall()).expect("the same file")
    }

    fn order(&mut self, deed: &Deed) -> Done {
        let posting = clerk::posting(&self.settings);
        let key = self.store.key().expect("a key");
        let occasion = Occasion {
            author: &self.settings.author,
            now: clock::wall(),
            nonce: chance::nonce(),
            posting: &posting,
            key: &key,
        };
        self.store.perform(deed, &occasion).expect("the file answers").expect("it is allowed")
    }

    fn customer(&mut self, company: &str) -> CustomerId {
        self.order(&add_customer(company)).customer
    }

    /// A contact with access, whose invite waits to go out.
    fn invited(&mut self, customer: CustomerId, name: &str) -> ContactId {
        let email = Email::kept(format!("{}@ledger.example", name.to_lowercase()));
        let details = ContactDetails {
            first_name: name.to_owned(),
            last_name: "Quiñones".to_owned(),
            email: Some(email.clone()),
            role: Some("Bookkeeper".to_owned()),
            portal_access: true,
            ..ContactDetails::default()
        };
        let added =
            self.order(&Deed::AddContact { customer, details, same_person: SamePerson::NotAsked, primary_seen: None });
        let Subject::Contact(id) = added.subject else { panic!("a contact was added") };
        self.order(&Deed::Invite { id, version: 1, email, turn_on_access: false, same_person: SamePerson::NotAsked });
        id
    }

    fn deliver(&mut self, mailer: &mut dyn Mailer, now: Timestamp) -> Summary {
        let (key, letters) = (self.store.key().expect("a key"), Letters::load(None).expect("the letter"));
        let desk = Desk { settings: &self.settings, letters: &letters, key: &key };
        deliver_due(&mut self.store, mailer, &desk, &|| now, &|| true).expect("the file answers")
    }

    fn state_of(&self, customer: CustomerId, contact: ContactId) -> InviteState {
        let record = self.store.record(customer, &self.settings.author, 0).expect("read").expect("it is there");
        record.contact(contact).and_then(|contact| contact.invite.as_ref()).expect("an invite").state
    }
}

pub fn settings(home: &Path) -> Settings {
    std::fs::write(
        home.join("config.toml"),
        "shop_name = \"Riverside Auto\"\n[portal]\nsign_in_url = \"https://portal.example.com/in?token={token}\"\n",
    )
    .expect("written");
    load(&Sources {
        flags: Flags { database: Some(home.join("shop.db")), ..Flags::default() },
        environment: &|_| None,
        places: Some(Places {
            home: home.into(),
            config: home.into(),
            data: home.join("data"),
            state: home.join("state"),
        }),
        system_file: home.join("none.toml"),
        host: "counter".to_owned(),
        run: 7,
        tables: Vec::new(),
    })
    .expect("settings")
}

fn add_customer(company: &str) -> Deed {
    Deed::AddCustomer { details: CustomerDetails { company: Some(company.to_owned()), ..CustomerDetails::default() } }
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

fn minutes_later(minutes: i64) -> Timestamp {
    clock::wall().saturating_add(SignedDuration::from_mins(minutes)).expect("a moment")
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
fn a_letter_that_cannot_be_used_is_said_when_the_desk_opens_and_goes_when_it_is_mended() {
    let shop = Shop::new();
    let own = shop.home.path().join("letter");
    std::fs::create_dir(&own).expect("a folder");
    let letter = own.join("invite.txt");
    std::fs::write(&letter, "Hello {{ contact_name }},\n\n{{ lnik }}\n").expect("written");
    let mut settings = shop.settings.clone();
    settings.mail.templates = Some(own);
    let (bell, rung) = channel();
    let store = shop.open();
    let postman = std::thread::spawn(move || Postman::new(store, settings, rung).run());
    let held = wait_for(|| shop.store.post_held(clock::wall()).expect("read"));
    assert!(held.words.starts_with(&format!("The letter {}, line 3, cannot be used", letter.display())), "{held:?}");
    assert!(held.words.ends_with("Nothing is lost: the invites wait here until that is put right."), "{held:?}");

    std::fs::write(&letter, "Hello {{ contact_name }},\n\n{{ link }}\n").expect("written");
    bell.send(()).expect("the postman listens");
    wait_for(|| shop.store.post_held(clock::wall()).expect("read").is_none().then_some(()));
    drop(bell);
    postman.join().expect("the postman goes home");
}

#[test]
fn a_clock_that_is_set_back_delays_nothing_and_doubles_nothing() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    shop.invited(customer, "Bea");
    let mut mailer = RecordingMailer::default();
    let days_back = |days: i64| clock::wall().saturating_sub(SignedDuration::from_hours(24 * days)).expect("a moment");
    shop.store.hold_post("The login is wrong.", FaultAt::Server, clock::wall()).expect("held");
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
    let record = shop.store.record(customer, &shop.settings.author, 0).expect("read").expect("it is there");
    let invite = record.contact(contact).and_then(|contact| contact.invite.as_ref()).expect("an invite").id;
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

/// A reader on the shop's file that has not begun to work.
fn reader(shop: &Shop) -> (Reader, Reading, Receiver<Event>) {
    let (inbox, events) = channel();
    let (asks, asked) = channel();
    let store = shop.open();
    let reader = Reader::new(&store, asks);
    let newest = reader.newest();
    let reading = Reading { store, settings: shop.settings.clone(), clock: Clock::start(), asks: asked, newest, inbox };
    (reader, reading, events)
}

fn search(ticket: u64, typed: &str) -> Ask {
    Ask::Search { ticket: Ticket(ticket), typed: typed.to_owned(), stretch: Stretch::first(20) }
}

#[test]
fn only_the_newest_search_is_answered_and_counting_comes_last() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let (reader, reading, events) = reader(&shop);
    reader.ask(search(1, "l")).expect("asked");
    reader.ask(Ask::Count { ticket: Ticket(1), typed: "l".to_owned() }).expect("asked");
    reader.ask(search(2, "lo")).expect("asked");
    reader.ask(Ask::Count { ticket: Ticket(2), typed: "lo".to_owned() }).expect("asked");
    reader.ask(Ask::Record(customer, Depth::Newest)).expect("asked");
    drop(reader);
    reading.run();
    let told: Vec<Event> = events.iter().collect();
    assert!(
        matches!(
            &told[..],
            [Event::Found { ticket: Ticket(2), .. }, Event::RecordRead(_), Event::Counted { ticket: Ticket(2), .. }]
        ),
        "{told:?}"
    );
}

#[test]
fn an_interrupted_record_is_read_again() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let (reader, reading, events) = reader(&shop);
    let thread = std::thread::spawn(move || reading.run());
    for ticket in 1..=300 {
        reader.ask(Ask::Record(customer, Depth::Newest)).expect("asked");
        reader.ask(search(ticket, "lopez")).expect("asked");
    }
    drop(reader);
    thread.join().expect("no fault");
    let told: Vec<Event> = events.iter().collect();
    assert_eq!(told.iter().filter(|event| matches!(event, Event::RecordRead(_))).count(), 300);
    assert!(told.iter().any(|event| matches!(event, Event::Found { ticket: Ticket(300), .. })));
    assert!(!told.iter().any(|event| matches!(event, Event::ReadFailed(_))), "{told:?}");
}

#[test]
fn what_another_desk_writes_is_told() {
    let mut shop = Shop::new();
    let (reader, reading, events) = reader(&shop);
    let thread = std::thread::spawn(move || reading.run());
    reader.ask(search(1, "")).expect("asked");
    assert!(matches!(events.recv_timeout(SOON), Ok(Event::Found { .. })));
    shop.customer("Lopez Racing");
    assert_eq!(events.recv_timeout(SOON), Ok(Event::FileChanged));
    shop.store.hold_post("The login is wrong.", FaultAt::Server, clock::wall()).expect("held");
    assert_eq!(events.recv_timeout(SOON), Ok(Event::FileChanged));
    let told = events.recv_timeout(SOON);
    assert!(matches!(&told, Ok(Event::PostHeld(Some(held))) if held.words == "The login is wrong."), "{told:?}");
    shop.store.let_post_go().expect("let go");
    assert_eq!(events.recv_timeout(SOON), Ok(Event::FileChanged));
    assert_eq!(events.recv_timeout(SOON), Ok(Event::PostHeld(None)));
    drop(reader);
    thread.join().expect("no fault");
}

#[test]
fn a_save_waits_for_another_desk_says_so_and_succeeds() {
    let mut shop = Shop::new();
    let (inbox, events) = channel();
    let (orders, ordered) = channel();
    let (bell, rung) = channel();
    let clerk = Clerk { store: shop.open(), settings: shop.settings.clone(), orders: ordered, inbox, bell };
    let thread = std::thread::spawn(move || clerk.run());
    hold_the_lock(&mut shop, || {
        orders.send(Order::Perform(add_customer("Lopez Racing"))).expect("ordered");
        let waiting = events.recv_timeout(SOON);
        assert!(
            matches!(waiting, Ok(Event::DeedWaiting(waited)) if waited >= Duration::from_millis(500)),
            "{waiting:?}"
        );
    });
    let done = events.iter().find(|event| !matches!(event, Event::DeedWaiting(_)));
    assert!(matches!(done, Some(Event::DeedDone(_))), "{done:?}");
    assert!(rung.try_recv().is_err(), "no invite, no bell");
    drop(orders);
    thread.join().expect("no fault");
}

#[test]
fn an_invite_rings_the_bell_and_its_link_can_be_shown() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contact = shop.invited(customer, "Bea");
    let record = shop.store.record(customer, &shop.settings.author, 0).expect("read").expect("it is there");
    let invite = record.contact(contact).and_then(|contact| contact.invite.as_ref()).expect("an invite").id;
    let (inbox, events) = channel();
    let (orders, ordered) = channel();
    let (bell, rung) = channel();
    let clerk = Clerk { store: shop.open(), settings: shop.settings.clone(), orders: ordered, inbox, bell };
    orders.send(Order::NoteOpened(customer)).expect("ordered");
    orders.send(Order::Perform(Deed::RetryInvite { id: invite })).expect("ordered");
    orders.send(Order::ShowLink(invite)).expect("ordered");
    orders.send(Order::Perform(Deed::RevokeInvite { id: invite })).expect("ordered");
    orders.send(Order::ShowLink(invite)).expect("ordered");
    drop(orders);
    clerk.run();
    let told: Vec<Event> = events.iter().collect();
    let [Event::DeedDone(_), Event::LinkShown(shown), Event::DeedDone(_), Event::ReadFailed(words)] = &told[..] else {
        panic!("{told:?}")
    };
    assert!(shown.link.starts_with("https://portal.example.com/in?token="));
    assert!(words.contains("no longer open"), "{words}");
    assert!(rung.try_iter().count() >= 1);
}

/// Runs something while another desk is in the middle of a long write.
fn hold_the_lock(shop: &mut Shop, meanwhile: impl FnOnce()) {
    let posting = clerk::posting(&shop.settings);
    let key = shop.store.key().expect("a key");
    let occasion = Occasion {
        author: &shop.settings.author,
        now: clock::wall(),
        nonce: chance::nonce(),
        posting: &posting,
        key: &key,
    };
    let held = shop.store.import::<_, StoreError>(&occasion, |_| {
        meanwhile();
        Ok(())
    });
    held.expect("written");
}

#[test]
fn the_first_start_writes_all_or_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let mut settings = settings(home.path());
    std::fs::remove_file(&settings.file).expect("no configuration yet");
    settings.portal.sign_in_url = None;
    let first = |folder: &str| FirstSettings {
        shop_name: "Riverside Auto".to_owned(),
        database: home.path().join(folder).join("shop.db"),
        sign_in_url: None,
        mail: None,
        is_tried: false,
    };
    let unsafe_address =
        FirstSettings { sign_in_url: Some("http://portal.example.com/{token}".to_owned()), ..first("") };
    let (ask, asked) = channel();
    let (inbox, events) = channel();
    ask.send(first_start::Request::SetUp(unsafe_address)).expect("asked");
    ask.send(first_start::Request::Probe(home.path().join("shop.db"))).expect("asked");
    ask.send(first_start::Request::Probe(settings.file.clone())).expect("asked");
    ask.send(first_start::Request::SetUp(first("missing"))).expect("asked");
    ask.send(first_start::Request::SetUp(first(""))).expect("asked");
    ask.send(first_start::Request::Probe(home.path().join("shop.db"))).expect("asked");
    drop(ask);
    first_start::serve(&settings, &asked, &inbox);
    drop(inbox);
    let mut told: Vec<Event> = events.iter().collect();
    let refused = told.remove(0);
    assert!(matches!(&refused, Event::DeskNotReady(words) if words.contains("https://")), "{refused:?}");
    assert!(matches!(&told[0], Event::PlaceProbed { finding: Finding::Nothing, .. }), "{told:?}");
    assert!(matches!(&told[1], Event::PlaceProbed { finding: Finding::Nothing, .. }), "{told:?}");
    assert!(matches!(&told[2], Event::DeskNotReady(words) if words.contains("does not exist")), "{told:?}");
    assert!(
        matches!(&told[3], Event::DeskReady { settings: made, .. } if made.shop_name == "Riverside Auto"),
        "{told:?}"
    );
    assert!(matches!(&told[4], Event::PlaceProbed { finding: Finding::Customers(0), .. }), "{told:?}");
    let written = std::fs::read_to_string(&settings.file).expect("the configuration");
    assert!(written.contains("\nshop_name = \"Riverside Auto\"\n"), "{written}");
}

#[test]
fn an_unchanged_frame_sends_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let size = Size { width: 80, height: 24 };
    let mut app = App::new(settings(home.path()), Opening::Desk);
    app.update(Event::Started(size), Clock::start().now());
    let mut sent = Vec::new();
    let mut canvas = canvas::Canvas::new(&mut sent, size).expect("a screen");
    canvas.draw(&app).expect("drawn");
    drop(canvas);
    let first = sent.len();
    let mut again = Vec::new();
    let mut canvas = canvas::Canvas::new(&mut again, size).expect("a screen");
    for _ in 0..3 {
        canvas.draw(&app).expect("drawn");
    }
    drop(canvas);
    assert!(first > 100, "the first frame is whole");
    assert_eq!(again.len(), first, "the others were not sent");
}
