//! What a list says of a customer that stands in other rows: kept in the customer's own row, because it takes the whole
//! record to know, and a list has fifty of them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use super::{record, row};
use crate::domain::car::Car;
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::record::Record;
use crate::domain::review::{self, Outlook};

/// Columns of [`from`], in its order.
pub const COLUMNS: &str =
    "customer.newest_car, customer.attention_since, customer.attention_points, customer.attention_until";

/// What is kept of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The newest car, in short.
    pub car: Option<String>,
    /// When the customer needs attention, unless it never does; an archived one does not.
    pub outlook: Option<Outlook>,
}

/// What has to be kept of a customer with these cars, the newest first, and these contacts.
pub fn of(customer: Customer, cars: &[Car], people: Vec<Contact>) -> Listing {
    let is_archived = customer.archived_at.is_some();
    Listing {
        car: cars.first().map(|car| car.details.short()),
        outlook: if is_archived { None } else { review::outlook(&Record::of_people(customer, people)) },
    }
}

/// What has to be kept of a customer as its rows are now.
pub fn due(conn: &Connection, id: CustomerId) -> Result<Option<Listing>, rusqlite::Error> {
    let Some(customer) = record::any_customer(conn, id)? else { return Ok(None) };
    Ok(Some(of(customer, &record::cars(conn)?.all(id)?, record::people(conn, id)?)))
}

/// What is kept of a customer.
pub fn kept(conn: &Connection, id: CustomerId) -> Result<Option<Listing>, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM customer WHERE id = ?1"))?
        .query_row([id.0], |found| from(found, 0))
        .optional()
}

/// From columns that begin at `first`.
pub fn from(found: &Row, first: usize) -> Result<Listing, rusqlite::Error> {
    let outlook = match row::moment(found, first + 1)? {
        None => None,
        Some(since) => {
            Some(Outlook { since, points: row::count(found, first + 2)?, until: row::moment(found, first + 3)? })
        }
    };
    Ok(Listing { car: row::text(found, first)?, outlook })
}

/// Keeps it. Not a change that people make: the version stays.
pub fn keep(conn: &Connection, id: CustomerId, listing: &Listing) -> Result<(), rusqlite::Error> {
    let outlook = listing.outlook;
    // Of one row by its key: before a statement that may write several, FTS5 writes all that it has in memory, and an
    // import would have it write after each customer.
    conn.prepare_cached(
        "UPDATE customer SET newest_car = ?2, attention_since = ?3, attention_points = ?4, attention_until = ?5
         WHERE id = ?1",
    )?
    .execute((
        id.0,
        &listing.car,
        outlook.map(|outlook| outlook.since.as_millisecond()),
        outlook.map(|outlook| i64::try_from(outlook.points).unwrap_or(i64::MAX)),
        outlook.and_then(|outlook| outlook.until).map(Timestamp::as_millisecond),
    ))?;
    Ok(())
}
