//! The search index: written by the store whenever a customer, a car or a contact changes, because the folding is
//! our own.

use rusqlite::Connection;

use super::{record, row};
use crate::domain::car::CarDetails;
use crate::domain::contact::ContactDetails;
use crate::domain::customer::{CustomerDetails, CustomerId};
use crate::domain::text::{digits, fold, spellings};

/// Everything about a customer, and the customer's own names.
pub const TABLES: [&str; 2] = ["search_all", "search_names"];

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

/// The index of a customer who has just come, with cars and nobody else.
pub fn write_new(
    conn: &Connection,
    id: CustomerId,
    details: &CustomerDetails,
    cars: &[CarDetails],
) -> Result<(), rusqlite::Error> {
    let reference: String =
        conn.prepare_cached("SELECT ref FROM customer WHERE id = ?1")?.query_row([id.0], |found| found.get(0))?;
    insert(conn, id, &words(&reference, details, cars, &[]))
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
