//! Invites that have not arrived: what waits, what failed, and what a person can do about it.

use jiff::Timestamp;

use super::contact::ContactId;
use super::customer::CustomerId;
use super::invite::{Invite, InviteState};

/// An invite that is not delivered, or whose delivery failed or came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub invite: Invite,
    pub contact: ContactId,
    pub contact_name: String,
    /// The role as the row says it.
    pub role: String,
    pub customer: CustomerId,
    pub customer_name: String,
}

impl Waiting {
    /// Whether a person has to do something; the rest goes out by itself.
    #[must_use]
    pub fn needs_attention(&self, now: Timestamp) -> bool {
        matches!(self.invite.state_at(now), InviteState::Failed | InviteState::Expired)
    }

    /// Whether it may be tried again at once.
    #[must_use]
    pub fn can_retry(&self, now: Timestamp) -> bool {
        self.invite.state_at(now) == InviteState::Queued
    }
}

/// The link of an invite, shown to somebody who stands at the desk; showing it is recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownLink {
    pub contact_name: String,
    pub link: String,
    /// In two groups.
    pub code: String,
}

/// Without the secret: a log or a panic never holds it.
impl std::fmt::Debug for ShownLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShownLink").field("contact_name", &self.contact_name).finish_non_exhaustive()
    }
}
