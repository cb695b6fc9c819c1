//! The search index: written by the store, because the folding is our own.

use rusqlite::Connection;

use super::{Store, StoreError, record};
use crate::domain::car::Car;
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::text::{Take, each_spelling};
use crate::domain::words;

/// Everything about a customer, and the customer's own names.
pub const TABLES: [&str; 2] = ["search_all", "search_names"];
/// The place of each of them.
pub const ALL: usize = 0;
pub const NAMES: usize = 1;

/// The largest number of a row. Rows count down from it, so that the newest customer is first: an index is walked about
/// twice as fast forwards as backwards.
const LAST_ROW: i64 = 0xFFFF_FFFF;

/// The row of a customer in each of [`TABLES`].
fn row_of(id: CustomerId) -> i64 {
    LAST_ROW - id.0
}

/// Whose row it is.
pub fn customer_of(row: i64) -> CustomerId {
    CustomerId(LAST_ROW - row)
}

/// SQL for the customer of a row.
pub fn customer_in(table: &str) -> String {
    format!("({LAST_ROW} - {table}.rowid)")
}

/// How much of the index one step puts in order, in pages of the index: a few milliseconds of work.
const STEP: i32 = 64;

/// After so many acts, at least and for each hundred customers, all of the index is put in order and not only its new
/// parts: a search has to look of each row that it passes whether it is still so.
const WORN_AFTER: i64 = 500;
const WORN_AFTER_FOR_A_HUNDRED: i64 = 2;

impl Store {
    /// Opens the index, as the first search would otherwise: before anybody can interrupt this, as SQLite then says that
    /// a table failed, and not that it was interrupted.
    pub fn open_index(&self) -> Result<(), StoreError> {
        self.open_words()?;
        let open = |table: &str| self.conn.prepare(&format!("SELECT rowid FROM {table}")).map(drop);
        TABLES.into_iter().try_for_each(open).map_err(|error| self.error(&error))
    }

    /// Puts a little of the index in order, after many changes: each key of a search has to look into all parts there
    /// are, and past what is no longer so in them. Each step is a transaction of its own, so that nobody waits for the
    /// whole of it. Tells whether there is more to do.
    pub fn tidy_index(&mut self) -> Result<bool, StoreError> {
        self.write(|conn| {
            let pages = if begins_anew(conn)? { -STEP } else { STEP };
            Ok(merge(conn, pages)?)
        })
        .map(|more| more.unwrap_or(false))
    }
}

/// Whether all of the index is due; the step that is told so begins with it, and those that follow go on.
fn begins_anew(conn: &Connection) -> Result<bool, rusqlite::Error> {
    let is_due = conn
        .prepare_cached(
            "UPDATE listed SET in_order_at = (SELECT coalesce(max(id), 0) FROM history)
             WHERE (SELECT coalesce(max(id), 0) FROM history) - in_order_at > max(?1, customers * ?2 / 100)",
        )?
        .execute([WORN_AFTER, WORN_AFTER_FOR_A_HUNDRED])?;
    Ok(is_due > 0)
}

fn merge(conn: &Connection, pages: i32) -> Result<bool, rusqlite::Error> {
    let mut is_more = false;
    for table in TABLES {
        let before = conn.total_changes();
        conn.prepare_cached(&format!("INSERT INTO {table} ({table}, rank) VALUES ('merge', ?1)"))?.execute([pages])?;
        // The command itself counts as one change.
        is_more |= conn.total_changes() - before > 1;
    }
    Ok(is_more)
}

/// The words of one customer for each of [`TABLES`], each word once.
pub type Words = [Vec<String>; 2];

/// Puts in the row of a customer who has none in this of the [`TABLES`].
pub fn put_in(conn: &Connection, id: CustomerId, table: usize, words: &[String]) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(&format!("INSERT INTO {} (rowid, words) VALUES (?1, ?2)", TABLES[table]))?
        .execute((row_of(id), words.join(" ")))?;
    Ok(())
}

/// Takes out the row of a customer in this of the [`TABLES`]. Tells whether there was one.
pub fn take_out(conn: &Connection, id: CustomerId, table: usize) -> Result<bool, rusqlite::Error> {
    let gone =
        conn.prepare_cached(&format!("DELETE FROM {} WHERE rowid = ?1", TABLES[table]))?.execute([row_of(id)])?;
    Ok(gone > 0)
}

/// Counts how many more customers are listed.
pub fn count(conn: &Connection, more: i64) -> Result<(), rusqlite::Error> {
    if more != 0 {
        conn.prepare_cached("UPDATE listed SET customers = customers + ?1")?.execute([more])?;
    }
    Ok(())
}

/// Takes out everything.
pub fn clear(conn: &Connection) -> Result<(), rusqlite::Error> {
    for table in TABLES {
        conn.execute(&format!("INSERT INTO {table} ({table}) VALUES ('delete-all')"), [])?;
    }
    conn.execute("UPDATE listed SET customers = 0", [])?;
    Ok(())
}

/// What the index has to say of a customer; `None` for an archived one.
pub fn words_of(conn: &Connection, id: CustomerId) -> Result<Option<Words>, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else { return Ok(None) };
    let cars = record::cars(conn)?.all(id)?;
    let contacts = record::bare_contacts(conn)?.all(id)?;
    Ok(Some(words(&customer, &cars, &contacts)))
}

/// The words of a customer with these cars and contacts.
pub fn words(customer: &Customer, cars: &[Car], contacts: &[Contact]) -> Words {
    let details = &customer.details;
    let (mut names, mut others) = (Vec::new(), Vec::new());
    words::names(details, &mut |word| names.push(word.to_owned()));
    let take: Take = &mut |word| others.push(word.to_owned());
    words::email(details.email.as_ref(), take);
    words::phone(details.phone.as_ref(), take);
    each_spelling(&customer.reference, take);
    for car in cars {
        words::car(&car.details, take);
    }
    for contact in contacts {
        words::contact(&contact.details, take);
    }
    others.extend(names.iter().cloned());
    [others, names].map(|mut words| {
        words.sort_unstable();
        words.dedup();
        words
    })
}
