//! What is known of email addresses, as it is read with the people who have them.

use rusqlite::{Connection, Row};

use super::{Store, StoreError, row};
use crate::domain::address::{Mark, Marked, Marks, Source};
use crate::domain::email::Email;

const COLUMNS: &str = "mark, said_by, how, staff, at, email_key";

/// A mark with the address that it belongs to, in the form in which addresses are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedAddress {
    pub email: String,
    pub marked: Marked,
}

impl Store {
    /// What is known of an address.
    pub fn marks(&self, email: Option<&Email>) -> Result<Marks, StoreError> {
        self.reading(|conn| of(conn, email))
    }

    /// Every address of which something is known.
    pub fn marked_addresses(&self) -> Result<Vec<MarkedAddress>, StoreError> {
        self.reading(all)
    }
}

/// What is known of an address.
pub fn of(conn: &Connection, email: Option<&Email>) -> Result<Marks, rusqlite::Error> {
    let Some(email) = email else { return Ok(Marks::default()) };
    let found = conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM address_mark WHERE email_key = ?1 ORDER BY mark"))?
        .query_map([email.key()], marked)?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Marks::new(found))
}

/// Every address of which something is known, in the order of the addresses.
pub fn all(conn: &Connection) -> Result<Vec<MarkedAddress>, rusqlite::Error> {
    conn.prepare(&format!("SELECT {COLUMNS} FROM address_mark ORDER BY email_key, mark"))?
        .query_map([], |found| Ok(MarkedAddress { email: row::words(found, 5)?, marked: marked(found)? }))?
        .collect()
}

/// Takes over what another file knew, where this one knows nothing of it.
pub fn take_over(conn: &Connection, known: &[MarkedAddress]) -> Result<(), rusqlite::Error> {
    let mut insert = conn.prepare(
        "INSERT INTO address_mark (email_key, mark, said_by, how, staff, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
    )?;
    for MarkedAddress { email, marked } in known {
        insert.execute((
            email,
            marked.mark.word(),
            marked.source.word(),
            &marked.how,
            &marked.staff,
            marked.at.as_millisecond(),
        ))?;
    }
    Ok(())
}

/// The schema knows the same words; a file with others was refused.
fn marked(found: &Row) -> Result<Marked, rusqlite::Error> {
    Ok(Marked {
        mark: Mark::from_word(&row::words(found, 0)?).unwrap_or(Mark::NoMessages),
        source: Source::from_word(&row::words(found, 1)?).unwrap_or(Source::Shop),
        how: row::words(found, 2)?,
        staff: row::words(found, 3)?,
        at: row::at(found.get(4)?),
    })
}
