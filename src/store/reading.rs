//! What the screens and the export read of customers: whole records, each as of one moment.

use rusqlite::Connection;

use super::{Store, StoreError, alike, record};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::history::Author;
use crate::domain::record::Record;

impl Store {
    /// A customer, archived or not, with cars, contacts and the newest entries of the history; `None` for one that is
    /// not there.
    pub fn record(&self, id: CustomerId, author: &Author, entries: usize) -> Result<Option<Record>, StoreError> {
        self.reading(|conn| {
            let Some(record) = record::of(conn, id, author, entries)? else { return Ok(None) };
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
                let record = record::of(&self.conn, CustomerId(id), author, entries)
                    .map_err(|error| E::from(self.error(&error)))?;
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
        let read = read(&transaction).map_err(|error| self.error(&error));
        drop(transaction);
        // What interrupts a reading may come so late that it stops the end of it: left open, it would refuse the next one.
        while !self.conn.is_autocommit() {
            let _interrupted = self.conn.execute_batch("ROLLBACK");
        }
        read
    }
}
