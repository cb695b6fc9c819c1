//! The search index: written by the store whenever a customer, a car or a contact changes, because the folding is
//! our own.

use rusqlite::Connection;

use super::{Store, StoreError, record, row};
use crate::domain::car::CarDetails;
use crate::domain::contact::ContactDetails;
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::text::{digits, fold, spellings};

/// Everything about a customer, and the customer's own names.
pub const TABLES: [&str; 2] = ["search_all", "search_names"];

/// How much of the index one step puts in order, in pages: a few milliseconds of work.
const STEP: i32 = 64;

/// How a step of [`Store::tidy_index`] goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tidying {
    /// All of the index is to become one part, by this step and those that follow.
    Begin,
    /// Parts that are many already become one.
    GoOn,
}

impl Store {
    /// Puts a little of the index in order, after many changes: each key of a search has to look into all parts there
    /// are, and past what is no longer so in them. Each step is a transaction of its own, so that nobody waits for the
    /// whole of it. Tells whether there is more to do.
    pub fn tidy_index(&mut self, tidying: Tidying) -> Result<bool, StoreError> {
        let pages = match tidying {
            Tidying::Begin => -STEP,
            Tidying::GoOn => STEP,
        };
        self.write(|conn| Ok(merge(conn, pages)?)).map(|more| more.unwrap_or(false))
    }
}

fn merge(conn: &Connection, pages: i32) -> Result<bool, rusqlite::Error> {
    let mut is_more = false;
    for table in TABLES {
        let before = conn.total_changes();
        conn.prepare_cached(&format!("INSERT INTO {table} ({table}, rank) VALUES ('merge', ?1)"))?.execute([pages])?;
        // The command itself counts as one change.
        is_more |= conn.total_changes() - before > 1;
    }
    Ok(is_more)
}

/// The words of one customer for each of [`TABLES`], each word once.
pub type Words = [Vec<String>; 2];

/// Writes the rows of one customer anew; those of an archived one are taken out.
pub fn write(conn: &Connection, id: CustomerId) -> Result<(), rusqlite::Error> {
    for table in TABLES {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE rowid = ?1"))?.execute([id.0])?;
    }
    words_of(conn, id)?.map_or(Ok(()), |words| insert(conn, id, &words))
}

/// Writes the whole index anew.
pub fn rebuild(conn: &Connection) -> Result<(), rusqlite::Error> {
    for table in TABLES {
        conn.execute(&format!("INSERT INTO {table} ({table}) VALUES ('delete-all')"), [])?;
    }
    let ids = conn
        .prepare("SELECT id FROM customer ORDER BY id")?
        .query_map([], |found| found.get(0).map(CustomerId))?
        .collect::<Result<Vec<_>, _>>()?;
    ids.into_iter().try_for_each(|id| write(conn, id))
}

/// What the index has to say of a customer; `None` for an archived one.
pub fn words_of(conn: &Connection, id: CustomerId) -> Result<Option<Words>, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else { return Ok(None) };
    let cars = conn
        .prepare_cached(&format!("SELECT {} FROM car WHERE customer_id = ?1 AND removed_at IS NULL", row::CAR))?
        .query_map([id.0], |found| row::car(found).map(|car| car.details))?
        .collect::<Result<Vec<_>, _>>()?;
    let contacts = conn
        .prepare_cached(&format!("SELECT {} FROM contact WHERE customer_id = ?1 AND removed_at IS NULL", row::CONTACT))?
        .query_map([id.0], |found| row::contact(found).map(|contact| contact.details))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Some(words(&customer.reference, &customer.details, &cars, &contacts)))
}

/// What the index may hold in memory before it writes, in bytes: SQLite's own default, and for many rows at once, so that
/// less is merged.
const BUFFER: u32 = 1024 * 1024;
const LARGE_BUFFER: u32 = 8 * 1024 * 1024;

/// Takes many rows with a large buffer, which is given back at the end.
pub fn in_bulk<T, E: From<rusqlite::Error>>(conn: &Connection, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let set = |bytes: u32| {
        TABLES.iter().try_for_each(|table| {
            let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('hashsize', ?1)");
            conn.execute(&sql, [bytes]).map(drop)
        })
    };
    set(LARGE_BUFFER)?;
    let done = work();
    set(BUFFER)?;
    done
}

fn words(reference: &str, details: &CustomerDetails, cars: &[CarDetails], contacts: &[ContactDetails]) -> Words {
    let names = names_of(details);
    let mut all = names.clone();
    all.extend(own_words(details));
    all.extend(spellings(reference));
    all.extend(cars.iter().flat_map(car_words));
    all.extend(contacts.iter().flat_map(ContactDetails::search_words));
    [all, names].map(|mut words| {
        words.sort_unstable();
        words.dedup();
        words
    })
}

fn insert(conn: &Connection, id: CustomerId, words: &Words) -> Result<(), rusqlite::Error> {
    for (table, words) in TABLES.iter().zip(words) {
        conn.prepare_cached(&format!("INSERT INTO {table} (rowid, words) VALUES (?1, ?2)"))?
            .execute((id.0, words.join(" ")))?;
    }
    Ok(())
}

/// The words of a customer's own names.
pub fn names_of(details: &CustomerDetails) -> Vec<String> {
    let names = [Some(&details.first_name), Some(&details.last_name), details.company.as_ref()];
    names.into_iter().flatten().flat_map(|name| spellings(name)).collect()
}

/// The words of a customer's own email and phone.
pub fn own_words(details: &CustomerDetails) -> Vec<String> {
    let email = details.email.iter().flat_map(|email| spellings(email.as_str()));
    email.chain(details.phone.iter().flat_map(crate::domain::phone::Phone::search_words)).collect()
}

/// The words of a car; a plate with and without its blanks, and in its runs of letters and digits.
pub fn car_words(car: &CarDetails) -> Vec<String> {
    let mut words: Vec<String> =
        [&car.make, &car.model].into_iter().flatten().flat_map(|text| spellings(text)).collect();
    words.extend(car.year.map(|year| year.to_string()));
    if let Some(plate) = &car.plate {
        let joined: String = fold(plate).chars().filter(|c| c.is_alphanumeric()).collect();
        let letters = joined.split(|c: char| c.is_ascii_digit());
        words.extend(letters.filter(|run| !run.is_empty()).map(str::to_owned));
        words.extend(joined.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_owned));
        words.push(digits(&joined));
        words.push(joined);
        words.extend(spellings(plate));
    }
    words.retain(|word| !word.is_empty());
    words
}
