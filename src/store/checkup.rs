//! What is not as it should be with a file: found by looking, nothing is changed.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::probe::connect;
use super::rules::{LISTED, Rule};
use super::{Flaw, Store, StoreError, daily, derived, file, index, listing, migrate, outbox, row, surroundings};
use crate::domain::customer::CustomerId;

/// The first SQLite in which two programs that write and tidy up at once lose nothing.
const SAFE_SQLITE: i32 = 3_051_003;
/// A clock may be this far behind that of the desk that wrote last.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);
/// An invite that is due this long is not delivered by anybody.
const LEFT_LYING: SignedDuration = SignedDuration::from_hours(24);
/// What was saved longer ago than this should be in a backup.
const UNSAVED: SignedDuration = SignedDuration::from_hours(48);
/// As many lines of SQLite's own check as anybody reads.
const LINES: usize = 20;

/// What was found.
#[derive(Debug)]
pub struct Checkup {
    pub surroundings: Vec<Flaw>,
    /// Of what is in it; or why it cannot be used at all.
    pub content: Result<Vec<Flaw>, StoreError>,
}

/// Looks at everything. `has_backups` says whether this shop's desks make one a day.
pub fn examine(path: &Path, has_backups: bool, now: Timestamp) -> Checkup {
    Checkup { surroundings: surroundings::flaws(path), content: content(path, has_backups, now) }
}

impl Store {
    /// Writes anew what is derived from the rows: the search index, and what lists say.
    pub fn rebuild_index(&mut self) -> Result<(), StoreError> {
        self.write(|conn| Ok(derived::anew(conn)?)).map(|_| ())
    }
}

fn content(path: &Path, has_backups: bool, now: Timestamp) -> Result<Vec<Flaw>, StoreError> {
    file::check_there(path)?;
    let _lock = file::take_lock(path)?;
    let broken = |error: rusqlite::Error| StoreError::of(&error, path);
    let conn = connect(path).map_err(broken)?;
    let step = migrate::usable_step(&conn, path)?;
    let mut found = Vec::new();
    if rusqlite::version_number() < SAFE_SQLITE {
        found.push(Flaw::OldSqlite(rusqlite::version()));
    }
    if step < migrate::newest() {
        // What it has to be like is only known of the newest step.
        found.push(Flaw::OlderStep);
        return Ok(found);
    }
    // As of one moment: desks go on writing.
    conn.execute_batch("BEGIN").map_err(broken)?;
    let damage = integrity(&conn, &mut found).map_err(broken)?;
    if !damage.is_empty() {
        // Whatever else would be said of it could be wrong.
        found.push(Flaw::Damaged(damage));
        return Ok(found);
    }
    schema(&conn, &mut found).map_err(broken)?;
    references(&conn, &mut found).map_err(broken)?;
    for rule in Rule::ALL {
        let by = rule.broken_by(&conn).map_err(broken)?;
        if !by.is_empty() {
            found.push(Flaw::Broken { rule, by });
        }
    }
    if !found.iter().any(|flaw| matches!(flaw, Flaw::Index { .. } | Flaw::Schema(_))) {
        index_flaw(&conn, &mut found).map_err(broken)?;
    }
    post(&conn, now, &mut found).map_err(broken)?;
    history(&conn, path, has_backups, now, &mut found).map_err(broken)?;
    Ok(found)
}

/// SQLite's own check; returns what it says of pages. What it says of values and of the search index is no damage.
fn integrity(conn: &Connection, flaws: &mut Vec<Flaw>) -> Result<Vec<String>, rusqlite::Error> {
    let lines: Vec<String> = conn
        .prepare(&format!("PRAGMA integrity_check({LINES})"))?
        .query_map([], |found| row::words(found, 0))?
        .collect::<Result<_, _>>()?;
    let (mut forbidden, mut damage) = (Vec::new(), Vec::new());
    for line in lines.into_iter().filter(|line| line != "ok") {
        let of_values = ["CHECK constraint failed", "NULL value in", "non-unique entry", "value in "];
        if line.contains("FTS5") || line.contains("search_") {
            flaws.push(Flaw::Index { customers: Vec::new() });
        } else if of_values.iter().any(|words| line.contains(words)) {
            forbidden.push(line);
        } else {
            damage.push(line);
        }
    }
    flaws.dedup_by(|a, b| matches!((a, b), (Flaw::Index { .. }, Flaw::Index { .. })));
    if !forbidden.is_empty() {
        flaws.push(Flaw::Forbidden(forbidden));
    }
    Ok(damage)
}

/// The schema against one that was made just now. What others have added, a replication for example, is theirs.
fn schema(conn: &Connection, flaws: &mut Vec<Flaw>) -> Result<(), rusqlite::Error> {
    let objects = |conn: &Connection| -> Result<HashMap<String, String>, rusqlite::Error> {
        conn.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")?
            .query_map([], |found| Ok((row::words(found, 0)?, row::words(found, 1)?)))?
            .collect()
    };
    let fresh = Connection::open_in_memory()?;
    migrate::take_steps(&fresh, 0)?;
    let found = objects(conn)?;
    let mut wrong: Vec<String> =
        objects(&fresh)?.into_iter().filter(|(name, sql)| found.get(name) != Some(sql)).map(|(name, _)| name).collect();
    wrong.sort();
    if !wrong.is_empty() {
        flaws.push(Flaw::Schema(wrong));
    }
    Ok(())
}

fn references(conn: &Connection, flaws: &mut Vec<Flaw>) -> Result<(), rusqlite::Error> {
    let mut lost: HashMap<String, usize> = HashMap::new();
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    for table in statement.query_map([], |found| row::words(found, 0))? {
        *lost.entry(table?).or_default() += 1;
    }
    flaws.extend(lost.into_iter().map(|(table, rows)| Flaw::LostReferences { table, rows }));
    Ok(())
}

/// What an index says of a customer: how many words, and a number that is the same for the same words in any order.
type Words = (usize, u64);

fn index_flaw(conn: &Connection, flaws: &mut Vec<Flaw>) -> Result<(), rusqlite::Error> {
    let mut kept = [HashMap::new(), HashMap::new()];
    for (kept, table) in kept.iter_mut().zip(index::TABLES) {
        *kept = words_kept(conn, table)?;
    }
    let mut customers = Vec::new();
    let mut statement = conn.prepare(&format!("SELECT id, {LISTED} FROM customer"))?;
    for found in statement.query_map([], |found| Ok((found.get(0)?, row::words(found, 1)?)))? {
        let (id, name) = found?;
        let due = index::words_of(conn, CustomerId(id))?.unwrap_or_default();
        let is = kept.each_mut().map(|kept| kept.remove(&id).unwrap_or_default());
        let is_listed = listing::kept(conn, CustomerId(id))? == listing::due(conn, CustomerId(id))?;
        if !is_listed
            || is != due.map(|words| words.iter().fold(Words::default(), |words, word| with_word(words, word)))
        {
            customers.push(name);
        }
    }
    let nobody = kept.into_iter().flat_map(HashMap::into_keys);
    customers.extend(nobody.map(|id| format!("customer {id}, who is not there")));
    let is_counted =
        "SELECT (SELECT customers FROM listed) = (SELECT count(*) FROM customer WHERE archived_at IS NULL)";
    if !conn.query_row(is_counted, [], |found| found.get::<_, bool>(0))? {
        customers.push("how many customers there are".to_owned());
    }
    if !customers.is_empty() {
        flaws.push(Flaw::Index { customers });
    }
    Ok(())
}

/// The words that an index holds, by customer.
fn words_kept(conn: &Connection, table: &str) -> Result<HashMap<i64, Words>, rusqlite::Error> {
    conn.execute_batch(&format!("CREATE VIRTUAL TABLE temp.kept_{table} USING fts5vocab(main, {table}, instance)"))?;
    let mut statement = conn.prepare(&format!("SELECT doc, term FROM temp.kept_{table}"))?;
    let mut kept: HashMap<i64, Words> = HashMap::new();
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let words = kept.entry(index::customer_of(found.get(0)?).0).or_default();
        *words = with_word(*words, &row::words(found, 1)?);
    }
    Ok(kept)
}

fn with_word((count, sum): Words, word: &str) -> Words {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    (count + 1, sum.wrapping_add(hasher.finish()))
}

fn post(conn: &Connection, now: Timestamp, flaws: &mut Vec<Flaw>) -> Result<(), rusqlite::Error> {
    let held = outbox::held(conn, now)?;
    flaws.extend(held.map(|held| Flaw::PostHeld(held.words)));
    let since = now.saturating_sub(LEFT_LYING).unwrap_or(now).as_millisecond();
    let (invites, oldest) = conn.query_row(
        "SELECT count(*), min(next_attempt_at) FROM invite WHERE state IN ('queued', 'sending') AND next_attempt_at < ?1",
        [since],
        |found| Ok((row::count(found, 0)?, row::moment(found, 1)?)),
    )?;
    flaws.extend(oldest.map(|since| Flaw::LeftLying { invites, since }));
    Ok(())
}

fn history(
    conn: &Connection,
    path: &Path,
    has_backups: bool,
    now: Timestamp,
    flaws: &mut Vec<Flaw>,
) -> Result<(), rusqlite::Error> {
    let newest = conn.query_row("SELECT max(at) FROM history", [], |found| row::moment(found, 0))?;
    flaws.extend(
        newest.filter(|newest| newest.duration_since(now) > CLOCKS_DIFFER).map(|newest| Flaw::Clock { newest }),
    );
    if has_backups {
        let backup = daily::newest(path).unwrap_or(Timestamp::MIN).as_millisecond();
        let since =
            conn.query_row("SELECT min(at) FROM history WHERE at > ?1", [backup], |found| row::moment(found, 0))?;
        let too_long = since.filter(|since| now.duration_since(*since) > UNSAVED);
        flaws.extend(too_long.map(|since| Flaw::NotBackedUp { since }));
    }
    Ok(())
}
