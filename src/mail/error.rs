//! Why a letter has not left, and whose fault that is.

/// Why a letter has not left. Whose fault it is decides what happens next, so they are never mixed up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// For good, and because of this address: the invite fails, with these words, and the address is marked.
    #[error("{words}")]
    Refused { words: String },
    /// For good, and because of this letter or what the server can carry: the invite fails, with these words.
    #[error("{words}")]
    Rejected { words: String },
    /// For now, and because of this address or this letter: the invite waits and is tried again.
    #[error("{} Nothing is lost: the invite waits here and is tried again by itself.", self.sentence())]
    Deferred { words: String },
    /// For now, and whoever it is to: the server is not there, or serves nobody. The whole queue waits for it.
    #[error("{} Nothing is lost: the invites wait here and go out by themselves.", self.sentence())]
    Away { words: String },
    /// Nobody's address is at fault but the set-up, as the server says: certificate, login, sender. The whole queue
    /// waits.
    #[error("{} Nothing is lost: the invites wait here until that is put right.", self.sentence())]
    Setup { words: String },
    /// What only this desk has cannot be used: its letter, its folder, its password. The other desks send.
    #[error("{} Nothing is lost: no invite leaves from here until that is put right.", self.sentence())]
    Here { words: String },
}

impl MailError {
    /// What is wrong, without what becomes of the invite.
    #[must_use]
    pub fn what(&self) -> &str {
        match self {
            Self::Refused { words }
            | Self::Rejected { words }
            | Self::Deferred { words }
            | Self::Away { words }
            | Self::Setup { words }
            | Self::Here { words } => words,
        }
    }

    /// [`Self::what`] with its full stop: a server's own words often have none.
    #[must_use]
    pub fn sentence(&self) -> String {
        let what = self.what();
        if what.ends_with('.') { what.to_owned() } else { format!("{what}.") }
    }

    pub(super) fn refused(words: impl Into<String>) -> Self {
        Self::Refused { words: words.into() }
    }

    pub(super) fn rejected(words: impl Into<String>) -> Self {
        Self::Rejected { words: words.into() }
    }

    pub(super) fn deferred(words: impl Into<String>) -> Self {
        Self::Deferred { words: words.into() }
    }

    pub(super) fn away(words: impl Into<String>) -> Self {
        Self::Away { words: words.into() }
    }

    pub(super) fn setup(words: impl Into<String>) -> Self {
        Self::Setup { words: words.into() }
    }

    pub(crate) fn here(words: impl Into<String>) -> Self {
        Self::Here { words: words.into() }
    }

    /// The letter cannot be used; the built-in one is not sent in its place.
    pub(super) fn letter(file: &str, line: Option<usize>, reason: &str) -> Self {
        let at = line.map(|line| format!(", line {line},")).unwrap_or_default();
        Self::here(format!("The letter {file}{at} cannot be used: {reason}."))
    }
}
