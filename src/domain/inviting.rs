//! Whether an invite may go to a contact, or to everybody of an account who was never invited: asked by the row, the
//! panel, the command and the store alike.

use jiff::Timestamp;

use super::address::Mark;
use super::contact::Contact;
use super::invite::{Invite, InviteState};
use super::remedy::{By, Remedy};

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
    /// Mail does not arrive there: since what was said.
    Returned {
        how: String,
    },
    /// The person asked not to be written to.
    NoMessages {
        how: String,
    },
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
    if let Some(returned) = contact.marks.find(Mark::Returned) {
        return Err(Obstacle::Returned { how: returned.how.clone() });
    }
    if let Some(stopped) = contact.marks.find(Mark::NoMessages) {
        return Err(Obstacle::NoMessages { how: stopped.how.clone() });
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

/// At most so many are invited in one act, so that its question can name every address.
pub const AT_ONCE: usize = 8;

/// Everybody of an account who has access, by how an invite stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invitees<'a> {
    /// Never invited, and can be now; no more than can be asked about at once.
    pub never: Vec<&'a Contact>,
    pub already: Vec<&'a Contact>,
    /// Never invited, and cannot be now.
    pub cannot: Vec<(&'a Contact, Obstacle)>,
    /// Whose last invite did not arrive: that wants a look, not a repetition.
    pub failed: Vec<&'a Contact>,
}

/// Sorts the people of an account for inviting whoever never was.
pub fn invitees(contacts: &[Contact], has_sign_in_address: bool, now: Timestamp) -> Invitees<'_> {
    let mut sorted = Invitees::default();
    for contact in contacts.iter().filter(|contact| contact.details.portal_access) {
        match (&contact.invite, may_invite(contact, has_sign_in_address, now)) {
            (Some(invite), _) if invite.state == InviteState::Failed => sorted.failed.push(contact),
            (Some(_), _) => sorted.already.push(contact),
            (None, Err(obstacle)) => sorted.cannot.push((contact, obstacle)),
            (None, Ok(_)) => sorted.never.push(contact),
        }
    }
    sorted.never.truncate(AT_ONCE);
    sorted
}

impl Obstacle {
    /// A few words for the panel's key line: `i Send invite: no email yet`; what clears it follows.
    #[must_use]
    pub fn short(&self) -> &'static str {
        match self {
            Self::NoEmail => "no email yet",
            Self::NotAnAddress => "the email is no address",
            Self::Returned { .. } => "mail does not arrive there",
            Self::NoMessages { .. } => "not to be written to",
            Self::NoAccess => "no portal access yet",
            Self::NoSignInAddress => "no sign-in address is set up",
            Self::AlreadyWaiting(_) => "one is waiting to go out",
        }
    }

    /// What clears it, where that is one act at the desk.
    #[must_use]
    pub fn remedy(&self) -> Option<Remedy> {
        match self {
            Self::NoEmail => Some(Remedy::new(By::Editing, "adds one")),
            Self::NotAnAddress => Some(Remedy::new(By::Editing, "corrects it")),
            Self::Returned { .. } | Self::NoMessages { .. } => Some(Remedy::new(By::Marking, "says why")),
            Self::NoAccess => Some(Remedy::new(By::Editing, "turns it on")),
            Self::NoSignInAddress | Self::AlreadyWaiting(_) => None,
        }
    }

    /// The whole sentence; what clears it follows at the desk.
    #[must_use]
    pub fn sentence(&self, name: &str) -> String {
        match self {
            Self::NoEmail => format!("{name} has no email, so no invite can be sent."),
            Self::NotAnAddress => format!("The email of {name} is no address that mail can be sent to."),
            Self::Returned { how } => format!("Mail to {name} does not arrive: {how}. No invite was sent."),
            Self::NoMessages { how } => {
                format!("{name} asked not to be written to: {how}. No invite was sent.")
            }
            Self::NoAccess => format!("{name} has no portal access, so no invite can be sent."),
            Self::NoSignInAddress => {
                "No invite can be sent before the sign-in address of the portal is set: sign_in_url under [portal] in the configuration.".to_owned()
            }
            Self::AlreadyWaiting(invite) => {
                format!("An invite to {} is already waiting to go out, asked for by {}. Nothing more was sent.", invite.email, invite.queued_by)
            }
        }
    }
}
