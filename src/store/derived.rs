//! What is derived from the rows of a customer, so that lists need not read them all: the search index, and when the
//! customer needs attention. Every act writes history, so whoever's history has grown is derived anew before the
//! transaction ends.

use rusqlite::Connection;

use super::history::CHANGING;
use super::{attention, index, record};
use crate::domain::customer::CustomerId;
use crate::domain::record::Record;
use crate::domain::review;

/// From so many acts on in one transaction the index takes its rows in bulk.
const MANY: i64 = 1000;

/// Marks a place in the history.
#[derive(Debug, Clone, Copy)]
pub struct Newest(i64);

pub fn newest_act(conn: &Connection) -> Result<Newest, rusqlite::Error> {
    conn.prepare_cached("SELECT coalesce(max(id), 0) FROM history")?.query_row([], |found| found.get(0).map(Newest))
}

/// Derives what is new of every customer with an act after that place.
pub fn catch_up(conn: &Connection, after: Newest) -> Result<(), rusqlite::Error> {
    let Newest(now) = newest_act(conn)?;
    let each = || {
        // In the order of the index. Acts that only concern invites and addresses have changed no word.
        let mut statement = conn.prepare_cached(&format!(
            "SELECT customer_id, max({CHANGING}) FROM history WHERE id > ?1 GROUP BY customer_id ORDER BY customer_id DESC"
        ))?;
        let mut touched = statement.query([after.0])?;
        let mut more = 0;
        while let Some(found) = touched.next()? {
            more += derive(conn, CustomerId(found.get(0)?), found.get(1)?)?;
        }
        index::count(conn, more)
    };
    if now - after.0 > MANY { index::in_bulk(conn, each) } else { each() }
}

/// Derives everything anew.
pub fn anew(conn: &Connection) -> Result<(), rusqlite::Error> {
    index::clear(conn)?;
    index::in_bulk(conn, || {
        let mut statement = conn.prepare("SELECT id FROM customer ORDER BY id DESC")?;
        let mut customers = statement.query([])?;
        let mut listed = 0;
        while let Some(found) = customers.next()? {
            listed += derive(conn, CustomerId(found.get(0)?), true)?;
        }
        index::count(conn, listed)
    })
}

/// Tells how many more customers are listed than before: one, none, or one less.
fn derive(conn: &Connection, id: CustomerId, are_words_new: bool) -> Result<i64, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else {
        attention::write(conn, id, None)?;
        return index::write(conn, id, None);
    };
    let people = record::people(conn, id)?;
    let more = if are_words_new {
        let cars = record::cars(conn)?.all(id)?;
        index::write(conn, id, Some(&index::words(&customer, &cars, &people)))?
    } else {
        0
    };
    attention::write(conn, id, review::outlook(&Record::of_people(customer, people)))?;
    Ok(more)
}
