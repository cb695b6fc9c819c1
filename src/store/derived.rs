//! What is derived from the rows of a customer, so that lists need not read them all: the search index, and when the
//! customer needs attention. Every act writes history, so whoever's history has grown is derived anew before the
//! transaction ends.

use rusqlite::Connection;

use super::history::CHANGING;
use super::{attention, index, record};
use crate::domain::customer::CustomerId;
use crate::domain::record::Record;
use crate::domain::review;

/// Of an entry of a customer that was not there before.
const IS_NEW: &str = "act = 'added' AND contact_id IS NULL AND car_id IS NULL";

/// What is new of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum New {
    /// Everything: nothing is derived from it yet.
    Customer,
    /// The same, and nobody has been added to it yet.
    CustomerAlone,
    /// Words by which it is found, perhaps.
    Words,
    /// What happened to invites and addresses.
    Story,
}

/// Marks a place in the history.
#[derive(Debug, Clone, Copy)]
pub struct Newest(i64);

pub fn newest_act(conn: &Connection) -> Result<Newest, rusqlite::Error> {
    conn.prepare_cached("SELECT coalesce(max(id), 0) FROM history")?.query_row([], |found| found.get(0).map(Newest))
}

/// Derives what is new of every customer with an act after that place.
pub fn catch_up(conn: &Connection, Newest(after): Newest) -> Result<(), rusqlite::Error> {
    let mut statement = conn.prepare_cached(&touched())?;
    let mut touched = statement.query([after])?;
    let mut more = 0;
    while let Some(found) = touched.next()? {
        let what = match (found.get(1)?, found.get(2)?, found.get(3)?) {
            (_, true, true) => New::Customer,
            (_, true, false) => New::CustomerAlone,
            (true, false, _) => New::Words,
            (false, false, _) => New::Story,
        };
        more += derive(conn, CustomerId(found.get(0)?), what)?;
    }
    index::count(conn, more)
}

/// Whoever has acts after a place in the history, and what they come to: in the order of the index. Acts that only
/// concern invites and addresses have changed no word. Not by an index of the history, which would be read from end to
/// end for its order.
fn touched() -> String {
    format!(
        "SELECT customer_id, max({CHANGING}), max({IS_NEW}), max(contact_id IS NOT NULL)
         FROM history NOT INDEXED WHERE id > ?1 GROUP BY customer_id ORDER BY customer_id DESC"
    )
}

/// Derives everything anew.
pub fn anew(conn: &Connection) -> Result<(), rusqlite::Error> {
    index::clear(conn)?;
    attention::clear(conn)?;
    let mut statement = conn.prepare("SELECT id FROM customer ORDER BY id DESC")?;
    let mut customers = statement.query([])?;
    let mut listed = 0;
    while let Some(found) = customers.next()? {
        listed += derive(conn, CustomerId(found.get(0)?), New::Customer)?;
    }
    index::count(conn, listed)
}

/// Tells how many more customers are listed than before: one, none, or one less.
fn derive(conn: &Connection, id: CustomerId, new: New) -> Result<i64, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else {
        attention::take_out(conn, id)?;
        return index::take_out(conn, id);
    };
    let people = if new == New::CustomerAlone { Vec::new() } else { record::people(conn, id)? };
    let mut more = 0;
    if matches!(new, New::Words | New::Story) {
        attention::take_out(conn, id)?;
    }
    if new == New::Words {
        more += index::take_out(conn, id)?;
    }
    if new != New::Story {
        let cars = record::cars(conn)?.all(id)?;
        more += index::put_in(conn, id, &index::words(&customer, &cars, &people))?;
    }
    if let Some(outlook) = review::outlook(&Record::of_people(customer, people)) {
        attention::put_in(conn, id, outlook)?;
    }
    Ok(more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{migrate, row};

    #[test]
    fn a_save_looks_at_no_other_acts_than_its_own() {
        let conn = Connection::open_in_memory().expect("a file");
        migrate::take_steps(&conn, 0).expect("the schema");
        let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {}", touched())).expect("a plan");
        let plan: Vec<String> =
            statement.query_map([0], |found| row::words(found, 3)).and_then(Iterator::collect).expect("its steps");
        assert!(plan.iter().any(|step| step.starts_with("SEARCH history USING INTEGER PRIMARY KEY")), "{plan:?}");
    }
}
