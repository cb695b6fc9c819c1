//! A transaction under way: what every deed writes with, and what it comes to.

use rusqlite::Connection;

use super::Occasion;
use super::history::{NewEntry, last_hand};
use super::transaction::Halt;
use crate::domain::change::{Change, Field};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Done, Refusal};
use crate::domain::history::{Act, EntryId, Subject};

/// A transaction under way, with what every part of it needs.
pub struct Work<'a> {
    pub conn: &'a Connection,
    pub occasion: &'a Occasion<'a>,
}

impl Work<'_> {
    /// Writes an entry of the history.
    pub fn enter(&self, entry: NewEntry) -> Result<EntryId, rusqlite::Error> {
        entry.write(self.conn, self.occasion.author, self.occasion.now)
    }

    /// Milliseconds of now, as the file keeps moments.
    pub fn now(&self) -> i64 {
        self.occasion.now.as_millisecond()
    }

    /// Refused because somebody changed it since the person looked.
    pub fn changed(&self, customer: CustomerId, subject: Subject, name: String) -> Result<Halt, rusqlite::Error> {
        let hand = last_hand(self.conn, customer, subject)?;
        Ok(Refusal::Changed { name, staff: hand.staff, desk: hand.desk, at: hand.at }.into())
    }

    /// Refused because somebody removed it, or moved it to another customer.
    pub fn removed(&self, customer: CustomerId, subject: Subject, name: String) -> Result<Halt, rusqlite::Error> {
        let hand = last_hand(self.conn, customer, subject)?;
        Ok(Refusal::Removed { name, there: hand.there, staff: hand.staff, desk: hand.desk, at: hand.at }.into())
    }

    /// Refused because both sides changed the same fields.
    pub fn clash(&self, customer: CustomerId, subject: Subject, fields: Vec<Field>) -> Result<Halt, rusqlite::Error> {
        let hand = last_hand(self.conn, customer, subject)?;
        Ok(Refusal::Clash { fields, staff: hand.staff, desk: hand.desk, at: hand.at }.into())
    }
}

/// What an order came to, where nobody else was touched.
pub fn done(customer: CustomerId, subject: Subject, name: String, act: Act, changes: Vec<Change>) -> Done {
    Done {
        customer,
        subject,
        name,
        act,
        changes,
        also: Vec::new(),
        no_longer_primary: None,
        came_from: None,
        undo: None,
        undone: false,
        invite: None,
        invited: Vec::new(),
        offered: Vec::new(),
    }
}
