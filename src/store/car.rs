//! Cars: added, edited and removed.

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{customer, row};
use crate::domain::car::{Car, CarDetails, CarId};
use crate::domain::change::{changes, merged};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Done, Refusal};
use crate::domain::history::{Act, EntryId, Subject};

pub fn add(work: &Work, customer: CustomerId, details: &CarDetails) -> Result<Done, Halt> {
    customer::find(work, customer)?;
    let added = record(work, customer, details, None, Ties::default())?;
    Ok(added)
}

/// A row with its entry in the history, without the index. The note tells from whom the car came.
pub fn record(
    work: &Work,
    customer: CustomerId,
    details: &CarDetails,
    note: Option<&str>,
    ties: Ties,
) -> Result<Done, rusqlite::Error> {
    let id = insert(work, customer, details)?;
    let recorded = changes(&CarDetails::default(), details);
    let subject = Subject::Car(id);
    let name = details.line();
    let arrival = NewEntry::new(customer, subject, &name, Act::Added).changes(&recorded).ties(ties);
    let entry = work.enter(NewEntry { note, ..arrival })?;
    Ok(Done { undo: Some(entry), ..done(customer, subject, name, Act::Added, recorded) })
}

/// A row without history and index.
pub fn insert(work: &Work, customer: CustomerId, details: &CarDetails) -> Result<CarId, rusqlite::Error> {
    work.conn
        .prepare_cached("INSERT INTO car (customer_id, year, make, model, plate) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((
            customer.0,
            details.year,
            details.make.as_deref(),
            details.model.as_deref(),
            details.plate.as_deref(),
        ))?;
    Ok(CarId(work.conn.last_insert_rowid()))
}

pub fn edit(work: &Work, id: CarId, before: &CarDetails, after: &CarDetails) -> Result<Done, Halt> {
    let (customer, car) = find(work, id)?;
    let now = match merged(before, &car.details, after) {
        Ok(now) => now,
        Err(fields) => return Err(work.clash(customer, Subject::Car(id), fields)?),
    };
    change(work, customer, &car, &now, None)
}

/// Writes what changed, if anything did.
pub fn change(
    work: &Work,
    customer: CustomerId,
    car: &Car,
    to: &CarDetails,
    undoes: Option<EntryId>,
) -> Result<Done, Halt> {
    let (subject, recorded) = (Subject::Car(car.id), changes(&car.details, to));
    let mut answer = done(customer, subject, to.line(), Act::Changed, recorded.clone());
    if recorded.is_empty() {
        return Ok(answer);
    }
    work.conn
        .prepare_cached(
            "UPDATE car SET version = version + 1, year = ?2, make = ?3, model = ?4, plate = ?5 WHERE id = ?1",
        )?
        .execute((car.id.0, to.year, to.make.as_deref(), to.model.as_deref(), to.plate.as_deref()))?;
    let entry = work.enter(
        NewEntry::new(customer, subject, &to.line(), Act::Changed)
            .changes(&recorded)
            .ties(Ties { follows: None, undoes }),
    )?;
    answer.undo = undoes.is_none().then_some(entry);
    Ok(answer)
}

pub fn remove(work: &Work, id: CarId, version: i64) -> Result<Done, Halt> {
    let (customer, car) = find(work, id)?;
    if car.version != version {
        return Err(work.changed(customer, Subject::Car(id), car.details.line())?);
    }
    take_out(work, customer, &car, None, Ties::default())
}

/// The note tells to whom the car went.
pub fn take_out(work: &Work, customer: CustomerId, car: &Car, note: Option<&str>, ties: Ties) -> Result<Done, Halt> {
    let (subject, name) = (Subject::Car(car.id), car.details.line());
    work.conn
        .prepare_cached("UPDATE car SET version = version + 1, removed_at = ?2 WHERE id = ?1")?
        .execute((car.id.0, work.now()))?;
    let entry = work.enter(NewEntry { note, ..NewEntry::new(customer, subject, &name, Act::Removed).ties(ties) })?;
    let undo = ties.undoes.is_none().then_some(entry);
    Ok(Done { undo, ..done(customer, subject, name, Act::Removed, Vec::new()) })
}

/// Brings a removed car back.
pub fn bring_back(work: &Work, customer: CustomerId, id: CarId, undoes: Option<EntryId>) -> Result<Done, Halt> {
    work.conn
        .prepare_cached("UPDATE car SET version = version + 1, removed_at = NULL WHERE id = ?1")?
        .execute([id.0])?;
    let (_, car) = find(work, id)?;
    let (subject, name) = (Subject::Car(id), car.details.line());
    work.enter(NewEntry::new(customer, subject, &name, Act::Restored).ties(Ties { follows: None, undoes }))?;
    Ok(done(customer, subject, name, Act::Restored, Vec::new()))
}

/// A car that is not removed, with its customer, which is not archived.
pub fn find(work: &Work, id: CarId) -> Result<(CustomerId, Car), Halt> {
    let sql = format!("SELECT {}, customer_id FROM car WHERE id = ?1 AND removed_at IS NULL", row::CAR);
    let found = work
        .conn
        .prepare_cached(&sql)?
        .query_map([id.0], |found| Ok((CustomerId(found.get(6)?), row::car(found)?)))?
        .next()
        .transpose()?;
    let Some((customer, car)) = found else { return Err(gone(work, id)?) };
    customer::find(work, customer)?;
    Ok((customer, car))
}

/// Who removed it, and when.
fn gone(work: &Work, id: CarId) -> Result<Halt, rusqlite::Error> {
    let sql = format!("SELECT {}, customer_id FROM car WHERE id = ?1", row::CAR);
    let removed = work
        .conn
        .prepare_cached(&sql)?
        .query_map([id.0], |found| Ok((CustomerId(found.get(6)?), row::car(found)?)))?
        .next()
        .transpose()?;
    let Some((customer, car)) = removed else { return Ok(Refusal::NotThere { what: "car" }.into()) };
    work.removed(customer, Subject::Car(id), car.details.line())
}
