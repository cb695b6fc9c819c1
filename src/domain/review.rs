//! The guide's closing checks ("What happens next"), done by the program: the guide's four sentences, each fine or
//! with its reasons.

use jiff::Timestamp;

use super::contact::Contact;
use super::history::Subject;
use super::preference::{MessageType, Preferences};
use super::reach::reach;
use super::record::Record;
use super::role::RoleBook;
use super::story;
use super::text::listed;

/// One of the guide's sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The guide's words.
    pub sentence: &'static str,
    /// What is so: who is primary, who has access.
    pub finding: String,
    /// What needs a person; none when the check is fine.
    pub reasons: Vec<Reason>,
}

/// Why a check is not fine, and where to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub words: String,
    pub at: Subject,
}

impl Check {
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// The four checks, in the guide's order.
#[must_use]
pub fn review(record: &Record, roles: &RoleBook, now: Timestamp) -> [Check; 4] {
    [primary(record), access(record, now), preferences(record, roles), main_customer(record)]
}

fn primary(record: &Record) -> Check {
    let unreachable = |contact: &Contact| contact.details.usable_email().is_none() && contact.details.phone.is_none();
    let (finding, reasons) = match record.primary() {
        None => (format!("{}, the main customer", record.customer.details.name()), Vec::new()),
        Some(contact) if unreachable(contact) => {
            let words = format!("{} is primary, but has neither email nor phone", contact.details.name());
            (contact.details.name(), vec![reason(contact, words)])
        }
        Some(contact) => (contact.details.name(), Vec::new()),
    };
    Check { sentence: "The correct person is marked primary", finding, reasons }
}

fn access(record: &Record, now: Timestamp) -> Check {
    let with_access: Vec<&Contact> = record.contacts.iter().filter(|contact| contact.details.portal_access).collect();
    let names: Vec<String> = with_access.iter().map(|contact| contact.details.name()).collect();
    let finding = if names.is_empty() { "no additional contact".to_owned() } else { listed(&names) };
    let reasons = with_access
        .iter()
        .filter_map(|contact| {
            let words = story::attention(contact, now)?;
            Some(reason(contact, format!("{} {words}", contact.details.name())))
        })
        .collect();
    Check { sentence: "Only the right people have portal access", finding, reasons }
}

fn preferences(record: &Record, roles: &RoleBook) -> Check {
    let mut reasons: Vec<Reason> = record
        .contacts
        .iter()
        .filter_map(|contact| misfit(contact, roles).map(|words| reason(contact, words)))
        .collect();
    // A type that the customer or a preset would get is a gap when nobody is reached; Marketing never is.
    for message in MessageType::ALL.into_iter().filter(|message| *message != MessageType::Marketing) {
        let reached = reach(record, message, None);
        if reached.reached.is_empty() && !reached.unreachable.is_empty() {
            let words = format!("nobody is reached by {}", message.label());
            reasons.push(Reason { words, at: Subject::Customer });
        }
    }
    let finding = if record.contacts.is_empty() { "no additional contact".to_owned() } else { String::new() };
    Check { sentence: "Communication preferences match each person's role", finding, reasons }
}

fn misfit(contact: &Contact, roles: &RoleBook) -> Option<String> {
    let (details, name) = (&contact.details, contact.details.name());
    if !details.preferences.is_empty() && details.usable_email().is_none() {
        return Some(format!("{name} gets {} and has no email", details.preferences));
    }
    let description = details.role_description.as_deref().unwrap_or_default();
    let proposal = roles.proposal(details.role.as_deref()?, description)?;
    let only_in = |one: Preferences, other: Preferences| -> Preferences {
        one.iter().filter(|message| !other.contains(*message)).collect()
    };
    let (missing, beyond) = (only_in(proposal, details.preferences), only_in(details.preferences, proposal));
    let role = details.role_on_row();
    match (missing.is_empty(), beyond.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("{name} ({role}) does not get {missing}")),
        (true, false) => Some(format!("{name} ({role}) gets {beyond} too")),
        (false, false) => Some(format!("{name} ({role}) gets {beyond}, not {missing}")),
    }
}

fn main_customer(record: &Record) -> Check {
    let details = &record.customer.details;
    let mut wrong = Vec::new();
    match &details.email {
        None => wrong.push("no email"),
        Some(email) if !email.is_address() => wrong.push("an email that is no address"),
        Some(_) => {}
    }
    match &details.phone {
        None => wrong.push("no phone number"),
        Some(phone) if !phone.is_number() => wrong.push("a phone that is no number"),
        Some(_) => {}
    }
    let reasons = match listed(&wrong) {
        words if words.is_empty() => Vec::new(),
        words => vec![Reason { words: format!("{} has {words}", details.name()), at: Subject::Customer }],
    };
    Check {
        sentence: "The main customer still has the correct email and phone number",
        finding: String::new(),
        reasons,
    }
}

fn reason(contact: &Contact, words: String) -> Reason {
    Reason { words, at: Subject::Contact(contact.id) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::{ContactDetails, ContactId};
    use crate::domain::customer::{Customer, CustomerDetails, CustomerId};
    use crate::domain::email::Email;
    use crate::domain::phone::Phone;

    fn record(contacts: Vec<ContactDetails>) -> Record {
        let contacts = contacts.into_iter().zip(1..).map(|(details, id)| Contact {
            id: ContactId(id),
            customer: CustomerId(1),
            reference: None,
            version: 1,
            details,
            invite: None,
            elsewhere: Vec::new(),
        });
        Record {
            customer: Customer {
                id: CustomerId(1),
                reference: "C-1".into(),
                version: 1,
                details: CustomerDetails {
                    company: Some("Lopez Racing".into()),
                    email: Some(Email::kept("office@lopez.example".into())),
                    phone: Some(Phone::kept("+15095550134".into())),
                    preferences: Preferences::CUSTOMER,
                    ..CustomerDetails::default()
                },
            },
            cars: Vec::new(),
            contacts: contacts.collect(),
            history: Vec::new(),
            history_total: 0,
        }
    }

    fn person(role: &str, messages: &[MessageType]) -> ContactDetails {
        ContactDetails {
            first_name: "Tom".into(),
            last_name: "Hale".into(),
            email: Some(Email::kept("tom@hale.example".into())),
            role: Some(role.into()),
            preferences: messages.iter().copied().collect(),
            ..ContactDetails::default()
        }
    }

    fn reasons(record: &Record, check: usize) -> Vec<String> {
        let roles = RoleBook::of_the_guide();
        let checks = review(record, &roles, Timestamp::UNIX_EPOCH);
        checks[check].reasons.iter().map(|reason| reason.words.clone()).collect()
    }

    #[test]
    fn a_record_in_order_is_fine() {
        use MessageType::{Estimates, Invoices};
        let record = record(vec![person("Bookkeeper", &[Invoices, Estimates])]);
        assert!((0..4).all(|check| reasons(&record, check).is_empty()));
    }

    #[test]
    fn preferences_beside_the_role_are_named() {
        use MessageType::{Invoices, Marketing, Scheduling};
        let odd = record(vec![person("Bookkeeper", &[Invoices, Marketing])]);
        assert_eq!(reasons(&odd, 2), ["Tom Hale (Bookkeeper) gets Marketing, not Estimates"]);
        let deaf = record(vec![ContactDetails { email: None, ..person("Assistant", &[Scheduling]) }]);
        assert_eq!(reasons(&deaf, 2), ["Tom Hale gets Scheduling and has no email"]);
    }

    #[test]
    fn access_without_an_invite_and_a_customer_without_a_phone() {
        let mut with_access = record(vec![ContactDetails { portal_access: true, ..person("Neighbour", &[]) }]);
        assert_eq!(reasons(&with_access, 1), ["Tom Hale was never invited"]);
        with_access.customer.details.phone = None;
        assert_eq!(reasons(&with_access, 3), ["Lopez Racing has no phone number"]);
    }
}
