//! Main customers: added and edited.

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{record, row};
use crate::domain::change::{changes, merged};
use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
use crate::domain::deed::{Done, Refusal};
use crate::domain::email::Email;
use crate::domain::history::{Act, Subject};
use crate::domain::phone::Phone;
use crate::domain::text::fold;

pub fn add(work: &Work, details: &CustomerDetails) -> Result<Done, Halt> {
    let id = insert(work, None, details)?;
    let recorded = changes(&CustomerDetails::default(), details);
    let name = details.name();
    let entry = work.enter(NewEntry::new(id, Subject::Customer, &name, Act::Added).changes(&recorded))?;
    Ok(Done { undo: Some(entry), ..done(id, Subject::Customer, name, Act::Added, recorded) })
}

/// A row without history and index; a customer without a key of the shop is given one.
pub fn insert(work: &Work, given: Option<&str>, details: &CustomerDetails) -> Result<CustomerId, rusqlite::Error> {
    // The key may hold the id, which is known only after the row is there.
    work.conn
        .prepare_cached(
            "INSERT INTO customer (ref, first_name, last_name, company, email, email_key, phone, notes, preferences, sort_key)
             VALUES (coalesce(?1, 'new ' || random()), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((
            given,
            &details.first_name,
            &details.last_name,
            details.company.as_deref(),
            details.email.as_ref().map(Email::as_str),
            details.email.as_ref().map(Email::key),
            details.phone.as_ref().map(Phone::as_str),
            details.notes.as_deref(),
            details.preferences.bits(),
            fold(&details.listed_name()),
        ))?;
    let id = CustomerId(work.conn.last_insert_rowid());
    if given.is_none() {
        work.conn.prepare_cached("UPDATE customer SET ref = ?2 WHERE id = ?1")?.execute((id.0, reference(id)))?;
    }
    Ok(id)
}

/// A customer that is not archived.
pub fn find(work: &Work, id: CustomerId) -> Result<Customer, Halt> {
    match record::any_customer(work.conn, id)? {
        None => Err(Refusal::NotThere { what: "customer" }.into()),
        Some(Customer { archived_at: Some(_), details, .. }) => Err(Refusal::Archived { name: details.name() }.into()),
        Some(customer) => Ok(customer),
    }
}

pub fn edit(work: &Work, id: CustomerId, before: &CustomerDetails, after: &CustomerDetails) -> Result<Done, Halt> {
    let found = find(work, id)?;
    let now = match merged(before, &found.details, after) {
        Ok(now) => now,
        Err(fields) => return Err(work.clash(id, Subject::Customer, fields)?),
    };
    change(work, id, &found.details, &now, Ties::default())
}

/// Writes what changed, if anything did.
pub fn change(
    work: &Work,
    id: CustomerId,
    from: &CustomerDetails,
    to: &CustomerDetails,
    ties: Ties,
) -> Result<Done, Halt> {
    let recorded = changes(from, to);
    let mut answer = done(id, Subject::Customer, to.name(), Act::Changed, recorded.clone());
    if recorded.is_empty() {
        return Ok(answer);
    }
    if let Some(email) = &to.email
        && let Some(name) = contact_signing_in(work, id, email)?
    {
        return Err(Refusal::SignsInAs { email: email.clone(), name }.into());
    }
    work.conn
        .prepare_cached(
            "UPDATE customer SET version = version + 1, first_name = ?2, last_name = ?3, company = ?4, email = ?5,
                    email_key = ?6, phone = ?7, notes = ?8, preferences = ?9, sort_key = ?10 WHERE id = ?1",
        )?
        .execute((
            id.0,
            &to.first_name,
            &to.last_name,
            to.company.as_deref(),
            to.email.as_ref().map(Email::as_str),
            to.email.as_ref().map(Email::key),
            to.phone.as_ref().map(Phone::as_str),
            to.notes.as_deref(),
            to.preferences.bits(),
            fold(&to.listed_name()),
        ))?;
    let entry =
        work.enter(NewEntry::new(id, Subject::Customer, &to.name(), Act::Changed).changes(&recorded).ties(ties))?;
    answer.undo = ties.undoes.is_none().then_some(ties.follows.unwrap_or(entry));
    Ok(answer)
}

/// The contact of a customer who signs in with an email.
fn contact_signing_in(work: &Work, id: CustomerId, email: &Email) -> Result<Option<String>, rusqlite::Error> {
    work.conn
        .prepare_cached(
            "SELECT first_name || ' ' || last_name FROM contact
             WHERE customer_id = ?1 AND email_key = ?2 AND portal_access = 1",
        )?
        .query_map((id.0, email.key()), |found| row::words(found, 0))?
        .next()
        .transpose()
}

fn reference(id: CustomerId) -> String {
    format!("F-{}", id.0)
}
