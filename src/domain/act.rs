//! What can be done to a record, as the history names it.

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    Added,
    Changed,
    Removed,
    Restored,
    /// A customer, with whom access ends.
    Archived,
    /// Access of a contact, with the customer that was archived.
    AccessEnded,
    InviteQueued,
    InviteSent,
    InviteWritten,
    InviteFailed,
    InviteRevoked,
    SignedIn,
    LinkShown,
    /// Of an address, on every account where it stands: what its owner asked for, and whether mail arrives.
    MessagesStopped,
    MarketingStopped,
    MessagesWanted,
    MailReturned,
    MailArrives,
}

impl Act {
    pub const ALL: [Self; 18] = [
        Self::Added,
        Self::Changed,
        Self::Removed,
        Self::Restored,
        Self::Archived,
        Self::AccessEnded,
        Self::InviteQueued,
        Self::InviteSent,
        Self::InviteWritten,
        Self::InviteFailed,
        Self::InviteRevoked,
        Self::SignedIn,
        Self::LinkShown,
        Self::MessagesStopped,
        Self::MarketingStopped,
        Self::MessagesWanted,
        Self::MailReturned,
        Self::MailArrives,
    ];

    /// The word in the file and in the export.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Restored => "restored",
            Self::Archived => "archived",
            Self::AccessEnded => "access ended",
            Self::InviteQueued => "invite queued",
            Self::InviteSent => "invite sent",
            Self::InviteWritten => "invite written",
            Self::InviteFailed => "invite failed",
            Self::InviteRevoked => "invite revoked",
            Self::SignedIn => "signed in",
            Self::LinkShown => "link shown",
            Self::MessagesStopped => "messages stopped",
            Self::MarketingStopped => "marketing stopped",
            Self::MessagesWanted => "messages wanted",
            Self::MailReturned => "mail returned",
            Self::MailArrives => "mail arrives",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// Whether undo may take it back: never what has left the house, nor a revocation.
    #[must_use]
    pub fn can_be_undone(self) -> bool {
        matches!(self, Self::Added | Self::Changed | Self::Removed | Self::Restored | Self::Archived)
    }
}
