//! Invites that have not arrived: what waits, what failed, what holds all of them, and what a person can do about it.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::contact::{ContactId, on_account};
use super::customer::CustomerId;
use super::email::Email;
use super::invite::{Invite, InviteState};
use super::moment::short;
use super::preference::Preferences;

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

    /// Whom it is for, with role and account.
    #[must_use]
    pub fn who(&self) -> String {
        on_account(&self.contact_name, &self.role, &self.customer_name)
    }

    /// Whether it may be tried again at once.
    #[must_use]
    pub fn can_retry(&self, now: Timestamp) -> bool {
        self.invite.state_at(now) == InviteState::Queued
    }
}

/// What becomes of an invite that waits and has not been tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    Goes,
    /// From other desks only.
    HeldHere,
    Held,
}

impl Post {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Goes => "goes out by itself",
            Self::HeldHere => "waits until another desk sends it",
            Self::Held => "waits until invites go out again",
        }
    }
}

/// What the letter of an invite says, but for its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The same at every attempt.
    pub message_id: String,
    pub email: Email,
    pub contact_name: String,
    pub customer_name: String,
    pub invited_by: String,
    pub preferences: Preferences,
    /// The date of the letter at every attempt, so that a second one is the same mail to the byte.
    pub queued_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Why no invite goes out for now, from any desk: the mail server, or what it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub words: String,
    pub since: Timestamp,
    pub next_try: Timestamp,
}

impl Held {
    /// When to look again after so many looks in vain. A login that is wrong must not be tried so often that the server
    /// locks it.
    #[must_use]
    pub fn next_look(looks: u32, now: Timestamp) -> Timestamp {
        let minutes = [1, 5, 15][looks.saturating_sub(1).min(2) as usize];
        now.saturating_add(Span::new().minutes(minutes)).unwrap_or(now)
    }

    /// In one short line, for a page that has no room for more.
    #[must_use]
    pub fn short(&self, now: Timestamp, zone: &TimeZone) -> String {
        format!("No invite goes out before {}; nothing is lost.", short(self.next_try, now, zone))
    }

    /// The words, since when it is so, and when it is tried again.
    #[must_use]
    pub fn sentence(&self, now: Timestamp, zone: &TimeZone) -> String {
        let (since, next) = (short(self.since, now, zone), short(self.next_try, now, zone));
        format!("{} Since {since}; next try {next}.", self.words)
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
