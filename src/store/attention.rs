//! When customers need attention: kept beside them, because it takes the whole record to know.

use jiff::Timestamp;
use rusqlite::Connection;

use super::{record, row};
use crate::domain::customer::CustomerId;
use crate::domain::record::Record;
use crate::domain::review::{self, Outlook};

/// When a customer needs attention, as its rows are now.
pub fn outlook(conn: &Connection, id: CustomerId) -> Result<Option<Outlook>, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else { return Ok(None) };
    let people = record::people(conn, id)?;
    Ok(review::outlook(&Record::of_people(customer, people)))
}

/// What is kept of a customer.
pub fn kept(conn: &Connection, id: CustomerId) -> Result<Option<Outlook>, rusqlite::Error> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT {} FROM attention WHERE customer_id = ?1", row::OUTLOOK))?;
    statement.query_map([id.0], |found| row::outlook(found, 0))?.next().transpose().map(Option::flatten)
}

/// Keeps it of a customer of whom nothing is kept.
pub fn put_in(conn: &Connection, id: CustomerId, outlook: Outlook) -> Result<(), rusqlite::Error> {
    let Outlook { since, points, until } = outlook;
    // A row of values, not of a SELECT: before a statement that may write several rows, FTS5 writes all that it has in
    // memory, and an import would have it write after each customer.
    conn.prepare_cached(
        "INSERT INTO attention (customer_id, since, points, until, sort_key)
         VALUES (?1, ?2, ?3, ?4, (SELECT sort_key FROM customer WHERE id = ?1))",
    )?
    .execute((
        id.0,
        since.as_millisecond(),
        i64::try_from(points).unwrap_or(i64::MAX),
        until.map(Timestamp::as_millisecond),
    ))?;
    Ok(())
}

pub fn take_out(conn: &Connection, id: CustomerId) -> Result<(), rusqlite::Error> {
    conn.prepare_cached("DELETE FROM attention WHERE customer_id = ?1")?.execute([id.0])?;
    Ok(())
}

/// Takes out everything.
pub fn clear(conn: &Connection) -> Result<(), rusqlite::Error> {
    conn.execute("DELETE FROM attention", [])?;
    Ok(())
}
