//! From when on customers need attention: kept beside them, because it takes the whole record to know. Every act
//! writes history, so whoever's history has grown is looked at again before the transaction ends.

use jiff::Timestamp;
use rusqlite::Connection;

use super::{record, row};
use crate::domain::customer::CustomerId;
use crate::domain::record::Record;
use crate::domain::review;

/// Marks a place in the history.
#[derive(Debug, Clone, Copy)]
pub struct Newest(i64);

pub fn newest_act(conn: &Connection) -> Result<Newest, rusqlite::Error> {
    conn.prepare_cached("SELECT coalesce(max(id), 0) FROM history")?.query_row([], |found| found.get(0).map(Newest))
}

/// Looks at every customer with an act after that place.
pub fn look_again(conn: &Connection, after: Newest) -> Result<(), rusqlite::Error> {
    let touched = conn
        .prepare_cached("SELECT DISTINCT customer_id FROM history WHERE id > ?1")?
        .query_map([after.0], |found| found.get(0).map(CustomerId))?
        .collect::<Result<Vec<_>, _>>()?;
    touched.into_iter().try_for_each(|id| write(conn, id))
}

/// Looks at every customer there is.
pub fn rebuild(conn: &Connection) -> Result<(), rusqlite::Error> {
    let ids = conn
        .prepare("SELECT id FROM customer")?
        .query_map([], |found| found.get(0).map(CustomerId))?
        .collect::<Result<Vec<_>, _>>()?;
    ids.into_iter().try_for_each(|id| write(conn, id))
}

/// From when on a customer needs attention, as its rows are now.
pub fn since(conn: &Connection, id: CustomerId) -> Result<Option<Timestamp>, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else { return Ok(None) };
    let contacts = record::contacts(conn, id)?;
    Ok(review::since(&Record::of_people(customer, contacts)))
}

/// What is kept of a customer.
pub fn kept(conn: &Connection, id: CustomerId) -> Result<Option<Timestamp>, rusqlite::Error> {
    conn.prepare_cached("SELECT since FROM attention WHERE customer_id = ?1")?
        .query_map([id.0], |found| row::moment(found, 0))?
        .next()
        .transpose()
        .map(Option::flatten)
}

fn write(conn: &Connection, id: CustomerId) -> Result<(), rusqlite::Error> {
    match since(conn, id)? {
        None => conn.prepare_cached("DELETE FROM attention WHERE customer_id = ?1")?.execute([id.0])?,
        Some(since) => conn
            .prepare_cached(
                "INSERT INTO attention (customer_id, since, sort_key) SELECT id, ?2, sort_key FROM customer WHERE id = ?1
                 ON CONFLICT DO UPDATE SET since = excluded.since, sort_key = excluded.sort_key",
            )?
            .execute((id.0, since.as_millisecond()))?,
    };
    Ok(())
}
