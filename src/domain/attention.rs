//! What needs a person's eye on a contact: the `!` of the row and its reason.

use jiff::Timestamp;

use super::contact::Contact;
use super::email::Email;
use super::story;

/// The first reason, in words that follow the name: `gets Scheduling and has no email`.
#[must_use]
pub fn attention(contact: &Contact, now: Timestamp) -> Option<String> {
    let details = &contact.details;
    if let Some(email) = &details.email
        && !email.is_address()
    {
        return Some("has an email that is no address".to_owned());
    }
    if !details.preferences.is_empty() && details.email.as_ref().is_none_or(|email: &Email| !email.is_address()) {
        return Some(format!("gets {} and has no email", details.preferences));
    }
    story::attention(contact, now).map(str::to_owned)
}
