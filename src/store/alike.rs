//! Looks for those who are alike: by the indexes of emails, and by the search index for phones and names.

use rusqlite::Connection;

use super::{Store, StoreError, index, record};
use crate::domain::alike::{Alike, By, Likeness};
use crate::domain::car::CarDetails;
use crate::domain::contact::ContactId;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::email::Email;
use crate::domain::phone::Phone;
use crate::domain::text::{digits, fold, split_words};

/// Customers that are looked at for one phone or name, the newest first.
const LOOKED_AT: usize = 40;
/// As many as anybody reads.
const TOLD: usize = 5;

impl Store {
    /// Who is alike, the most alike first.
    pub fn alike(&self, likeness: &Likeness) -> Result<Vec<Alike>, StoreError> {
        self.reading(|conn| find(conn, likeness))
    }
}

pub fn find(conn: &Connection, likeness: &Likeness) -> Result<Vec<Alike>, rusqlite::Error> {
    if likeness.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for id in candidates(conn, likeness)? {
        found.extend(of_customer(conn, id, likeness)?);
    }
    // Of those with the same email, phone or name, the one that says most.
    found.sort_by_key(|alike: &Alike| alike.by);
    found.truncate(TOLD);
    Ok(found)
}

/// Customers on whose record somebody may be alike.
fn candidates(conn: &Connection, likeness: &Likeness) -> Result<Vec<CustomerId>, rusqlite::Error> {
    let mut ids = Vec::new();
    if let Some(email) = &likeness.email {
        ids = conn
            .prepare_cached(
                "SELECT id FROM customer WHERE email_key = ?1 AND archived_at IS NULL
                 UNION SELECT customer_id FROM contact WHERE email_key = ?1 AND removed_at IS NULL",
            )?
            .query_map([email.key()], |found| found.get(0).map(CustomerId))?
            .collect::<Result<Vec<_>, _>>()?;
    }
    let number = likeness.phone.as_ref().map(|phone| vec![digits(phone.as_str())]);
    let folded = fold(&likeness.name);
    let words = Some(split_words(&folded).map(str::to_owned).collect::<Vec<_>>()).filter(|words| words.len() > 1);
    for words in [number, words].into_iter().flatten() {
        let expression = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
        let more = conn
            .prepare_cached("SELECT rowid FROM search_all WHERE search_all MATCH ?1 ORDER BY rowid LIMIT ?2")?
            .query_map((expression, i64::try_from(LOOKED_AT).unwrap_or(i64::MAX)), |found| {
                found.get(0).map(index::customer_of)
            })?
            .collect::<Result<Vec<_>, _>>()?;
        ids.extend(more);
    }
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    Ok(ids)
}

fn of_customer(conn: &Connection, id: CustomerId, likeness: &Likeness) -> Result<Vec<Alike>, rusqlite::Error> {
    let Some(customer) = record::customer(conn, id)? else { return Ok(Vec::new()) };
    let details = customer.details;
    let is_meant = |contact: Option<ContactId>| likeness.but == Some((id, contact));
    let mut found = Vec::new();
    let by = [details.name(), details.person()]
        .iter()
        .filter_map(|name| likeness.of(name, details.email.as_ref(), details.phone.as_ref()))
        .min();
    if let Some(by) = by.filter(|_| !is_meant(None)) {
        let car = record::cars(conn)?.all(id)?.first().map(|car| CarDetails::short(&car.details));
        found.push(Alike {
            customer: id,
            customer_name: details.name(),
            contact: None,
            name: details.name(),
            by,
            phone: details.phone.clone(),
            car,
        });
    }
    for contact in record::contacts(conn, id)?.into_iter().filter(|contact| !is_meant(Some(contact.id))) {
        let person = contact.details;
        if let Some(by) = likeness.of(&person.name(), person.email.as_ref(), person.phone.as_ref()) {
            let (name, customer_name) = (person.name(), details.name());
            found.push(Alike {
                customer: id,
                customer_name,
                contact: Some(contact.id),
                name,
                by,
                phone: person.phone,
                car: None,
            });
        }
    }
    Ok(found)
}

/// Other customers that could be taken for this one.
pub fn customers_like(conn: &Connection, customer: &Customer) -> Result<Vec<Alike>, rusqlite::Error> {
    let Customer { id, details, .. } = customer;
    let likeness = Likeness {
        email: details.email.clone().filter(Email::is_address),
        phone: details.phone.clone().filter(Phone::is_number),
        name: details.name(),
        but: Some((*id, None)),
    };
    let is_other = |alike: &Alike| alike.contact.is_none() || (alike.customer != *id && alike.by != By::Name);
    Ok(find(conn, &likeness)?.into_iter().filter(is_other).collect())
}
