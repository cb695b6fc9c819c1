//! The rules of the shop, held against a real file.

mod drafts;
mod importing;
mod indexing;
mod inviting;
mod migrating;
mod opening;
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
        let posting = posting();
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
        self.order(&Deed::invite(contact, turn_on_access).expect("an email"))
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

fn posting() -> Posting {
    Posting { has_sign_in_address: true, valid_days: 7, delivery: Delivery::Smtp, sender_domain: "shop.example".into() }
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
