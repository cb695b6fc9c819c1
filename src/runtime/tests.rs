//! The threads at work on a real file, without a terminal.

mod posting;

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::clerk::{self, Clerk, Order};
use super::clock::{self, Clock};
use super::reader::{Ask, Reader, Reading};
use super::staff::Staff;
use super::{canvas, chance, first_start};
use crate::app::vocabulary::{Effect, Event, Finding, FirstSettings, Size, Ticket};
use crate::app::{App, Opening};
use crate::config::{Flags, Places, Settings, Sources, load};
use crate::domain::contact::{ContactDetails, ContactId};
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::deed::{Deed, Done, SamePerson};
use crate::domain::email::Email;
use crate::domain::history::Depth;
use crate::domain::history::Subject;
use crate::domain::invite::{Invite, InviteState};
use crate::domain::search::Stretch;
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

    fn invite_of(&self, customer: CustomerId, contact: ContactId) -> Invite {
        let record = self.store.record(customer, &self.settings.author, 0).expect("read").expect("it is there");
        record.contact(contact).and_then(|contact| contact.invite.clone()).expect("an invite")
    }

    fn state_of(&self, customer: CustomerId, contact: ContactId) -> InviteState {
        self.invite_of(customer, contact).state
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

fn minutes_later(minutes: i64) -> Timestamp {
    clock::wall().saturating_add(SignedDuration::from_mins(minutes)).expect("a moment")
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
    reader.ask(search(2, "lo")).expect("asked");
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
    assert!(matches!(events.recv_timeout(SOON), Ok(Event::Counted { .. })));
    shop.customer("Lopez Racing");
    assert_eq!(events.recv_timeout(SOON), Ok(Event::FileChanged));
    // A look that is under way may see the hold before it sees that the file has changed.
    let next = || {
        let told = || events.recv_timeout(SOON).expect("told");
        std::iter::repeat_with(told).find(|event| *event != Event::FileChanged)
    };
    shop.store.hold_post("The login is wrong.", clock::wall()).expect("held");
    let told = next();
    assert!(matches!(&told, Some(Event::PostHeld(Some(held))) if held.words == "The login is wrong."), "{told:?}");
    shop.store.let_post_go().expect("let go");
    assert_eq!(next(), Some(Event::PostHeld(None)));
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
fn an_order_is_answered_where_the_clerk_cannot_open_the_file() {
    let shop = Shop::new();
    let (inbox, events) = channel();
    let mut staff = Staff::opening(&shop.settings, Clock::start(), &inbox).expect("opened");
    std::fs::remove_file(&shop.settings.database).expect("gone");
    staff.complete(&shop.settings, &inbox).expect("at work");
    staff.hand_out(Effect::Perform(add_customer("Lopez Racing")), &inbox);
    let answer = loop {
        if let Event::DeedFailed(words) = events.recv_timeout(SOON).expect("an answer") {
            break words;
        }
    };
    assert!(answer.contains("There is no customer file at"), "{answer}");
    staff.dismiss_at_once();
}

#[test]
fn an_invite_rings_the_bell_and_its_link_can_be_shown() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing");
    let contact = shop.invited(customer, "Bea");
    let invite = shop.invite_of(customer, contact).id;
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
        said: None,
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
