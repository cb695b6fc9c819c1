//! Carries out a [`Deed`]: one order, one transaction, every rule.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::Connection;

use super::history::{NewEntry, last_hand};
use super::transaction::Halt;
use super::{
    Occasion, Store, StoreError, archive, car, contact, customer, elsewhere, index, invite, joining, leaving, undo,
};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, Done, Refusal};
use crate::domain::history::{Act, Change, EntryId, Field, Subject};

/// A transaction under way, with what every part of it needs.
pub struct Work<'a> {
    pub conn: &'a Connection,
    pub occasion: &'a Occasion<'a>,
    /// Where many rows change, their index is written once, at the end.
    pub index_later: Option<&'a RefCell<BTreeSet<CustomerId>>>,
}

impl Store {
    /// Does what was ordered, or says why not; a refusal has written nothing.
    pub fn perform(&mut self, deed: &Deed, occasion: &Occasion) -> Result<Result<Done, Refusal>, StoreError> {
        self.write(|conn| {
            let work = Work { conn, occasion, index_later: None };
            match deed {
                Deed::AddCustomer { details } => customer::add(&work, details),
                Deed::EditCustomer { id, before, after } => customer::edit(&work, *id, before, after),
                Deed::ArchiveCustomer { id, version } => archive::archive(&work, *id, *version),
                Deed::RestoreCustomer { id } => archive::restore(&work, *id),
                Deed::BecomeContact { id, version, of } => joining::become_contact(&work, *id, *version, *of),
                Deed::BecomeCustomer { id, version } => joining::become_customer(&work, *id, *version),
                Deed::AddCar { customer, details } => car::add(&work, *customer, details),
                Deed::EditCar { id, before, after } => car::edit(&work, *id, before, after),
                Deed::RemoveCar { id, version } => car::remove(&work, *id, *version),
                Deed::AddContact { customer, details, same_person } => {
                    contact::add(&work, *customer, details, *same_person)
                }
                Deed::EditContact { id, before, after, same_person } => {
                    contact::edit(&work, *id, before, after, *same_person)
                }
                Deed::CorrectElsewhere { at, subject, corrections } => {
                    elsewhere::correct(&work, *at, *subject, corrections)
                }
                Deed::RemoveContact { id, version } => leaving::remove(&work, *id, *version),
                Deed::MoveContact { id, version, to, keep } => leaving::move_to(&work, *id, *version, *to, *keep),
                Deed::RestoreContact { id } => leaving::restore(&work, *id),
                Deed::SetPreferences { customer, edits } => contact::set_preferences(&work, *customer, edits),
                Deed::Invite { id, version, email, turn_on_access, same_person } => {
                    invite::queue(&work, *id, *version, email, *turn_on_access, *same_person)
                }
                Deed::RevokeInvite { id } => invite::revoke(&work, *id),
                Deed::RetryInvite { id } => invite::retry(&work, *id),
                Deed::Undo { entry } => undo::undo(&work, *entry),
            }
        })
    }
}

impl Work<'_> {
    /// Writes an entry of the history.
    pub fn enter(&self, entry: NewEntry) -> Result<EntryId, rusqlite::Error> {
        entry.write(self.conn, self.occasion.author, self.occasion.now)
    }

    /// Writes a customer's rows of the search index anew, now or at the end of an import.
    pub fn reindex(&self, id: CustomerId) -> Result<(), rusqlite::Error> {
        match self.index_later {
            Some(changed) => {
                changed.borrow_mut().insert(id);
                Ok(())
            }
            None => index::write(self.conn, id),
        }
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
        no_longer_primary: None,
        came_from: None,
        undo: None,
        undone: false,
        invite: None,
        offered: Vec::new(),
    }
}
