//! Contacts who leave an account and come back: removed, restored, moved to another customer.

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{contact, links, record, row};
use crate::domain::change::{Change, Field, Value, changes, changes_from_json};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{CameFrom, Done, Refusal};
use crate::domain::history::{Act, EntryId, Subject};

pub fn remove(work: &Work, id: ContactId, version: i64) -> Result<Done, Halt> {
    let contact = contact::find(work, id)?;
    if contact.version != version {
        return Err(work.changed(contact.customer, Subject::Contact(id), contact.details.name())?);
    }
    take_out(work, &contact, None, None)
}

/// Removal ends messages, access and open links in the same transaction (product.md, rule 9).
/// The note tells to which customer somebody went.
pub fn take_out(work: &Work, contact: &Contact, note: Option<&str>, undoes: Option<EntryId>) -> Result<Done, Halt> {
    let (subject, name) = (Subject::Contact(contact.id), contact.details.name());
    let ended = ContactDetails { primary: false, portal_access: false, ..contact.details.clone() };
    let recorded = changes(&contact.details, &ended);
    work.conn
        .prepare_cached(
            "UPDATE contact SET version = version + 1, removed_at = ?2, is_primary = 0, portal_access = 0 WHERE id = ?1",
        )?
        .execute((contact.id.0, work.now()))?;
    let removal = NewEntry::new(contact.customer, subject, &name, Act::Removed).changes(&recorded);
    let entry = work.enter(NewEntry { note, ties: Ties { follows: None, undoes }, ..removal })?;
    links::end_open(work, contact, entry)?;
    let undo = undoes.is_none().then_some(entry);
    Ok(Done { undo, ..done(contact.customer, subject, name, Act::Removed, recorded) })
}

/// Brings a removed contact back without access, and primary only if it was and nobody else is.
pub fn bring_back(work: &Work, id: ContactId, was: &[Change], undoes: Option<EntryId>) -> Result<Done, Halt> {
    work.conn
        .prepare_cached("UPDATE contact SET version = version + 1, removed_at = NULL WHERE id = ?1")?
        .execute([id.0])?;
    let contact = contact::find(work, id)?;
    let was_primary = was.iter().any(|change| change.field == Field::Primary && change.old == Value::Flag(true));
    let mut back = contact.details.clone();
    if was_primary && contact::primary_of(work, contact.customer, Some(id))?.is_none() {
        back.primary = true;
        contact::update(work, id, &back)?;
    }
    let (subject, name, recorded) = (Subject::Contact(id), back.name(), changes(&contact.details, &back));
    let entry = work.enter(
        NewEntry::new(contact.customer, subject, &name, Act::Restored)
            .changes(&recorded)
            .ties(Ties { follows: None, undoes }),
    )?;
    let undo = undoes.is_none().then_some(entry);
    Ok(Done { undo, ..done(contact.customer, subject, name, Act::Restored, recorded) })
}

/// Restores a removed contact, whoever removed it and however long ago.
pub fn restore(work: &Work, id: ContactId) -> Result<Done, Halt> {
    let removal = work
        .conn
        .prepare_cached(
            "SELECT changes FROM history JOIN contact ON contact.id = contact_id
             WHERE contact_id = ?1 AND act = 'removed' AND removed_at IS NOT NULL ORDER BY history.id DESC LIMIT 1",
        )?
        .query_map([id.0], |found| row::words(found, 0))?
        .next()
        .transpose()?;
    let Some(removal) = removal else {
        return Err(Refusal::CannotUndo { reason: "This contact is on the account already.".to_owned() }.into());
    };
    let was = serde_json::from_str(&removal).map(|json| changes_from_json(&json)).unwrap_or_default();
    bring_back(work, id, &was, None)
}

/// To another customer, in one act: without access and not primary, because both belong to the account that is left.
pub fn move_to(work: &Work, id: ContactId, version: i64, to: CustomerId, keep: bool) -> Result<Done, Halt> {
    let contact = contact::find(work, id)?;
    if contact.version != version {
        return Err(work.changed(contact.customer, Subject::Contact(id), contact.details.name())?);
    }
    let name_of = |id| record::customer(work.conn, id).map(|found| found.map(|customer| customer.details.name()));
    let Some(there) = name_of(to)?.filter(|_| to != contact.customer) else {
        return Err(Refusal::NotThere { what: "other customer" }.into());
    };
    let here = name_of(contact.customer)?.unwrap_or_default();
    let left = if keep { None } else { take_out(work, &contact, Some(&there), None)?.undo };
    let details = ContactDetails { primary: false, portal_access: false, ..contact.details };
    let (name, recorded) = (details.name(), changes(&ContactDetails::default(), &details));
    let subject = Subject::Contact(contact::insert(work, to, None, &details)?);
    let arrival = NewEntry::new(to, subject, &name, Act::Added).changes(&recorded).note(&here);
    let entry = work.enter(arrival.ties(Ties { follows: left, undoes: None }))?;
    let undo = Some(left.unwrap_or(entry));
    Ok(Done { undo, came_from: Some(CameFrom::Customer(here)), ..done(to, subject, name, Act::Added, recorded) })
}
