//! Whether an invite may go to a contact: asked by the row, the panel, the command and the store alike.

use jiff::Timestamp;

use super::contact::Contact;
use super::invite::{Invite, InviteState};

/// What sending would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inviting {
    /// The first one.
    First,
    /// Again: the old link stops working.
    Again(Invite),
}

/// Why no invite can be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    NoEmail,
    NotAnAddress,
    /// Access can be turned on and the invite sent in one go.
    NoAccess,
    /// The shop has not said where its portal is.
    NoSignInAddress,
    AlreadyWaiting(Invite),
}

/// # Errors
/// The first [`Obstacle`], in the order in which a person would clear them.
pub fn may_invite(contact: &Contact, has_sign_in_address: bool, now: Timestamp) -> Result<Inviting, Obstacle> {
    let Some(email) = &contact.details.email else { return Err(Obstacle::NoEmail) };
    if !email.is_address() {
        return Err(Obstacle::NotAnAddress);
    }
    if !has_sign_in_address {
        return Err(Obstacle::NoSignInAddress);
    }
    if !contact.details.portal_access {
        return Err(Obstacle::NoAccess);
    }
    match &contact.invite {
        Some(invite) if invite.state_at(now).is_waiting() => Err(Obstacle::AlreadyWaiting(invite.clone())),
        Some(invite) if matches!(invite.state_at(now), InviteState::Revoked) && invite.sent_at.is_none() => {
            Ok(Inviting::First)
        }
        Some(invite) => Ok(Inviting::Again(invite.clone())),
        None => Ok(Inviting::First),
    }
}

impl Obstacle {
    /// A few words for the panel's key line: `i Send invite: no email yet, e adds one`.
    #[must_use]
    pub fn short(&self) -> &'static str {
        match self {
            Self::NoEmail => "no email yet, e adds one",
            Self::NotAnAddress => "the email is no address, e corrects it",
            Self::NoAccess => "no portal access yet",
            Self::NoSignInAddress => "no sign-in address is set up",
            Self::AlreadyWaiting(_) => "one is waiting to go out",
        }
    }

    /// The whole sentence, with what to do instead.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        match self {
            Self::NoEmail => format!("{name} has no email, so no invite can be sent. Press e and add one."),
            Self::NotAnAddress => format!("The email of {name} is no address that mail can be sent to. Press e and correct it."),
            Self::NoAccess => format!("{name} has no portal access. Press e and turn it on, then send the invite."),
            Self::NoSignInAddress => {
                "No invite can be sent before the sign-in address of the portal is set: sign_in_url under [portal] in the configuration.".to_owned()
            }
            Self::AlreadyWaiting(invite) => {
                format!("An invite to {} is already waiting to go out, asked for by {}. Nothing more was sent.", invite.email, invite.queued_by)
            }
        }
    }
}
