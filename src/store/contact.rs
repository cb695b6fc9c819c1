//! Additional contacts: added and edited, with the rules on primary, access and emails.

use super::history::{NewEntry, Ties, last_hand};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{customer, elsewhere, links, record, row};
use crate::domain::change::{Change, Field, Value, changes, merged};
use crate::domain::contact::{Contact, ContactDetails, ContactId};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Correction, Done, PreferenceEdit, Refusal, SamePerson};
use crate::domain::email::Email;
use crate::domain::history::{Act, EntryId, Subject};
use crate::domain::phone::Phone;
use crate::domain::problem::Problem;
use crate::domain::role::OTHER;
use crate::domain::text::{fold, listed};

pub fn add(
    work: &Work,
    customer: CustomerId,
    details: &ContactDetails,
    same_person: SamePerson,
    primary_seen: Option<ContactId>,
) -> Result<Done, Halt> {
    if details.primary {
        check_primary(work, customer, primary_seen)?;
    }
    add_with(work, customer, None, details, same_person)
}

/// With the key that a list knows the contact by.
pub fn add_with(
    work: &Work,
    customer: CustomerId,
    reference: Option<&str>,
    details: &ContactDetails,
    same_person: SamePerson,
) -> Result<Done, Halt> {
    customer::find(work, customer)?;
    check(details)?;
    check_holder(work, customer, None, details, same_person)?;
    let recorded = changes(&ContactDetails::default(), details);
    let no_longer_primary = if details.primary { demote(work, customer, None)? } else { None };
    let id = insert(work, customer, reference, details)?;
    let (subject, name) = (Subject::Contact(id), details.name());
    let entry = work.enter(NewEntry::new(customer, subject, &name, Act::Added).changes(&recorded))?;
    let no_longer_primary =
        no_longer_primary.map(|other| record_demotion(work, customer, &other, entry)).transpose()?;
    Ok(Done { undo: Some(entry), no_longer_primary, ..done(customer, subject, name, Act::Added, recorded) })
}

/// A row without history and index.
pub fn insert(
    work: &Work,
    customer: CustomerId,
    reference: Option<&str>,
    details: &ContactDetails,
) -> Result<ContactId, rusqlite::Error> {
    work.conn
        .prepare_cached(
            "INSERT INTO contact (customer_id, ref, first_name, last_name, email, email_key, phone, role,
                                  role_description, is_primary, portal_access, preferences)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute((
            customer.0,
            reference,
            &details.first_name,
            &details.last_name,
            details.email.as_ref().map(Email::as_str),
            details.email.as_ref().map(Email::key),
            details.phone.as_ref().map(Phone::as_str),
            details.role.as_deref(),
            details.role_description.as_deref(),
            details.primary,
            details.portal_access,
            details.preferences.bits(),
        ))?;
    Ok(ContactId(work.conn.last_insert_rowid()))
}

pub fn edit(
    work: &Work,
    id: ContactId,
    [before, after]: [&ContactDetails; 2],
    same_person: SamePerson,
    primary_seen: Option<ContactId>,
) -> Result<Done, Halt> {
    let contact = find(work, id)?;
    let now = match merged(before, &contact.details, after) {
        Ok(now) => now,
        Err(fields) => return Err(work.clash(contact.customer, Subject::Contact(id), fields)?),
    };
    if now.primary && !contact.details.primary {
        check_primary(work, contact.customer, primary_seen)?;
    }
    let offered = elsewhere::offers(work, &contact, &now)?;
    Ok(Done { offered, ..change(work, &contact, &now, same_person, Ties::default())? })
}

/// Writes what changed, if anything did, and everything that follows from it.
pub fn change(
    work: &Work,
    contact: &Contact,
    to: &ContactDetails,
    same_person: SamePerson,
    ties: Ties,
) -> Result<Done, Halt> {
    let (customer, from) = (contact.customer, &contact.details);
    let (subject, name, recorded) = (Subject::Contact(contact.id), to.name(), changes(from, to));
    let answer = done(customer, subject, name.clone(), Act::Changed, recorded.clone());
    if recorded.is_empty() {
        return Ok(answer);
    }
    check(to)?;
    let key = |details: &ContactDetails| details.email.as_ref().map(Email::key);
    let new_address = key(from) != key(to);
    if to.portal_access && (new_address || !from.portal_access) {
        check_holder(work, customer, Some(contact.id), to, same_person)?;
    }
    let demoted = if to.primary && !from.primary { demote(work, customer, Some(contact.id))? } else { None };
    update(work, contact.id, to)?;
    let entered = work.enter(NewEntry::new(customer, subject, &name, Act::Changed).changes(&recorded).ties(ties))?;
    let act = ties.follows.unwrap_or(entered);
    let no_longer_primary = demoted.map(|other| record_demotion(work, customer, &other, act)).transpose()?;
    if new_address || !to.portal_access {
        // The old links end with the address or the access (product.md, rule 8).
        links::end_open(work, contact, act)?;
    }
    Ok(Done { undo: ties.undoes.is_none().then_some(act), no_longer_primary, ..answer })
}

/// Saves the corrections; `at` is the customer on whose page the person at the desk is.
pub fn correct_elsewhere(
    work: &Work,
    at: CustomerId,
    subject: ContactId,
    corrections: &[Correction],
) -> Result<Done, Halt> {
    let (mut names, mut changes) = (Vec::new(), Vec::new());
    for correction in corrections {
        let contact = find(work, correction.contact)?;
        let now = match merged(&correction.before, &contact.details, &correction.after) {
            Ok(now) => now,
            Err(fields) => return Err(work.clash(contact.customer, Subject::Contact(contact.id), fields)?),
        };
        let saved = change(work, &contact, &now, SamePerson::Confirmed, Ties::default())?.changes;
        // A colleague may have corrected it there already.
        if !saved.is_empty() {
            names.push(&correction.customer_name);
            changes = saved;
        }
    }
    let person = corrections.first().map(|correction| correction.after.name()).unwrap_or_default();
    let name = format!("{person} at {}", listed(&names));
    Ok(done(at, Subject::Contact(subject), name, Act::Changed, changes))
}

/// What several people of a customer get, in one act with an entry for each.
pub fn set_preferences(work: &Work, customer: CustomerId, edits: &[PreferenceEdit]) -> Result<Done, Halt> {
    let mut answers: Vec<Done> = Vec::new();
    for edit in edits {
        let follows = answers.iter().find_map(|done| done.undo);
        let one = match edit.subject {
            Subject::Contact(id) => {
                let contact = find(work, id)?;
                let mut to = contact.details.clone();
                if to.preferences != edit.before && to.preferences != edit.after {
                    return Err(work.clash(customer, edit.subject, vec![Field::Preferences])?);
                }
                to.preferences = edit.after;
                change(work, &contact, &to, SamePerson::Confirmed, Ties { follows, undoes: None })?
            }
            Subject::Customer => {
                let found = customer::find(work, customer)?;
                let mut to = found.details.clone();
                if to.preferences != edit.before && to.preferences != edit.after {
                    return Err(work.clash(customer, edit.subject, vec![Field::Preferences])?);
                }
                to.preferences = edit.after;
                customer::change(work, customer, &found.details, &to, Ties { follows, undoes: None })?
            }
            Subject::Car(_) => continue,
        };
        answers.push(one);
    }
    // A colleague may have saved the same for some of them already.
    answers.sort_by_key(|done| done.changes.is_empty());
    let mut answers = answers.into_iter();
    let first = answers.next().ok_or(Refusal::NotThere { what: "contact" })?;
    let also = answers.filter(|done| !done.changes.is_empty()).map(|done| done.name).collect();
    Ok(Done { also, ..first })
}

/// A contact that is not removed, of a customer that is not archived; else who removed it, and when.
pub fn find(work: &Work, id: ContactId) -> Result<Contact, Halt> {
    if let Some(contact) = record::contact(work.conn, id)? {
        customer::find(work, contact.customer)?;
        return Ok(contact);
    }
    let gone = work
        .conn
        .prepare_cached("SELECT customer_id, first_name || ' ' || last_name FROM contact WHERE id = ?1")?
        .query_map([id.0], |found| Ok((CustomerId(found.get(0)?), row::words(found, 1)?)))?
        .next()
        .transpose()?;
    let Some((customer, name)) = gone else { return Err(Refusal::NotThere { what: "contact" }.into()) };
    Err(work.removed(customer, Subject::Contact(id), name)?)
}

/// The rules that a merge of two edits could break, in the words of the form.
fn check(details: &ContactDetails) -> Result<(), Refusal> {
    let refuse = |field, problem| Err(Refusal::Rule { field, problem });
    if details.first_name.trim().is_empty() {
        return refuse(Field::FirstName, Problem::name_required());
    }
    if details.last_name.trim().is_empty() {
        return refuse(Field::LastName, Problem::name_required());
    }
    if details.portal_access && details.usable_email().is_none() {
        return refuse(Field::PortalAccess, Problem::access_needs_email());
    }
    if details.role.as_deref() == Some(OTHER) && details.role_description.is_none() {
        return refuse(Field::RoleDescription, Problem::description_required(OTHER));
    }
    Ok(())
}

/// Within a customer an email signs in one person; across customers the same person, when that was said.
fn check_holder(
    work: &Work,
    customer: CustomerId,
    but: Option<ContactId>,
    details: &ContactDetails,
    same_person: SamePerson,
) -> Result<(), Halt> {
    let Some(email) = details.email.as_ref().filter(|_| details.portal_access) else { return Ok(()) };
    let mut statement = work.conn.prepare_cached(
        "SELECT id, first_name || ' ' || last_name, company, 0 FROM customer WHERE email_key = ?1 AND archived_at IS NULL
         UNION ALL
         SELECT customer_id, contact.first_name || ' ' || contact.last_name,
                coalesce(company, customer.first_name || ' ' || customer.last_name), contact.id
         FROM contact JOIN customer ON customer.id = customer_id
         WHERE contact.email_key = ?1 AND portal_access = 1 AND archived_at IS NULL",
    )?;
    let holders = statement
        .query_map([email.key()], |found| {
            Ok((found.get::<_, i64>(0)?, row::words(found, 1)?, row::text(found, 2)?, found.get::<_, i64>(3)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut elsewhere = None;
    for (holder_customer, person, company, contact) in holders {
        if but.is_some_and(|but| but.0 == contact) {
            continue;
        }
        let person = if person.trim().is_empty() { company.clone().unwrap_or_default() } else { person };
        if holder_customer == customer.0 {
            return Err(Refusal::SignsInAs { email: email.clone(), name: person }.into());
        }
        elsewhere.get_or_insert((company.unwrap_or_else(|| person.clone()), person));
    }
    match elsewhere {
        Some((customer, name)) if same_person == SamePerson::NotAsked => {
            Err(Refusal::SamePersonElsewhere { email: email.clone(), name, customer }.into())
        }
        // An import may not ask: it goes by the names.
        Some((customer, name)) if same_person == SamePerson::ByName && fold(&name) != fold(&details.name()) => {
            Err(Refusal::SamePersonElsewhere { email: email.clone(), name, customer }.into())
        }
        _ => Ok(()),
    }
}

/// Of two desks that make somebody primary at the same moment, one is told of the other: nobody is demoted unseen.
fn check_primary(work: &Work, customer: CustomerId, seen: Option<ContactId>) -> Result<(), Halt> {
    match primary_of(work, customer, seen)? {
        None => Ok(()),
        Some(taken) => {
            let hand = last_hand(work.conn, customer, Subject::Contact(taken.id))?;
            let name = taken.details.name();
            Err(Refusal::PrimaryTaken { name, staff: hand.staff, desk: hand.desk, at: hand.at }.into())
        }
    }
}

pub fn primary_of(
    work: &Work,
    customer: CustomerId,
    but: Option<ContactId>,
) -> Result<Option<Contact>, rusqlite::Error> {
    let sql =
        format!("SELECT {} FROM contact WHERE customer_id = ?1 AND is_primary = 1 AND id IS NOT ?2", row::CONTACT);
    work.conn.prepare_cached(&sql)?.query_map((customer.0, but.map(|id| id.0)), row::contact)?.next().transpose()
}

/// Makes room for another primary contact.
fn demote(work: &Work, customer: CustomerId, but: Option<ContactId>) -> Result<Option<Contact>, rusqlite::Error> {
    let demoted = primary_of(work, customer, but)?;
    if let Some(contact) = &demoted {
        update(work, contact.id, &ContactDetails { primary: false, ..contact.details.clone() })?;
    }
    Ok(demoted)
}

/// Writes the demotion into the history of the same act, and returns the name.
fn record_demotion(
    work: &Work,
    customer: CustomerId,
    other: &Contact,
    act: EntryId,
) -> Result<String, rusqlite::Error> {
    let name = other.details.name();
    let change = Change { field: Field::Primary, old: Value::Flag(true), new: Value::Flag(false) };
    let entry = NewEntry::new(customer, Subject::Contact(other.id), &name, Act::Changed);
    work.enter(entry.changes(&[change]).ties(Ties { follows: Some(act), undoes: None }))?;
    Ok(name)
}

pub fn update(work: &Work, id: ContactId, to: &ContactDetails) -> Result<(), rusqlite::Error> {
    work.conn
        .prepare_cached(
            "UPDATE contact SET version = version + 1, first_name = ?2, last_name = ?3, email = ?4, email_key = ?5,
                    phone = ?6, role = ?7, role_description = ?8, is_primary = ?9, portal_access = ?10,
                    preferences = ?11
             WHERE id = ?1",
        )?
        .execute((
            id.0,
            &to.first_name,
            &to.last_name,
            to.email.as_ref().map(Email::as_str),
            to.email.as_ref().map(Email::key),
            to.phone.as_ref().map(Phone::as_str),
            to.role.as_deref(),
            to.role_description.as_deref(),
            to.primary,
            to.portal_access,
            to.preferences.bits(),
        ))?;
    Ok(())
}
