//! `frontdesk export`: every customer with cars and contacts, streamed, as of one moment.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::Office;
use super::arguments::{Export, Format, Global};
use super::failure::{FAILED, Fails, Failure};
use crate::domain::car::Car;
use crate::domain::contact::Contact;
use crate::domain::customer::Customer;
use crate::domain::history::{Entry, Subject, changes_to_json};
use crate::domain::invite::Invite;
use crate::domain::record::Record;
use crate::store::StoreError;

pub fn run(global: &Global, wanted: &Export) -> Result<u8, Failure> {
    let Format::Json = wanted.format;
    let office = Office::open(global)?;
    match &wanted.output {
        None => write(&office, wanted.history, io::stdout().lock())?,
        Some(path) => to_file(path, |file| write(&office, wanted.history, file))?,
    }
    Ok(0)
}

/// Writes a file whole or not at all: beside its place first, then under its name.
fn to_file(path: &Path, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: io::Error| {
        let words = format!(
            "{} could not be written ({error}). Nothing was left behind: choose another place.",
            path.display()
        );
        Failure::new(FAILED, words)
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Why the writing of a record stops.
enum Stop {
    Store(StoreError),
    Write(io::Error),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn write(office: &Office, with_history: bool, out: impl Write) -> Result<(), Failure> {
    let mut out = BufWriter::new(out);
    let entries = if with_history { usize::MAX } else { 0 };
    let mut first = true;
    let written = out.write_all(b"{\"format\":1,\"customers\":[").map_err(Stop::Write).and_then(|()| {
        office.store.each_record(&office.settings.author, entries, |record| {
            let line = customer(&record, with_history).to_string();
            let start = if std::mem::take(&mut first) { "\n" } else { ",\n" };
            out.write_all(start.as_bytes()).and_then(|()| out.write_all(line.as_bytes())).map_err(Stop::Write)
        })
    });
    let ended = written.and_then(|()| out.write_all(b"\n]}\n").and_then(|()| out.flush()).map_err(Stop::Write));
    match ended {
        Ok(()) => Ok(()),
        Err(Stop::Store(error)) => Err(error).fails(),
        // `export | head` is no failure.
        Err(Stop::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(Stop::Write(error)) => {
            Err(Failure::new(FAILED, format!("The export could not be written ({error}). Choose another place.")))
        }
    }
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
        "changes": changes_to_json(&entry.changes),
    })
}
