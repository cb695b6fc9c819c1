//! The questions that the desk asks, each with what it says will happen and what its answers do.

mod address;
mod customers;
mod inviting_all;
mod moving;
mod removed;

pub use self::address::about_address;
pub use self::customers::{archive_customer, remove_car, restore_customer};
pub use self::inviting_all::{all_invited, invite_all};
pub use self::moving::{become_contact, become_customer, move_contact};
pub use self::removed::removed_meanwhile;
use super::desk::Desk;
use super::question::{Line, Question};
use super::step::Step;
use super::vocabulary::Effect;
use crate::domain::change::changes;
use crate::domain::contact::{Contact, ContactDetails, ContactId, on_account};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Correction, Deed, SamePerson};
use crate::domain::email::Email;
use crate::domain::history::{Act, Entry, took_away};
use crate::domain::invite::{self, Invite};
use crate::domain::moment::{ago, said, short, to_the_second, until};
use crate::domain::outbox::Waiting;
use crate::domain::preference::MessageType;
use crate::domain::reach::{Reach, reach};
use crate::domain::record::Record;
use crate::domain::story;
use crate::domain::text::listed;

/// Something typed that is not in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// Its title.
    pub what: String,
    /// A form can be put aside.
    pub is_form: bool,
}

pub fn send_invite(contact: &Contact, customer: &str, desk: &Desk) -> Question {
    let mut body = recipient(contact, customer);
    body.push(Line::Text(format!("The system sends a sign-in email to that address. {}", valid_until(desk))));
    Question::new("Send invite", body, "Cancel").or('y', "Send invite", order(contact, false)).by_default()
}

pub fn resend_invite(contact: &Contact, before: &Invite, customer: &str, desk: &Desk) -> Question {
    let mut body = recipient(contact, customer);
    let zone = &desk.settings.time_zone;
    if before.state_at(desk.now.wall).is_open() {
        let sent = before.sent_at.unwrap_or(before.queued_at);
        let (ago, at) = (ago(sent, desk.now.wall), short(sent, desk.now.wall, zone));
        let (gone, by) = (before.delivery.done(), &before.queued_by);
        body.push(Line::Warning(format!("One was {gone} {ago} ({at}) by {by}. That link stops working.")));
    } else {
        body.push(Line::Text(format!("Before: {}.", story::in_panel(contact, desk.now.wall, zone, desk.post))));
    }
    body.push(Line::Text(format!("The new link is valid until {}.", expiry(desk))));
    Question::new("Resend invite", body, "Cancel").or('y', "Resend invite", order(contact, false))
}

pub fn turn_on_and_send(contact: &Contact, desk: &Desk) -> Question {
    let name = contact.details.name();
    let email = contact.details.email.as_ref().map(ToString::to_string).unwrap_or_default();
    let body = vec![
        Line::Text(format!(
            "Turn on \"Can access customer portal (login with their email)\" for {email} and send the invite?"
        )),
        Line::Text(valid_until(desk)),
    ];
    Question::new(format!("{name} has no portal access"), body, "Cancel")
        .or('y', "Turn on and send", order(contact, true))
        .or('e', "Edit", vec![Step::Go(super::step::Place::EditContact(contact.id))])
}

pub fn revoke_invite(contact: &Contact, invite: &Invite, desk: &Desk) -> Question {
    let body = vec![
        Line::Text(format!("To     {}", invite.email)),
        Line::Text(format!("Now    {}", story::in_panel(contact, desk.now.wall, &desk.settings.time_zone, desk.post))),
        Line::Blank,
        Line::Text(format!(
            "The link and the code stop working at once. Portal Access stays on; {} sends a new invite.",
            desk.key('i')
        )),
    ];
    Question::new(format!("Revoke the invite of {}?", contact.details.name()), body, "Keep").or(
        'y',
        "Revoke invite",
        vec![Step::Do(Effect::Perform(Deed::RevokeInvite { id: invite.id }))],
    )
}

pub fn revoke_waiting(waiting: &Waiting) -> Question {
    let name = waiting.who();
    let body = vec![
        Line::Text(format!("To     {}", waiting.invite.email)),
        Line::Text(format!("       {name}")),
        Line::Text("The invite is not sent any more, and its link never works.".to_owned()),
    ];
    Question::new("Revoke invite?", body, "Keep").or(
        'y',
        "Revoke invite",
        vec![Step::Do(Effect::Perform(Deed::RevokeInvite { id: waiting.invite.id }))],
    )
}

/// Names the person and lists what ends.
pub fn remove_contact(record: &Record, id: ContactId, desk: &Desk) -> Question {
    let Some(contact) = record.contact(id) else { return Question::new("Gone", Vec::new(), "Close") };
    let (details, customer) = (&contact.details, record.customer.details.name());
    let phone = details.phone.as_ref().map(|phone| phone.shown(desk.settings.region));
    let mut body = vec![Line::Text(
        [Some(details.role_in_full()), details.email.as_ref().map(ToString::to_string), phone]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · "),
    )];
    let ends = what_ends(record, contact, &customer, desk);
    if !ends.is_empty() {
        body.extend([Line::Blank, Line::Text("This ends".to_owned())]);
        body.extend(ends);
    }
    body.extend([
        Line::Blank,
        Line::Text(format!(
            "Confirm only after checking that this person no longer needs messages or portal access. \
             {} brings the contact back, without portal access.",
            desk.key('u')
        )),
    ]);
    Question::new(format!("Remove {} from {customer}?", details.name()), body, "Keep").or(
        'y',
        "Remove",
        vec![Step::Do(Effect::Perform(Deed::RemoveContact { id, version: contact.version }))],
    )
}

/// Asked of one entry of a history; the whole act is named, which is taken back together.
pub fn undo(entry: &Entry, history: &[Entry], desk: &Desk) -> Question {
    let when = said(entry.at, desk.now.wall, &desk.settings.time_zone);
    let is_named = |other: &&Entry| match entry.act {
        // What goes with it is said below.
        Act::Archived => other.id == entry.id,
        _ => other.first == entry.first && other.act.can_be_undone(),
    };
    let words = |entry: &Entry| format!("{}: {}", entry.subject_name, entry.words(desk.settings.region));
    let mut body: Vec<Line> = history.iter().rev().filter(is_named).map(|entry| Line::Text(words(entry))).collect();
    match (entry.act, &entry.note) {
        (Act::Archived, Some(there)) => body.push(Line::Text(format!(
            "The contact at {there} is removed again, and the cars come back. Portal access stays off."
        ))),
        (Act::Archived, None) => {
            body.push(Line::Text("It comes back with its cars and contacts. Portal access stays off.".to_owned()));
        }
        _ => {}
    }
    Question::new(format!("Undo your act of {when}?"), body, "Cancel").or(
        'y',
        "Undo",
        vec![Step::Do(Effect::Perform(Deed::Undo { entry: entry.id }))],
    )
}

/// An entry of the history in full: nothing is asked.
pub fn entry(entry: &Entry, desk: &Desk) -> Question {
    let mut lines = entry.lines(desk.settings.region).into_iter();
    let act = lines.next().unwrap_or_default();
    let mut body = vec![Line::Text(format!("{}: {act}", entry.subject_name))];
    body.extend(lines.map(Line::Item));
    let when = to_the_second(entry.at, &desk.settings.time_zone);
    Question::new(format!("{when} · {}", entry.by()), body, "Close")
}

pub fn restore(contact: ContactId, entry: &Entry, desk: &Desk) -> Question {
    let when = said(entry.at, desk.now.wall, &desk.settings.time_zone);
    let body = vec![
        Line::Text(format!(
            "{} of {} {} {when}.",
            entry.staff,
            entry.desk,
            took_away("this contact", entry.note.as_deref())
        )),
        Line::Text("The contact comes back without portal access, and primary only if nobody else is.".to_owned()),
    ];
    Question::new(format!("Restore {}?", entry.subject_name), body, "Cancel").or(
        'y',
        "Restore",
        vec![Step::Do(Effect::Perform(Deed::RestoreContact { id: contact }))],
    )
}

/// The email signs in somebody on another account: the same person, or a mistake (product.md, rule 6).
pub fn same_person(deed: &Deed, email: &Email, name: &str, customer: &str) -> Question {
    let mut confirmed = deed.clone();
    if let Deed::AddContact { same_person, .. }
    | Deed::EditContact { same_person, .. }
    | Deed::Invite { same_person, .. } = &mut confirmed
    {
        *same_person = SamePerson::Confirmed;
    }
    let body = vec![
        Line::Text(format!("{email} already signs in as {name} of {customer}.")),
        Line::Text(
            "If it is the same person, one sign-in then opens both accounts. If not, use another email.".to_owned(),
        ),
    ];
    Question::new("Same person?", body, "Go back").or('y', "Same person", vec![Step::Do(Effect::Perform(confirmed))])
}

pub fn quit(unsaved: Option<&Unsaved>) -> Question {
    let quit = || vec![Step::Do(Effect::Quit)];
    match unsaved {
        Some(Unsaved { what, is_form: true }) => {
            Question::new("Quit frontdesk?", vec![Line::Warning(format!("{what} is not saved."))], "Stay")
                .stacked()
                .or(
                    'p',
                    "Put it aside and quit (it waits at the next start)",
                    vec![Step::PutAside, Step::Do(Effect::Quit)],
                )
                .or('y', "Discard it and quit", [vec![Step::CloseTheForm], quit()].concat())
        }
        Some(Unsaved { what, is_form: false }) => {
            let body = vec![Line::Warning(format!("{what} is not saved and would be lost."))];
            Question::new("Quit frontdesk?", body, "Stay").or('y', "Quit", quit())
        }
        None => {
            let body =
                vec![Line::Text("Invites that wait go out from the other desks, or at the next start.".to_owned())];
            Question::new("Quit frontdesk?", body, "Stay").or('y', "Quit", quit())
        }
    }
}

/// The desk is not at work yet, so no invite waits.
pub fn quit_first_start() -> Question {
    let body = vec![Line::Text("Nothing was written.".to_owned())];
    Question::new("Quit frontdesk?", body, "Stay").or('y', "Quit", vec![Step::Do(Effect::Quit)])
}

/// A letter is on its way to the mail server.
pub fn quit_while_sending(name: &str) -> Question {
    let body = vec![
        Line::Text(format!("The invite of {name} is being sent at this moment.")),
        Line::Text(
            "Quit waits for it up to three seconds. If the mail server takes longer, the invite stays in the file and \
             goes out from another desk, or at the next start."
                .to_owned(),
        ),
    ];
    Question::new("Quit frontdesk?", body, "Stay").or('y', "Quit", vec![Step::Do(Effect::Quit)])
}

/// Name and email of somebody who can sign in change together.
pub fn another_person(before: &Contact, customer: CustomerId, deed: Deed, typed: &ContactDetails) -> Question {
    let (was, now) = (before.details.name(), typed.name());
    let details = ContactDetails { primary: false, portal_access: false, ..typed.clone() };
    let add = Deed::AddContact { customer, details, same_person: SamePerson::NotAsked, primary_seen: None };
    let access = if before.details.portal_access { "has Portal Access" } else { "has an open invite" };
    let body = vec![
        Line::Text(format!("Name and email change together, and {was} {access}.")),
        Line::Text(format!("If {now} is another person, add them, and remove {was} afterwards.")),
    ];
    Question::new(format!("Is {now} the same person as {was}?"), body, "Back to the form")
        .stacked()
        .or('y', "The same person: Save Changes", vec![Step::Do(Effect::Perform(deed))])
        .or('a', "Another person: Add Contact, without portal access", vec![Step::Do(Effect::Perform(add))])
}

/// The same person stands on other accounts with the old email or phone.
pub fn elsewhere_too(at: CustomerId, subject: ContactId, offered: &[Correction], desk: &Desk) -> Question {
    let person = offered.first().map(|correction| correction.before.name()).unwrap_or_default();
    let mut body = vec![Line::Text(format!("{person} is also an additional contact of"))];
    // Those with the same change together: a long question is not read.
    let mut accounts: Vec<(String, Vec<&str>)> = Vec::new();
    for correction in offered {
        let change = would_be(correction, desk);
        match accounts.iter_mut().find(|(same, _)| *same == change) {
            Some((_, names)) => names.push(&correction.customer_name),
            None => accounts.push((change, vec![&correction.customer_name])),
        }
    }
    body.extend(accounts.iter().map(|(change, names)| Line::Item(format!("{}: {change}", listed(names)))));
    let ends =
        |correction: &Correction| correction.before.portal_access && correction.before.email != correction.after.email;
    if offered.iter().any(ends) {
        body.push(Line::Text("With a new email an open link to the portal ends there too.".to_owned()));
    }
    let deed = Deed::CorrectElsewhere { at, subject, corrections: offered.to_vec() };
    Question::new("Saved here. There too?", body, "Leave it there").or(
        'y',
        "Save there too",
        vec![Step::Do(Effect::Perform(deed))],
    )
}

/// `Phone (509) 555-0191, would be (509) 555-0124`
fn would_be(correction: &Correction, desk: &Desk) -> String {
    let fields: Vec<String> = changes(&correction.before, &correction.after)
        .iter()
        .map(|change| {
            let [old, new] = [&change.old, &change.new].map(|value| value.shown(change.field, desk.settings.region));
            format!("{} {old}, would be {new}", change.field.label())
        })
        .collect();
    listed(&fields)
}

fn recipient(contact: &Contact, customer: &str) -> Vec<Line> {
    let email = contact.details.email.as_ref().map(ToString::to_string).unwrap_or_default();
    vec![
        Line::Text(format!("To     {email}")),
        Line::Text(format!("       {}", on_account(&contact.details.name(), contact.details.role_on_row(), customer))),
    ]
}

fn valid_until(desk: &Desk) -> String {
    format!("The link is valid until {}.", expiry(desk))
}

fn expiry(desk: &Desk) -> String {
    let expires = invite::expires_at(desk.now.wall, desk.settings.portal.invite_valid_days);
    until(expires, &desk.settings.time_zone)
}

fn order(contact: &Contact, turn_on_access: bool) -> Vec<Step> {
    let deed = Deed::invite(contact, turn_on_access);
    deed.map(|deed| Step::Do(Effect::Perform(deed))).into_iter().collect()
}

fn what_ends(record: &Record, contact: &Contact, customer: &str, desk: &Desk) -> Vec<Line> {
    let mut ends = Vec::new();
    for (messages, reach) in grouped_by_reach(record, contact) {
        let messages = messages.join(", ");
        if reach.reached.is_empty() {
            ends.push(Line::Item(format!("{messages}: then nobody on this account gets it")));
        } else {
            ends.push(Line::Item(format!("{messages}: still sent to {}", listed(&reach.reached))));
        }
        for (name, why) in &reach.in_vain {
            ends.push(Line::Item(format!("   ({name} is ticked too, but {})", why.words())));
        }
    }
    if contact.details.portal_access {
        let (now, zone) = (desk.now.wall, &desk.settings.time_zone);
        let open = contact.invite.as_ref().is_some_and(|invite| invite.state_at(now).is_open());
        let link = if open { "the open link stops working" } else { "no open invite" };
        let words = match contact.invite {
            None => "never invited".to_owned(),
            Some(_) => format!("{}, {link}", story::on_row(contact, now, zone)),
        };
        ends.push(Line::Item(format!("Portal Access: {words}")));
    }
    if contact.details.primary {
        ends.push(Line::Item(format!("Primary contact: {customer} is then the main point of contact")));
    }
    ends
}

/// The messages of the contact, those with the same people left together.
fn grouped_by_reach(record: &Record, contact: &Contact) -> Vec<(Vec<&'static str>, Reach)> {
    let mut groups: Vec<(Vec<&'static str>, Reach)> = Vec::new();
    let arrives = |message: &MessageType| contact.unreached(*message).is_none();
    for message in contact.details.preferences.iter().filter(arrives) {
        let left = reach(record, message, Some(contact.id));
        match groups.iter_mut().find(|(_, reach)| *reach == left) {
            Some((messages, _)) => messages.push(message.label()),
            None => groups.push((vec![MessageType::label(message)], left)),
        }
    }
    groups
}
