//! Reading a customer's whole record, as of one moment.

use rusqlite::Connection;

use super::{Store, StoreError, alike, history, row};
use crate::domain::car::Car;
use crate::domain::contact::{Contact, ContactId, Elsewhere};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::history::Author;
use crate::domain::record::Record;

impl Store {
    /// A customer, archived or not, with cars, contacts and the newest entries of the history; `None` for one that is
    /// not there.
    pub fn record(&self, id: CustomerId, author: &Author, entries: usize) -> Result<Option<Record>, StoreError> {
        self.reading(|conn| {
            let Some(record) = of(conn, id, author, entries)? else { return Ok(None) };
            Ok(Some(Record { alikes: alike::customers_like(conn, &record.customer)?, ..record }))
        })
    }

    /// The customer of a contact that is not removed.
    pub fn customer_of(&self, contact: ContactId) -> Result<Option<CustomerId>, StoreError> {
        self.reading(|conn| {
            conn.prepare_cached("SELECT customer_id FROM contact WHERE id = ?1 AND removed_at IS NULL")?
                .query_map([contact.0], |found| found.get(0).map(CustomerId))?
                .next()
                .transpose()
        })
    }

    /// Hands over every record in the order of its id, all as of one moment.
    pub fn each_record<E: From<StoreError>>(
        &self,
        author: &Author,
        entries: usize,
        mut take: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        self.conn.execute_batch("BEGIN").map_err(|error| E::from(self.error(&error)))?;
        let handed = (|| {
            let mut last = 0;
            loop {
                let next = self
                    .conn
                    .prepare_cached("SELECT min(id) FROM customer WHERE id > ?1 AND archived_at IS NULL")
                    .and_then(|mut statement| statement.query_row([last], |found| found.get::<_, Option<i64>>(0)))
                    .map_err(|error| E::from(self.error(&error)))?;
                let Some(id) = next else { return Ok(()) };
                last = id;
                let record =
                    of(&self.conn, CustomerId(id), author, entries).map_err(|error| E::from(self.error(&error)))?;
                if let Some(record) = record {
                    take(record)?;
                }
            }
        })();
        // Nothing was written: the end of a reading transaction cannot fail in a way that matters.
        let _ = self.conn.execute_batch("COMMIT");
        handed
    }

    /// Reads as of one moment.
    pub(super) fn reading<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        self.still_there()?;
        let transaction = self.conn.unchecked_transaction().map_err(|error| self.error(&error))?;
        read(&transaction).map_err(|error| self.error(&error))
    }
}

pub fn of(
    conn: &Connection,
    id: CustomerId,
    author: &Author,
    entries: usize,
) -> Result<Option<Record>, rusqlite::Error> {
    let Some(customer) = any_customer(conn, id)? else { return Ok(None) };
    Ok(Some(Record {
        customer,
        cars: cars(conn, id)?,
        alikes: Vec::new(),
        contacts: contacts(conn, id)?,
        history: history::of_customer(conn, id, author, entries)?,
        history_total: history::count(conn, id)?,
    }))
}

/// The newest first.
pub fn cars(conn: &Connection, customer: CustomerId) -> Result<Vec<Car>, rusqlite::Error> {
    conn.prepare_cached(&format!(
        "SELECT {} FROM car WHERE customer_id = ?1 AND removed_at IS NULL ORDER BY year DESC, id DESC",
        row::CAR
    ))?
    .query_map([customer.0], row::car)?
    .collect()
}

/// A customer that is not archived.
pub fn customer(conn: &Connection, id: CustomerId) -> Result<Option<Customer>, rusqlite::Error> {
    Ok(any_customer(conn, id)?.filter(|customer| customer.archived_at.is_none()))
}

/// A customer, archived or not.
pub fn any_customer(conn: &Connection, id: CustomerId) -> Result<Option<Customer>, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT {} FROM customer WHERE id = ?1", row::CUSTOMER))?
        .query_map([id.0], row::customer)?
        .next()
        .transpose()
}

/// A contact that is not removed, with its latest invite.
pub fn contact(conn: &Connection, id: ContactId) -> Result<Option<Contact>, rusqlite::Error> {
    conn.prepare_cached(&format!(
        "SELECT {}, {} FROM contact {} WHERE contact.id = ?1 AND removed_at IS NULL",
        row::CONTACT,
        row::INVITE,
        row::LATEST_INVITE
    ))?
    .query_map([id.0], row::contact)?
    .next()
    .transpose()
}

/// Primary first, then in the order in which they were added.
pub fn contacts(conn: &Connection, customer: CustomerId) -> Result<Vec<Contact>, rusqlite::Error> {
    let mut contacts: Vec<Contact> = conn
        .prepare_cached(&format!(
            "SELECT {}, {} FROM contact {} WHERE customer_id = ?1 AND removed_at IS NULL
             ORDER BY is_primary DESC, contact.id",
            row::CONTACT,
            row::INVITE,
            row::LATEST_INVITE
        ))?
        .query_map([customer.0], row::contact)?
        .collect::<Result<_, _>>()?;
    for contact in contacts.iter_mut().filter(|contact| contact.details.portal_access) {
        contact.elsewhere = elsewhere(conn, contact)?;
    }
    Ok(contacts)
}

/// The other accounts on which the same person has access.
fn elsewhere(conn: &Connection, contact: &Contact) -> Result<Vec<Elsewhere>, rusqlite::Error> {
    let key = contact.details.email.as_ref().map(crate::domain::email::Email::key);
    conn.prepare_cached(
        "SELECT customer.id, coalesce(company, customer.first_name || ' ' || customer.last_name),
                coalesce(role_description, role, 'no role')
         FROM contact JOIN customer ON customer.id = customer_id
         WHERE contact.email_key = ?1 AND portal_access = 1 AND customer_id <> ?2 AND archived_at IS NULL
         ORDER BY customer.sort_key",
    )?
    .query_map((key, contact.customer.0), |found| {
        Ok(Elsewhere {
            customer: CustomerId(found.get(0)?),
            customer_name: row::words(found, 1)?,
            role: row::words(found, 2)?,
        })
    })?
    .collect()
}
