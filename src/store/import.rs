//! Bringing lists in: many rows in one transaction, through the same rules as every other way in. Nothing is ever
//! removed, nobody is brought back, access is not turned on for somebody who exists without it, and nothing is sent.

use rusqlite::{Connection, Transaction};

use super::by_name::ByName;
use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::Work;
use super::{Occasion, Store, StoreError, car, contact, customer, file, record, row};
use crate::domain::car::{Car, CarDetails};
use crate::domain::change::{Field, changes};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
use crate::domain::deed::{Refusal, SamePerson};
use crate::domain::history::{Act, Subject};
use crate::domain::text::fold;

/// What a row came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    Added,
    Changed,
    Unchanged,
}

/// A contact as an import finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownContact {
    Here(Box<Contact>),
    /// Removed: not brought back by a list.
    Removed,
}

/// An import under way, in its transaction.
pub struct Import<'a> {
    work: Work<'a>,
    known: Known<'a>,
}

impl Store {
    /// Runs an import in one transaction: all of it, or nothing.
    pub fn import<T, E: From<StoreError>>(
        &mut self,
        occasion: &Occasion,
        bring: impl FnOnce(&Import) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut failure = None;
        let keep =
            |store: &Self, kibibytes| file::keep_in_memory(&store.conn, kibibytes).map_err(|error| store.error(&error));
        keep(self, file::LARGE_CACHE)?;
        let written = self.write(|conn| {
            bring(&Import { work: Work { conn, occasion }, known: Known::of(conn, None) }).map_err(|error| {
                failure = Some(error);
                Halt::Refused(Refusal::NotThere { what: "row" })
            })
        });
        keep(self, file::CACHE)?;
        match (failure, written) {
            (Some(error), _) => Err(error),
            (None, Ok(Ok(value))) => Ok(value),
            (None, Ok(Err(_))) => Err(StoreError::Other("the import was refused".to_owned()).into()),
            (None, Err(error)) => Err(error.into()),
        }
    }

    /// What the file knows already, for checks before the write lock is taken.
    pub fn known(&self) -> Result<Known<'_>, StoreError> {
        self.still_there()?;
        let snapshot = self.conn.unchecked_transaction().map_err(|error| self.error(&error))?;
        Ok(Known::of(&self.conn, Some(snapshot)))
    }
}

/// Looks up who is there already.
pub struct Known<'a> {
    conn: &'a Connection,
    by_name: ByName,
    /// All as of one moment; an import has its own transaction.
    _snapshot: Option<Transaction<'a>>,
}

impl<'a> Known<'a> {
    fn of(conn: &'a Connection, snapshot: Option<Transaction<'a>>) -> Self {
        Self { conn, by_name: ByName::default(), _snapshot: snapshot }
    }

    /// The customer with the shop's own key, archived or not.
    pub fn customer(&self, reference: &str) -> Result<Option<Customer>, StoreError> {
        known_customer(self.conn, reference).map_err(|error| error_of(self.conn, &error))
    }

    /// A contact by its own key, else by customer and names.
    pub fn contact(
        &self,
        customer: CustomerId,
        reference: Option<&str>,
        name: (&str, &str),
    ) -> Result<Option<KnownContact>, StoreError> {
        self.find(customer, reference, name).map_err(|error| error_of(self.conn, &error))
    }

    fn find(
        &self,
        customer: CustomerId,
        reference: Option<&str>,
        name: (&str, &str),
    ) -> Result<Option<KnownContact>, rusqlite::Error> {
        let mut found = None;
        if let Some(reference) = reference {
            found = by_reference(self.conn, customer, reference)?;
        }
        if found.is_none() {
            found = self.by_name.find(self.conn, customer, name)?;
        }
        Ok(match found {
            None => None,
            Some((_, true)) => Some(KnownContact::Removed),
            Some((id, false)) => record::contact(self.conn, id)?.map(|contact| KnownContact::Here(Box::new(contact))),
        })
    }
}

impl Import<'_> {
    /// What the file knows by now, with what this import has put in.
    pub fn known(&self) -> &Known<'_> {
        &self.known
    }

    /// Adds a customer, or changes the one with the same key; cars that it does not have are added, none is removed.
    pub fn put_customer(
        &self,
        reference: Option<&str>,
        details: &CustomerDetails,
        cars: &[CarDetails],
    ) -> Result<Result<(CustomerId, Put), Refusal>, StoreError> {
        let put = self.customer(reference, details, cars);
        self.settled(put)
    }

    /// Adds a contact, or changes a known one.
    pub fn put_contact(
        &self,
        customer: CustomerId,
        reference: Option<&str>,
        details: &ContactDetails,
    ) -> Result<Result<(ContactId, Put), Refusal>, StoreError> {
        let put = self.contact(customer, reference, details);
        self.settled(put)
    }

    fn customer(
        &self,
        reference: Option<&str>,
        details: &CustomerDetails,
        cars: &[CarDetails],
    ) -> Result<(CustomerId, Put), Halt> {
        let work = &self.work;
        let known = match reference {
            Some(reference) => known_customer(work.conn, reference)?,
            None => same_customer(work.conn, details)?,
        };
        let Some(known) = known else {
            return Ok((self.new_customer(reference, details, cars)?, Put::Added));
        };
        // Of two lists the other one, or a desk, may have been first.
        let known = customer::find(work, known.id)?;
        let here = record::cars(work.conn)?.all(known.id)?;
        let mut is_changed =
            !customer::change(work, known.id, &known.details, details, Ties::default())?.changes.is_empty();
        for details in cars {
            if let Some(car) = same_car(&here, details) {
                is_changed |= !car::change(work, known.id, car, details, None)?.changes.is_empty();
            } else {
                car::add(work, known.id, details)?;
                is_changed = true;
            }
        }
        Ok((known.id, if is_changed { Put::Changed } else { Put::Unchanged }))
    }

    fn new_customer(
        &self,
        reference: Option<&str>,
        details: &CustomerDetails,
        cars: &[CarDetails],
    ) -> Result<CustomerId, Halt> {
        let work = &self.work;
        let id = customer::insert(work, reference, details)?;
        let recorded = changes(&CustomerDetails::default(), details);
        work.enter(NewEntry::new(id, Subject::Customer, &details.name(), Act::Added).changes(&recorded))?;
        for details in cars {
            car::record(work, id, details, None, Ties::default())?;
        }
        Ok(id)
    }

    fn contact(
        &self,
        customer: CustomerId,
        reference: Option<&str>,
        details: &ContactDetails,
    ) -> Result<(ContactId, Put), Halt> {
        let (work, known) = (&self.work, &self.known);
        let name = (details.first_name.as_str(), details.last_name.as_str());
        match known.find(customer, reference, name)? {
            Some(KnownContact::Removed) => Err(Refusal::NotBroughtBack { name: details.name() }.into()),
            Some(KnownContact::Here(contact)) => {
                if details.portal_access && !contact.details.portal_access {
                    return Err(Refusal::AccessNotByList { name: details.name() }.into());
                }
                let done = contact::change(work, &contact, details, SamePerson::ByName, Ties::default())?;
                if done.changes.iter().any(|change| matches!(change.field, Field::FirstName | Field::LastName)) {
                    known.by_name.forget();
                }
                Ok((contact.id, if done.changes.is_empty() { Put::Unchanged } else { Put::Changed }))
            }
            None => {
                let done = contact::add_with(work, customer, reference, details, SamePerson::ByName)?;
                match done.subject {
                    Subject::Contact(id) => {
                        known.by_name.add(customer, name, id);
                        Ok((id, Put::Added))
                    }
                    Subject::Customer | Subject::Car(_) => Err(Refusal::NotThere { what: "contact" }.into()),
                }
            }
        }
    }

    /// A refused row leaves nothing behind: every rule is asked before the first write.
    fn settled<T>(&self, put: Result<T, Halt>) -> Result<Result<T, Refusal>, StoreError> {
        match put {
            Ok(value) => Ok(Ok(value)),
            Err(Halt::Refused(refusal)) => Ok(Err(refusal)),
            Err(Halt::Sql(error)) => Err(error_of(self.work.conn, &error)),
            Err(Halt::Broken(error)) => Err(error),
        }
    }
}

fn error_of(conn: &Connection, error: &rusqlite::Error) -> StoreError {
    StoreError::of(error, std::path::Path::new(conn.path().unwrap_or_default()))
}

fn known_customer(conn: &Connection, reference: &str) -> Result<Option<Customer>, rusqlite::Error> {
    let id = conn
        .prepare_cached("SELECT id FROM customer WHERE ref = ?1")?
        .query_map([reference], |found| found.get(0).map(CustomerId))?
        .next()
        .transpose()?;
    id.map_or(Ok(None), |id| record::any_customer(conn, id))
}

/// Without a key of the shop, whoever says the same is the same: a list that comes twice adds nobody, and somebody
/// who was archived is not added anew.
fn same_customer(conn: &Connection, details: &CustomerDetails) -> Result<Option<Customer>, rusqlite::Error> {
    let references = conn
        .prepare_cached(
            "SELECT ref FROM customer WHERE sort_key = ?1 AND archived_at IS NULL
             UNION ALL SELECT ref FROM customer WHERE sort_key = ?1 AND archived_at IS NOT NULL",
        )?
        .query_map([fold(&details.listed_name())], |found| row::words(found, 0))?
        .collect::<Result<Vec<_>, _>>()?;
    for reference in references {
        let known = known_customer(conn, &reference)?;
        if let Some(known) = known.filter(|known| known.details == *details) {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

fn by_reference(
    conn: &Connection,
    customer: CustomerId,
    reference: &str,
) -> Result<Option<(ContactId, bool)>, rusqlite::Error> {
    conn.prepare_cached("SELECT id, removed_at IS NOT NULL FROM contact WHERE ref = ?1 AND customer_id = ?2")?
        .query_map((reference, customer.0), |found| Ok((ContactId(found.get(0)?), found.get(1)?)))?
        .next()
        .transpose()
}

/// The same car: by its plate, else by everything else.
fn same_car<'a>(here: &'a [Car], details: &CarDetails) -> Option<&'a Car> {
    let plate = |car: &CarDetails| car.plate.as_deref().map(|plate| fold(plate).replace(' ', ""));
    match plate(details) {
        Some(wanted) => here.iter().find(|car| plate(&car.details).as_ref() == Some(&wanted)),
        None => here.iter().find(|car| car.details == *details),
    }
}
