//! Who of a customer has which name, as every row of a list asks. The rows of a customer mostly stand together, so its
//! people are read once for all of them: to read them for each would take the square of their number.

use std::cell::Cell;
use std::collections::HashMap;

use rusqlite::Connection;

use super::row;
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::text::fold;

/// One who is here before one who was removed.
pub const PEOPLE: &str = "SELECT id, removed_at IS NOT NULL, first_name, last_name FROM contact WHERE customer_id = ?1
    ORDER BY removed_at IS NOT NULL, id";

/// Somebody, and whether that one was removed.
type Found = (ContactId, bool);

/// The people of the customer who was asked about last.
#[derive(Default)]
pub struct ByName(Cell<Option<People>>);

struct People {
    customer: CustomerId,
    /// By first and last name, folded.
    found: HashMap<(String, String), Found>,
}

impl ByName {
    pub fn find(
        &self,
        conn: &Connection,
        customer: CustomerId,
        name: (&str, &str),
    ) -> Result<Option<Found>, rusqlite::Error> {
        let people = match self.0.take().filter(|people| people.customer == customer) {
            Some(people) => people,
            None => People::read(conn, customer)?,
        };
        let found = people.found.get(&folded(name)).copied();
        self.0.set(Some(people));
        Ok(found)
    }

    /// Somebody was added whose name nobody of the customer had.
    pub fn add(&self, customer: CustomerId, name: (&str, &str), id: ContactId) {
        let mut people = self.0.take().filter(|people| people.customer == customer);
        if let Some(people) = &mut people {
            people.found.insert(folded(name), (id, false));
        }
        self.0.set(people);
    }

    /// Somebody has another name now.
    pub fn forget(&self) {
        self.0.set(None);
    }
}

impl People {
    fn read(conn: &Connection, customer: CustomerId) -> Result<Self, rusqlite::Error> {
        let mut found = HashMap::new();
        let mut statement = conn.prepare_cached(PEOPLE)?;
        let mut people = statement.query([customer.0])?;
        while let Some(one) = people.next()? {
            let name = (row::words(one, 2)?, row::words(one, 3)?);
            found.entry(folded((&name.0, &name.1))).or_insert((ContactId(one.get(0)?), one.get(1)?));
        }
        Ok(Self { customer, found })
    }
}

fn folded((first_name, last_name): (&str, &str)) -> (String, String) {
    (fold(first_name), fold(last_name))
}
