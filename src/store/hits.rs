//! The rows of a search: what each says, and why it is there.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::listing::{self, Listing};
use super::record::{self, OfCustomer};
use super::{marks, row};
use crate::domain::car::Car;
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
use crate::domain::phone::Region;
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
    customers: OfCustomer<'a, (Customer, Listing)>,
    cars: OfCustomer<'a, Car>,
    contacts: OfCustomer<'a, Contact>,
}

impl<'a> Rows<'a> {
    fn of(conn: &'a Connection, query: &'a Query, view: &'a View) -> Result<Self, rusqlite::Error> {
        let sql = format!("SELECT {}, {} FROM customer WHERE id = ?1", row::CUSTOMER, listing::COLUMNS);
        let customer = |found: &Row| Ok((row::customer(found)?, listing::from(found, row::CUSTOMER_COLUMNS)?));
        Ok(Self {
            conn,
            query,
            view,
            opened: if query.is_empty() { opened_at(conn, &view.desk)? } else { HashMap::new() },
            customers: OfCustomer::new(conn, &sql, customer)?,
            cars: record::cars(conn)?,
            contacts: record::bare_contacts(conn)?,
        })
    }

    fn next(&mut self, id: CustomerId) -> Result<Option<Hit>, rusqlite::Error> {
        let Some((customer, listing)) = self.customers.all(id)?.pop() else { return Ok(None) };
        let Self { query, view, .. } = *self;
        let details = &customer.details;
        let names = query.begun_by(|take| words::names(details, take));
        let (found_by, car) = if let Some(at) = customer.archived_at {
            (FoundBy::Archived(at), None)
        } else if query.is_empty() {
            (FoundBy::Rest { opened: self.opened.get(&id).copied() }, None)
        } else if query.is_answered_by(names) {
            (FoundBy::Name { number: 1, of: 1 }, None)
        } else {
            let cars = self.cars.all(id)?;
            let own = Own::of(query, names, details, &cars);
            match own.reason(query, details, view.region) {
                Some(reason) => (reason, own.car.map(|car| car.details.short())),
                None => (own.reason_of_people(query, &self.contacts.all(id)?), None),
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
        self.with_points(hit, customer, listing.outlook).map(Some)
    }

    /// Says how many checks need a person, which is known of most without a look at their people; in the list of those
    /// who need attention, why they do.
    fn with_points(&self, hit: Hit, customer: Customer, outlook: Option<Outlook>) -> Result<Hit, rusqlite::Error> {
        let now = self.view.now;
        let Some(outlook) = outlook else { return Ok(hit) };
        let are_reasons_said = self.query.is_empty() && self.query.among() == Among::Attention;
        if let Some(points) = outlook.points_at(now).filter(|_| !are_reasons_said) {
            return Ok(Hit { points, ..hit });
        }
        let customer = Customer { marks: marks::of(self.conn, customer.details.email.as_ref())?, ..customer };
        let record = Record::of_people(customer, record::people(self.conn, hit.customer)?);
        let points = review::points(&record, now);
        let found_by = if are_reasons_said { FoundBy::Attention(review::in_words(&record, now)) } else { hit.found_by };
        Ok(Hit { found_by, points, ..hit })
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
    fn reason_of_people(&self, query: &Query, people: &[Contact]) -> FoundBy {
        let own = self.names.and(self.email).and(self.phone).and(self.cars);
        let begun = |contact: &Contact| query.begun_by(|take| words::contact(&contact.details, take));
        let alone = |contact: &&Contact| query.is_answered_by(begun(contact));
        let together = |contact: &&Contact| query.is_answered_by(begun(contact).and(own));
        let found = people.iter().find(alone);
        let found = found.or_else(|| people.iter().find(together).filter(|_| !query.is_answered_by(own)));
        found.map_or_else(
            || FoundBy::Own("several fields".to_owned()),
            |contact| FoundBy::Contact {
                id: contact.id,
                name: contact.details.name(),
                role: contact.details.role_on_row().to_owned(),
            },
        )
    }
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
