//! Who is reached by a message type, and why not: the one answer that rows, panels, checks and questions share.

use super::address::{Mark, Marks};
use super::contact::{Contact, ContactId};
use super::customer::Customer;
use super::email::Email;
use super::preference::{MessageType, Preferences};
use super::record::Record;

/// Why a message does not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    NoEmail,
    NotAnAddress,
    /// Mail does not arrive at the address.
    Returned,
    /// The person asked not to be written to.
    NoMessages,
    /// The person asked for no Marketing; everything else arrives.
    NoMarketing,
}

impl Unreached {
    /// After a name: `Tom Hale has no email`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoEmail => "has no email",
            Self::NotAnAddress => "has an email that is no address",
            Self::Returned => "has an email at which mail does not arrive",
            Self::NoMessages => "asked not to be written to",
            Self::NoMarketing => "asked for no Marketing",
        }
    }

    /// Before the address: `mail does not arrive: tom@hale.example`.
    #[must_use]
    pub fn beside(self) -> &'static str {
        match self {
            Self::NoEmail => "no email",
            Self::NotAnAddress => "not an address",
            Self::Returned => "mail does not arrive",
            Self::NoMessages => "not to be written to",
            Self::NoMarketing => "no Marketing",
        }
    }

    /// In a column.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::NoEmail => "no email",
            Self::NotAnAddress => "no address",
            Self::Returned => "returned",
            Self::NoMessages => "no messages",
            Self::NoMarketing => "no Marketing",
        }
    }

    /// Whether something is wrong with the address; what its owner asked for is not.
    #[must_use]
    pub fn is_a_fault(self) -> bool {
        matches!(self, Self::NoEmail | Self::NotAnAddress | Self::Returned)
    }
}

/// Why nothing at all arrives, if so.
#[must_use]
pub fn unreachable(email: Option<&Email>, marks: &Marks) -> Option<Unreached> {
    match email {
        None => Some(Unreached::NoEmail),
        Some(email) if !email.is_address() => Some(Unreached::NotAnAddress),
        Some(_) if marks.has(Mark::Returned) => Some(Unreached::Returned),
        Some(_) if marks.has(Mark::NoMessages) => Some(Unreached::NoMessages),
        Some(_) => None,
    }
}

/// Of what somebody is ticked for, what arrives.
#[must_use]
pub fn arriving(email: Option<&Email>, marks: &Marks, ticked: Preferences) -> Preferences {
    if unreachable(email, marks).is_some() {
        return Preferences::NONE;
    }
    if marks.has(Mark::NoMarketing) { ticked.set(MessageType::Marketing, false) } else { ticked }
}

/// Why a message of this type does not arrive, if so.
#[must_use]
pub fn unreached(email: Option<&Email>, marks: &Marks, message: MessageType) -> Option<Unreached> {
    let no_marketing = message == MessageType::Marketing && marks.has(Mark::NoMarketing);
    unreachable(email, marks).or(no_marketing.then_some(Unreached::NoMarketing))
}

impl Contact {
    /// Why nothing at all arrives, if so.
    #[must_use]
    pub fn unreachable(&self) -> Option<Unreached> {
        unreachable(self.details.email.as_ref(), &self.marks)
    }

    /// Why a message of this type does not arrive, if so.
    #[must_use]
    pub fn unreached(&self, message: MessageType) -> Option<Unreached> {
        unreached(self.details.email.as_ref(), &self.marks, message)
    }

    /// Of what the contact is ticked for, what arrives.
    #[must_use]
    pub fn arriving(&self) -> Preferences {
        arriving(self.details.email.as_ref(), &self.marks, self.details.preferences)
    }

    /// `SUC···` on a row; a small letter is ticked and does not arrive.
    #[must_use]
    pub fn messages_on_row(&self) -> String {
        let arriving = self.arriving();
        let mark = |(message, mark): (MessageType, char)| {
            if arriving.contains(message) { mark } else { mark.to_ascii_lowercase() }
        };
        MessageType::ALL.into_iter().zip(self.details.preferences.marks().chars()).map(mark).collect()
    }
}

impl Customer {
    /// Why nothing at all arrives, if so.
    #[must_use]
    pub fn unreachable(&self) -> Option<Unreached> {
        unreachable(self.details.email.as_ref(), &self.marks)
    }

    /// Of what the customer is ticked for, what arrives.
    #[must_use]
    pub fn arriving(&self) -> Preferences {
        arriving(self.details.email.as_ref(), &self.marks, self.details.preferences)
    }
}

/// The email of a row, and what is to be known of it before anything is sent there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailOnRow {
    /// `no email` where there is none.
    pub address: String,
    /// `returned`, `no Marketing`, `shared`.
    pub state: Option<&'static str>,
}

/// As the row of a contact says it.
#[must_use]
pub fn email_on_row(record: &Record, contact: &Contact) -> EmailOnRow {
    let Some(email) = &contact.details.email else {
        return EmailOnRow { address: Unreached::NoEmail.short().to_owned(), state: None };
    };
    let why_not = contact.unreachable().or_else(|| contact.unreached(MessageType::Marketing));
    let shared = record.shares_email(email, Some(contact.id)).map(|_| "shared");
    EmailOnRow { address: email.to_string(), state: why_not.map(Unreached::short).or(shared) }
}

/// An email with what is wrong before it, so that a long address does not hide it:
/// `mail does not arrive: tom@hale.example`.
#[must_use]
pub fn email_in_words(email: Option<&Email>, marks: &Marks) -> String {
    match (email, unreached(email, marks, MessageType::Marketing)) {
        (None, _) => Unreached::NoEmail.beside().to_owned(),
        (Some(email), None) => email.to_string(),
        (Some(email), Some(why)) => format!("{}: {email}", why.beside()),
    }
}

/// Who of an account gets a message type, and who is ticked for it in vain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// People at whom it arrives, the main customer first.
    pub reached: Vec<String>,
    /// Ticked, but it does not arrive: who, and why.
    pub in_vain: Vec<(String, Unreached)>,
}

/// Asks for a message type, leaving one contact out of account where somebody is about to be removed.
#[must_use]
pub fn reach(record: &Record, message: MessageType, without: Option<ContactId>) -> Reach {
    let mut reach = Reach::default();
    let Customer { details: customer, marks, .. } = &record.customer;
    let own = (customer.name(), customer.preferences, unreached(customer.email.as_ref(), marks, message));
    let others = record
        .contacts
        .iter()
        .filter(|contact| Some(contact.id) != without)
        .map(|contact| (contact.details.name(), contact.details.preferences, contact.unreached(message)));
    for (name, preferences, unreached) in std::iter::once(own).chain(others) {
        match unreached {
            _ if !preferences.contains(message) => {}
            None => reach.reached.push(name),
            Some(why) => reach.in_vain.push((name, why)),
        }
    }
    reach
}
