//! Open links and their end, with the access, the address or the contact.

use super::history::{NewEntry, Ties};
use super::work::Work;
use crate::domain::contact::Contact;
use crate::domain::history::{Act, EntryId, Subject};
use crate::domain::invite::InviteId;

/// Ends every open invite of a contact, because access, address or the contact itself has ended.
pub fn end_open(work: &Work, contact: &Contact, act: EntryId) -> Result<(), rusqlite::Error> {
    let open = work
        .conn
        .prepare_cached("SELECT id FROM invite WHERE contact_id = ?1 AND state IN ('queued', 'sending', 'sent')")?
        .query_map([contact.id.0], |found| found.get(0).map(InviteId))?
        .collect::<Result<Vec<_>, _>>()?;
    for id in open {
        end(work, id)?;
        let name = contact.details.name();
        let entry = NewEntry::new(contact.customer, Subject::Contact(contact.id), &name, Act::InviteRevoked);
        work.enter(entry.ties(Ties { follows: Some(act), undoes: None }))?;
    }
    Ok(())
}

/// Makes a link dead.
pub fn end(work: &Work, id: InviteId) -> Result<(), rusqlite::Error> {
    work.conn
        .prepare_cached("UPDATE invite SET state = 'revoked', ended_at = ?2 WHERE id = ?1")?
        .execute((id.0, work.now()))?;
    Ok(())
}
