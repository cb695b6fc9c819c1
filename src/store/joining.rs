//! A customer becomes an additional contact of another, or a contact a customer: one act, each side with its history.

use super::history::{NewEntry, Ties};
use super::transaction::Halt;
use super::work::{Work, done};
use super::{archive, car, contact, customer, leaving, record};
use crate::domain::change::changes;
use crate::domain::contact::{ContactDetails, ContactId};
use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
use crate::domain::deed::{CameFrom, Done, Refusal};
use crate::domain::history::{Act, Subject};
use crate::domain::joining::{as_contact, as_customer};
use crate::domain::record::Record;

pub fn become_contact(work: &Work, id: CustomerId, version: i64, of: CustomerId) -> Result<Done, Halt> {
    let from = people(work, customer::find(work, id)?)?;
    let to = people(work, customer::find(work, of)?)?;
    let (name, there) = (from.customer.details.name(), to.customer.details.name());
    if from.customer.version != version {
        return Err(work.changed(id, Subject::Customer, name)?);
    }
    if id == of {
        return Err(Refusal::NotThere { what: "other customer" }.into());
    }
    let details = as_contact(&from, &to).map_err(|hindrance| Refusal::CannotJoin { name: name.clone(), hindrance })?;
    let cars = record::cars(work.conn)?.all(id)?;
    let act = archive::put_away(work, &from.customer, Some(&there), Ties::default())?.undo;
    let ties = Ties { follows: act, undoes: None };
    for car in &cars {
        car::take_out(work, id, car, Some(&there), ties)?;
        car::record(work, of, &car.details, Some(&name), ties)?;
    }
    let recorded = changes(&ContactDetails::default(), &details);
    let subject = Subject::Contact(contact::insert(work, of, None, &details)?);
    let (person, note) = (details.name(), format!("customer {name}"));
    work.enter(NewEntry::new(of, subject, &person, Act::Added).changes(&recorded).note(&note).ties(ties))?;
    Ok(Done { undo: act, came_from: Some(CameFrom::OwnRecord), ..done(of, subject, person, Act::Added, recorded) })
}

pub fn become_customer(work: &Work, id: ContactId, version: i64) -> Result<Done, Halt> {
    let contact = contact::find(work, id)?;
    let name = contact.details.name();
    if contact.version != version {
        return Err(work.changed(contact.customer, Subject::Contact(id), name)?);
    }
    let here = customer::find(work, contact.customer)?.details.name();
    let act = leaving::take_out(work, &contact, Some("a customer record of its own"), None)?.undo;
    let details = as_customer(&contact.details);
    let recorded = changes(&CustomerDetails::default(), &details);
    let customer = customer::insert(work, None, &details)?;
    let arrival = NewEntry::new(customer, Subject::Customer, &name, Act::Added).changes(&recorded).note(&here);
    work.enter(arrival.ties(Ties { follows: act, undoes: None }))?;
    let came_from = Some(CameFrom::Customer(here));
    Ok(Done { undo: act, came_from, ..done(customer, Subject::Customer, name, Act::Added, recorded) })
}

/// A customer with its contacts.
fn people(work: &Work, customer: Customer) -> Result<Record, rusqlite::Error> {
    let contacts = record::contacts(work.conn, customer.id)?;
    Ok(Record::of_people(customer, contacts))
}
