//! The rules of the shop, held against a real file.

mod drafts;
mod indexing;
mod migrating;
mod searching;
mod undoing;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::domain::car::CarDetails;
use crate::domain::contact::{Contact, ContactDetails};
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::deed::{Deed, Done, Refusal, SamePerson};
use crate::domain::email::Email;
use crate::domain::history::{Act, Author};
use crate::domain::invite::{Delivery, InviteState, Posting};
use crate::domain::phone::{Phone, Region};
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::record::Record;
use crate::domain::search::{FoundBy, Query, Stretch};
use crate::domain::secret::{KEY_BYTES, NONCE_BYTES};

/// A file with one desk at it; the clock goes one second a deed.
struct Shop {
    folder: TempDir,
    store: Store,
    author: Author,
    seconds: i64,
    deeds: u8,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::create(&folder.path().join("shop.db"), at(0), [7; KEY_BYTES]).expect("a new file");
        let author = Author { staff: "ines".into(), desk: "desk 2".into(), run: 1 };
        Self { folder, store, author, seconds: 0, deeds: 0 }
    }

    fn another_desk(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(self.store.path(), at(0)).expect("the same file");
        let author = Author { staff: "ana".into(), desk: "desk 1".into(), run: 2 };
        Self { folder, store, author, seconds: 1000, deeds: 100 }
    }

    fn order(&mut self, deed: &Deed) -> Result<Done, Refusal> {
        self.seconds += 1;
        self.deeds += 1;
        let posting = Posting {
            has_sign_in_address: true,
            valid_days: 7,
            delivery: Delivery::Smtp,
            sender_domain: "shop.example".into(),
        };
        let key = self.store.key().expect("a key");
        let occasion = Occasion {
            author: &self.author,
            now: at(self.seconds),
            nonce: [self.deeds; NONCE_BYTES],
            posting: &posting,
            key: &key,
        };
        self.store.perform(deed, &occasion).expect("the file answers")
    }

    fn customer(&mut self, name: &str, email: Option<&str>) -> CustomerId {
        let details = CustomerDetails {
            company: Some(name.into()),
            email: email.map(|email| Email::kept(email.into())),
            preferences: Preferences::CUSTOMER,
            ..CustomerDetails::default()
        };
        self.order(&Deed::AddCustomer { details }).expect("a customer").customer
    }

    fn add(&mut self, customer: CustomerId, details: ContactDetails) -> Result<Done, Refusal> {
        let primary_seen = self.record(customer).primary_id();
        self.order(&Deed::AddContact { customer, details, same_person: SamePerson::NotAsked, primary_seen })
    }

    fn edit(&mut self, contact: &Contact, after: ContactDetails) -> Result<Done, Refusal> {
        let before = contact.details.clone();
        let primary_seen = self.record(contact.customer).primary_id();
        self.order(&Deed::EditContact {
            id: contact.id,
            before,
            after,
            same_person: SamePerson::NotAsked,
            primary_seen,
        })
    }

    fn invite(&mut self, contact: &Contact, turn_on_access: bool) -> Result<Done, Refusal> {
        self.order(&Deed::Invite {
            id: contact.id,
            version: contact.version,
            email: contact.details.email.clone().expect("an email"),
            turn_on_access,
            same_person: SamePerson::NotAsked,
        })
    }

    fn record(&self, id: CustomerId) -> Record {
        self.store.record(id, &self.author, 100).expect("the file answers").expect("a record")
    }

    fn contact(&self, id: CustomerId, first_name: &str) -> Contact {
        let record = self.record(id);
        record.contacts.into_iter().find(|contact| contact.details.first_name == first_name).expect("a contact")
    }

    fn undo_last(&mut self, id: CustomerId) -> Result<Done, Refusal> {
        let entry = self.record(id).history.into_iter().find(|entry| entry.undoable).expect("something to undo").id;
        self.order(&Deed::Undo { entry })
    }

    fn raw(&self) -> Connection {
        let conn = Connection::open(self.store.path()).expect("the file");
        conn.pragma_update(None, "foreign_keys", true).expect("a pragma");
        conn
    }

    fn found(&self, typed: &str) -> Vec<(String, FoundBy)> {
        let view = View { desk: self.author.desk.clone(), region: Region::US, now: at(self.seconds) };
        let hits = self.store.search(&Query::read(typed), &view, Stretch::first(50)).expect("the file answers");
        hits.rows.into_iter().map(|hit| (hit.name, hit.found_by)).collect()
    }

    fn names_found(&self, typed: &str) -> Vec<String> {
        self.found(typed).into_iter().map(|(name, _)| name).collect()
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).expect("a moment")
}

fn person(first: &str, last: &str) -> ContactDetails {
    ContactDetails { first_name: first.into(), last_name: last.into(), ..ContactDetails::default() }
}

fn with_access(first: &str, last: &str, email: &str) -> ContactDetails {
    ContactDetails { email: Some(Email::kept(email.into())), portal_access: true, ..person(first, last) }
}

#[test]
fn one_primary_and_the_other_is_named() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, ContactDetails { primary: true, ..person("Maria", "Lopez") }).expect("added");
    let done = shop.add(lopez, ContactDetails { primary: true, ..person("Tom", "Hale") }).expect("added");
    assert_eq!(done.no_longer_primary.as_deref(), Some("Maria Lopez"));
    assert_eq!(shop.record(lopez).primary().map(|contact| contact.details.name()).as_deref(), Some("Tom Hale"));
    let record = shop.record(lopez);
    let said: Vec<String> = record.history.iter().map(|entry| entry.words(Region::US)).collect();
    assert_eq!(said[0], "Primary contact off");
    // The whole act is taken back: Tom is not added, and Maria is primary again.
    shop.undo_last(lopez).expect("undone");
    assert_eq!(shop.record(lopez).primary().map(|contact| contact.details.name()).as_deref(), Some("Maria Lopez"));
    assert_eq!(shop.record(lopez).contacts.len(), 1);
}

#[test]
fn an_email_signs_in_one_person_of_a_customer() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", Some("office@lopez.example"));
    shop.add(lopez, with_access("Maria", "Lopez", "maria@lopez.example")).expect("added");
    let refusal = shop.add(lopez, with_access("Luis", "Lopez", "MARIA@lopez.example")).expect_err("refused");
    assert!(matches!(refusal, Refusal::SignsInAs { name, .. } if name == "Maria Lopez"));
    let own = shop.add(lopez, with_access("Luis", "Lopez", "office@lopez.example")).expect_err("refused");
    assert!(matches!(own, Refusal::SignsInAs { name, .. } if name == "Lopez Racing"));
    // Without access an email may be shared.
    let shared = ContactDetails { portal_access: false, ..with_access("Luis", "Lopez", "maria@lopez.example") };
    shop.add(lopez, shared).expect("added");
    // The customer cannot take the address of somebody who signs in.
    let before = shop.record(lopez).customer.details;
    let after = CustomerDetails { email: Some(Email::kept("maria@lopez.example".into())), ..before.clone() };
    let refusal = shop.order(&Deed::EditCustomer { id: lopez, before, after }).expect_err("refused");
    assert!(matches!(refusal, Refusal::SignsInAs { name, .. } if name == "Maria Lopez"));
}

#[test]
fn across_customers_the_same_person_is_asked_about() {
    let mut shop = Shop::new();
    let (lopez, garcia) = (shop.customer("Lopez Racing", None), shop.customer("Garcia Tile", None));
    shop.add(lopez, with_access("Beatriz", "Quiñones", "bea@ledger.example")).expect("added");
    let details = with_access("Beatriz", "Quinones", "bea@ledger.example");
    let refusal = shop.add(garcia, details.clone()).expect_err("asked");
    assert!(matches!(refusal, Refusal::SamePersonElsewhere { customer, .. } if customer == "Lopez Racing"));
    let confirmed = Deed::AddContact { customer: garcia, details, same_person: SamePerson::ByName, primary_seen: None };
    shop.order(&confirmed).expect("the names agree");
    assert_eq!(shop.contact(lopez, "Beatriz").elsewhere[0].customer_name, "Garcia Tile");
}

#[test]
fn the_schema_holds_the_hard_rules_by_itself() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", Some("office@lopez.example"));
    shop.add(lopez, ContactDetails { primary: true, ..with_access("Maria", "Lopez", "maria@lopez.example") })
        .expect("added");
    shop.add(lopez, person("Tom", "Hale")).expect("added");
    let raw = shop.raw();
    for sql in [
        "UPDATE contact SET is_primary = 1 WHERE first_name = 'Tom'",
        "UPDATE contact SET portal_access = 1 WHERE first_name = 'Tom'",
        "UPDATE contact SET email = 'x', email_key = 'maria@lopez.example', portal_access = 1 WHERE first_name = 'Tom'",
        "UPDATE contact SET email = 'x', email_key = 'office@lopez.example', portal_access = 1 WHERE first_name = 'Tom'",
        "UPDATE customer SET email = 'x', email_key = 'maria@lopez.example'",
        "UPDATE contact SET role = 'Other' WHERE first_name = 'Tom'",
        "UPDATE contact SET first_name = ' ' WHERE first_name = 'Tom'",
        "UPDATE contact SET preferences = 64 WHERE first_name = 'Tom'",
        "UPDATE contact SET removed_at = 1 WHERE first_name = 'Maria'",
        "UPDATE contact SET customer_id = 99 WHERE first_name = 'Tom'",
        "UPDATE customer SET company = NULL",
        "INSERT INTO car (customer_id) VALUES (1)",
    ] {
        assert!(raw.execute(sql, []).is_err(), "the schema refuses: {sql}");
    }
}

#[test]
fn an_unchanged_save_writes_nothing() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, person("Tom", "Hale")).expect("added");
    let tom = shop.contact(lopez, "Tom");
    let done = shop.edit(&tom, tom.details.clone()).expect("nothing to do");
    assert!(done.changes.is_empty() && done.undo.is_none());
    assert_eq!(shop.contact(lopez, "Tom").version, tom.version);
    assert_eq!(shop.record(lopez).history_total, 2);
}

#[test]
fn two_desks_merge_different_fields_and_clash_on_one() {
    let mut ines = Shop::new();
    let lopez = ines.customer("Lopez Racing", None);
    ines.add(lopez, person("Tom", "Hale")).expect("added");
    let mut ana = ines.another_desk();
    let seen = ines.contact(lopez, "Tom");
    ana.edit(&seen, ContactDetails { role: Some("Spouse".into()), ..seen.details.clone() }).expect("saved");
    let phone = Some(Phone::kept("+15095550199".into()));
    ines.edit(&seen, ContactDetails { phone, ..seen.details.clone() }).expect("merged");
    assert_eq!(ines.contact(lopez, "Tom").details.role.as_deref(), Some("Spouse"));
    let clash = ines.edit(&seen, ContactDetails { role: Some("Assistant".into()), ..seen.details.clone() });
    assert!(matches!(clash, Err(Refusal::Clash { .. })));
    // A removal carries the version that the person saw.
    let stale = ines.order(&Deed::RemoveContact { id: seen.id, version: seen.version });
    assert!(matches!(stale, Err(Refusal::Changed { .. })));
    let fresh = ana.contact(lopez, "Tom");
    ana.order(&Deed::RemoveContact { id: fresh.id, version: fresh.version }).expect("removed");
    let gone = ines.edit(&fresh, ContactDetails { primary: true, ..fresh.details.clone() });
    assert!(matches!(gone, Err(Refusal::Removed { staff, .. }) if staff == "ana"));
}

#[test]
fn undo_is_refused_when_a_colleague_has_built_upon_it() {
    let mut ines = Shop::new();
    let lopez = ines.customer("Lopez Racing", None);
    let entry = ines.add(lopez, person("Tom", "Hale")).expect("added").undo.expect("can be undone");
    let mut ana = ines.another_desk();
    let tom = ana.contact(lopez, "Tom");
    ana.edit(&tom, ContactDetails { role: Some("Spouse".into()), ..tom.details.clone() }).expect("saved");
    let refusal = ines.order(&Deed::Undo { entry }).expect_err("refused");
    assert!(matches!(refusal, Refusal::CannotUndo { reason } if reason.contains("ana (desk 1)")));
    assert!(ines.record(lopez).history.iter().all(|entry| !entry.undoable));
    assert!(matches!(ana.order(&Deed::Undo { entry }), Err(Refusal::CannotUndo { .. })), "not an act of this run");
}

#[test]
fn removal_ends_everything_and_comes_back_without_access() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let maria = ContactDetails { primary: true, ..with_access("Maria", "Lopez", "maria@lopez.example") };
    shop.add(lopez, maria).expect("added");
    let maria = shop.contact(lopez, "Maria");
    shop.invite(&maria, false).expect("queued");
    shop.order(&Deed::RemoveContact { id: maria.id, version: maria.version }).expect("removed");
    assert!(shop.record(lopez).contacts.is_empty());
    assert!(shop.store.outbox(at(10)).expect("the outbox").is_empty());
    let done = shop.undo_last(lopez).expect("undone");
    assert_eq!((done.act, done.undone), (Act::Restored, true));
    let back = shop.contact(lopez, "Maria");
    assert!(back.details.primary && !back.details.portal_access);
    assert_eq!(back.invite.map(|invite| invite.state), Some(InviteState::Revoked));
}

#[test]
fn undo_goes_back_one_by_one() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, person("Tom", "Hale")).expect("added");
    let tom = shop.contact(lopez, "Tom");
    let messages = [MessageType::Invoices].into_iter().collect();
    shop.edit(&tom, ContactDetails { preferences: messages, ..tom.details.clone() }).expect("saved");
    shop.order(&Deed::AddCar {
        customer: lopez,
        details: CarDetails { plate: Some("XYZ".into()), ..CarDetails::default() },
    })
    .expect("added");
    shop.undo_last(lopez).expect("the car");
    assert!(shop.record(lopez).cars.is_empty());
    shop.undo_last(lopez).expect("the preferences");
    assert_eq!(shop.contact(lopez, "Tom").details.preferences, Preferences::NONE);
    shop.undo_last(lopez).expect("Tom himself");
    assert!(shop.record(lopez).contacts.is_empty());
    shop.undo_last(lopez).expect("the customer, with whom nothing is left");
    assert!(shop.record(lopez).customer.archived_at.is_some());
    assert!(shop.record(lopez).history.iter().all(|entry| !entry.undoable));
}

#[test]
fn an_undo_that_finds_nothing_left_is_recorded_all_the_same() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let without = ContactDetails { portal_access: false, ..with_access("Tom", "Hale", "tom@hale.example") };
    shop.add(lopez, without).expect("added");
    let tom = shop.contact(lopez, "Tom");
    shop.edit(&tom, ContactDetails { portal_access: true, ..tom.details.clone() }).expect("access");
    let tom = shop.contact(lopez, "Tom");
    shop.order(&Deed::RemoveContact { id: tom.id, version: tom.version }).expect("removed");
    shop.undo_last(lopez).expect("back, without access");
    shop.undo_last(lopez).expect("the access, which is off already");
    let newest = &shop.record(lopez).history[0];
    assert_eq!(newest.words(Region::US), "undone: nothing of it was left");
    shop.undo_last(lopez).expect("Tom himself: what is older is not in its way");
    assert!(shop.record(lopez).contacts.is_empty());
}

#[test]
fn an_invite_lives_its_life() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    let bea = ContactDetails { portal_access: false, ..with_access("Beatriz", "Quiñones", "bea@ledger.example") };
    shop.add(lopez, bea).expect("added");
    let bea = shop.contact(lopez, "Beatriz");
    assert!(matches!(shop.invite(&bea, false), Err(Refusal::CannotInvite { .. })));
    shop.invite(&bea, true).expect("queued");
    let bea = shop.contact(lopez, "Beatriz");
    assert!(matches!(shop.invite(&bea, false), Err(Refusal::CannotInvite { .. })), "pressed twice, one mail goes");

    let (author, key) = (shop.author.clone(), shop.store.key().expect("a key"));
    let lease = SignedDuration::from_mins(2);
    let parcel = shop.store.claim_due(&author, at(60), lease).expect("the file").expect("a parcel");
    assert!(shop.store.claim_due(&author, at(61), lease).expect("the file").is_none(), "claimed by one at a time");
    // A desk that dies leaves it to the next one, under the same Message-ID.
    let again = shop.store.claim_due(&author, at(300), lease).expect("the file").expect("taken over");
    assert_eq!((again.invitation.message_id.clone(), again.attempts), (parcel.invitation.message_id.clone(), 2));
    assert_eq!(
        shop.store.settle(&parcel, &Outcome::Delivered(Delivery::Smtp), &author, at(301)).expect("the file"),
        Settled::Overtaken
    );
    let deferred = Outcome::Deferred("450 greylisted".into());
    assert_eq!(shop.store.settle(&again, &deferred, &author, at(302)).expect("the file"), Settled::Queued);
    assert!(shop.store.claim_due(&author, at(303), lease).expect("the file").is_none(), "it waits");
    let third = shop.store.claim_due(&author, at(3000), lease).expect("the file").expect("due again");
    assert_eq!(
        shop.store.settle(&third, &Outcome::Delivered(Delivery::Smtp), &author, at(3001)).expect("the file"),
        Settled::Sent
    );
    assert_eq!(shop.contact(lopez, "Beatriz").invite.map(|invite| invite.state), Some(InviteState::Sent));

    let token = key.token(&third.nonce);
    let ask = |check, request: Option<&str>| Redeem {
        asked: Asked::Token(token.clone()),
        check,
        request: request.map(str::to_owned),
    };
    assert!(shop.store.redeem(&ask(true, None), &key, &author, at(3002)).expect("the file").is_ok());
    assert!(shop.store.redeem(&ask(false, Some("r1")), &key, &author, at(3003)).expect("the file").is_ok());
    assert!(shop.store.redeem(&ask(false, Some("r1")), &key, &author, at(3004)).expect("the file").is_ok());
    assert_eq!(shop.store.redeem(&ask(false, None), &key, &author, at(3005)).expect("the file"), Err(Denied::Used));
    assert_eq!(shop.store.access("BEA@ledger.example").expect("the file").len(), 1);
}

#[test]
fn a_code_is_locked_after_five_wrong_tries_and_the_link_is_not() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, with_access("Maria", "Lopez", "maria@lopez.example")).expect("added");
    let maria = shop.contact(lopez, "Maria");
    shop.invite(&maria, false).expect("queued");
    let (author, key, nonce) = (shop.author.clone(), shop.store.key().expect("a key"), [shop.deeds; NONCE_BYTES]);
    let ask = |email: &str, code: &str| Redeem {
        asked: Asked::Code { email: email.into(), code: code.into() },
        check: false,
        request: None,
    };
    assert_eq!(
        shop.store.redeem(&ask("nobody@x.example", "AAAA"), &key, &author, at(9)).expect("the file"),
        Err(Denied::Unknown)
    );
    for _ in 0..5 {
        let wrong = shop.store.redeem(&ask("maria@lopez.example", "AAAA-AAAA"), &key, &author, at(9));
        assert_eq!(wrong.expect("the file"), Err(Denied::Unknown));
    }
    let right = ask("maria@lopez.example", &key.code(&nonce));
    assert_eq!(shop.store.redeem(&right, &key, &author, at(9)).expect("the file"), Err(Denied::Locked));
    let link = Redeem { asked: Asked::Token(key.token(&nonce)), check: false, request: None };
    assert!(shop.store.redeem(&link, &key, &author, at(9)).expect("the file").is_ok());
}

#[test]
fn a_changed_address_ends_the_link() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    shop.add(lopez, with_access("Maria", "Lopez", "maria@lopez.example")).expect("added");
    let maria = shop.contact(lopez, "Maria");
    shop.invite(&maria, false).expect("queued");
    let nonce = [shop.deeds; NONCE_BYTES];
    let email = Some(Email::kept("m@lopez.example".into()));
    shop.edit(&maria, ContactDetails { email, ..maria.details.clone() }).expect("saved");
    let (author, key) = (shop.author.clone(), shop.store.key().expect("a key"));
    let link = Redeem { asked: Asked::Token(key.token(&nonce)), check: false, request: None };
    assert_eq!(shop.store.redeem(&link, &key, &author, at(9)).expect("the file"), Err(Denied::Revoked));
    let cleared = ContactDetails { email: None, ..shop.contact(lopez, "Maria").details };
    assert!(matches!(shop.edit(&shop.contact(lopez, "Maria"), cleared), Err(Refusal::Rule { .. })));
}

#[test]
fn everybody_is_found_and_the_row_says_why() {
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", Some("office@lopez.example"));
    let mueller = shop.customer("Autohaus Müller", None);
    let car = CarDetails { model: Some("911".into()), plate: Some("OKG 1234".into()), ..CarDetails::default() };
    shop.order(&Deed::AddCar { customer: lopez, details: car }).expect("added");
    let tom = ContactDetails {
        phone: Phone::read("(509) 555-0160", Region::US),
        role: Some("Assistant".into()),
        ..person("Tom", "O'Hale")
    };
    shop.add(lopez, tom).expect("added");
    for typed in [
        "lop",
        "racing lopez",
        "office@lopez",
        "okg1234",
        "okg 1234",
        "1234",
        "0160",
        "509 555-0160",
        "ohale",
        "tom o'hale",
    ] {
        assert_eq!(shop.names_found(typed), ["Lopez Racing"], "{typed}");
    }
    for typed in ["muller", "müller", "mueller", "MUELLER auto"] {
        assert_eq!(shop.names_found(typed), ["Autohaus Müller"], "{typed}");
    }
    for typed in ["x", "%", "\"", "ace", "*"] {
        assert!(shop.names_found(typed).is_empty() || Query::read(typed).is_empty(), "{typed}");
    }
    assert!(
        matches!(&shop.found("tom")[0].1, FoundBy::Contact { name, role, .. } if name == "Tom O'Hale" && role == "Assistant")
    );
    assert!(matches!(&shop.found("tom lopez")[0].1, FoundBy::Contact { .. }));
    assert!(matches!(&shop.found("okg")[0].1, FoundBy::Own(words) if words == "911 · OKG 1234"));
    // A contact that leaves is not found any more; an opened customer leads the list.
    let tom = shop.contact(lopez, "Tom");
    shop.order(&Deed::RemoveContact { id: tom.id, version: tom.version }).expect("removed");
    assert!(shop.names_found("tom").is_empty());
    assert_eq!(shop.names_found(""), ["Autohaus Müller", "Lopez Racing"]);
    shop.store.note_opened(lopez, "desk 2", at(50)).expect("noted");
    assert_eq!(shop.names_found(""), ["Lopez Racing", "Autohaus Müller"]);
    assert_eq!(shop.store.count(&Query::read("l"), Timestamp::UNIX_EPOCH).expect("counted").hits, 1);
    let _ = mueller;
}

#[test]
fn files_that_are_not_ours_are_left_alone() {
    let shop = Shop::new();
    let folder = shop.folder.path();
    let text = folder.join("notes.txt");
    std::fs::write(&text, "not a database, and longer than a header of one hundred bytes".repeat(9)).expect("written");
    assert!(matches!(Store::open(&text, at(0)), Err(StoreError::NotOurs(_))));
    let foreign = folder.join("foreign.db");
    Connection::open(&foreign).and_then(|conn| conn.execute_batch("CREATE TABLE t (x)")).expect("a file");
    let before = std::fs::read(&foreign).expect("a file");
    assert!(matches!(Store::open(&foreign, at(0)), Err(StoreError::NotOurs(_))));
    assert!(std::fs::read(&foreign).expect("a file") == before, "another program's file was changed");
    assert!(matches!(Store::open(&folder.join("none.db"), at(0)), Err(StoreError::NotFound(_))));
    assert!(matches!(Store::open(&folder.join("no/none.db"), at(0)), Err(StoreError::NoFolder(_))));
    assert!(matches!(Store::create(shop.store.path(), at(0), [1; KEY_BYTES]), Err(StoreError::Exists(_))));
    shop.raw().pragma_update(None, "user_version", 99).expect("a pragma");
    assert!(matches!(Store::open(shop.store.path(), at(0)), Err(StoreError::Newer { found: 99, .. })));
    assert_eq!(probe(&text), Probe::NotOurs);
    assert_eq!(probe(&folder.join("none.db")), Probe::Nothing);
}

#[test]
fn a_file_of_the_first_step_is_brought_up_after_a_copy_was_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.db");
    let conn = Connection::open(&path).expect("a file");
    conn.execute_batch(include_str!("../../assets/schema/0001_first.sql")).expect("the first step");
    conn.execute("UPDATE post SET held_until = 9000000000000000, reason = 'The login is wrong.'", []).expect("held");
    conn.pragma_update(None, "application_id", migrate::APPLICATION_ID).expect("a pragma");
    conn.pragma_update(None, "user_version", 1).expect("a pragma");
    drop(conn);
    let store = Store::open(&path, at(0)).expect("brought up");
    assert_eq!(migrate::step_of(&store.conn).expect("a step"), migrate::newest());
    assert_eq!(store.post_held(at(0)).expect("read").map(|held| held.words).as_deref(), Some("The login is wrong."));
    let copies = std::fs::read_dir(folder.path()).expect("a folder").filter_map(Result::ok);
    let is_copy = |name: String| name.starts_with("shop.db.before-step-2.");
    assert_eq!(copies.filter(|file| is_copy(file.file_name().to_string_lossy().into_owned())).count(), 1);
}

#[test]
fn a_newer_program_stops_the_older_one_from_writing() {
    let mut shop = Shop::new();
    shop.raw().pragma_update(None, "user_version", 99).expect("a pragma");
    let author = shop.author.clone();
    let written = shop.store.note_opened(CustomerId(1), &author.desk, at(1));
    assert!(matches!(written, Err(StoreError::Updated)));
}

#[test]
fn a_file_that_has_lost_its_name_takes_nothing_more() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing", None);
    let elsewhere = shop.folder.path().join("elsewhere.db");
    std::fs::rename(shop.store.path(), &elsewhere).expect("moved");
    let noted = |shop: &mut Shop| shop.store.note_opened(customer, "desk 2", at(1));
    assert!(matches!(noted(&mut shop), Err(StoreError::Gone(_))));
    std::fs::copy(&elsewhere, shop.store.path()).expect("replaced");
    assert!(matches!(noted(&mut shop), Err(StoreError::Gone(_))));
    assert!(matches!(shop.store.record(customer, &shop.author, 1), Err(StoreError::Gone(_))));
    std::fs::rename(&elsewhere, shop.store.path()).expect("put back");
    noted(&mut shop).expect("it is the same file again");
}

#[test]
fn a_held_lock_is_waited_for_and_then_given_up() {
    let mut shop = Shop::new();
    let raw = shop.raw();
    raw.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let asked = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counted = asked.clone();
    shop.store.set_patience(Box::new(move |_| counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 2));
    assert!(matches!(shop.store.note_opened(CustomerId(1), "desk 2", at(1)), Err(StoreError::Busy)));
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 3);
    raw.execute_batch("COMMIT").expect("released");
    shop.store.note_opened(CustomerId(1), "desk 2", at(1)).expect("the lock is free");
}

#[test]
fn the_index_equals_a_rebuilt_one() {
    let mut shop = Shop::new();
    let ids: Vec<CustomerId> = (0..5).map(|number| shop.customer(&format!("Shop {number}"), None)).collect();
    let mut chance = 12345_u64;
    for step in 0..150_u64 {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let id = ids[usize::try_from(chance >> 33).expect("small") % ids.len()];
        let record = shop.record(id);
        match (chance >> 20) % 4 {
            _ if record.customer.archived_at.is_some() => drop(shop.order(&Deed::RestoreCustomer { id })),
            0 => drop(shop.add(id, person(&format!("Name{step}"), "Öst"))),
            1 if !record.contacts.is_empty() => {
                let contact = &record.contacts[0];
                drop(shop.order(&Deed::RemoveContact { id: contact.id, version: contact.version }));
            }
            2 if !record.contacts.is_empty() => {
                let contact = record.contacts[0].clone();
                drop(
                    shop.edit(&contact, ContactDetails { last_name: format!("New{step}"), ..contact.details.clone() }),
                );
            }
            _ if record.history.iter().any(|entry| entry.undoable) => drop(shop.undo_last(id)),
            _ => {}
        }
    }
    let words = |shop: &Shop| -> Vec<(String, i64)> {
        let raw = shop.raw();
        raw.execute_batch("CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, search_all, instance)").expect("a view");
        let mut statement = raw.prepare("SELECT term, doc FROM temp.v ORDER BY 1, 2").expect("a query");
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).and_then(Iterator::collect).expect("the words")
    };
    let kept = words(&shop);
    assert!(kept.len() > 20);
    shop.store.write(|conn| Ok(derived::anew(conn)?)).expect("written").expect("not refused");
    assert_eq!(words(&shop), kept);
}
