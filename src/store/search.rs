//! Finding customers: by any words of theirs, of their contacts and of their cars.
//! What this desk opened last leads every list. Every part stops at the rows that are asked for.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

use super::hits::{self, RECENT, View};
use super::kept::{Answered, Opened};
use super::matching::{Source, among, answers, expression, matching};
use super::{Store, StoreError, index, row};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::search::{Among, Count, Hits, Query, Stretch};
use crate::domain::words;

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
                (false, _) => {
                    let led = self.opened_and_found(conn, query, view)?;
                    let source = self.source(conn, query)?;
                    let ids = matching(conn, &source, query, view, led, skip + wanted.limit)?;
                    ids.into_iter().skip(skip).take(wanted.limit).collect()
                }
            };
            let more = ids.len() > limit;
            if skip == 0 && !more && !query.is_empty() && query.among() == Among::All {
                self.answered.keep(conn, Arc::new(Answered { query: query.clone(), ids: ids.clone() }))?;
            }
            let rows = hits::of(conn, query, view, &ids[..ids.len().min(limit)])?;
            Ok(Hits { rows, more })
        })
    }

    /// How many customers answer a search, counted no further than one past [`Count::LIMIT`], and how many there are.
    pub fn count(&self, query: &Query, now: Timestamp) -> Result<Count, StoreError> {
        self.reading(|conn| {
            let customers =
                conn.prepare_cached("SELECT customers FROM listed")?.query_row([], |found| row::count(found, 0))?;
            let limit = i64::try_from(Count::LIMIT + 1).unwrap_or(i64::MAX);
            let now = now.as_millisecond();
            let attention = conn
                .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM customer WHERE attention_since <= ?1 LIMIT ?2)")?
                .query_row((now, limit), |found| row::count(found, 0))?;
            let hits = match (query.is_empty(), query.among()) {
                (_, Among::Archived) => archived(conn, query)?.len(),
                (true, Among::Attention) => attention,
                (true, Among::All) => customers,
                (false, _) => conn
                    .prepare_cached(&format!(
                        "SELECT count(*) FROM (SELECT 1 FROM search_all WHERE search_all MATCH ?1 {} LIMIT ?3)",
                        among(query, "search_all")
                    ))?
                    .query_row((expression(query), now, limit), |found| row::count(found, 0))?,
            };
            Ok(Count { hits, customers, attention })
        })
    }

    /// Where to look: a search that goes on with one before finds some of those who answered that.
    fn source(&self, conn: &Connection, query: &Query) -> Result<Source, rusqlite::Error> {
        match self.answered.get(conn)?.filter(|before| query.narrows(&before.query)) {
            Some(before) => Source::before(conn, before.ids.clone()),
            None => Ok(Source::Index),
        }
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
        let mut in_need = conn.prepare_cached("SELECT 1 FROM customer WHERE id = ?1 AND attention_since <= ?2")?;
        let mut found = Vec::new();
        for (id, words) in &last.words {
            let is_among = query.among() != Among::Attention || in_need.exists((id.0, view.now.as_millisecond()))?;
            if is_among && answers(query, words) {
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
            "SELECT id FROM customer WHERE archived_at IS NULL AND {BEHIND} ORDER BY sort_key, id LIMIT ?2"
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
        "SELECT id FROM customer WHERE attention_since <= ?3 AND {BEHIND} ORDER BY sort_key, id LIMIT ?2"
    ))?
    .query_map((wanted.after.map(|id| id.0), limit, now.as_millisecond()), |found| found.get(0).map(CustomerId))?
    .collect()
}

/// A condition that goes on behind a customer, the first parameter, in the order of names; from the start without one.
const BEHIND: &str = "(sort_key, id) > (coalesce((SELECT sort_key FROM customer WHERE id = ?1), ''), coalesce(?1, 0))";

/// The archived whose own names, email or phone answer, those of late first. They are few, and not in the index.
fn archived(conn: &Connection, query: &Query) -> Result<Vec<Customer>, rusqlite::Error> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM customer WHERE archived_at IS NOT NULL ORDER BY archived_at DESC, id",
        row::CUSTOMER
    ))?;
    let mut found = Vec::new();
    for customer in statement.query_map([], row::customer)? {
        let customer = customer?;
        let begun = query.begun_by(|take| {
            words::names(&customer.details, take);
            words::email(customer.details.email.as_ref(), take);
            words::phone(customer.details.phone.as_ref(), take);
        });
        if query.is_answered_by(begun) {
            found.push(customer);
        }
    }
    Ok(found)
}
