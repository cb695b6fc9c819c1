//! One person on several accounts: where a new email or phone is offered too.

use super::work::Work;
use super::{record, row};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::deed::Correction;
use crate::domain::email::Email;
use crate::domain::phone::Phone;
use crate::domain::text::fold;

/// Where the same person still stands with what has just changed: the same name, and the old email or phone.
pub fn offers(work: &Work, contact: &Contact, to: &ContactDetails) -> Result<Vec<Correction>, rusqlite::Error> {
    let from = &contact.details;
    let (new_email, new_phone) = (to.email != from.email, to.phone != from.phone);
    if !new_email && !new_phone {
        return Ok(Vec::new());
    }
    let mut offers = Vec::new();
    for (other, customer_name) in others(work, contact)? {
        let before = other.details;
        let mut after = before.clone();
        if new_email && before.email.is_some() && before.email == from.email && to.email.is_some() {
            after.email.clone_from(&to.email);
        }
        if new_phone && before.phone.is_some() && before.phone == from.phone {
            after.phone.clone_from(&to.phone);
        }
        if after != before {
            offers.push(Correction { contact: other.id, customer_name, before, after });
        }
    }
    Ok(offers)
}

/// Contacts of other customers with the same name, and the same email or phone.
fn others(work: &Work, contact: &Contact) -> Result<Vec<(Contact, String)>, rusqlite::Error> {
    let details = &contact.details;
    let found = work
        .conn
        .prepare_cached(
            "SELECT contact.id, coalesce(company, customer.first_name || ' ' || customer.last_name)
             FROM contact JOIN customer ON customer.id = customer_id
             WHERE contact.email_key = ?1 AND customer_id <> ?3 AND removed_at IS NULL AND archived_at IS NULL
             UNION
             SELECT contact.id, coalesce(company, customer.first_name || ' ' || customer.last_name)
             FROM contact JOIN customer ON customer.id = customer_id
             WHERE contact.phone = ?2 AND customer_id <> ?3 AND removed_at IS NULL AND archived_at IS NULL",
        )?
        .query_map(
            (details.email.as_ref().map(Email::key), details.phone.as_ref().map(Phone::as_str), contact.customer.0),
            |found| Ok((ContactId(found.get(0)?), row::words(found, 1)?)),
        )?
        .collect::<Result<Vec<_>, _>>()?;
    let mut people = Vec::new();
    for (id, customer_name) in found {
        if let Some(other) = record::contact(work.conn, id)?
            && fold(&other.details.name()) == fold(&details.name())
        {
            people.push((other, customer_name));
        }
    }
    Ok(people)
}
