//! A customer of its own that turns out to be one of the people on another account: what may become an additional
//! contact, and of whom.

use super::contact::ContactDetails;
use super::customer::CustomerDetails;
use super::email::Email;
use super::preference::{MessageType, Preferences};
use super::record::Record;
use super::text::listed;

/// Why a customer cannot become an additional contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// A company, without the names that a contact needs.
    NoPerson,
    /// It does not stand alone.
    HasContacts(Vec<String>),
    /// On the other account somebody signs in with its email.
    SignsInAs { email: Email, name: String },
}

impl Hindrance {
    /// A few words for the panel's key line.
    #[must_use]
    pub fn short(&self) -> &'static str {
        match self {
            Self::NoPerson => "it is a company",
            Self::HasContacts(_) => "it has contacts",
            Self::SignsInAs { .. } => "the email signs in somebody there",
        }
    }

    /// A whole sentence that says what to do.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        match self {
            Self::NoPerson => format!(
                "{name} is a company without a person. A contact needs First Name and Last Name: fill them in first."
            ),
            Self::HasContacts(people) => {
                format!("{name} has additional contacts of its own: {}. Move or remove them first.", listed(people))
            }
            Self::SignsInAs { email, name: holder } => format!(
                "{email} already signs in as {holder} there, and one email signs in one person. Change one of the two, \
                 or archive {name} if it is the same person."
            ),
        }
    }
}

/// Whether a customer stands alone, and is a person.
///
/// # Errors
/// What keeps it from becoming anybody's contact.
pub fn stands_alone(record: &Record) -> Result<(), Hindrance> {
    let details = &record.customer.details;
    if details.first_name.is_empty() || details.last_name.is_empty() {
        return Err(Hindrance::NoPerson);
    }
    if record.contacts.is_empty() {
        return Ok(());
    }
    Err(Hindrance::HasContacts(record.contacts.iter().map(|contact| contact.details.name()).collect()))
}

/// A customer as an additional contact of another: without role, messages and access, which are chosen there.
///
/// # Errors
/// What keeps it from becoming one.
pub fn as_contact(from: &Record, to: &Record) -> Result<ContactDetails, Hindrance> {
    stands_alone(from)?;
    let details = &from.customer.details;
    if let Some(email) = &details.email
        && let Some(name) = to.signs_in_as(email, None)
    {
        return Err(Hindrance::SignsInAs { email: email.clone(), name });
    }
    Ok(ContactDetails {
        first_name: details.first_name.clone(),
        last_name: details.last_name.clone(),
        email: details.email.clone(),
        phone: details.phone.clone(),
        ..ContactDetails::default()
    })
}

/// A contact as a customer of its own, with the messages of a customer; Marketing only where it was chosen.
#[must_use]
pub fn as_customer(contact: &ContactDetails) -> CustomerDetails {
    let marketing = contact.preferences.contains(MessageType::Marketing);
    CustomerDetails {
        first_name: contact.first_name.clone(),
        last_name: contact.last_name.clone(),
        company: None,
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        notes: None,
        preferences: Preferences::CUSTOMER.set(MessageType::Marketing, marketing),
    }
}
