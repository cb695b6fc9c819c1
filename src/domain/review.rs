//! The guide's closing checks ("What happens next"), done by the program: the guide's four sentences, each fine or
//! with its reasons. They are due once a customer has additional contacts.

use jiff::{SignedDuration, Timestamp};

use super::attention;
use super::change::Field;
use super::contact::Contact;
use super::history::{Act, Entry, Subject};
use super::preference::MessageType;
use super::reach::Unreached;
use super::record::Record;
use super::remedy::{By, Remedy};
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
    /// What mends it there.
    pub remedy: Remedy,
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
    let [primary, access, preferences, main_customer] = reasons(record, now);
    let with_access: Vec<String> = record.with_access().map(|contact| contact.details.name()).collect();
    let finding_of_primary = match record.primary() {
        Some(contact) => contact.details.name(),
        None => format!("{}, the main customer", record.customer.details.name()),
    };
    let nobody = || "no additional contact".to_owned();
    let beside_roles = record
        .contacts
        .iter()
        .filter(|contact| contact.unreachable() != Some(Unreached::NoMessages))
        .filter_map(|contact| Some(reason(contact, beside_the_role(contact, roles)?, edit("changes what is ticked"))))
        // Who is not reached at all is not asked about details.
        .filter(|remark| !preferences.iter().any(|reason| reason.at == remark.at))
        .collect();
    let mut of_customer: Vec<Reason> = changed_lately(record, now).into_iter().collect();
    if record.contacts.is_empty() {
        of_customer.splice(0..0, faults_of_customer(record));
    }
    [
        Check {
            sentence: "The correct person is marked primary",
            finding: finding_of_primary,
            reasons: primary,
            remarks: Vec::new(),
        },
        Check {
            sentence: "Only the right people have portal access",
            finding: if with_access.is_empty() { nobody() } else { listed(&with_access) },
            reasons: access,
            remarks: Vec::new(),
        },
        Check {
            sentence: "Communication preferences match each person's role",
            finding: if record.contacts.is_empty() { nobody() } else { String::new() },
            reasons: preferences,
            remarks: beside_roles,
        },
        Check {
            sentence: "The main customer still has the correct email and phone number",
            finding: String::new(),
            reasons: main_customer,
            remarks: of_customer,
        },
    ]
}

/// How many of the checks need a person: the number on the customer's row and on the page.
#[must_use]
pub fn points(record: &Record, now: Timestamp) -> usize {
    reasons(record, now).iter().filter(|reasons| !reasons.is_empty()).count()
}

/// Everything that needs a person, in words.
#[must_use]
pub fn in_words(record: &Record, now: Timestamp) -> String {
    let words: Vec<String> = reasons(record, now).into_iter().flatten().map(|reason| reason.words).collect();
    words.join("; ")
}

/// When a record needs a person, if nobody changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// From when on some check does.
    pub since: Timestamp,
    /// How many of them do then.
    pub points: usize,
    /// When time alone may change that.
    pub until: Option<Timestamp>,
}

impl Outlook {
    /// How many checks need a person at a moment; `None` where they have to be asked again.
    #[must_use]
    pub fn points_at(&self, now: Timestamp) -> Option<usize> {
        match self.until {
            _ if now < self.since => Some(0),
            Some(until) if now >= until => None,
            _ => Some(self.points),
        }
    }
}

/// From when on some check needs a person, and how many do; `None` when none ever will.
#[must_use]
pub fn outlook(record: &Record) -> Option<Outlook> {
    let mut moments: Vec<Timestamp> = record.contacts.iter().flat_map(story::turns).collect();
    moments.push(Timestamp::UNIX_EPOCH);
    moments.sort_unstable();
    moments.dedup();
    let counted = moments.iter().map(|moment| points(record, *moment));
    let (place, points) = counted.enumerate().find(|(_, points)| *points > 0)?;
    Some(Outlook { since: moments[place], points, until: moments.get(place + 1).copied() })
}

/// What needs a person after a change that did not before it.
#[must_use]
pub fn arisen(before: &Record, after: &Record, now: Timestamp) -> Vec<Reason> {
    let known: Vec<Reason> = reasons(before, now).into_iter().flatten().collect();
    let now_there = reasons(after, now).into_iter().flatten();
    now_there.filter(|reason| !known.contains(reason)).collect()
}

/// What needs a person, for each of the checks. A list asks it of every row: nothing is written where all is fine.
fn reasons(record: &Record, now: Timestamp) -> [Vec<Reason>; 4] {
    let of_customer = if record.contacts.is_empty() { None } else { faults_of_customer(record) };
    [primary(record), access(record, now), preferences(record), of_customer.into_iter().collect()]
}

fn primary(record: &Record) -> Vec<Reason> {
    let unreachable = |contact: &&Contact| contact.details.phone.is_none() && contact.unreachable().is_some();
    let words = |name: String| format!("{name} is primary, but has neither a usable email nor a phone");
    let primary = record.primary().filter(unreachable);
    primary
        .map(|contact| reason(contact, words(contact.details.name()), edit("adds one of them")))
        .into_iter()
        .collect()
}

fn access(record: &Record, now: Timestamp) -> Vec<Reason> {
    let in_need = |contact: &Contact| {
        let words = story::attention(contact, now)?;
        let remedy = match contact.unreachable() {
            None => Remedy::new(By::Inviting, "sends an invite"),
            Some(why) if why.is_a_fault() => edit("corrects the email"),
            Some(_) => edit("turns access off"),
        };
        Some(reason(contact, format!("{} {words}", contact.details.name()), remedy))
    };
    record.contacts.iter().filter_map(in_need).collect()
}

fn preferences(record: &Record) -> Vec<Reason> {
    let wrong = |contact: &Contact| {
        let words = attention::messages(contact)?;
        let remedy = match contact.unreachable() {
            Some(why) if why.is_a_fault() => "corrects the email, or what is ticked",
            _ => "unticks it",
        };
        Some(reason(contact, format!("{} {words}", contact.details.name()), edit(remedy)))
    };
    let mut reasons: Vec<Reason> = record.contacts.iter().filter_map(wrong).collect();
    if record.contacts.is_empty() {
        return reasons;
    }
    // A type that the customer or a preset would get is a gap when nobody is reached; Marketing never is.
    let (mut ticked, mut arriving) = (record.customer.details.preferences, record.customer.arriving());
    for contact in &record.contacts {
        ticked = ticked.with(contact.details.preferences);
        arriving = arriving.with(contact.arriving());
    }
    for message in ticked.without(arriving).set(MessageType::Marketing, false).iter() {
        let words = format!("nobody is reached by {}", message.label());
        reasons.push(Reason {
            words,
            at: Subject::Customer,
            remedy: Remedy::new(By::WhoGetsWhat, "shows who gets what"),
        });
    }
    reasons
}

/// How somebody's messages differ from what is proposed for the role.
fn beside_the_role(contact: &Contact, roles: &RoleBook) -> Option<String> {
    let (details, name) = (&contact.details, contact.details.name());
    let description = details.role_description.as_deref().unwrap_or_default();
    let proposal = roles.proposal(details.role.as_deref()?, description)?;
    let (missing, beyond) = (proposal.without(details.preferences), details.preferences.without(proposal));
    let role = details.role_on_row();
    match (missing.is_empty(), beyond.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("{name} ({role}) does not get {missing}")),
        (true, false) => Some(format!("{name} ({role}) gets {beyond} too")),
        (false, false) => Some(format!("{name} ({role}) gets {beyond}, not {missing}")),
    }
}

/// What is wrong with the customer's own email and phone. It needs a person once there are additional contacts: by
/// adding them the customer's own may have been lost.
fn faults_of_customer(record: &Record) -> Option<Reason> {
    let details = &record.customer.details;
    let email = match record.customer.unreachable() {
        Some(Unreached::NoEmail) => Some("no email"),
        Some(Unreached::NotAnAddress) => Some("an email that is no address"),
        Some(Unreached::Returned) => Some("an email at which mail does not arrive"),
        // A right address, whose owner does not want to be written to.
        Some(Unreached::NoMessages | Unreached::NoMarketing) | None => None,
    };
    let phone = match &details.phone {
        None => Some("no phone number"),
        Some(phone) if !phone.is_number() => Some("a phone that is no number"),
        Some(_) => None,
    };
    let faults: Vec<&str> = email.into_iter().chain(phone).collect();
    (!faults.is_empty()).then(|| Reason {
        words: format!("{} has {}", details.name(), listed(&faults)),
        at: Subject::Customer,
        remedy: edit("corrects it"),
    })
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
    Some(Reason { words, at: Subject::Customer, remedy: edit("corrects it") })
}

fn edit(does: &'static str) -> Remedy {
    Remedy::new(By::Editing, does)
}

fn reason(contact: &Contact, words: String, remedy: Remedy) -> Reason {
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
    use crate::domain::preference::Preferences;

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
