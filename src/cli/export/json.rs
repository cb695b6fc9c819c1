//! Everything as JSON, as interfaces.md has it.

use std::io::Write;

use serde_json::{Value, json};

use super::super::office::Office;
use super::records::{Records, Stop};
use crate::domain::car::Car;
use crate::domain::change::AsJson;
use crate::domain::contact::Contact;
use crate::domain::customer::Customer;
use crate::domain::history::{Entry, Subject};
use crate::domain::invite::Invite;
use crate::domain::record::Record;
use crate::store::MarkedAddress;

pub fn write(records: &Records, out: &mut dyn Write) -> Result<(), Stop> {
    let mut first = true;
    out.write_all(b"{\"format\":1,\"customers\":[")?;
    records.each(|record| {
        let line = customer(&record, records.with_history).to_string();
        let start = if std::mem::take(&mut first) { "\n" } else { ",\n" };
        out.write_all(start.as_bytes())?;
        Ok(out.write_all(line.as_bytes())?)
    })?;
    out.write_all(b"\n]")?;
    // Where nothing is known of any, the export is as it always was.
    let addresses: Vec<Value> = records.addresses()?.iter().map(address).collect();
    if !addresses.is_empty() {
        write!(out, ",\"addresses\":{}", Value::from(addresses))?;
    }
    Ok(out.write_all(b"}\n")?)
}

/// What is known of an address, whoever has it.
fn address(known: &MarkedAddress) -> Value {
    let MarkedAddress { email, marked } = known;
    json!({
        "email": email,
        "mark": marked.mark.word(),
        "said_by": marked.source.word(),
        "how": marked.how,
        "staff": marked.staff,
        "at": marked.at.to_string(),
    })
}

fn customer(record: &Record, with_history: bool) -> Value {
    let Customer { id, reference, details, .. } = &record.customer;
    let filled = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    let mut object = json!({
        "id": id.0,
        "ref": reference,
        "first_name": filled(&details.first_name),
        "last_name": filled(&details.last_name),
        "company": details.company,
        "email": details.email.as_ref().map(ToString::to_string),
        "phone": details.phone.as_ref().map(ToString::to_string),
        "notes": details.notes,
        "preferences": details.preferences.labels(),
        "cars": record.cars.iter().map(car).collect::<Vec<_>>(),
        "contacts": record.contacts.iter().map(contact).collect::<Vec<_>>(),
    });
    if with_history {
        object["history"] = record.history.iter().map(entry).collect();
    }
    object
}

fn car(car: &Car) -> Value {
    let details = &car.details;
    json!({ "year": details.year, "make": details.make, "model": details.model, "plate": details.plate })
}

fn contact(contact: &Contact) -> Value {
    let details = &contact.details;
    json!({
        "id": contact.id.0,
        "ref": contact.reference,
        "first_name": details.first_name,
        "last_name": details.last_name,
        "email": details.email.as_ref().map(ToString::to_string),
        "phone": details.phone.as_ref().map(ToString::to_string),
        "role": details.role,
        "role_description": details.role_description,
        "primary": details.primary,
        "portal_access": details.portal_access,
        "preferences": details.preferences.labels(),
        "invite": invite(contact.invite.as_ref()),
    })
}

/// The latest invite; somebody never invited has one in the state `none`.
fn invite(invite: Option<&Invite>) -> Value {
    json!({
        "id": invite.map(|invite| invite.id.0),
        "state": invite.map_or("none", |invite| invite.state_at(Office::now()).word()),
        "delivery": invite.map(|invite| invite.delivery.word()),
        "email": invite.map(|invite| invite.email.as_str()),
        "sent_at": invite.and_then(|invite| invite.sent_at).map(|at| at.to_string()),
        "expires_at": invite.map(|invite| invite.expires_at.to_string()),
        "sent_by": invite.map(|invite| invite.queued_by.as_str()),
    })
}

fn entry(entry: &Entry) -> Value {
    let contact = match entry.subject {
        Subject::Contact(id) => Some(id.0),
        Subject::Customer | Subject::Car(_) => None,
    };
    json!({
        "at": entry.at.to_string(),
        "staff": entry.staff,
        "desk": entry.desk,
        "act": entry.act.word(),
        "contact_id": contact,
        "changes": AsJson(&entry.changes),
    })
}
