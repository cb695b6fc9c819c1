//! Questions about people who belong elsewhere: to another customer, to a record of their own, or to somebody's account.

use super::what_ends;
use crate::app::desk::Desk;
use crate::app::question::{Line, Question};
use crate::app::step::Step;
use crate::app::vocabulary::Effect;
use crate::domain::contact::Contact;
use crate::domain::deed::Deed;
use crate::domain::email::Email;
use crate::domain::phone::Phone;
use crate::domain::record::Record;
use crate::domain::text::{counted, fold, listed};

/// A contact who belongs to another customer, or to that one too.
pub fn move_contact(from: &Record, contact: &Contact, to: &Record, desk: &Desk) -> Question {
    let (name, customer) = (contact.details.name(), from.customer.details.name());
    let mut body = vec![Line::Text(format!("To     {}", said_of(to, desk))), Line::Blank];
    body.extend(there_already(&name, contact.details.email.as_ref(), to));
    body.push(Line::Text("Name, email, phone, role and communication preferences go along.".to_owned()));
    body.extend(ends_at(from, contact, desk));
    body.push(Line::Text(format!(
        "There it begins without portal access and not primary. {} takes it back.",
        desk.key('u')
    )));
    let (id, version, to_id) = (contact.id, contact.version, to.customer.id);
    let deed = |keep| perform(Deed::MoveContact { id, version, to: to_id, keep });
    Question::new(format!("Move {name} to {}?", to.customer.details.name()), body, "Cancel")
        .stacked()
        .or('y', "Move", deed(false))
        .or('b', &format!("Add there too, and keep at {customer}"), deed(true))
}

/// A customer that is one of the people on another account: what each has, what goes along, and what stays behind.
pub fn become_contact(from: &Record, to: &Record, desk: &Desk) -> Question {
    let (mine, theirs) = (&from.customer.details, &to.customer.details);
    let (name, there) = (mine.name(), theirs.name());
    let email = |email: Option<&Email>| email.map_or_else(|| "none".to_owned(), ToString::to_string);
    let phone =
        |phone: Option<&Phone>| phone.map_or_else(|| "none".to_owned(), |phone| phone.shown(desk.settings.region));
    let pair = |label, left: String, right: String| Line::Pair { label, left, right };
    let mut body = vec![
        pair("", name.clone(), there.clone()),
        pair("Email", email(mine.email.as_ref()), email(theirs.email.as_ref())),
        pair("Phone", phone(mine.phone.as_ref()), phone(theirs.phone.as_ref())),
        pair("Cars", cars(from), cars(to)),
        pair("Contacts", contacts(from), contacts(to)),
        Line::Blank,
    ];
    body.extend(there_already(&mine.person(), mine.email.as_ref(), to));
    let along = match from.cars.len() {
        0 => "Name, email and phone go along".to_owned(),
        count => format!("Name, email, phone and {} go along", counted(count, "car")),
    };
    let stays: Vec<&str> = [(mine.company.is_some(), "company"), (mine.notes.is_some(), "notes"), (true, "history")]
        .into_iter()
        .filter_map(|(is_there, what)| is_there.then_some(what))
        .collect();
    body.push(Line::Text(format!(
        "{along}. There the contact begins without role, messages and portal access, and not primary."
    )));
    body.push(Line::Text(format!(
        "The customer record is archived, with its {}: -{name} in Search finds it. {} takes it all back.",
        listed(&stays),
        desk.key('u')
    )));
    let deed = Deed::BecomeContact { id: from.customer.id, version: from.customer.version, of: to.customer.id };
    Question::new(format!("Make {name} a contact of {there}?"), body, "Cancel").or('y', "Make a contact", perform(deed))
}

/// A contact who is a customer of the shop.
pub fn become_customer(from: &Record, contact: &Contact, desk: &Desk) -> Question {
    let (name, customer) = (contact.details.name(), from.customer.details.name());
    let mut body = vec![Line::Text(format!(
        "No longer an additional contact of {customer}. The new customer has the name, email and phone, and gets what \
         customers get; Marketing only if it is ticked now."
    ))];
    if !from.cars.is_empty() {
        let cars: Vec<String> = from.cars.iter().map(|car| car.details.short()).collect();
        body.push(Line::Text(format!("The cars stay with {customer}: {}.", listed(&cars))));
    }
    body.extend(ends_at(from, contact, desk));
    body.push(Line::Text(format!("{} takes it back.", desk.key('u'))));
    let deed = Deed::BecomeCustomer { id: contact.id, version: contact.version };
    Question::new(format!("Make {name} a customer?"), body, "Cancel").or('y', "Make a customer", perform(deed))
}

fn perform(deed: Deed) -> Vec<Step> {
    vec![Step::Do(Effect::Perform(deed))]
}

/// What ends on the account that is left.
fn ends_at(from: &Record, contact: &Contact, desk: &Desk) -> Vec<Line> {
    let customer = from.customer.details.name();
    let ends = what_ends(from, contact, &customer, desk);
    if ends.is_empty() {
        return Vec::new();
    }
    let head = Line::Text(format!("With the move this ends at {customer}"));
    std::iter::once(head).chain(ends).collect()
}

/// A warning where somebody on the account has the same name or email already.
fn there_already(name: &str, email: Option<&Email>, on: &Record) -> Option<Line> {
    let key = email.map(Email::key);
    on.contacts.iter().map(|contact| &contact.details).find_map(|other| {
        let same = match () {
            () if fold(&other.name()) == fold(name) => "the same name",
            () if key.is_some() && other.email.as_ref().map(Email::key) == key => "the same email",
            () => return None,
        };
        Some(Line::Warning(format!("{} ({same}) is an additional contact there already.", other.name())))
    })
}

/// What tells a customer from another.
fn said_of(record: &Record, desk: &Desk) -> String {
    let details = &record.customer.details;
    let phone = details.phone.as_ref().map(|phone| phone.shown(desk.settings.region));
    let car = record.cars.first().map(|car| car.details.short());
    [Some(details.name()), phone, car].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn cars(record: &Record) -> String {
    names(record.cars.iter().map(|car| car.details.short()))
}

fn contacts(record: &Record) -> String {
    names(record.contacts.iter().map(|contact| contact.details.name()))
}

/// `none`, or the number where there are several.
fn names(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.len() {
        0 => "none".to_owned(),
        1 => names.concat(),
        count => format!("{count}: {}", names.join(", ")),
    }
}
