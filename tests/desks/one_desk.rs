//! A desk without a screen that does things at random, and writes down what the file has acknowledged.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use frontdesk::domain::car::CarDetails;
use frontdesk::domain::change::AsJson;
use frontdesk::domain::contact::{Contact, ContactDetails, ContactId};
use frontdesk::domain::customer::{CustomerDetails, CustomerId};
use frontdesk::domain::deed::{Deed, Done, PreferenceEdit, Refusal, SamePerson};
use frontdesk::domain::email::Email;
use frontdesk::domain::history::{Act, Author, Subject};
use frontdesk::domain::invite::{Delivery, Posting};
use frontdesk::domain::joining::stands_alone;
use frontdesk::domain::phone::Phone;
use frontdesk::domain::preference::{MessageType, Preferences};
use frontdesk::domain::record::Record;
use frontdesk::store::{Occasion, Outcome, Store};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::desk::posting;
use crate::keeping::now;

const CUSTOMERS: [CustomerId; 3] = [CustomerId(1), CustomerId(2), CustomerId(3)];
const FIRST: [&str; 6] = ["Maria", "Tom", "Bea", "Ken", "Dana", "Luis"];
/// Few, so that the desks get into one another's way.
const EMAILS: [&str; 5] =
    ["maria@lopez.example", "tom@hale.example", "bea@ledger.example", "k@osei.example", "d@x.example"];
const ROLES: [&str; 3] = ["Spouse", "Assistant", "Bookkeeper"];

/// What the file has acknowledged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub subject: Subject,
    pub act: String,
    pub changes: Json,
}

/// What a desk has written down, in order. A line that was cut off by a kill was not written down.
pub fn said_by(database: &Path, number: u32) -> Vec<Said> {
    let text = fs::read_to_string(log(database, number)).unwrap_or_default();
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).expect("a line"))
        .collect()
}

fn log(database: &Path, number: u32) -> PathBuf {
    database.with_extension(format!("{number}.log"))
}

pub struct OneDesk {
    store: Store,
    author: Author,
    posting: Posting,
    pub chance: Rng,
    /// When it does what it does, where a story says so; else now.
    pub moment: Option<Timestamp>,
    log: File,
    /// How many acts the file has acknowledged.
    pub acts: usize,
}

impl OneDesk {
    pub fn of_this_process() -> Self {
        let number = std::env::var(super::NUMBER).expect("a number").parse().expect("a number");
        Self::at(Path::new(&std::env::var_os(super::FILE).expect("a file")), number)
    }

    /// The number is the run of its program, too.
    pub fn at(database: &Path, number: u32) -> Self {
        Self {
            store: Store::open(database, now()).expect("the file"),
            author: Author { staff: "ana".into(), desk: format!("desk {number}"), run: number.into() },
            posting: posting(Delivery::Folder),
            chance: Rng::with_seed(number.into()),
            moment: None,
            log: OpenOptions::new().create(true).append(true).open(log(database, number)).expect("a log"),
            acts: 0,
        }
    }

    pub fn order(&mut self, deed: &Deed) -> Result<Done, Refusal> {
        let key = self.store.key().expect("a key");
        let mut nonce = [0; 16];
        self.chance.fill(&mut nonce);
        let occasion = Occasion { author: &self.author, now: self.now(), nonce, posting: &self.posting, key: &key };
        self.store.perform(deed, &occasion).expect("the file answers")
    }

    fn now(&self) -> Timestamp {
        self.moment.unwrap_or_else(now)
    }

    pub fn changes_the_phone_of(&mut self, id: CustomerId, phone: &str) {
        let record = self.store.record(id, &self.author, 0).expect("the file answers").expect("a record");
        let before = record.customer.details;
        let after = CustomerDetails { phone: Some(Phone::kept(phone.to_owned())), ..before.clone() };
        self.order(&Deed::EditCustomer { id, before, after }).expect("saved");
    }

    /// Changes something of a person, or a car, whoever else is at it.
    pub fn changes(&mut self, customer: CustomerId, subject: Subject) {
        let record = self.store.record(customer, &self.author, 0).expect("the file answers").expect("a record");
        let deed = match subject {
            Subject::Contact(id) => record.contact(id).cloned().map(|contact| self.edits(&record, contact)),
            Subject::Customer => {
                let before = record.customer.details;
                let after = CustomerDetails { first_name: format!("Number{}", self.chance.u16(..)), ..before.clone() };
                Some(Deed::EditCustomer { id: customer, before, after })
            }
            Subject::Car(id) => record.car(id).map(|car| {
                let (before, plate) = (car.details.clone(), Some(format!("ANA {}", self.chance.u16(..))));
                Deed::EditCar { id, after: CarDetails { plate, ..before.clone() }, before }
            }),
        };
        // Archived or removed meanwhile, perhaps.
        deed.map(|deed| self.order(&deed).ok());
    }

    /// One act, or a refusal: the colleagues are not waited for.
    pub fn does_something(&mut self) {
        if self.chance.u8(..20) == 0 {
            return self.sends_what_waits();
        }
        let Some(deed) = self.something() else { return };
        let Ok(done) = self.order(&deed) else { return };
        if done.act == Act::Changed && done.changes.is_empty() {
            // An unchanged save writes nothing.
            return;
        }
        let changes = serde_json::to_value(AsJson(&done.changes)).expect("JSON");
        let said = Said { subject: done.subject, act: done.act.word().into(), changes };
        // In one piece: a kill leaves a whole line or none.
        let line = serde_json::to_string(&said).expect("a line") + "\n";
        self.log.write_all(line.as_bytes()).expect("written down");
        self.acts += 1;
    }

    fn sends_what_waits(&mut self) {
        let lease = SignedDuration::from_mins(2);
        if let Some(parcel) = self.store.claim_due(&self.author, self.now(), lease).expect("the file answers") {
            let outcome = match self.chance.u8(..3) {
                0 => Outcome::Refused("550 user unknown".into()),
                _ => Outcome::Delivered(Delivery::Folder),
            };
            self.store.settle(&parcel, &outcome, &self.author, self.now()).expect("the file answers");
        }
    }

    fn something(&mut self) -> Option<Deed> {
        // One of the first, at times one that a contact has become.
        let last = if self.chance.u8(..4) == 0 { 6 } else { 3 };
        let customer = CustomerId(self.chance.i64(1..=last));
        let record = self.store.record(customer, &self.author, 100).expect("the file answers")?;
        if record.customer.archived_at.is_some() {
            return Some(Deed::RestoreCustomer { id: customer });
        }
        let contact = self.chance.choice(&record.contacts).cloned();
        match (self.chance.u8(..20), contact) {
            (16, None) if stands_alone(&record).is_ok() => {
                let of = *self.chance.choice(&CUSTOMERS)?;
                Some(Deed::BecomeContact { id: customer, version: record.customer.version, of })
            }
            (17, _) => Some(Deed::ArchiveCustomer {
                id: customer,
                version: record.customer.version,
                ends: record.with_access().map(|contact| contact.id).collect(),
            }),
            (18, Some(contact)) => Some(Deed::BecomeCustomer { id: contact.id, version: contact.version }),
            // Rarely: it changes half of everybody, and the others wait.
            (19, _) if self.chance.u8(..10) == 0 => {
                let mut role = || self.chance.choice(&ROLES).map(|role| (*role).to_owned());
                Some(Deed::ReplaceRole { from: role()?, to: role()?, needs_description: false })
            }
            (0..3, _) | (_, None) => Some(self.adds(&record)),
            (3..7, Some(contact)) => Some(self.edits(&record, contact)),
            (7, Some(contact)) => Some(Deed::RemoveContact { id: contact.id, version: contact.version }),
            (8, _) => restorable(&record).map(|id| Deed::RestoreContact { id }),
            (9, Some(contact)) => invites(&contact, self.chance.bool()),
            (10, Some(contact)) => contact.invite.map(|invite| Deed::RevokeInvite { id: invite.id }),
            (11..14, _) => {
                record.history.iter().find(|entry| entry.undoable).map(|entry| Deed::Undo { entry: entry.id })
            }
            (14, Some(contact)) => {
                let to = *self.chance.choice(&CUSTOMERS)?;
                let (id, version, keep) = (contact.id, contact.version, self.chance.bool());
                (to != customer).then_some(Deed::MoveContact { id, version, to, keep })
            }
            (_, Some(contact)) => Some(self.sets_preferences(&record, &contact)),
        }
    }

    fn adds(&mut self, record: &Record) -> Deed {
        let name = |chance: &mut Rng| (*chance.choice(&FIRST).expect("a name")).to_owned();
        let details = ContactDetails {
            first_name: name(&mut self.chance),
            last_name: format!("Number{}", self.chance.u16(..)),
            email: Some(self.email()),
            portal_access: self.chance.bool(),
            primary: self.chance.u8(..3) == 0,
            ..ContactDetails::default()
        };
        Deed::AddContact {
            customer: record.customer.id,
            details,
            same_person: SamePerson::Confirmed,
            primary_seen: record.primary_id(),
        }
    }

    fn edits(&mut self, record: &Record, contact: Contact) -> Deed {
        let before = contact.details;
        let mut after = before.clone();
        match self.chance.u8(..6) {
            0 => after.email = if self.chance.bool() { Some(self.email()) } else { None },
            1 => after.phone = Some(Phone::kept(format!("+1509555{:04}", self.chance.u16(..10_000)))),
            2 => after.role = self.chance.choice(&ROLES).map(|role| (*role).to_owned()),
            3 => after.primary = !after.primary,
            4 => after.portal_access = !after.portal_access,
            _ => after.last_name = format!("Number{}", self.chance.u16(..)),
        }
        Deed::EditContact {
            id: contact.id,
            before,
            after,
            same_person: SamePerson::Confirmed,
            primary_seen: record.primary_id(),
        }
    }

    fn sets_preferences(&mut self, record: &Record, contact: &Contact) -> Deed {
        let mut some = || -> Preferences { MessageType::ALL.into_iter().filter(|_| self.chance.bool()).collect() };
        let edits = vec![
            PreferenceEdit { subject: Subject::Customer, before: record.customer.details.preferences, after: some() },
            PreferenceEdit {
                subject: Subject::Contact(contact.id),
                before: contact.details.preferences,
                after: some(),
            },
        ];
        Deed::SetPreferences { customer: record.customer.id, edits }
    }

    fn email(&mut self) -> Email {
        Email::kept((*self.chance.choice(&EMAILS).expect("an email")).to_owned())
    }
}

fn invites(contact: &Contact, turn_on_access: bool) -> Option<Deed> {
    Some(Deed::Invite {
        id: contact.id,
        version: contact.version,
        email: contact.details.email.clone()?,
        turn_on_access,
        same_person: SamePerson::Confirmed,
    })
}

/// Somebody who was removed and is not back.
fn restorable(record: &Record) -> Option<ContactId> {
    record.history.iter().find_map(|entry| match entry.subject {
        Subject::Contact(id) if entry.act == Act::Removed && record.contact(id).is_none() => Some(id),
        _ => None,
    })
}
