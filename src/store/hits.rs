//! The rows of a search: what each says, and why it is there.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{CachedStatement, Connection, Row};

use super::listing::{self, Listing};
use super::record::{self, OfCustomer};
use super::row;
use crate::domain::car::Car;
use crate::domain::contact::{ContactDetails, ContactId};
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::email::Email;
use crate::domain::phone::{Phone, Region};
use crate::domain::record::Record;
use crate::domain::review::{self, Outlook};
use crate::domain::search::{Among, Begun, FoundBy, Hit, Query};
use crate::domain::text::fold;
use crate::domain::words;

/// How many of the customers that a desk opened last lead its lists.
pub const RECENT: usize = 20;

/// For whom the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub desk: String,
    pub region: Region,
    pub now: Timestamp,
}

/// The rows of these customers, in this order.
pub fn of(conn: &Connection, query: &Query, view: &View, ids: &[CustomerId]) -> Result<Vec<Hit>, rusqlite::Error> {
    let mut rows = Rows::of(conn, query, view)?;
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        hits.extend(rows.next(*id)?);
    }
    number_names(&mut hits);
    Ok(hits)
}

/// Makes one row after the other.
struct Rows<'a> {
    conn: &'a Connection,
    query: &'a Query,
    view: &'a View,
    opened: HashMap<CustomerId, Timestamp>,
    customers: OfCustomer<'a, Listed>,
    cars: OfCustomer<'a, Car>,
    contacts: CachedStatement<'a>,
}

impl<'a> Rows<'a> {
    fn of(conn: &'a Connection, query: &'a Query, view: &'a View) -> Result<Self, rusqlite::Error> {
        let customers = format!("SELECT {}, {} FROM customer WHERE id = ?1", Listed::COLUMNS, listing::COLUMNS);
        let contacts = format!(
            "SELECT {OF_CONTACT} FROM contact WHERE customer_id = ?1 AND removed_at IS NULL ORDER BY is_primary DESC, id"
        );
        Ok(Self {
            conn,
            query,
            view,
            opened: if query.is_empty() { opened_at(conn, &view.desk)? } else { HashMap::new() },
            customers: OfCustomer::new(conn, &customers, Listed::read)?,
            cars: record::cars(conn)?,
            contacts: conn.prepare_cached(&contacts)?,
        })
    }

    fn next(&mut self, id: CustomerId) -> Result<Option<Hit>, rusqlite::Error> {
        let Some(Listed { details, archived_at, listing }) = self.customers.all(id)?.pop() else { return Ok(None) };
        let Self { query, view, .. } = *self;
        let names = query.begun_by(|take| words::names(&details, take));
        let (found_by, car) = if let Some(at) = archived_at {
            (FoundBy::Archived(at), None)
        } else if query.is_empty() {
            (FoundBy::Rest { opened: self.opened.get(&id).copied() }, None)
        } else if query.is_answered_by(names) {
            (FoundBy::Name { number: 1, of: 1 }, None)
        } else {
            let cars = self.cars.all(id)?;
            let own = Own::of(query, names, &details, &cars);
            match own.reason(query, &details, view.region) {
                Some(reason) => (reason, own.car.map(|car| car.details.short())),
                None => (own.reason_of_people(query, self.contacts.query([id.0])?)?, None),
            }
        };
        let hit = Hit {
            customer: id,
            name: details.listed_name(),
            phone: details.phone.as_ref().map(|phone| phone.shown(view.region)).unwrap_or_default(),
            car: car.or(listing.car).unwrap_or_default(),
            found_by,
            points: 0,
        };
        self.with_points(hit, listing.outlook).map(Some)
    }

    /// Says how many checks need a person, which is known of most without a look at their people; in the list of those
    /// who need attention, why they do.
    fn with_points(&self, hit: Hit, outlook: Option<Outlook>) -> Result<Hit, rusqlite::Error> {
        let now = self.view.now;
        let Some(outlook) = outlook else { return Ok(hit) };
        let are_reasons_said = self.query.is_empty() && self.query.among() == Among::Attention;
        if let Some(points) = outlook.points_at(now).filter(|_| !are_reasons_said) {
            return Ok(Hit { points, ..hit });
        }
        let Some(customer) = record::customer(self.conn, hit.customer)? else { return Ok(hit) };
        let record = Record::of_people(customer, record::people(self.conn, hit.customer)?);
        let points = review::points(&record, now);
        let found_by = if are_reasons_said { FoundBy::Attention(review::in_words(&record, now)) } else { hit.found_by };
        Ok(Hit { found_by, points, ..hit })
    }
}

/// A customer, in as much as a row says it or is found by it.
struct Listed {
    details: CustomerDetails,
    archived_at: Option<Timestamp>,
    listing: Listing,
}

impl Listed {
    const COLUMNS: &str = "first_name, last_name, company, email, phone, archived_at";

    fn read(found: &Row) -> Result<Self, rusqlite::Error> {
        let details = CustomerDetails {
            first_name: row::words(found, 0)?,
            last_name: row::words(found, 1)?,
            company: row::text(found, 2)?,
            email: row::text(found, 3)?.map(Email::kept),
            phone: row::text(found, 4)?.map(Phone::kept),
            ..CustomerDetails::default()
        };
        Ok(Self { details, archived_at: row::moment(found, 5)?, listing: listing::from(found, 6)? })
    }
}

/// When a desk opened those whom it opened last.
fn opened_at(conn: &Connection, desk: &str) -> Result<HashMap<CustomerId, Timestamp>, rusqlite::Error> {
    let limit = i64::try_from(RECENT).unwrap_or(i64::MAX);
    conn.prepare_cached("SELECT customer_id, at FROM opened WHERE desk = ?1 ORDER BY at DESC LIMIT ?2")?
        .query_map((desk, limit), |found| Ok((CustomerId(found.get(0)?), row::at(found.get(1)?))))?
        .collect()
}

/// Which typed words are a customer's own.
struct Own<'a> {
    names: Begun,
    email: Begun,
    phone: Begun,
    cars: Begun,
    /// The car that has all of them.
    car: Option<&'a Car>,
}

impl<'a> Own<'a> {
    fn of(query: &Query, names: Begun, details: &CustomerDetails, cars: &'a [Car]) -> Self {
        let mut own = Self {
            names,
            email: query.begun_by(|take| words::email(details.email.as_ref(), take)),
            phone: query.begun_by(|take| words::phone(details.phone.as_ref(), take)),
            cars: Begun::default(),
            car: None,
        };
        for car in cars {
            let begun = query.begun_by(|take| words::car(&car.details, take));
            own.cars = own.cars.and(begun);
            own.car = own.car.or(query.is_answered_by(begun).then_some(car));
        }
        own
    }

    /// Why the customer is on the list by itself, if not by its name: its email or phone, one of its cars.
    fn reason(&self, query: &Query, details: &CustomerDetails, region: Region) -> Option<FoundBy> {
        let email = details.email.as_ref().filter(|_| query.is_answered_by(self.email)).map(ToString::to_string);
        let phone = details.phone.as_ref().filter(|_| query.is_answered_by(self.phone));
        let reason = email.or_else(|| phone.map(|phone| phone.shown(region)));
        reason.or_else(|| self.car.map(|car| car.details.line())).map(FoundBy::Own)
    }

    /// Why it is there if not: first a contact who has all the words, then one who has those that the customer lacks.
    fn reason_of_people(&self, query: &Query, mut people: rusqlite::Rows) -> Result<FoundBy, rusqlite::Error> {
        let own = self.names.and(self.email).and(self.phone).and(self.cars);
        let may_be_together = !query.is_answered_by(own);
        let mut together = None;
        while let Some(found) = people.next()? {
            let [first, last, email] = [row::borrowed(found, 1)?, row::borrowed(found, 2)?, row::borrowed(found, 3)?];
            let phone = row::text(found, 4)?.map(Phone::kept);
            let begun = query.begun_by(|take| words::person(&first, &last, &email, phone.as_ref(), take));
            if query.is_answered_by(begun) {
                return found_by_contact(found);
            }
            if may_be_together && together.is_none() && query.is_answered_by(begun.and(own)) {
                together = Some(found_by_contact(found)?);
            }
        }
        Ok(together.unwrap_or_else(|| FoundBy::Own("several fields".to_owned())))
    }
}

/// What of a contact a row says, or is found by.
const OF_CONTACT: &str = "id, first_name, last_name, email, phone, role, role_description";

fn found_by_contact(found: &Row) -> Result<FoundBy, rusqlite::Error> {
    let details = ContactDetails {
        first_name: row::words(found, 1)?,
        last_name: row::words(found, 2)?,
        role: row::text(found, 5)?,
        role_description: row::text(found, 6)?,
        ..ContactDetails::default()
    };
    let (name, role) = (details.name(), details.role_on_row().to_owned());
    Ok(FoundBy::Contact { id: ContactId(found.get(0)?), name, role })
}

/// Tells rows of the same name apart: "1 of 2 so named".
fn number_names(hits: &mut [Hit]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for hit in hits.iter() {
        *counts.entry(fold(&hit.name)).or_default() += 1;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for hit in hits {
        let key = fold(&hit.name);
        let number = seen.entry(key.clone()).and_modify(|number| *number += 1).or_insert(1);
        if let FoundBy::Name { .. } = hit.found_by {
            hit.found_by = FoundBy::Name { number: *number, of: counts[&key] };
        }
    }
}
