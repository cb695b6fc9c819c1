//! Who answers typed words, in the order of the list: those who lead it, names (exact, then begun, then the newest), then
//! everything else, newest first.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use super::hits::View;
use super::index::{self, TABLES, Words};
use super::row;
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::search::{Among, Query};
use crate::domain::text::{fold, split_words};

/// Names that are put in order: the first of them, so that it stays the same while one scrolls.
const ORDERED: usize = 50;

/// Where answers are looked for.
pub enum Source {
    /// In the index.
    Index,
    /// Among those who answered the search that this one goes on with: with each letter there are fewer.
    Before(Vec<(CustomerId, Words)>),
}

impl Source {
    /// All who answered a search.
    pub fn before(conn: &Connection, mut ids: Vec<CustomerId>) -> Result<Self, rusqlite::Error> {
        ids.sort_unstable_by(|a, b| b.cmp(a));
        let words = |id| Ok(index::words_of(conn, id)?.map(|words| (id, words)));
        ids.into_iter().filter_map(|id| words(id).transpose()).collect::<Result<_, _>>().map(Self::Before)
    }

    /// Hands over who has all the words in one of [`TABLES`], the newest first, until `take` has enough.
    fn each(
        &self,
        conn: &Connection,
        query: &Query,
        view: &View,
        table: usize,
        mut take: impl FnMut(CustomerId) -> ControlFlow<()>,
    ) -> Result<(), rusqlite::Error> {
        match self {
            Self::Before(candidates) => {
                let is_found = |words: &Words| answers(query, &words[table]);
                let mut found = candidates.iter().filter(|(_, words)| is_found(words));
                let _enough = found.try_for_each(|(id, _)| take(*id));
            }
            Self::Index => {
                let mut statement = conn.prepare_cached(&format!(
                    "SELECT rowid FROM {0} WHERE {0} MATCH ?1 {1} ORDER BY rowid",
                    TABLES[table],
                    among(query, TABLES[table])
                ))?;
                let mut found = statement.query((expression(query), view.now.as_millisecond()))?;
                while let Some(row) = found.next()? {
                    if take(index::customer_of(row.get(0)?)).is_break() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

/// After those who lead the list: names, then everything else, so many in all.
pub fn matching(
    conn: &Connection,
    source: &Source,
    query: &Query,
    view: &View,
    led: Vec<CustomerId>,
    wanted: usize,
) -> Result<Vec<CustomerId>, rusqlite::Error> {
    let mut here: HashSet<CustomerId> = led.iter().copied().collect();
    let mut ids = led;
    // Of the names always so many that their order does not depend on how many rows are wanted.
    for (table, least) in [(index::NAMES, ORDERED), (index::ALL, 0)] {
        if ids.len() >= wanted {
            break;
        }
        let mut found = Vec::new();
        source.each(conn, query, view, table, |id| {
            found.extend(here.insert(id).then_some(id));
            let is_enough = found.len() >= least && ids.len() + found.len() >= wanted;
            if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if table == index::NAMES {
            put_in_order(conn, query, &mut found)?;
        }
        ids.append(&mut found);
    }
    Ok(ids)
}

/// Whether words in the index answer a search.
pub fn answers(query: &Query, words: &[String]) -> bool {
    query.is_answered_by(query.begun_by(|take| words.iter().for_each(|word| take(word))))
}

/// `"john"* "smi"*`: every word must begin some word of the row.
pub fn expression(query: &Query) -> String {
    query.words().iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
}

/// A condition on a match in a table; now is its second parameter in any case, so that the same values fit.
pub fn among(query: &Query, table: &str) -> String {
    if query.among() == Among::Attention {
        format!(
            "AND EXISTS (SELECT 1 FROM customer WHERE id = {} AND attention_since <= ?2)",
            index::customer_in(table)
        )
    } else {
        "AND ?2 IS NOT NULL".to_owned()
    }
}

/// Names that are exactly what was typed first, then those that begin with it; the rest stays newest first.
fn put_in_order(conn: &Connection, query: &Query, ids: &mut [CustomerId]) -> Result<(), rusqlite::Error> {
    let first = ids.len().min(ORDERED);
    let mut ranks = HashMap::with_capacity(first);
    let mut names = conn.prepare_cached("SELECT first_name, last_name, company FROM customer WHERE id = ?1")?;
    for id in &ids[..first] {
        let rank = names.query_row([id.0], |found| {
            let details = CustomerDetails {
                first_name: row::words(found, 0)?,
                last_name: row::words(found, 1)?,
                company: row::text(found, 2)?,
                ..CustomerDetails::default()
            };
            Ok([details.name(), details.person(), details.listed_name()].map(|name| rank(query, &name)))
        });
        // An index out of step may name somebody who is not there.
        ranks.extend(rank.optional()?.into_iter().flatten().min().map(|rank| (*id, rank)));
    }
    ids[..first].sort_by_key(|id| ranks.get(id).copied().unwrap_or(OTHERWISE));
    Ok(())
}

/// A name that holds what was typed somewhere else than at its beginning.
const OTHERWISE: usize = 2;

/// 0 for a name that is what was typed, 1 for one that begins with it.
fn rank(query: &Query, name: &str) -> usize {
    let folded = fold(name);
    let mut words = split_words(&folded);
    let (last, whole) = query.words().split_last().map_or(("", [].as_slice()), |(last, whole)| (last, whole));
    if whole.iter().any(|typed| words.next() != Some(typed)) {
        return OTHERWISE;
    }
    match words.next() {
        Some(word) if word == last && words.next().is_none() => 0,
        Some(word) if word.starts_with(last) => 1,
        _ => OTHERWISE,
    }
}
