//! Finding customers: by any words of theirs, of their contacts and of their cars.
//!
//! The order: what this desk opened last, then names (exact, then begun, then the newest), then everything else,
//! newest first. Every part stops at the rows that are asked for.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use super::kept::Opened;
use super::{Store, StoreError, index, row};
use crate::domain::car::CarDetails;
use crate::domain::contact::Contact;
use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
use crate::domain::phone::Region;
use crate::domain::record::Record;
use crate::domain::review;
use crate::domain::search::{Among, Count, FoundBy, Hit, Hits, Query, Stretch};
use crate::domain::text::{fold, spellings, split_words};

/// How many of the customers that a desk opened last lead its lists.
const RECENT: usize = 20;
/// Names that are put in order: the first of them, so that it stays the same while one scrolls.
const ORDERED: usize = 50;

/// For whom the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    pub desk: String,
    pub region: Region,
    pub now: Timestamp,
}

impl Store {
    /// The rows of a search.
    pub fn search(&self, query: &Query, view: &View, stretch: Stretch) -> Result<Hits, StoreError> {
        self.reading(|conn| {
            let Stretch { skip, limit, .. } = stretch;
            // One more than is asked for tells whether there are more.
            let wanted = Stretch { limit: limit + 1, ..stretch };
            let ids = match (query.is_empty(), query.among()) {
                (_, Among::Archived) => {
                    archived(conn, query)?.into_iter().skip(skip).take(limit + 1).map(|customer| customer.id).collect()
                }
                (true, Among::Attention) => in_need(conn, view.now, wanted)?,
                (true, Among::All) => at_rest(conn, view, wanted)?,
                (false, _) => matching(conn, query, view, self.opened_and_found(conn, query, view)?, wanted)?,
            };
            let more = ids.len() > limit;
            let rows = rows(conn, query, view, &ids[..ids.len().min(limit)])?;
            Ok(Hits { rows, more })
        })
    }

    /// How many customers answer a search, counted no further than one past [`Count::LIMIT`], and how many there are.
    pub fn count(&self, query: &Query, now: Timestamp) -> Result<Count, StoreError> {
        self.reading(|conn| {
            let customers = self.customers(conn)?;
            let limit = i64::try_from(Count::LIMIT + 1).unwrap_or(i64::MAX);
            let now = now.as_millisecond();
            let attention = conn
                .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM attention WHERE since <= ?1 LIMIT ?2)")?
                .query_row((now, limit), row::count)?;
            let hits = match (query.is_empty(), query.among()) {
                (_, Among::Archived) => archived(conn, query)?.len(),
                (true, Among::Attention) => attention,
                (true, Among::All) => customers,
                (false, _) => conn
                    .prepare_cached(&format!(
                        "SELECT count(*) FROM (SELECT 1 FROM search_all WHERE search_all MATCH ?1 {} LIMIT ?2)",
                        among(query, "search_all")
                    ))?
                    .query_row((expression(query), limit, now), row::count)?,
            };
            Ok(Count { hits, customers, attention })
        })
    }

    /// Counted again when the file has changed, not at every key.
    fn customers(&self, conn: &Connection) -> Result<usize, rusqlite::Error> {
        // All of a table are counted without looking at a row; the archived are few.
        let count = "SELECT (SELECT count(*) FROM customer)
                          - (SELECT count(*) FROM customer WHERE archived_at IS NOT NULL)";
        self.customers.or_read(conn, |_| true, || conn.prepare_cached(count)?.query_row([], row::count))
    }

    /// Of those whom this desk opened last, who answer a search: asked of their words, as the index would take a
    /// look at the whole list of each word for every one of them.
    fn opened_and_found(
        &self,
        conn: &Connection,
        query: &Query,
        view: &View,
    ) -> Result<Vec<CustomerId>, rusqlite::Error> {
        let last = self.opened.or_read(
            conn,
            |opened| opened.desk == view.desk,
            || opened_words(conn, &view.desk).map(Arc::new),
        )?;
        let mut in_need = conn.prepare_cached("SELECT 1 FROM attention WHERE customer_id = ?1 AND since <= ?2")?;
        let mut found = Vec::new();
        for (id, words) in &last.words {
            let is_among = query.among() != Among::Attention || in_need.exists((id.0, view.now.as_millisecond()))?;
            if is_among && query.is_answered_by(words) {
                found.push(*id);
            }
        }
        Ok(found)
    }

    /// Remembers that a desk opened a customer.
    pub fn note_opened(&mut self, customer: CustomerId, desk: &str, now: Timestamp) -> Result<(), StoreError> {
        self.write(|conn| {
            conn.prepare_cached(
                "INSERT INTO opened (desk, customer_id, at) SELECT ?1, id, ?3 FROM customer WHERE id = ?2
                 ON CONFLICT DO UPDATE SET at = excluded.at",
            )?
            .execute((desk, customer.0, now.as_millisecond()))?;
            Ok(())
        })
        .map(|_| ())
    }
}

/// `"john"* "smi"*`: every word must begin some word of the row.
fn expression(query: &Query) -> String {
    query.words().iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
}

/// A condition on a match in a table; now is its third parameter in any case, so that the same values fit.
fn among(query: &Query, table: &str) -> String {
    if query.among() == Among::Attention {
        format!("AND EXISTS (SELECT 1 FROM attention WHERE customer_id = {table}.rowid AND since <= ?3)")
    } else {
        "AND ?3 IS NOT NULL".to_owned()
    }
}

fn opened(conn: &Connection, desk: &str) -> Result<Vec<CustomerId>, rusqlite::Error> {
    let limit = i64::try_from(RECENT).unwrap_or(i64::MAX);
    conn.prepare_cached(
        "SELECT customer_id FROM opened JOIN customer ON customer.id = customer_id
         WHERE desk = ?1 AND archived_at IS NULL ORDER BY at DESC, customer_id LIMIT ?2",
    )?
    .query_map((desk, limit), |found| found.get(0).map(CustomerId))?
    .collect()
}

fn opened_words(conn: &Connection, desk: &str) -> Result<Opened, rusqlite::Error> {
    let mut words = Vec::new();
    for id in opened(conn, desk)? {
        words.extend(index::words_of(conn, id)?.map(|[all, _]| (id, all)));
    }
    Ok(Opened { desk: desk.to_owned(), words })
}

/// Opened last, then all by name.
fn at_rest(conn: &Connection, view: &View, wanted: Stretch) -> Result<Vec<CustomerId>, rusqlite::Error> {
    let led = opened(conn, &view.desk)?;
    let limit = i64::try_from(wanted.limit + led.len()).unwrap_or(i64::MAX);
    // The first rows always have those that were opened, and some after them.
    let after = wanted.after.filter(|_| wanted.skip > led.len());
    let by_name = conn
        .prepare_cached(&format!(
            "SELECT id FROM customer WHERE archived_at IS NULL AND {} ORDER BY sort_key, id LIMIT ?2",
            behind("id")
        ))?
        .query_map((after.map(|id| id.0), limit), |found| found.get(0).map(CustomerId))?
        .collect::<Result<Vec<_>, _>>()?;
    let others = by_name.into_iter().filter(|id| !led.contains(id));
    Ok(match after {
        Some(_) => others.take(wanted.limit).collect(),
        None => led.iter().copied().chain(others).skip(wanted.skip).take(wanted.limit).collect(),
    })
}

/// All who need attention, by name.
fn in_need(conn: &Connection, now: Timestamp, wanted: Stretch) -> Result<Vec<CustomerId>, rusqlite::Error> {
    let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
    conn.prepare_cached(&format!(
        "SELECT customer_id FROM attention WHERE since <= ?3 AND {} ORDER BY sort_key, customer_id LIMIT ?2",
        behind("customer_id")
    ))?
    .query_map((wanted.after.map(|id| id.0), limit, now.as_millisecond()), |found| found.get(0).map(CustomerId))?
    .collect()
}

/// A condition that goes on behind a customer, the first parameter, in the order of names; from the start without one.
fn behind(id: &str) -> String {
    format!("(sort_key, {id}) > (coalesce((SELECT sort_key FROM customer WHERE id = ?1), ''), coalesce(?1, 0))")
}

/// The archived whose own names, email or phone answer, those of late first. They are few, and not in the index.
fn archived(conn: &Connection, query: &Query) -> Result<Vec<Customer>, rusqlite::Error> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM customer WHERE archived_at IS NOT NULL ORDER BY archived_at DESC, id",
        row::CUSTOMER
    ))?;
    let mut found = Vec::new();
    for customer in statement.query_map([], row::customer)? {
        let customer = customer?;
        let mut words = index::names_of(&customer.details);
        words.extend(index::own_words(&customer.details));
        if query.is_answered_by(&words) {
            found.push(customer);
        }
    }
    Ok(found)
}

/// After those who lead the list: names, then everything else.
fn matching(
    conn: &Connection,
    query: &Query,
    view: &View,
    led: Vec<CustomerId>,
    Stretch { skip, limit, .. }: Stretch,
) -> Result<Vec<CustomerId>, rusqlite::Error> {
    let (expression, now) = (expression(query), view.now.as_millisecond());
    let mut ids = led;
    let wanted = skip + limit;
    for table in ["search_names", "search_all"] {
        if ids.len() >= wanted {
            break;
        }
        // As many more as those that are here already may come again.
        let more = i64::try_from(wanted + ids.len().max(ORDERED)).unwrap_or(i64::MAX);
        let mut found = conn
            .prepare_cached(&format!(
                "SELECT rowid FROM {table} WHERE {table} MATCH ?1 {} ORDER BY rowid DESC LIMIT ?2",
                among(query, table)
            ))?
            .query_map((&expression, more, now), |row| row.get(0).map(CustomerId))?
            .collect::<Result<Vec<_>, _>>()?;
        if table == "search_names" {
            put_in_order(conn, query, &mut found)?;
        }
        let here: std::collections::HashSet<CustomerId> = ids.iter().copied().collect();
        ids.extend(found.into_iter().filter(|id| !here.contains(id)));
    }
    Ok(ids.into_iter().skip(skip).take(limit).collect())
}

/// Names that are exactly what was typed first, then those that begin with it; the rest stays newest first.
fn put_in_order(conn: &Connection, query: &Query, ids: &mut [CustomerId]) -> Result<(), rusqlite::Error> {
    let first = ids.len().min(ORDERED);
    let customers = customers(conn, &ids[..first])?;
    let typed = query.words().join(" ");
    let rank = |id: &CustomerId| {
        let Some(customer) = customers.get(id) else { return 3 };
        let names = [customer.details.name(), customer.details.person(), customer.details.listed_name()];
        let folded = names.map(|name| split_words(&fold(&name)).collect::<Vec<_>>().join(" "));
        match () {
            () if folded.contains(&typed) => 0,
            () if folded.iter().any(|name| name.starts_with(&typed)) => 1,
            () => 2,
        }
    };
    ids[..first].sort_by_key(rank);
    Ok(())
}

/// Everything that the rows say, in three queries.
fn rows(conn: &Connection, query: &Query, view: &View, ids: &[CustomerId]) -> Result<Vec<Hit>, rusqlite::Error> {
    let mut customers = customers(conn, ids)?;
    let mut cars = grouped(
        conn,
        ids,
        &format!("SELECT customer_id, {} FROM car WHERE removed_at IS NULL AND customer_id", row::CAR),
        |found| {
            Ok((
                CustomerId(found.get(0)?),
                CarDetails {
                    year: found.get(3)?,
                    make: row::text(found, 4)?,
                    model: row::text(found, 5)?,
                    plate: row::text(found, 6)?,
                },
            ))
        },
    )?;
    let mut contacts = grouped(
        conn,
        ids,
        &format!(
            "SELECT {}, {} FROM contact {} WHERE removed_at IS NULL AND customer_id",
            row::CONTACT,
            row::INVITE,
            row::LATEST_INVITE
        ),
        |found| row::contact(found).map(|contact| (contact.customer, contact)),
    )?;
    let opened: HashMap<CustomerId, Timestamp> =
        if query.is_empty() { opened_at(conn, &view.desk)? } else { HashMap::new() };
    let mut hits: Vec<Hit> = ids
        .iter()
        .filter_map(|id| {
            let customer = customers.remove(id)?;
            let cars = cars.remove(id).unwrap_or_default();
            let contacts = contacts.remove(id).unwrap_or_default();
            let record = Record::of_people(customer, contacts);
            let details = &record.customer.details;
            let found_by = match (record.customer.archived_at, query.is_empty(), query.among()) {
                (Some(at), ..) => FoundBy::Archived(at),
                (None, true, Among::Attention) => FoundBy::Attention(review::reasons(&record, view.now)),
                (None, true, _) => FoundBy::Rest { opened: opened.get(id).copied() },
                (None, false, _) => found_by(query, details, &cars, &record.contacts, view.region),
            };
            let points = if record.customer.archived_at.is_some() { 0 } else { review::points(&record, view.now) };
            Some(Hit {
                customer: *id,
                name: details.listed_name(),
                phone: details.phone.as_ref().map(|phone| phone.shown(view.region)).unwrap_or_default(),
                car: shown_car(query, &cars).map(CarDetails::short).unwrap_or_default(),
                found_by,
                points,
            })
        })
        .collect();
    number_names(&mut hits);
    Ok(hits)
}

fn customers(conn: &Connection, ids: &[CustomerId]) -> Result<HashMap<CustomerId, Customer>, rusqlite::Error> {
    conn.prepare_cached(&format!(
        "SELECT {} FROM customer WHERE id IN (SELECT value FROM json_each(?1))",
        row::CUSTOMER
    ))?
    .query_map([listed(ids)], |found| row::customer(found).map(|customer| (customer.id, customer)))?
    .collect()
}

/// Rows of several customers at once, each under its own.
fn grouped<T>(
    conn: &Connection,
    ids: &[CustomerId],
    select: &str,
    read: impl Fn(&rusqlite::Row) -> Result<(CustomerId, T), rusqlite::Error>,
) -> Result<HashMap<CustomerId, Vec<T>>, rusqlite::Error> {
    let mut groups: HashMap<CustomerId, Vec<T>> = HashMap::new();
    let mut statement = conn.prepare_cached(&format!("{select} IN (SELECT value FROM json_each(?1))"))?;
    for found in statement.query_map([listed(ids)], |found| read(found))? {
        let (id, value) = found?;
        groups.entry(id).or_default().push(value);
    }
    Ok(groups)
}

fn opened_at(conn: &Connection, desk: &str) -> Result<HashMap<CustomerId, Timestamp>, rusqlite::Error> {
    let limit = i64::try_from(RECENT).unwrap_or(i64::MAX);
    conn.prepare_cached("SELECT customer_id, at FROM opened WHERE desk = ?1 ORDER BY at DESC LIMIT ?2")?
        .query_map((desk, limit), |found| Ok((CustomerId(found.get(0)?), row::at(found.get(1)?))))?
        .collect()
}

fn listed(ids: &[CustomerId]) -> String {
    serde_json::Value::from(ids.iter().map(|id| id.0).collect::<Vec<_>>()).to_string()
}

/// The car that answers the search, else the newest.
fn shown_car<'a>(query: &Query, cars: &'a [CarDetails]) -> Option<&'a CarDetails> {
    let answers = |car: &&CarDetails| !query.is_empty() && query.is_answered_by(&index::car_words(car));
    cars.iter().find(answers).or_else(|| cars.iter().max_by_key(|car| car.year))
}

/// Why a customer is on the list: its own name, its own data, or one of its contacts.
fn found_by(
    query: &Query,
    details: &CustomerDetails,
    cars: &[CarDetails],
    contacts: &[Contact],
    region: Region,
) -> FoundBy {
    let mut words = index::names_of(details);
    if query.is_answered_by(&words) {
        return FoundBy::Name { number: 1, of: 1 };
    }
    if let Some(email) = details.email.as_ref().filter(|email| query.is_answered_by(&spellings(email.as_str()))) {
        return FoundBy::Own(email.to_string());
    }
    if let Some(phone) = details.phone.as_ref().filter(|phone| query.is_answered_by(&phone.search_words())) {
        return FoundBy::Own(phone.shown(region));
    }
    if let Some(car) = cars.iter().find(|car| query.is_answered_by(&index::car_words(car))) {
        return FoundBy::Own(car.line());
    }
    words.extend(index::own_words(details));
    words.extend(cars.iter().flat_map(index::car_words));
    let of_contact = |contact: &Contact| FoundBy::Contact {
        id: contact.id,
        name: contact.details.name(),
        role: contact.details.role_on_row().to_owned(),
    };
    // First a contact who has all the words, then one who has those that the customer lacks.
    let alone = contacts.iter().find(|contact| query.is_answered_by(&contact.details.search_words()));
    let together = || {
        contacts.iter().find(|contact| {
            let mut both = contact.details.search_words();
            both.extend(words.iter().cloned());
            query.is_answered_by(&both) && !query.is_answered_by(&words)
        })
    };
    alone.or_else(together).map_or_else(|| FoundBy::Own("several fields".to_owned()), of_contact)
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
