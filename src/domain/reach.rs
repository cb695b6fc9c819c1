//! Who is reached by a message type: the one answer that rows, panels and questions share.

use super::contact::ContactId;
use super::preference::MessageType;
use super::record::Record;

/// Who of an account gets a message type, and who is ticked for it in vain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// People with a usable address, the main customer first.
    pub reached: Vec<String>,
    /// Ticked, but without a usable email.
    pub unreachable: Vec<String>,
}

/// Asks for a message type, leaving one contact out of account where somebody is about to be removed.
#[must_use]
pub fn reach(record: &Record, message: MessageType, without: Option<ContactId>) -> Reach {
    let mut reach = Reach::default();
    let customer = &record.customer.details;
    let own = (customer.name(), customer.preferences, customer.email.as_ref());
    let others = record
        .contacts
        .iter()
        .filter(|contact| Some(contact.id) != without)
        .map(|contact| (contact.details.name(), contact.details.preferences, contact.details.email.as_ref()));
    for (name, preferences, email) in std::iter::once(own).chain(others) {
        if preferences.contains(message) {
            let usable = email.is_some_and(super::email::Email::is_address);
            if usable { &mut reach.reached } else { &mut reach.unreachable }.push(name);
        }
    }
    reach
}
