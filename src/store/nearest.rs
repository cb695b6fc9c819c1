//! What else may have been meant, where a search finds nobody: words of the index are looked through, which takes a
//! moment in a large file, so it is asked after the answer and may be interrupted.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{Store, StoreError, View};
use crate::domain::nearest::{Nearest, OFFERED, choices};
use crate::domain::search::{FoundBy, Hit, Query, Stretch};
use crate::domain::text::{fold, spellings};

/// Other searches that are tried: each offered one finds somebody.
const TRIED: usize = 24;

impl Store {
    /// Searches near one that finds nobody, as somebody would type them; the nearest first.
    pub fn nearest(&self, query: &Query, view: &View) -> Result<Vec<String>, StoreError> {
        self.open_words()?;
        let nearest = self.reading(|conn| near_words(conn, query))?;
        let mut offered: Vec<String> = Vec::new();
        for words in choices(&nearest).iter().take(TRIED) {
            let other = Query::read(&query.with_words(&words.join(" ")));
            let hits = self.search(&other, view, Stretch::first(1))?;
            let Some(text) = hits.rows.first().and_then(|hit| as_written(query, words, hit)) else { continue };
            let text = query.with_words(&text);
            if !offered.iter().any(|known| fold(known) == fold(&text)) {
                offered.push(text);
            }
            if offered.len() == OFFERED {
                break;
            }
        }
        Ok(offered)
    }

    /// Opens the words of the index, for as long as the file is open: in no transaction, whose end would close them
    /// again, and the index with them.
    pub(super) fn open_words(&self) -> Result<(), StoreError> {
        let sql = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab(main, search_all, row)";
        self.conn.execute_batch(sql).map_err(|error| self.error(&error))
    }
}

fn near_words(conn: &Connection, query: &Query) -> Result<Vec<Nearest>, rusqlite::Error> {
    let anew = || query.words().iter().map(|word| Nearest::to(word)).collect::<Vec<_>>();
    // The first letter is seldom wrong, and when it is, it is often the second one that was typed too soon.
    let letters: BTreeSet<char> =
        query.words().iter().flat_map(|word| word.chars().take(2)).filter(|letter| letter.is_alphabetic()).collect();
    let mut nearest = anew();
    for letter in letters {
        look_through(conn, &letter.to_string(), &format!("{letter}{}", char::MAX), &mut nearest)?;
    }
    if nearest.iter().any(|of_word| of_word.found().is_empty()) {
        nearest = anew();
        // Words that begin with a digit are phones, years and plates.
        look_through(conn, "a", &char::MAX.to_string(), &mut nearest)?;
    }
    Ok(nearest)
}

/// Offers every word of the index from one on to another.
fn look_through(conn: &Connection, from: &str, to: &str, nearest: &mut [Nearest]) -> Result<(), rusqlite::Error> {
    let mut statement = conn.prepare_cached("SELECT term, doc FROM temp.word WHERE term >= ?1 AND term <= ?2")?;
    let mut words = statement.query((from, to))?;
    while let Some(found) = words.next()? {
        let word = found.get_ref(0)?.as_str()?;
        let customers = found.get(1)?;
        for of_word in &mut *nearest {
            of_word.offer(word, customers);
        }
    }
    Ok(())
}

/// The words as they stand on a customer's row; `None` where the row does not show them.
fn as_written(query: &Query, words: &[&str], hit: &Hit) -> Option<String> {
    let why = match &hit.found_by {
        FoundBy::Contact { name, .. } => name.as_str(),
        FoundBy::Own(words) => words.as_str(),
        FoundBy::Name { .. } | FoundBy::Rest { .. } | FoundBy::Attention(_) | FoundBy::Archived(_) => "",
    };
    let shown: Vec<&str> = [hit.name.as_str(), why, hit.car.as_str()]
        .into_iter()
        .flat_map(str::split_whitespace)
        // An address has many words: it would be offered for each of them.
        .filter(|word| !word.contains('@'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    // A word that was kept may still be the beginning of one.
    let is_kept = |word: &str| query.words().iter().any(|typed| typed == word);
    let written = |word: &&str| {
        let spells = |token: &&&str| {
            spellings(token).iter().any(|spelling| spelling == word || is_kept(word) && spelling.starts_with(*word))
        };
        shown.iter().find(spells)
    };
    let written: Option<Vec<&str>> = words.iter().map(|word| written(word).copied()).collect();
    written.map(|words| words.join(" "))
}
