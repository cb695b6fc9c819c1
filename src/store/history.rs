//! The history: one entry for every act, in the transaction of the act.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::row::{self, moment, text, words};
use crate::domain::car::CarId;
use crate::domain::change::{AsJson, Change, changes_from_json};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::history::{Act, Author, Entry, EntryId, Subject};

/// An entry to be written.
pub struct NewEntry<'a> {
    pub customer: CustomerId,
    pub subject: Subject,
    pub name: &'a str,
    pub act: Act,
    pub changes: &'a [Change],
    pub note: Option<&'a str>,
    pub ties: Ties,
}

/// How an entry hangs together with others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ties {
    /// The first entry of the same act, where this one follows another.
    pub follows: Option<EntryId>,
    /// The entry that this one takes back.
    pub undoes: Option<EntryId>,
}

impl<'a> NewEntry<'a> {
    pub fn new(customer: CustomerId, subject: Subject, name: &'a str, act: Act) -> Self {
        Self { customer, subject, name, act, changes: &[], note: None, ties: Ties::default() }
    }

    pub fn changes(self, changes: &'a [Change]) -> Self {
        Self { changes, ..self }
    }

    pub fn note(self, note: &'a str) -> Self {
        Self { note: Some(note), ..self }
    }

    pub fn ties(self, ties: Ties) -> Self {
        Self { ties, ..self }
    }

    pub fn write(self, conn: &Connection, author: &Author, now: Timestamp) -> Result<EntryId, rusqlite::Error> {
        let (contact, car) = ids(self.subject);
        conn.prepare_cached(
            "INSERT INTO history (follows, customer_id, contact_id, car_id, at, staff, desk, run, act, subject, changes, note, undoes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute((
            self.ties.follows.map(|entry| entry.0),
            self.customer.0,
            contact,
            car,
            now.as_millisecond(),
            &author.staff,
            &author.desk,
            author.run,
            self.act.word(),
            self.name,
            serde_json::to_string(&AsJson(self.changes)).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?,
            self.note,
            self.ties.undoes.map(|entry| entry.0),
        ))?;
        Ok(EntryId(conn.last_insert_rowid()))
    }
}

/// The ids of contact and car in a row.
pub fn ids(subject: Subject) -> (Option<i64>, Option<i64>) {
    match subject {
        Subject::Customer => (None, None),
        Subject::Contact(id) => (Some(id.0), None),
        Subject::Car(id) => (None, Some(id.0)),
    }
}

/// Acts that change their subject: those that can be undone.
pub const CHANGING: &str = "act IN ('added', 'changed', 'removed', 'restored', 'archived')";

/// Whether somebody or something hangs under the customer of an entry: then the customer is not taken back.
const HAS_MORE: &str = "EXISTS (
    SELECT 1 FROM contact WHERE contact.customer_id = history.customer_id AND removed_at IS NULL
    UNION ALL SELECT 1 FROM car WHERE car.customer_id = history.customer_id AND removed_at IS NULL)";

/// Entries of a customer, newest first.
pub fn of_customer(
    conn: &Connection,
    customer: CustomerId,
    author: &Author,
    limit: usize,
) -> Result<Vec<Entry>, rusqlite::Error> {
    let sql = format!(
        "SELECT id, at, staff, desk, contact_id, car_id, subject, act, changes, note,
                coalesce(follows, id), run = ?2 AND {CHANGING} AND undone_by IS NULL AND undoes IS NULL
                AND (act <> 'added' OR contact_id IS NOT NULL OR car_id IS NOT NULL OR NOT {HAS_MORE})
                AND NOT EXISTS (
                    SELECT 1 FROM history later
                    WHERE later.customer_id = history.customer_id AND later.id > history.id
                      AND later.contact_id IS history.contact_id AND later.car_id IS history.car_id
                      AND later.{CHANGING}
                      AND later.undone_by IS NULL AND later.undoes IS NULL
                      AND coalesce(later.follows, later.id) <> coalesce(history.follows, history.id))
         FROM history WHERE customer_id = ?1 ORDER BY id DESC LIMIT ?3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    conn.prepare_cached(&sql)?.query_map((customer.0, author.run, limit), entry)?.collect()
}

pub fn count(conn: &Connection, customer: CustomerId) -> Result<usize, rusqlite::Error> {
    conn.prepare_cached("SELECT count(*) FROM history WHERE customer_id = ?1")?
        .query_row([customer.0], |found| row::count(found, 0))
}

fn entry(found: &Row) -> Result<Entry, rusqlite::Error> {
    let subject = match (found.get(4)?, found.get(5)?) {
        (Some(contact), _) => Subject::Contact(ContactId(contact)),
        (None, Some(car)) => Subject::Car(CarId(car)),
        (None, None) => Subject::Customer,
    };
    Ok(Entry {
        id: EntryId(found.get(0)?),
        at: moment(found, 1)?.unwrap_or(Timestamp::UNIX_EPOCH),
        staff: words(found, 2)?,
        desk: words(found, 3)?,
        subject,
        subject_name: words(found, 6)?,
        act: Act::from_word(&words(found, 7)?).unwrap_or(Act::Changed),
        changes: serde_json::from_str(&words(found, 8)?).map(|json| changes_from_json(&json)).unwrap_or_default(),
        note: text(found, 9)?,
        first: EntryId(found.get(10)?),
        undoable: found.get(11)?,
    })
}

/// Who last did something to a subject, and when.
pub struct LastHand {
    pub staff: String,
    pub desk: String,
    pub at: Timestamp,
    /// Where to, if it was moved to another customer.
    pub there: Option<String>,
}

pub fn last_hand(conn: &Connection, customer: CustomerId, subject: Subject) -> Result<LastHand, rusqlite::Error> {
    let (contact, car) = ids(subject);
    let found = conn
        .prepare_cached(&format!(
            "SELECT staff, desk, at, CASE act WHEN 'removed' THEN note END FROM history
             WHERE customer_id = ?1 AND contact_id IS ?2 AND car_id IS ?3 AND {CHANGING}
             ORDER BY id DESC LIMIT 1"
        ))?
        .query_map((customer.0, contact, car), |found| {
            Ok(LastHand {
                staff: words(found, 0)?,
                desk: words(found, 1)?,
                at: row::at(found.get(2)?),
                there: text(found, 3)?,
            })
        })?
        .next()
        .transpose()?;
    // A file that another program wrote may have no history.
    Ok(found.unwrap_or_else(|| LastHand {
        staff: "somebody".to_owned(),
        desk: "another program".to_owned(),
        at: Timestamp::UNIX_EPOCH,
        there: None,
    }))
}
