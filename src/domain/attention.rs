//! What needs a person's eye on a contact: the `!` of the row and its reason.

use jiff::Timestamp;

use super::contact::Contact;
use super::preference::MessageType;
use super::reach::Unreached;
use super::story;

/// The first reason, in words that follow the name: `gets Scheduling and has no email`.
#[must_use]
pub fn attention(contact: &Contact, now: Timestamp) -> Option<String> {
    messages(contact).or_else(|| story::attention(contact, now).map(str::to_owned))
}

/// What is wrong with the messages of a contact: the address, or ticks at somebody who asked for the opposite.
#[must_use]
pub fn messages(contact: &Contact) -> Option<String> {
    let in_vain = contact.details.preferences.without(contact.arriving());
    match (contact.unreachable(), in_vain.is_empty()) {
        (Some(why @ (Unreached::NotAnAddress | Unreached::Returned)), true) => Some(why.words().to_owned()),
        (Some(why), false) => Some(format!("gets {in_vain} and {}", why.words())),
        (None, false) => {
            contact.unreached(MessageType::Marketing).map(|why| format!("is ticked for Marketing and {}", why.words()))
        }
        (_, true) => None,
    }
}
