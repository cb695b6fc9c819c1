//! The outbox: invites that still have to leave the house. The table is the queue; a lease makes one desk at a time
//! send an invite, and one transaction settles it with the history.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::history::NewEntry;
use super::transaction::Halt;
use super::{Store, StoreError};
use super::{address, row};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::email::Email;
use crate::domain::history::{Act, Author, Subject};
use crate::domain::invite::{Delivery, InviteId, LEAST_HOURS_LEFT, next_attempt};
use crate::domain::outbox::{Held, Invitation, Waiting};
use crate::domain::preference::Preferences;
use crate::domain::secret::{NONCE_BYTES, Nonce};

/// The longest that an invite waits for its next attempt, and a margin.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(61);

/// An invite claimed for sending.
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    pub invite: InviteId,
    pub contact: ContactId,
    pub customer: CustomerId,
    /// What its letter says.
    pub invitation: Invitation,
    pub nonce: Nonce,
    /// This attempt counted.
    pub attempts: u32,
    /// Tells this claim from one that took over after its lease.
    claimed_until: i64,
}

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it, or the file is written: by which of the two.
    Delivered(Delivery),
    /// Not now: tried again later, in these words.
    Deferred(String),
    /// Never, for this address: in the server's words.
    Refused(String),
    /// Never, for this letter; the address may be right.
    Rejected(String),
    /// The set-up is at fault and nobody's address: the attempt does not count.
    Held(String),
}

/// What became of an invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Sent,
    Queued,
    Failed,
    /// It was revoked, or taken over by another desk, while it was being sent.
    Overtaken,
}

impl Store {
    /// Claims the invite that is due longest, until its lease ends. One whose desk died is claimed again under the
    /// same Message-ID; one with too little of its validity left fails instead.
    pub fn claim_due(
        &mut self,
        author: &Author,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Parcel>, StoreError> {
        if self.next_due(now)?.is_none_or(|due| due > now) {
            return Ok(None);
        }
        let claimed = self.write(|conn| {
            fail_those_too_late(conn, author, now)?;
            let until = now.saturating_add(lease).unwrap_or(now).as_millisecond();
            Ok(claim(conn, now, until)?)
        })?;
        // A claim refuses nothing.
        Ok(claimed.ok().flatten())
    }

    /// Writes down how a delivery ended, with the history, in one transaction.
    pub fn settle(
        &mut self,
        parcel: &Parcel,
        outcome: &Outcome,
        author: &Author,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        let settled = self.write(|conn| settle(conn, parcel, outcome, author, now))?;
        Ok(settled.unwrap_or(Settled::Overtaken))
    }

    /// When the next invite is due; not while the post is held.
    pub fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.reading(|conn| {
            conn.prepare_cached(
                "SELECT max(due, coalesce((SELECT held_until FROM post WHERE held_until <= ?1), 0)) FROM (
                     SELECT min(CASE WHEN state = 'sending' THEN claimed_until
                                     WHEN next_attempt_at <= ?1 THEN next_attempt_at ELSE 0 END) AS due
                     FROM invite WHERE state IN ('queued', 'sending')) WHERE due IS NOT NULL",
            )?
            .query_map([furthest(now)], |found| row::moment(found, 0))?
            .next()
            .transpose()
            .map(Option::flatten)
        })
    }

    /// Why no desk sends anything for now, if so.
    pub fn post_held(&self, now: Timestamp) -> Result<Option<Held>, StoreError> {
        self.reading(|conn| held(conn, now))
    }

    /// Holds the whole post until the next look, and says why.
    pub fn hold_post(&mut self, words: &str, now: Timestamp) -> Result<(), StoreError> {
        self.write(|conn| {
            let looks = conn.query_row("SELECT looks + 1 FROM post", [], |found| found.get(0))?;
            let (at, until) = (now.as_millisecond(), Held::next_look(looks, now).as_millisecond());
            conn.prepare_cached(
                "UPDATE post SET reason = ?1, held_until = ?2, held_since = coalesce(held_since, ?3), looks = ?4",
            )?
            .execute((words, until, at, looks))?;
            Ok(())
        })
        .map(|_| ())
    }

    /// Lets the post go on.
    pub fn let_post_go(&mut self) -> Result<(), StoreError> {
        if self.reading(|conn| conn.query_row("SELECT reason IS NULL FROM post", [], |found| found.get(0)))? {
            return Ok(());
        }
        self.write(|conn| Ok(let_go(conn)?)).map(|_| ())
    }

    /// Invites that have not arrived: waiting, failed or expired, where no later one has taken their place.
    pub fn outbox(&self, now: Timestamp) -> Result<Vec<Waiting>, StoreError> {
        let sql = format!(
            "SELECT {}, contact.id, contact.first_name || ' ' || contact.last_name,
                    coalesce(role_description, role, 'no role'), customer.id,
                    coalesce(company, customer.first_name || ' ' || customer.last_name)
             FROM invite JOIN contact ON contact.id = contact_id JOIN customer ON customer.id = customer_id
             WHERE invite.id = (SELECT max(id) FROM invite latest WHERE latest.contact_id = contact.id)
               AND contact.removed_at IS NULL AND archived_at IS NULL AND portal_access = 1
               AND (state IN ('queued', 'sending', 'failed', 'expired') OR (state = 'sent' AND expires_at <= ?1))
             ORDER BY state NOT IN ('failed'), state IN ('sent', 'expired'), invite.id",
            row::INVITE
        );
        self.reading(|conn| {
            conn.prepare_cached(&sql)?
                .query_map([now.as_millisecond()], |found| {
                    Ok(Waiting {
                        invite: row::invite(found, 0)?,
                        contact: ContactId(found.get(13)?),
                        contact_name: row::words(found, 14)?,
                        role: row::words(found, 15)?,
                        customer: CustomerId(found.get(16)?),
                        customer_name: row::words(found, 17)?,
                    })
                })?
                .collect()
        })
    }

    /// The nonce of an open invite, for showing its link to somebody at the desk; that is written into the history.
    pub fn open_link(
        &mut self,
        id: InviteId,
        author: &Author,
        now: Timestamp,
    ) -> Result<Option<(String, Nonce)>, StoreError> {
        let shown = self.write(|conn| {
            let found = conn
                .prepare_cached(
                    "SELECT contact_id, customer_id, first_name || ' ' || last_name, nonce
                     FROM invite JOIN contact ON contact.id = contact_id
                     WHERE invite.id = ?1 AND state IN ('queued', 'sending', 'sent') AND expires_at > ?2",
                )?
                .query_map((id.0, now.as_millisecond()), |found| {
                    let ids = (ContactId(found.get(0)?), CustomerId(found.get(1)?));
                    Ok((ids, row::words(found, 2)?, found.get::<_, [u8; NONCE_BYTES]>(3)?))
                })?
                .next()
                .transpose()?;
            let Some(((contact, customer), name, nonce)) = found else { return Ok(None) };
            NewEntry::new(customer, Subject::Contact(contact), &name, Act::LinkShown).write(conn, author, now)?;
            Ok(Some((name, nonce)))
        })?;
        Ok(shown.ok().flatten())
    }
}

/// Whatever held the post does so no more.
pub(super) fn let_go(conn: &Connection) -> Result<(), rusqlite::Error> {
    conn.execute("UPDATE post SET held_until = NULL, reason = NULL, held_since = NULL, looks = 0", [])?;
    Ok(())
}

/// Why the post is held at a moment.
pub(super) fn held(conn: &Connection, now: Timestamp) -> Result<Option<Held>, rusqlite::Error> {
    conn.prepare_cached("SELECT reason, held_since, held_until FROM post WHERE held_until > ?1")?
        .query_map([now.as_millisecond()], |found| {
            Ok(Held { words: row::words(found, 0)?, since: row::at(found.get(1)?), next_try: row::at(found.get(2)?) })
        })?
        .next()
        .transpose()
}

/// No pause is longer: a moment further off was written before the clock was set back, and would lame the post.
fn furthest(now: Timestamp) -> i64 {
    now.saturating_add(LONGEST_PAUSE).unwrap_or(now).as_millisecond()
}

fn claim(conn: &Connection, now: Timestamp, until: i64) -> Result<Option<Parcel>, rusqlite::Error> {
    let id = conn
        .prepare_cached(
            "UPDATE invite SET state = 'sending', claimed_until = ?2, attempts = attempts + 1
             WHERE id = (SELECT id FROM invite
                         WHERE (state = 'queued' AND (next_attempt_at <= ?1 OR next_attempt_at > ?3))
                            OR (state = 'sending' AND claimed_until <= ?1)
                         ORDER BY next_attempt_at, id LIMIT 1)
             RETURNING id",
        )?
        .query_map((now.as_millisecond(), until, furthest(now)), |found| found.get::<_, i64>(0))?
        .next()
        .transpose()?;
    let Some(id) = id else { return Ok(None) };
    conn.prepare_cached(
        "SELECT invite.id, message_id, invite.email, contact.id, contact.first_name || ' ' || contact.last_name,
                customer.id, coalesce(company, customer.first_name || ' ' || customer.last_name), queued_by,
                contact.preferences, nonce, queued_at, expires_at, attempts, claimed_until
         FROM invite JOIN contact ON contact.id = contact_id JOIN customer ON customer.id = customer_id
         WHERE invite.id = ?1",
    )?
    .query_map([id], |found| {
        Ok(Parcel {
            invite: InviteId(found.get(0)?),
            contact: ContactId(found.get(3)?),
            customer: CustomerId(found.get(5)?),
            invitation: Invitation {
                message_id: row::words(found, 1)?,
                email: Email::kept(row::words(found, 2)?),
                contact_name: row::words(found, 4)?,
                customer_name: row::words(found, 6)?,
                invited_by: row::words(found, 7)?,
                preferences: Preferences::from_bits(found.get(8)?),
                queued_at: row::at(found.get(10)?),
                expires_at: row::at(found.get(11)?),
            },
            nonce: found.get(9)?,
            attempts: found.get(12)?,
            claimed_until: found.get(13)?,
        })
    })?
    .next()
    .transpose()
}

/// With under a day of its validity left, an undelivered invite fails: nobody could use it in time.
fn fail_those_too_late(conn: &Connection, author: &Author, now: Timestamp) -> Result<(), Halt> {
    let limit = now.saturating_add(SignedDuration::from_hours(LEAST_HOURS_LEFT)).unwrap_or(now).as_millisecond();
    let late = conn
        .prepare_cached(
            "UPDATE invite SET state = 'failed', ended_at = ?1,
                    last_error = 'It could not be delivered in time. Last reason: ' || coalesce(last_error, 'none')
             WHERE expires_at < ?2 AND (state = 'queued' OR (state = 'sending' AND claimed_until <= ?1))
             RETURNING contact_id, last_error",
        )?
        .query_map((now.as_millisecond(), limit), |found| Ok((ContactId(found.get(0)?), row::words(found, 1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    for (contact, words) in late {
        enter(conn, contact, Act::InviteFailed, &words, author, now)?;
    }
    Ok(())
}

fn settle(
    conn: &Connection,
    parcel: &Parcel,
    outcome: &Outcome,
    author: &Author,
    now: Timestamp,
) -> Result<Settled, Halt> {
    let at = now.as_millisecond();
    let next = next_attempt(parcel.attempts, now, parcel.invitation.expires_at);
    let (settled, changed) = match (outcome, next) {
        (Outcome::Delivered(by), _) => (
            Settled::Sent,
            conn.prepare_cached(
                "UPDATE invite SET state = 'sent', sent_at = ?3, delivery = ?4, claimed_until = NULL, next_attempt_at = NULL, last_error = NULL
                 WHERE id = ?1 AND state = 'sending' AND claimed_until = ?2",
            )?
            .execute((parcel.invite.0, parcel.claimed_until, at, by.word()))?,
        ),
        (Outcome::Deferred(words), Some(next)) => (
            Settled::Queued,
            conn.prepare_cached(
                "UPDATE invite SET state = 'queued', next_attempt_at = ?3, claimed_until = NULL, last_error = ?4
                 WHERE id = ?1 AND state = 'sending' AND claimed_until = ?2",
            )?
            .execute((parcel.invite.0, parcel.claimed_until, next.as_millisecond(), words))?,
        ),
        (Outcome::Held(words), _) => (
            Settled::Queued,
            conn.prepare_cached(
                "UPDATE invite SET state = 'queued', attempts = attempts - 1, next_attempt_at = ?3, claimed_until = NULL, last_error = ?4
                 WHERE id = ?1 AND state = 'sending' AND claimed_until = ?2",
            )?
            .execute((parcel.invite.0, parcel.claimed_until, at, words))?,
        ),
        (Outcome::Refused(words) | Outcome::Rejected(words), _) | (Outcome::Deferred(words), None) => (
            Settled::Failed,
            conn.prepare_cached(
                "UPDATE invite SET state = 'failed', ended_at = ?3, claimed_until = NULL, next_attempt_at = NULL, last_error = ?4
                 WHERE id = ?1 AND state = 'sending' AND claimed_until = ?2",
            )?
            .execute((parcel.invite.0, parcel.claimed_until, at, words))?,
        ),
    };
    if changed == 0 {
        return Ok(Settled::Overtaken);
    }
    match (settled, outcome) {
        (Settled::Sent, Outcome::Delivered(by)) => {
            let act = if *by == Delivery::Folder { Act::InviteWritten } else { Act::InviteSent };
            enter(conn, parcel.contact, act, parcel.invitation.email.as_str(), author, now)?;
        }
        (Settled::Failed, Outcome::Refused(words) | Outcome::Rejected(words) | Outcome::Deferred(words)) => {
            enter(conn, parcel.contact, Act::InviteFailed, words, author, now)?;
            if matches!(outcome, Outcome::Refused(_)) {
                address::returned(conn, &parcel.invitation.email, words, author, now)?;
            }
        }
        _ => {}
    }
    Ok(settled)
}

fn enter(
    conn: &Connection,
    contact: ContactId,
    act: Act,
    note: &str,
    author: &Author,
    now: Timestamp,
) -> Result<(), rusqlite::Error> {
    let (customer, name) = conn
        .prepare_cached("SELECT customer_id, first_name || ' ' || last_name FROM contact WHERE id = ?1")?
        .query_row([contact.0], |found| Ok((CustomerId(found.get(0)?), row::words(found, 1)?)))?;
    NewEntry::new(customer, Subject::Contact(contact), &name, act).note(note).write(conn, author, now)?;
    Ok(())
}
