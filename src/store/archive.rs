//! Customers who are archived, never removed: access and invites of their contacts end with it (product.md), and all
//! of it is there when they come back.

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{contact, customer, links, record};
use crate::domain::change::{Change, Field, Value};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::deed::{Done, Refusal};
use crate::domain::history::{Act, EntryId, Subject};

pub fn archive(work: &Work, id: CustomerId, version: i64, ends: &[ContactId]) -> Result<Done, Halt> {
    let customer = customer::find(work, id)?;
    if customer.version != version {
        return Err(work.changed(id, Subject::Customer, customer.details.name())?);
    }
    let contacts = record::contacts(work.conn, id)?;
    let unseen = contacts.iter().find(|contact| contact.details.portal_access && !ends.contains(&contact.id));
    if let Some(contact) = unseen {
        return Err(work.changed(id, Subject::Contact(contact.id), contact.details.name())?);
    }
    put_away(work, &customer, None, Ties::default())
}

/// The note tells as whose contact a customer goes on.
pub fn put_away(work: &Work, customer: &Customer, note: Option<&str>, ties: Ties) -> Result<Done, Halt> {
    let (id, name) = (customer.id, customer.details.name());
    work.conn
        .prepare_cached("UPDATE customer SET version = version + 1, archived_at = ?2 WHERE id = ?1")?
        .execute((id.0, work.now()))?;
    let entry =
        work.enter(NewEntry { note, ..NewEntry::new(id, Subject::Customer, &name, Act::Archived).ties(ties) })?;
    let act = ties.follows.unwrap_or(entry);
    for contact in record::contacts(work.conn, id)?.iter().filter(|contact| contact.details.portal_access) {
        end_access(work, contact, act)?;
    }
    let undo = ties.undoes.is_none().then_some(act);
    Ok(Done { undo, ..done(id, Subject::Customer, name, Act::Archived, Vec::new()) })
}

fn end_access(work: &Work, contact: &Contact, act: EntryId) -> Result<(), rusqlite::Error> {
    contact::update(work, contact.id, &ContactDetails { portal_access: false, ..contact.details.clone() })?;
    let (subject, name) = (Subject::Contact(contact.id), contact.details.name());
    let change = Change { field: Field::PortalAccess, old: Value::Flag(true), new: Value::Flag(false) };
    let entry = NewEntry::new(contact.customer, subject, &name, Act::AccessEnded);
    work.enter(entry.changes(&[change]).ties(Ties { follows: Some(act), undoes: None }))?;
    links::end_open(work, contact, act)
}

/// Brings a customer back, whoever archived it and however long ago.
pub fn restore(work: &Work, id: CustomerId) -> Result<Done, Halt> {
    match record::any_customer(work.conn, id)? {
        None => Err(Refusal::NotThere { what: "customer" }.into()),
        Some(customer) if customer.archived_at.is_none() => {
            let reason = format!("{} is not archived any more. Nothing was changed.", customer.details.name());
            Err(Refusal::CannotUndo { reason }.into())
        }
        Some(_) => bring_back(work, id, Ties::default()),
    }
}

/// Its contacts stay without access: who may sign in is decided anew.
pub fn bring_back(work: &Work, id: CustomerId, ties: Ties) -> Result<Done, Halt> {
    work.conn
        .prepare_cached("UPDATE customer SET version = version + 1, archived_at = NULL WHERE id = ?1")?
        .execute([id.0])?;
    let name = customer::find(work, id)?.details.name();
    let entry = work.enter(NewEntry::new(id, Subject::Customer, &name, Act::Restored).ties(ties))?;
    let undo = ties.undoes.is_none().then_some(entry);
    Ok(Done { undo, ..done(id, Subject::Customer, name, Act::Restored, Vec::new()) })
}
