//! Invites as staff order them: queued, revoked, made due. What the postman and the portal do with them is in
//! `outbox` and `portal`.

use sha2::{Digest, Sha256};

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{Occasion, contact, links, outbox, record, row};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Done, Invited, Invitee, Refusal, SamePerson};
use crate::domain::email::Email;
use crate::domain::history::{Act, Subject};
use crate::domain::invite::{InviteId, InviteState, expires_at};
use crate::domain::inviting::may_invite;
use crate::domain::secret::{NONCE_BYTES, Nonce, hash};

/// Queues an invite, after turning access on where that was asked for; the link before it stops working.
pub fn queue(
    work: &Work,
    id: ContactId,
    version: i64,
    email: &Email,
    turn_on_access: bool,
    same_person: SamePerson,
) -> Result<Done, Halt> {
    let seen = contact::find(work, id)?;
    let address = seen.details.email.as_ref().map(Email::key);
    if seen.version != version || address != Some(email.key()) {
        return Err(work.changed(seen.customer, Subject::Contact(id), seen.details.name())?);
    }
    let follows = if turn_on_access && !seen.details.portal_access {
        let with_access = ContactDetails { portal_access: true, ..seen.details.clone() };
        contact::change(work, &seen, &with_access, same_person, Ties::default())?.undo
    } else {
        None
    };
    let contact = contact::find(work, id)?;
    let name = contact.details.name();
    let posting = work.occasion.posting;
    may_invite(&contact, posting.has_sign_in_address, work.occasion.now)
        .map_err(|obstacle| Refusal::CannotInvite { name: name.clone(), obstacle })?;
    work.conn
        .prepare_cached(
            "UPDATE invite SET state = 'revoked', ended_at = ?2 WHERE contact_id = ?1 AND state IN ('queued', 'sending', 'sent')",
        )?
        .execute((id.0, work.now()))?;
    let invite = insert(work, &contact, email)?;
    let subject = Subject::Contact(id);
    work.enter(
        NewEntry::new(contact.customer, subject, &name, Act::InviteQueued)
            .note(email.as_str())
            .ties(Ties { follows, undoes: None }),
    )?;
    Ok(Done { invite: Some(invite), ..done(contact.customer, subject, name, Act::InviteQueued, Vec::new()) })
}

/// Queues an invite for each who was never invited. Who cannot be is told apart and holds nobody up: a refusal has
/// written nothing.
pub fn queue_all(work: &Work, customer: CustomerId, people: &[Invitee]) -> Result<Done, Halt> {
    let whose = record::customer(work.conn, customer)?.ok_or(Refusal::NotThere { what: "customer" })?;
    let mut answer = done(customer, Subject::Customer, whose.details.name(), Act::InviteQueued, Vec::new());
    for person in people {
        let occasion = Occasion { nonce: share(&work.occasion.nonce, person.id), ..*work.occasion };
        let (name, invited) = match queue_one(&Work { occasion: &occasion, ..*work }, person) {
            Ok(told) => told,
            // Removed meanwhile, perhaps: the name is the address then.
            Err(Halt::Refused(refusal)) => (person.email.to_string(), Invited::Cannot(refusal)),
            Err(halt) => return Err(halt),
        };
        answer.invited.push((name, invited));
    }
    if answer.invited.iter().any(|(_, invited)| *invited == Invited::Queued) {
        answer.invite = Some(InviteId(work.conn.last_insert_rowid()));
    }
    Ok(answer)
}

fn queue_one(work: &Work, person: &Invitee) -> Result<(String, Invited), Halt> {
    let contact = contact::find(work, person.id)?;
    let name = contact.details.name();
    if let Some(invite) = contact.invite {
        return Ok((name, Invited::Already(invite)));
    }
    match queue(work, person.id, person.version, &person.email, false, SamePerson::NotAsked) {
        Ok(_) => Ok((name, Invited::Queued)),
        Err(Halt::Refused(refusal)) => Ok((name, Invited::Cannot(refusal))),
        Err(halt) => Err(halt),
    }
}

/// The share of one person in the chance of an act that invites several.
fn share(nonce: &Nonce, id: ContactId) -> Nonce {
    let digest = Sha256::new().chain_update(nonce).chain_update(id.0.to_be_bytes()).finalize();
    let mut share = Nonce::default();
    share.copy_from_slice(&digest[..NONCE_BYTES]);
    share
}

fn insert(work: &Work, contact: &Contact, email: &Email) -> Result<InviteId, rusqlite::Error> {
    let (occasion, posting) = (work.occasion, work.occasion.posting);
    let expires = expires_at(occasion.now, posting.valid_days);
    work.conn
        .prepare_cached(
            "INSERT INTO invite (contact_id, email, state, delivery, nonce, token_hash, message_id, queued_at, queued_by,
                                 queued_desk, expires_at, next_attempt_at)
             VALUES (?1, ?2, 'queued', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?7)",
        )?
        .execute((
            contact.id.0,
            email.as_str(),
            posting.delivery.word(),
            &occasion.nonce[..],
            &hash(&occasion.key.token(&occasion.nonce))[..],
            message_id(&occasion.nonce, &posting.sender_domain),
            work.now(),
            &occasion.author.staff,
            &occasion.author.desk,
            expires.as_millisecond(),
        ))?;
    Ok(InviteId(work.conn.last_insert_rowid()))
}

/// The same at every attempt, and telling nothing of the secret: `<hex>@sender.example`.
fn message_id(nonce: &[u8], sender_domain: &str) -> String {
    let digest = Sha256::digest(nonce);
    format!("{}@{sender_domain}", data_encoding::HEXLOWER.encode(&digest[..16]))
}

/// Makes the link and the code dead.
pub fn revoke(work: &Work, id: InviteId) -> Result<Done, Halt> {
    let (customer, contact, state) = find(work, id)?;
    if !state.is_open() {
        return Err(Refusal::InviteEnded.into());
    }
    links::end(work, id)?;
    let contact = contact::find(work, contact)?;
    let (subject, name) = (Subject::Contact(contact.id), contact.details.name());
    work.enter(NewEntry::new(customer, subject, &name, Act::InviteRevoked))?;
    Ok(Done { invite: Some(id), ..done(customer, subject, name, Act::InviteRevoked, Vec::new()) })
}

/// Makes a queued invite due now.
pub fn retry(work: &Work, id: InviteId) -> Result<Done, Halt> {
    let (customer, contact, state) = find(work, id)?;
    if state != InviteState::Queued {
        return Err(Refusal::InviteEnded.into());
    }
    work.conn.prepare_cached("UPDATE invite SET next_attempt_at = ?2 WHERE id = ?1")?.execute((id.0, work.now()))?;
    // Whoever tries again wants the whole post to try again.
    outbox::let_go(work.conn)?;
    let contact = contact::find(work, contact)?;
    let name = contact.details.name();
    Ok(Done { invite: Some(id), ..done(customer, Subject::Contact(contact.id), name, Act::InviteQueued, Vec::new()) })
}

fn find(work: &Work, id: InviteId) -> Result<(CustomerId, ContactId, InviteState), Halt> {
    let found = work
        .conn
        .prepare_cached(
            "SELECT customer_id, contact_id, state FROM invite JOIN contact ON contact.id = contact_id
             WHERE invite.id = ?1",
        )?
        .query_map([id.0], |found| {
            let state = InviteState::from_word(&row::words(found, 2)?).unwrap_or(InviteState::Failed);
            Ok((CustomerId(found.get(0)?), ContactId(found.get(1)?), state))
        })?
        .next()
        .transpose()?;
    found.ok_or_else(|| Refusal::NotThere { what: "invite" }.into())
}
