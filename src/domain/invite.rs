//! Portal invites: never invited → queued → sending → sent → signed in; or failed, expired, revoked
//! (product.md, "The life of an invite").

use jiff::{Span, Timestamp};

use super::email::Email;

/// An invite's number in the file; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InviteId(pub i64);

/// How long a link is valid where the shop has not said otherwise, in days.
pub const VALID_DAYS: u16 = 7;
/// With less than this left, an undelivered invite fails: a link that is dead on arrival helps nobody.
pub const LEAST_HOURS_LEFT: i64 = 24;
/// Pauses before the second, third … attempt, in minutes; the last one repeats until the invite expires.
pub const RETRY_MINUTES: [i64; 5] = [1, 5, 15, 60, 60];
/// Wrong codes after which a code is locked; the link still works.
pub const CODE_TRIES: u8 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InviteState {
    Queued,
    Sending,
    Sent,
    Accepted,
    Failed,
    Expired,
    Revoked,
}

impl InviteState {
    pub const ALL: [Self; 7] =
        [Self::Queued, Self::Sending, Self::Sent, Self::Accepted, Self::Failed, Self::Expired, Self::Revoked];

    /// The word in the file and in JSON (interfaces.md).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether its link opens the portal, or soon will.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Sent)
    }

    /// Whether it still has to leave the house.
    #[must_use]
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::Queued | Self::Sending)
    }
}

/// How invites leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// By the shop's mail server: the row says "sent".
    Smtp,
    /// As `.eml` files in a folder: the row says "written".
    Folder,
}

impl Delivery {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Folder => "folder",
        }
    }

    /// What is said of an invite that has gone out so.
    #[must_use]
    pub fn done(self) -> &'static str {
        match self {
            Self::Smtp => "sent",
            Self::Folder => "written",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Smtp, Self::Folder].into_iter().find(|delivery| delivery.word() == word)
    }
}

/// How this shop sends invites, as far as the file has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Whether the portal has an address; without it no invite can be sent.
    pub has_sign_in_address: bool,
    pub valid_days: u16,
    pub delivery: Delivery,
    /// The right side of every Message-ID.
    pub sender_domain: String,
}

/// The latest invite of a contact, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    pub id: InviteId,
    /// The state in the file; ask [`Invite::state_at`], which knows the time.
    pub state: InviteState,
    pub delivery: Delivery,
    pub email: Email,
    pub queued_at: Timestamp,
    /// Who asked for it.
    pub queued_by: String,
    /// Fixed when it was queued.
    pub expires_at: Timestamp,
    /// When the server took it, or the file was written.
    pub sent_at: Option<Timestamp>,
    /// When the person signed in.
    pub accepted_at: Option<Timestamp>,
    /// When it failed or was revoked.
    pub ended_at: Option<Timestamp>,
    pub attempts: u32,
    pub next_attempt_at: Option<Timestamp>,
    /// The server's words, or why it was given up.
    pub last_error: Option<String>,
}

impl Invite {
    /// Its state at a moment: a link that was not used in time has expired, whether or not anybody wrote it down.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> InviteState {
        if self.state == InviteState::Sent && self.expires_at <= now { InviteState::Expired } else { self.state }
    }
}

/// When an invite that is queued now expires.
#[must_use]
pub fn expires_at(queued_at: Timestamp, valid_days: u16) -> Timestamp {
    queued_at.saturating_add(Span::new().hours(i64::from(valid_days) * 24)).unwrap_or(Timestamp::MAX)
}

/// When to try again after `attempts` tries, or `None` when too little of its validity would be left.
#[must_use]
pub fn next_attempt(attempts: u32, now: Timestamp, expires_at: Timestamp) -> Option<Timestamp> {
    let index = (attempts.max(1) as usize - 1).min(RETRY_MINUTES.len() - 1);
    let next = now.saturating_add(Span::new().minutes(RETRY_MINUTES[index])).ok()?;
    let latest = expires_at.saturating_sub(Span::new().hours(LEAST_HOURS_LEFT)).ok()?;
    (next <= latest).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_a_day_before_the_link() {
        let queued: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a moment");
        let expires = expires_at(queued, 7);
        let pause = |attempts, now: Timestamp| {
            next_attempt(attempts, now, expires).map(|at| at.duration_since(now).as_secs() / 60)
        };
        assert_eq!((1..=6).map(|n| pause(n, queued)).collect::<Vec<_>>(), [1, 5, 15, 60, 60, 60].map(Some));
        let last_day = expires.saturating_sub(Span::new().hours(24)).expect("a moment");
        assert_eq!(pause(9, last_day), None);
    }
}
