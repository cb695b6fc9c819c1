//! Rows of a customer, read together as a record.

use rusqlite::{CachedStatement, Connection, Row};

use super::{history, marks, row};
use crate::domain::car::Car;
use crate::domain::contact::{Contact, ContactId, Elsewhere};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::history::Author;
use crate::domain::record::Record;

pub fn of(
    conn: &Connection,
    id: CustomerId,
    author: &Author,
    entries: usize,
) -> Result<Option<Record>, rusqlite::Error> {
    let Some(customer) = any_customer(conn, id)? else { return Ok(None) };
    Ok(Some(Record {
        customer,
        cars: cars(conn)?.all(id)?,
        alikes: Vec::new(),
        contacts: contacts(conn, id)?,
        history: history::of_customer(conn, id, author, entries)?,
        history_total: history::count(conn, id)?,
    }))
}

/// A statement that is asked of one customer after the other.
pub struct OfCustomer<'c, T> {
    statement: CachedStatement<'c>,
    read: fn(&Row) -> Result<T, rusqlite::Error>,
}

impl<'c, T> OfCustomer<'c, T> {
    /// The customer's number is its only parameter.
    pub fn new(
        conn: &'c Connection,
        sql: &str,
        read: fn(&Row) -> Result<T, rusqlite::Error>,
    ) -> Result<Self, rusqlite::Error> {
        Ok(Self { statement: conn.prepare_cached(sql)?, read })
    }

    pub fn all(&mut self, id: CustomerId) -> Result<Vec<T>, rusqlite::Error> {
        self.statement.query_map([id.0], self.read)?.collect()
    }
}

/// The cars of a customer, the newest first.
pub fn cars(conn: &Connection) -> Result<OfCustomer<'_, Car>, rusqlite::Error> {
    let sql = format!(
        "SELECT {} FROM car WHERE customer_id = ?1 AND removed_at IS NULL ORDER BY year DESC, id DESC",
        row::CAR
    );
    OfCustomer::new(conn, &sql, row::car)
}

/// The contacts of a customer, with nothing but their own rows: primary first, then in the order in which they were
/// added.
pub fn bare_contacts(conn: &Connection) -> Result<OfCustomer<'_, Contact>, rusqlite::Error> {
    let sql = format!(
        "SELECT {} FROM contact WHERE customer_id = ?1 AND removed_at IS NULL ORDER BY is_primary DESC, id",
        row::CONTACT
    );
    OfCustomer::new(conn, &sql, row::contact)
}

/// A customer that is not archived.
pub fn customer(conn: &Connection, id: CustomerId) -> Result<Option<Customer>, rusqlite::Error> {
    Ok(any_customer(conn, id)?.filter(|customer| customer.archived_at.is_none()))
}

/// A customer, archived or not.
pub fn any_customer(conn: &Connection, id: CustomerId) -> Result<Option<Customer>, rusqlite::Error> {
    let found = conn
        .prepare_cached(&format!("SELECT {} FROM customer WHERE id = ?1", row::CUSTOMER))?
        .query_map([id.0], row::customer)?
        .next()
        .transpose()?;
    found
        .map(|customer| Ok(Customer { marks: marks::of(conn, customer.details.email.as_ref())?, ..customer }))
        .transpose()
}

/// A contact that is not removed, with its latest invite and what is known of its address.
pub fn contact(conn: &Connection, id: ContactId) -> Result<Option<Contact>, rusqlite::Error> {
    let found = conn
        .prepare_cached(&format!(
            "SELECT {}, {} FROM contact {} WHERE contact.id = ?1 AND removed_at IS NULL",
            row::CONTACT,
            row::INVITE,
            row::LATEST_INVITE
        ))?
        .query_map([id.0], row::contact)?
        .next()
        .transpose()?;
    found.map(|contact| Ok(Contact { marks: marks::of(conn, contact.details.email.as_ref())?, ..contact })).transpose()
}

/// The contacts of a customer, in the same order, with all that a page says of them.
pub fn contacts(conn: &Connection, customer: CustomerId) -> Result<Vec<Contact>, rusqlite::Error> {
    let mut contacts = people(conn, customer)?;
    for contact in contacts.iter_mut().filter(|contact| contact.details.portal_access) {
        contact.elsewhere = elsewhere(conn, contact)?;
    }
    Ok(contacts)
}

/// The same, without a look at other accounts.
pub fn people(conn: &Connection, customer: CustomerId) -> Result<Vec<Contact>, rusqlite::Error> {
    let mut people: Vec<Contact> = conn
        .prepare_cached(&format!(
            "SELECT {}, {} FROM contact {} WHERE customer_id = ?1 AND removed_at IS NULL
             ORDER BY is_primary DESC, contact.id",
            row::CONTACT,
            row::INVITE,
            row::LATEST_INVITE
        ))?
        .query_map([customer.0], row::contact)?
        .collect::<Result<_, _>>()?;
    for contact in &mut people {
        contact.marks = marks::of(conn, contact.details.email.as_ref())?;
    }
    Ok(people)
}

/// The other accounts on which the same person has access.
fn elsewhere(conn: &Connection, contact: &Contact) -> Result<Vec<Elsewhere>, rusqlite::Error> {
    let key = contact.details.email.as_ref().map(crate::domain::email::Email::key);
    conn.prepare_cached(
        "SELECT customer.id, coalesce(company, customer.first_name || ' ' || customer.last_name),
                coalesce(role_description, role, 'no role')
         FROM contact JOIN customer ON customer.id = customer_id
         WHERE contact.email_key = ?1 AND portal_access = 1 AND customer_id <> ?2 AND archived_at IS NULL
         ORDER BY customer.sort_key",
    )?
    .query_map((key, contact.customer.0), |found| {
        Ok(Elsewhere {
            customer: CustomerId(found.get(0)?),
            customer_name: row::words(found, 1)?,
            role: row::words(found, 2)?,
        })
    })?
    .collect()
}
