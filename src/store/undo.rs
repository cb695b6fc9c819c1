//! Undo: takes an act of this run back, with everything that was written in it (product.md, rule 9).

use super::history::{CHANGING, NewEntry, Ties, ids};
use super::row;
use super::transaction::Halt;
use super::work::Work;
use super::{archive, car, contact, customer, leaving, record};
use crate::domain::car::CarId;
use crate::domain::change::{Change, changes_from_json, undone};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Done, Refusal, SamePerson};
use crate::domain::history::{Act, EntryId, Subject};

/// What the history says of an undo that found nothing to do.
const NOTHING_LEFT: &str = "undone: nothing of it was left";

/// An entry to be taken back.
struct Taken {
    id: EntryId,
    customer: CustomerId,
    subject: Subject,
    act: Act,
    changes: Vec<Change>,
}

pub fn undo(work: &Work, entry: EntryId) -> Result<Done, Halt> {
    let group = group_of(work, entry)?;
    for taken in &group {
        refuse_if_built_upon(work, taken)?;
    }
    // In the order in which they were written: whoever became primary makes room before another is primary again.
    let mut answers: Vec<Done> = Vec::new();
    for taken in &group {
        let before = newest(work)?;
        let done = take_back(work, taken)?;
        work.conn
            .prepare_cached("UPDATE history SET undone_by = ?2 WHERE id = ?1")?
            .execute((taken.id.0, undoing(work, taken, &done, before)?))?;
        answers.push(done);
    }
    let mut answers = answers.into_iter();
    let first = answers.next().ok_or_else(|| cannot("There is nothing to undo."))?;
    let also = answers.filter(|other| is_the_same(&first, other)).map(|other| other.name).collect();
    Ok(Done { undone: true, undo: None, also, ..first })
}

/// Whether the same was taken back for somebody else.
fn is_the_same(first: &Done, other: &Done) -> bool {
    let fields = |done: &Done| done.changes.iter().map(|change| change.field).collect::<Vec<_>>();
    (first.act, other.act) == (Act::Changed, Act::Changed)
        && !first.changes.is_empty()
        && fields(first) == fields(other)
}

/// The entry that took this one back: the first of those just written, which others may follow (an ended link, somebody
/// else's primary). Where nothing was left to take back (the contact came back without the access that was turned on),
/// one that says so.
fn undoing(work: &Work, taken: &Taken, done: &Done, before: i64) -> Result<i64, rusqlite::Error> {
    let written = work
        .conn
        .prepare_cached("SELECT id FROM history WHERE id > ?1 AND undoes = ?2")?
        .query_map((before, taken.id.0), |found| found.get(0))?
        .next();
    if let Some(written) = written {
        return written;
    }
    let ties = Ties { follows: None, undoes: Some(taken.id) };
    let entry = NewEntry::new(taken.customer, taken.subject, &done.name, Act::Changed).note(NOTHING_LEFT).ties(ties);
    work.enter(entry).map(|entry| entry.0)
}

fn newest(work: &Work) -> Result<i64, rusqlite::Error> {
    work.conn.prepare_cached("SELECT max(id) FROM history")?.query_row([], |found| found.get(0))
}

/// The first entry of the act to which an entry belongs.
fn first_of(work: &Work, entry: EntryId) -> Result<EntryId, rusqlite::Error> {
    let first = work
        .conn
        .prepare_cached("SELECT follows FROM history WHERE id = ?1 AND follows IS NOT NULL")?
        .query_map([entry.0], |found| found.get(0))?
        .next()
        .transpose()?;
    Ok(first.map_or(entry, EntryId))
}

/// The entries of one act, the first one first.
fn group_of(work: &Work, entry: EntryId) -> Result<Vec<Taken>, Halt> {
    let found = work
        .conn
        .prepare_cached(
            "SELECT id, customer_id, contact_id, car_id, act, changes, run, undone_by IS NOT NULL OR undoes IS NOT NULL
             FROM history WHERE id = ?1 OR follows = ?1 ORDER BY id",
        )?
        .query_map([first_of(work, entry)?.0], |found| {
            let subject = match (found.get(2)?, found.get(3)?) {
                (Some(contact), _) => Subject::Contact(ContactId(contact)),
                (None, Some(car)) => Subject::Car(CarId(car)),
                (None, None) => Subject::Customer,
            };
            let changes = serde_json::from_str(&row::words(found, 5)?).map(|json| changes_from_json(&json));
            let taken = Taken {
                id: EntryId(found.get(0)?),
                customer: CustomerId(found.get(1)?),
                subject,
                act: Act::from_word(&row::words(found, 4)?).unwrap_or(Act::LinkShown),
                changes: changes.unwrap_or_default(),
            };
            Ok((taken, found.get::<_, i64>(6)?, found.get::<_, bool>(7)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    if found.iter().any(|(_, run, _)| *run != work.occasion.author.run) {
        return Err(cannot("Only your own acts since you started can be undone.").into());
    }
    if found.iter().any(|(taken, _, is_over)| *is_over && taken.id == entry) {
        return Err(cannot("That act was undone already.").into());
    }
    let group: Vec<Taken> =
        found.into_iter().map(|(taken, ..)| taken).filter(|taken| taken.act.can_be_undone()).collect();
    if group.is_empty() {
        return Err(cannot("What has left the house cannot be undone.").into());
    }
    Ok(group)
}

/// Refused where a later act on the same subject stands: another desk's with its name, an own one to be undone first.
fn refuse_if_built_upon(work: &Work, taken: &Taken) -> Result<(), Halt> {
    let (contact, car) = ids(taken.subject);
    let later = work
        .conn
        .prepare_cached(&format!(
            "SELECT staff, desk, subject FROM history
             WHERE customer_id = ?1 AND contact_id IS ?2 AND car_id IS ?3 AND id > ?4
               AND {CHANGING} AND undone_by IS NULL AND undoes IS NULL
               AND coalesce(follows, id) <> ?5
             ORDER BY id DESC LIMIT 1"
        ))?
        .query_map((taken.customer.0, contact, car, taken.id.0, first_of(work, taken.id)?.0), |found| {
            Ok((row::words(found, 0)?, row::words(found, 1)?, row::words(found, 2)?))
        })?
        .next()
        .transpose()?;
    match later {
        Some((staff, desk, name)) => Err(cannot(format!(
            "{staff} ({desk}) has changed {name} since, so this cannot be undone. Nothing was changed: e edits it."
        ))
        .into()),
        None => Ok(()),
    }
}

fn take_back(work: &Work, taken: &Taken) -> Result<Done, Halt> {
    let undoes = Some(taken.id);
    let ties = Ties { follows: None, undoes };
    match (taken.subject, taken.act) {
        (Subject::Contact(id), Act::Added | Act::Restored) => {
            leaving::take_out(work, &contact::find(work, id)?, None, undoes)
        }
        (Subject::Contact(id), Act::Removed) => leaving::bring_back(work, id, &taken.changes, undoes),
        (Subject::Contact(id), _) => {
            let contact = contact::find(work, id)?;
            let back = undone(&contact.details, &taken.changes);
            contact::change(work, &contact, &back, SamePerson::Confirmed, ties)
        }
        (Subject::Car(id), Act::Added | Act::Restored) => {
            let (customer, car) = car::find(work, id)?;
            car::take_out(work, customer, &car, None, ties)
        }
        (Subject::Car(id), Act::Removed) => car::bring_back(work, taken.customer, id, undoes),
        (Subject::Car(id), _) => {
            let (customer, car) = car::find(work, id)?;
            let back = undone(&car.details, &taken.changes);
            car::change(work, customer, &car, &back, undoes)
        }
        (Subject::Customer, Act::Changed) => {
            let found = customer::find(work, taken.customer)?;
            let back = undone(&found.details, &taken.changes);
            customer::change(work, taken.customer, &found.details, &back, ties)
        }
        (Subject::Customer, Act::Archived) => archive::bring_back(work, taken.customer, ties),
        (Subject::Customer, Act::Restored) => {
            archive::put_away(work, &customer::find(work, taken.customer)?, None, ties)
        }
        (Subject::Customer, _) => take_back_customer(work, taken.customer, ties),
    }
}

/// A new customer is archived again, as long as nothing hangs under it.
fn take_back_customer(work: &Work, id: CustomerId, ties: Ties) -> Result<Done, Halt> {
    let customer = customer::find(work, id)?;
    if record::contacts(work.conn, id)?.is_empty() && record::cars(work.conn)?.all(id)?.is_empty() {
        return archive::put_away(work, &customer, None, ties);
    }
    let name = customer.details.name();
    Err(cannot(format!("{name} has cars or contacts by now. Nothing was changed: archive it instead.")).into())
}

fn cannot(reason: impl Into<String>) -> Refusal {
    Refusal::CannotUndo { reason: reason.into() }
}
