//! What is derived from the rows of a customer, so that lists need not read them all: the search index, and what lists
//! say of the customer. Every act writes history, so whoever's history has grown is derived anew before the
//! transaction ends.

use rusqlite::Connection;

use super::history::CHANGING;
use super::{index, listing, record};
use crate::domain::customer::CustomerId;

/// Of an entry of the customer itself.
const OF_CUSTOMER: &str = "contact_id IS NULL AND car_id IS NULL";

/// What acts have changed of a customer.
#[derive(Debug, Clone, Copy)]
struct Changed {
    /// Nothing is derived from it yet.
    is_new: bool,
    /// The tables of the index whose words may be others: none by what happens to invites and addresses.
    tables: &'static [usize],
    /// Something of its people: of a new one that tells whether there are any.
    people: bool,
}

impl Changed {
    const EVERYTHING: Self = Self { is_new: true, tables: &[index::ALL, index::NAMES], people: true };
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
        let tables: &[usize] = match (found.get(2)?, found.get(3)?) {
            (true, _) => &[index::ALL, index::NAMES],
            (false, true) => &[index::ALL],
            (false, false) => &[],
        };
        let changed = Changed { is_new: found.get(1)?, tables, people: found.get(4)? };
        more += derive(conn, CustomerId(found.get(0)?), changed)?;
    }
    index::count(conn, more)
}

/// Whoever has acts after a place in the history, and what they come to: in the order of the index. Not by an index of
/// the history, which would be read from end to end for its order.
fn touched() -> String {
    format!(
        "SELECT customer_id, max(act = 'added' AND {OF_CUSTOMER}), max({CHANGING} AND {OF_CUSTOMER}), max({CHANGING}),
                max(contact_id IS NOT NULL)
         FROM history NOT INDEXED WHERE id > ?1 GROUP BY customer_id ORDER BY customer_id DESC"
    )
}

/// Derives everything anew.
pub fn anew(conn: &Connection) -> Result<(), rusqlite::Error> {
    index::clear(conn)?;
    let mut statement = conn.prepare("SELECT id FROM customer ORDER BY id DESC")?;
    let mut customers = statement.query([])?;
    let mut listed = 0;
    while let Some(found) = customers.next()? {
        listed += derive(conn, CustomerId(found.get(0)?), Changed::EVERYTHING)?;
    }
    index::count(conn, listed)
}

/// Tells how many more customers are listed than before: one, none, or one less.
fn derive(conn: &Connection, id: CustomerId, changed: Changed) -> Result<i64, rusqlite::Error> {
    let mut listed = 0;
    if !changed.is_new {
        for &table in changed.tables {
            let was_there = index::take_out(conn, id, table)?;
            listed -= i64::from(was_there && table == index::ALL);
        }
    }
    let Some(customer) = record::any_customer(conn, id)? else { return Ok(listed) };
    let cars = record::cars(conn)?.all(id)?;
    let people = if changed.is_new && !changed.people { Vec::new() } else { record::people(conn, id)? };
    if customer.archived_at.is_none() && !changed.tables.is_empty() {
        let words = index::words(&customer, &cars, &people);
        for &table in changed.tables {
            index::put_in(conn, id, table, &words[table])?;
        }
        listed += 1;
    }
    listing::keep(conn, id, &listing::of(customer, &cars, people))?;
    Ok(listed)
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
