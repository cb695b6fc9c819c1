//! What somebody says of an email address, written for every account where it stands.

use jiff::Timestamp;
use rusqlite::Connection;

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{marks, record};
use crate::domain::address::{Mark, Marks, Source};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::deed::{AddressChange, AddressReport, Done};
use crate::domain::email::Email;
use crate::domain::history::{Act, Author, EntryId, Subject};

/// Somebody on whose row the address stands.
struct Holder {
    customer: CustomerId,
    subject: Subject,
    name: String,
}

/// As somebody at a desk says it, with the reason that was typed.
pub fn change(work: &Work, report: &AddressReport, reason: &str) -> Result<Done, Halt> {
    let AddressReport { customer, subject, email, change } = report;
    let known = marks::of(work.conn, Some(email))?;
    let (author, now) = (work.occasion.author, work.occasion.now);
    let act = match *change {
        AddressChange::Mark(mark) => {
            let source = mark.source_at_the_desk();
            write(work.conn, email, mark, source, reason, author, now)?
        }
        AddressChange::WriteAgain => {
            lift(work.conn, email, &[Mark::NoMessages, Mark::NoMarketing], &known)?.then_some(Act::MessagesWanted)
        }
        AddressChange::Arrives => lift(work.conn, email, &[Mark::Returned], &known)?.then_some(Act::MailArrives),
    };
    match act {
        Some(act) => {
            record_at_all(work.conn, email, act, reason, author, now)?;
            Ok(done(*customer, *subject, email.to_string(), act, Vec::new()))
        }
        // Another desk has said the same a moment before.
        None => Ok(done(*customer, *subject, email.to_string(), Act::Changed, Vec::new())),
    }
}

/// The server refused the address for good: so it says of itself.
pub fn returned(
    conn: &Connection,
    email: &Email,
    words: &str,
    author: &Author,
    now: Timestamp,
) -> Result<(), rusqlite::Error> {
    if let Some(act) = write(conn, email, Mark::Returned, Source::Server, words, author, now)? {
        record_at_all(conn, email, act, words, author, now)?;
    }
    Ok(())
}

/// Writes a mark; `None` where it stands already, as it was first said. What can no longer be sent fails at once.
fn write(
    conn: &Connection,
    email: &Email,
    mark: Mark,
    source: Source,
    how: &str,
    author: &Author,
    now: Timestamp,
) -> Result<Option<Act>, rusqlite::Error> {
    let written = conn
        .prepare_cached(
            "INSERT INTO address_mark (email_key, mark, said_by, how, staff, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?
        .execute((email.key(), mark.word(), source.word(), how, &author.staff, now.as_millisecond()))?;
    if written == 0 {
        return Ok(None);
    }
    Ok(Some(match mark {
        Mark::NoMarketing => Act::MarketingStopped,
        Mark::NoMessages => {
            fail_what_waits(conn, email, "The person asked not to be written to.", author, now)?;
            Act::MessagesStopped
        }
        Mark::Returned => {
            fail_what_waits(conn, email, "Mail does not arrive at this address.", author, now)?;
            Act::MailReturned
        }
    }))
}

fn lift(conn: &Connection, email: &Email, marks: &[Mark], known: &Marks) -> Result<bool, rusqlite::Error> {
    let mut erase = conn.prepare_cached("DELETE FROM address_mark WHERE email_key = ?1 AND mark = ?2")?;
    for mark in marks {
        erase.execute((email.key(), mark.word()))?;
    }
    Ok(marks.iter().any(|mark| known.has(*mark)))
}

/// Invites that wait for an address to which nothing may or can be sent any more.
fn fail_what_waits(
    conn: &Connection,
    email: &Email,
    words: &str,
    author: &Author,
    now: Timestamp,
) -> Result<(), rusqlite::Error> {
    let failed = conn
        .prepare_cached(
            "UPDATE invite SET state = 'failed', ended_at = ?2, next_attempt_at = NULL, last_error = ?3
             WHERE state = 'queued' AND contact_id IN (SELECT id FROM contact WHERE email_key = ?1)
             RETURNING contact_id",
        )?
        .query_map((email.key(), now.as_millisecond(), words), |found| found.get(0).map(ContactId))?
        .collect::<Result<Vec<_>, _>>()?;
    for id in failed {
        if let Some(contact) = record::contact(conn, id)? {
            let subject = Subject::Contact(id);
            NewEntry::new(contact.customer, subject, &contact.details.name(), Act::InviteFailed)
                .note(words)
                .write(conn, author, now)?;
        }
    }
    Ok(())
}

/// One act in the history of everybody at whom the address stands.
fn record_at_all(
    conn: &Connection,
    email: &Email,
    act: Act,
    how: &str,
    author: &Author,
    now: Timestamp,
) -> Result<(), rusqlite::Error> {
    let note = format!("{email}: {how}");
    let mut first: Option<EntryId> = None;
    for Holder { customer, subject, name } in holders(conn, email)? {
        let ties = Ties { follows: first, undoes: None };
        let entry = NewEntry::new(customer, subject, &name, act).note(&note).ties(ties).write(conn, author, now)?;
        first.get_or_insert(entry);
    }
    Ok(())
}

fn holders(conn: &Connection, email: &Email) -> Result<Vec<Holder>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT id, NULL, coalesce(company, first_name || ' ' || last_name) FROM customer WHERE email_key = ?1
         UNION ALL
         SELECT customer_id, id, first_name || ' ' || last_name FROM contact
         WHERE email_key = ?1 AND removed_at IS NULL",
    )?
    .query_map([email.key()], |found| {
        let contact: Option<i64> = found.get(1)?;
        Ok(Holder {
            customer: CustomerId(found.get(0)?),
            subject: contact.map_or(Subject::Customer, |id| Subject::Contact(ContactId(id))),
            name: super::row::words(found, 2)?,
        })
    })?
    .collect()
}
