//! A card for every customer and every additional contact (RFC 6350). What vCard has no word for stands in properties
//! of our own, so that an import brings everything back.

use std::io::Write;

use super::super::vcard::{escaped, line};
use super::records::{Records, Stop};
use crate::domain::car::Car;
use crate::domain::contact::Contact;
use crate::domain::customer::Customer;
use crate::domain::email::Email;
use crate::domain::phone::Phone;
use crate::domain::preference::Preferences;
use crate::domain::record::Record;

/// The shop's own key of a customer or of a contact.
pub const REFERENCE: &str = "X-FRONTDESK-REF";
/// Whose contact it is: the key of the customer.
pub const CUSTOMER: &str = "X-FRONTDESK-CUSTOMER";
/// The message types that the person gets.
pub const GETS: &str = "X-FRONTDESK-GETS";
/// A car: year, make, model, plate.
pub const CAR: &str = "X-FRONTDESK-CAR";
pub const ROLE_DESCRIPTION: &str = "X-FRONTDESK-ROLE-DESCRIPTION";
pub const PRIMARY: &str = "X-FRONTDESK-PRIMARY";
pub const ACCESS: &str = "X-FRONTDESK-ACCESS";

pub fn write(records: &Records, out: &mut dyn Write) -> Result<(), Stop> {
    records.each(|record| {
        out.write_all(customer(&record).as_bytes())?;
        for person in &record.contacts {
            out.write_all(contact(&record.customer, person).as_bytes())?;
        }
        Ok(())
    })
}

fn customer(record: &Record) -> String {
    let Customer { reference, details, .. } = &record.customer;
    let is_company = details.first_name.is_empty() && details.last_name.is_empty();
    let mut card = Written::begin(
        if is_company { "org" } else { "individual" },
        &details.name(),
        (&details.first_name, &details.last_name),
    );
    card.text(REFERENCE, Some(reference.as_str()));
    card.text("ORG", details.company.as_deref());
    card.text("EMAIL", details.email.as_ref().map(Email::as_str));
    card.text("TEL;VALUE=text", details.phone.as_ref().map(Phone::as_str));
    card.text("NOTE", details.notes.as_deref());
    card.gets(details.preferences);
    // As in the lists: newest last.
    for car in record.cars.iter().rev() {
        card.car(car);
    }
    for person in &record.contacts {
        let kind = match person.details.role.as_deref() {
            Some("Spouse") => "RELATED;VALUE=text;TYPE=spouse",
            _ => "RELATED;VALUE=text;TYPE=agent",
        };
        card.text(kind, Some(&person.details.name()));
    }
    card.end()
}

fn contact(customer: &Customer, contact: &Contact) -> String {
    let details = &contact.details;
    let mut card = Written::begin("individual", &details.name(), (&details.first_name, &details.last_name));
    card.text(CUSTOMER, Some(customer.reference.as_str()));
    card.text(REFERENCE, contact.reference.as_deref());
    card.text("EMAIL", details.email.as_ref().map(Email::as_str));
    card.text("TEL;VALUE=text", details.phone.as_ref().map(Phone::as_str));
    card.text("ROLE", details.role.as_deref());
    card.text(ROLE_DESCRIPTION, details.role_description.as_deref());
    card.text(PRIMARY, details.primary.then_some("yes"));
    card.text(ACCESS, details.portal_access.then_some("yes"));
    card.gets(details.preferences);
    card.text("RELATED;VALUE=text;TYPE=contact", Some(&customer.details.name()));
    card.end()
}

/// A card as it is written.
struct Written(String);

impl Written {
    fn begin(kind: &str, full_name: &str, (first, last): (&str, &str)) -> Self {
        let mut card = Self("BEGIN:VCARD\r\nVERSION:4.0\r\n".to_owned());
        card.text("KIND", Some(kind));
        card.text("FN", Some(full_name));
        card.0 += &line("N", &format!("{};{};;;", escaped(last), escaped(first)));
        card
    }

    fn text(&mut self, head: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0 += &line(head, &escaped(value));
        }
    }

    fn gets(&mut self, preferences: Preferences) {
        let labels: Vec<String> = preferences.labels().into_iter().map(escaped).collect();
        self.0 += &line(GETS, &labels.join(","));
    }

    fn car(&mut self, car: &Car) {
        let details = &car.details;
        let year = details.year.map(|year| year.to_string());
        let parts = [year.as_deref(), details.make.as_deref(), details.model.as_deref(), details.plate.as_deref()];
        let parts: Vec<String> = parts.into_iter().map(|part| escaped(part.unwrap_or_default())).collect();
        self.0 += &line(CAR, &parts.join(";"));
    }

    fn end(mut self) -> String {
        self.0 += "END:VCARD\r\n";
        self.0
    }
}
