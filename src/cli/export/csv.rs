//! Two lists for spreadsheets, and for an import that brings everything back: customers.csv and contacts.csv.

use std::fs;
use std::io::{self, Seek};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder, Writer, WriterBuilder};

use super::super::columns::{self, CONTACT, CUSTOMER};
use super::super::csv::defused;
use super::super::failure::Failure;
use super::records::{Records, Stop, Unnamed, failed};
use crate::domain::contact::Contact;
use crate::domain::customer::Customer;
use crate::domain::email::Email;
use crate::domain::phone::Phone;
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::record::Record;

/// Writes both lists into a folder, which is made where it is missing.
pub fn write(records: &Records, folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let mut customers = Unnamed::beside(&folder.join("customers.csv"))?;
    let mut contacts = Unnamed::beside(&folder.join("contacts.csv"))?;
    // How many columns the cars take is known at the end: until then the rows wait in a file without a name.
    let mut waiting = tempfile::tempfile_in(folder).map_err(|error| failed(folder, &error))?;
    let mut cars = 0;
    contacts.fill(|out| {
        let mut contacts = Writer::from_writer(out);
        contacts.write_record(CONTACT.into_iter().chain(MessageType::ALL.map(MessageType::column))).map_err(words)?;
        let mut customers = WriterBuilder::new().flexible(true).from_writer(io::BufWriter::new(&waiting));
        records.each(|record| {
            cars = cars.max(record.cars.len());
            customers.write_record(customer(&record)).map_err(words)?;
            for person in &record.contacts {
                contacts.write_record(contact(&record.customer, person)).map_err(words)?;
            }
            Ok(())
        })?;
        customers.flush()?;
        Ok(contacts.flush()?)
    })?;
    customers.fill(|out| {
        let cars = (1..=cars).flat_map(columns::of_car);
        let columns = CUSTOMER.into_iter().chain(MessageType::ALL.map(MessageType::column)).map(str::to_owned);
        let header: Vec<String> = columns.chain(cars).collect();
        let mut customers = Writer::from_writer(out);
        customers.write_record(&header).map_err(words)?;
        waiting.rewind()?;
        let mut rows = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(io::BufReader::new(&waiting));
        let mut row = ByteRecord::new();
        while rows.read_byte_record(&mut row).map_err(words)? {
            let missing = header.len() - row.len();
            row.extend(std::iter::repeat_n(b"", missing));
            customers.write_byte_record(&row).map_err(words)?;
        }
        Ok(customers.flush()?)
    })?;
    contacts.name()?;
    customers.name()
}

fn customer(record: &Record) -> Vec<String> {
    let Customer { reference, details, .. } = &record.customer;
    let mut row = cells([
        Some(reference.as_str()),
        Some(&details.first_name),
        Some(&details.last_name),
        details.company.as_deref(),
        details.email.as_ref().map(Email::as_str),
        details.phone.as_ref().map(Phone::as_str),
        details.notes.as_deref(),
    ]);
    row.extend(ticks(details.preferences));
    // Newest first on the screen, newest last in a list: so they come in again in their order.
    for car in record.cars.iter().rev() {
        let year = car.details.year.map(|year| year.to_string());
        row.extend(cells([
            year.as_deref(),
            car.details.make.as_deref(),
            car.details.model.as_deref(),
            car.details.plate.as_deref(),
        ]));
    }
    row
}

fn contact(customer: &Customer, contact: &Contact) -> Vec<String> {
    let details = &contact.details;
    let mut row = cells([
        Some(customer.reference.as_str()),
        contact.reference.as_deref(),
        Some(&details.first_name),
        Some(&details.last_name),
        details.email.as_ref().map(Email::as_str),
        details.phone.as_ref().map(Phone::as_str),
        details.role.as_deref(),
        details.role_description.as_deref(),
        Some(yes(details.primary)),
        Some(yes(details.portal_access)),
    ]);
    row.extend(ticks(details.preferences));
    row
}

fn cells<const N: usize>(cells: [Option<&str>; N]) -> Vec<String> {
    cells.into_iter().map(|cell| defused(cell.unwrap_or_default())).collect()
}

fn ticks(preferences: Preferences) -> impl Iterator<Item = String> {
    MessageType::ALL.into_iter().map(move |message| yes(preferences.contains(message)).to_owned())
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn words(error: csv::Error) -> Stop {
    Stop::Write(io::Error::other(error))
}
