//! `frontdesk outbox preview`: the letter that a contact would get, as a file, with a link that opens nothing.

use std::path::{Path, PathBuf};

use super::failure::{FAILED, Fails, Failure};
use super::office::{Office, say};
use crate::domain::contact::ContactId;
use crate::domain::deed::Refusal;
use crate::domain::invite::expires_at;
use crate::domain::inviting::Obstacle;
use crate::domain::outbox::Invitation;
use crate::domain::text::reason;
use crate::mail::{Letters, eml};
use crate::runtime::writing::{Secret, facts};

/// Writes the letter, and says where.
pub fn run(office: &Office, contact: i64, output: Option<PathBuf>) -> Result<u8, Failure> {
    let settings = &office.settings;
    let invitation = invitation(office, ContactId(contact))?;
    let letters = Letters::load(settings.mail.templates.as_deref()).fails()?;
    let secret = Secret::sample(&settings.portal).fails()?;
    let letter = letters.render(&facts(settings, invitation, secret)).fails()?;
    let path = output.unwrap_or_else(|| Path::new(&format!("preview-of-invite-{contact}.eml")).to_path_buf());
    std::fs::write(&path, eml(&letter).fails()?)
        .map_err(|error| Failure::new(FAILED, format!("{} cannot be written ({}).", path.display(), reason(&error))))?;
    say(&format!("{}: open it with a mail program. Nothing was sent, and its link opens nothing.", path.display()));
    Ok(0)
}

/// As it would be if it were queued now.
fn invitation(office: &Office, id: ContactId) -> Result<Invitation, Failure> {
    let settings = &office.settings;
    let not_there = || Refusal::NotThere { what: "contact" };
    let customer = office.store.customer_of(id).fails()?.ok_or_else(not_there).fails()?;
    let record = office.store.record(customer, &settings.author, 0).fails()?.ok_or_else(not_there).fails()?;
    let details = &record.contact(id).ok_or_else(not_there).fails()?.details;
    let refused = |obstacle| Refusal::CannotInvite { name: details.name(), obstacle };
    let email = details.email.clone().ok_or_else(|| refused(Obstacle::NoEmail)).fails()?;
    let now = Office::now();
    Ok(Invitation {
        message_id: format!("preview@{}", settings.mail.sender_domain()),
        email,
        contact_name: details.name(),
        customer_name: record.customer.details.name(),
        invited_by: settings.author.staff.clone(),
        preferences: details.preferences,
        queued_at: now,
        expires_at: expires_at(now, settings.portal.invite_valid_days),
    })
}
