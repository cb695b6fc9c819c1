//! The guide's closing checks ("What happens next"), done by the program: the guide's four sentences, each fine or
//! with its reasons. They are due once a customer has additional contacts.

use jiff::{SignedDuration, Timestamp};

use super::attention;
use super::contact::Contact;
use super::history::{Act, Entry, Field, Subject};
use super::preference::{MessageType, Preferences};
use super::reach::{Unreached, reach};
use super::record::Record;
use super::role::RoleBook;
use super::story;
use super::text::listed;

/// So long a change of the customer's own email or phone is shown beside the check.
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// Among the checks the one of the customer's own email and phone.
pub const OWN: usize = 3;

/// One of the guide's sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The guide's words.
    pub sentence: &'static str,
    /// What is so: who is primary, who has access.
    pub finding: String,
    /// What needs a person; none when the check is fine.
    pub reasons: Vec<Reason>,
    /// What is worth a look, and may be meant so.
    pub remarks: Vec<Reason>,
}

/// Why a check is not fine, and where to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub words: String,
    pub at: Subject,
    /// Which key mends it there, and how.
    pub remedy: &'static str,
}

impl Check {
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.reasons.is_empty()
    }

    /// What is said of it first: reasons, then remarks.
    pub fn points(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().chain(&self.remarks)
    }
}

/// The four checks, in the guide's order.
#[must_use]
pub fn review(record: &Record, roles: &RoleBook, now: Timestamp) -> [Check; 4] {
    let mut checks = checks(record, now);
    let remarks = record
        .contacts
        .iter()
        .filter_map(|contact| Some(reason(contact, beside_the_role(contact, roles)?, "e changes what is ticked")));
    // Who is not reached at all is not asked about details.
    let is_said = |remark: &Reason| checks[2].reasons.iter().any(|reason| reason.at == remark.at);
    checks[2].remarks = remarks.filter(|remark| !is_said(remark)).collect();
    checks
}

/// How many of the checks need a person: the number on the customer's row and on the page.
#[must_use]
pub fn points(record: &Record, now: Timestamp) -> usize {
    checks(record, now).iter().filter(|check| !check.is_fine()).count()
}

/// Everything that needs a person, in words.
#[must_use]
pub fn reasons(record: &Record, now: Timestamp) -> String {
    let words: Vec<String> =
        checks(record, now).into_iter().flat_map(|check| check.reasons).map(|reason| reason.words).collect();
    words.join("; ")
}

/// From when on some check needs a person if nobody changes anything; `None` when none ever will.
#[must_use]
pub fn since(record: &Record) -> Option<Timestamp> {
    let mut moments: Vec<Timestamp> = record.contacts.iter().flat_map(story::turns).collect();
    moments.push(Timestamp::UNIX_EPOCH);
    moments.sort_unstable();
    moments.into_iter().find(|moment| points(record, *moment) > 0)
}

/// What needs a person after a change that did not before it, in words.
#[must_use]
pub fn arisen(before: &Record, after: &Record, now: Timestamp) -> Vec<String> {
    let reasons = |record| checks(record, now).into_iter().flat_map(|check| check.reasons);
    let known: Vec<Reason> = reasons(before).collect();
    reasons(after).filter(|reason| !known.contains(reason)).map(|reason| reason.words).collect()
}

fn checks(record: &Record, now: Timestamp) -> [Check; 4] {
    [primary(record), access(record, now), preferences(record), main_customer(record, now)]
}

fn check(sentence: &'static str, finding: String, reasons: Vec<Reason>) -> Check {
    Check { sentence, finding, reasons, remarks: Vec::new() }
}

fn primary(record: &Record) -> Check {
    let unreachable = |contact: &Contact| contact.unreachable().is_some() && contact.details.phone.is_none();
    let (finding, reasons) = match record.primary() {
        None => (format!("{}, the main customer", record.customer.details.name()), Vec::new()),
        Some(contact) if unreachable(contact) => {
            let words = format!("{} is primary, but has neither a usable email nor a phone", contact.details.name());
            (contact.details.name(), vec![reason(contact, words, "e adds one of them")])
        }
        Some(contact) => (contact.details.name(), Vec::new()),
    };
    check("The correct person is marked primary", finding, reasons)
}

fn access(record: &Record, now: Timestamp) -> Check {
    let with_access: Vec<&Contact> = record.contacts.iter().filter(|contact| contact.details.portal_access).collect();
    let names: Vec<String> = with_access.iter().map(|contact| contact.details.name()).collect();
    let finding = if names.is_empty() { "no additional contact".to_owned() } else { listed(&names) };
    let reasons = with_access
        .iter()
        .filter_map(|contact| {
            let words = story::attention(contact, now)?;
            Some(reason(contact, format!("{} {words}", contact.details.name()), "i sends an invite"))
        })
        .collect();
    check("Only the right people have portal access", finding, reasons)
}

fn preferences(record: &Record) -> Check {
    let wrong = |contact: &Contact| {
        let words = attention::messages(contact)?;
        let remedy = match contact.unreachable() {
            Some(why) if why.is_a_fault() => "e corrects the email, or what is ticked",
            _ => "e unticks it",
        };
        Some(reason(contact, format!("{} {words}", contact.details.name()), remedy))
    };
    let mut reasons: Vec<Reason> = record.contacts.iter().filter_map(wrong).collect();
    // A type that the customer or a preset would get is a gap when nobody is reached; Marketing never is.
    let is_due = !record.contacts.is_empty();
    for message in MessageType::ALL.into_iter().filter(|message| is_due && *message != MessageType::Marketing) {
        let reached = reach(record, message, None);
        if reached.reached.is_empty() && !reached.in_vain.is_empty() {
            let words = format!("nobody is reached by {}", message.label());
            reasons.push(Reason { words, at: Subject::Customer, remedy: "w shows who gets what" });
        }
    }
    let finding = if record.contacts.is_empty() { "no additional contact".to_owned() } else { String::new() };
    check("Communication preferences match each person's role", finding, reasons)
}

/// How somebody's messages differ from what is proposed for the role.
fn beside_the_role(contact: &Contact, roles: &RoleBook) -> Option<String> {
    let (details, name) = (&contact.details, contact.details.name());
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

fn main_customer(record: &Record, now: Timestamp) -> Check {
    let details = &record.customer.details;
    let mut wrong = Vec::new();
    match record.customer.unreachable() {
        Some(Unreached::NoEmail) => wrong.push("no email"),
        Some(Unreached::NotAnAddress) => wrong.push("an email that is no address"),
        Some(Unreached::Returned) => wrong.push("an email at which mail does not arrive"),
        // A right address, whose owner does not want to be written to.
        Some(Unreached::NoMessages | Unreached::NoMarketing) | None => {}
    }
    match &details.phone {
        None => wrong.push("no phone number"),
        Some(phone) if !phone.is_number() => wrong.push("a phone that is no number"),
        Some(_) => {}
    }
    let points = match listed(&wrong) {
        words if words.is_empty() => Vec::new(),
        words => vec![Reason {
            words: format!("{} has {words}", details.name()),
            at: Subject::Customer,
            remedy: "e corrects it",
        }],
    };
    let sentence = "The main customer still has the correct email and phone number";
    let mut check = check(sentence, String::new(), Vec::new());
    // It is due once there are additional contacts: by adding them the customer's own may have been lost.
    if record.contacts.is_empty() { &mut check.remarks } else { &mut check.reasons }.extend(points);
    check.remarks.extend(changed_lately(record, now));
    check
}

/// Who changed the customer's own email or phone within the last day.
fn changed_lately(record: &Record, now: Timestamp) -> Option<Reason> {
    let is_late = |entry: &&Entry| now.duration_since(entry.at) < LATELY;
    let (entry, change) = record.history.iter().take_while(is_late).find_map(|entry| {
        let is_own = entry.subject == Subject::Customer && entry.act == Act::Changed;
        let change = entry.changes.iter().find(|change| matches!(change.field, Field::Email | Field::Phone))?;
        is_own.then_some((entry, change))
    })?;
    let words = format!("{} of {} was changed by {}", change.field.label(), entry.subject_name, entry.staff);
    Some(Reason { words, at: Subject::Customer, remedy: "e corrects it" })
}

fn reason(contact: &Contact, words: String, remedy: &'static str) -> Reason {
    Reason { words, at: Subject::Contact(contact.id), remedy }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::address::Marks;
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
            marks: Marks::default(),
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
                marks: Marks::default(),
                archived_at: None,
            },
            cars: Vec::new(),
            contacts: contacts.collect(),
            history: Vec::new(),
            history_total: 0,
            alikes: Vec::new(),
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
        checks[check].points().map(|reason| reason.words.clone()).collect()
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
