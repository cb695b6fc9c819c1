//! When customers need attention: kept beside them, because it takes the whole record to know. Every act
//! writes history, so whoever's history has grown is looked at again before the transaction ends.

use jiff::Timestamp;
use rusqlite::Connection;

use super::{record, row};
use crate::domain::customer::CustomerId;
use crate::domain::record::Record;
use crate::domain::review::{self, Outlook};

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

fn write(conn: &Connection, id: CustomerId) -> Result<(), rusqlite::Error> {
    match outlook(conn, id)? {
        None => conn.prepare_cached("DELETE FROM attention WHERE customer_id = ?1")?.execute([id.0])?,
        Some(Outlook { since, points, until }) => conn
            .prepare_cached(
                "INSERT INTO attention (customer_id, since, points, until, sort_key)
                 SELECT id, ?2, ?3, ?4, sort_key FROM customer WHERE id = ?1
                 ON CONFLICT DO UPDATE SET since = excluded.since, points = excluded.points, until = excluded.until,
                                           sort_key = excluded.sort_key",
            )?
            .execute((
                id.0,
                since.as_millisecond(),
                i64::try_from(points).unwrap_or(i64::MAX),
                until.map(Timestamp::as_millisecond),
            ))?,
    };
    Ok(())
}
