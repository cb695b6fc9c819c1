//! What is known of an email address, whoever has it: that its owner asked not to be written to, or that mail does
//! not arrive there. It belongs to the address, so no save, import or removal of a person loses it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::moment::short;

/// What somebody said of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Its owner asked for no messages at all.
    NoMessages,
    /// Its owner asked for no Marketing.
    NoMarketing,
    /// Mail does not arrive there.
    Returned,
}

/// Who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Person,
    Shop,
    Server,
}

/// A mark with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    pub mark: Mark,
    pub source: Source,
    /// The reason that was typed, or the server's words.
    pub how: String,
    /// Who wrote it down, and when.
    pub staff: String,
    pub at: Timestamp,
}

/// Everything that is known of one address; empty for nearly all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks(Vec<Marked>);

impl Mark {
    pub const ALL: [Self; 3] = [Self::NoMessages, Self::NoMarketing, Self::Returned];

    /// The word in the file and in the export.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoMessages => "no messages",
            Self::NoMarketing => "no marketing",
            Self::Returned => "returned",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.word() == word)
    }

    /// Who says so when a person at the desk writes it down.
    #[must_use]
    pub fn source_at_the_desk(self) -> Source {
        match self {
            Self::NoMessages | Self::NoMarketing => Source::Person,
            Self::Returned => Source::Shop,
        }
    }
}

impl Source {
    const ALL: [Self; 3] = [Self::Person, Self::Shop, Self::Server];

    /// The word in the file and in the export.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Shop => "shop",
            Self::Server => "server",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.word() == word)
    }
}

impl Marked {
    /// Beside the address that says what is so: `asked: by phone (ana, 3 May)`; the server's words stand with its invite.
    #[must_use]
    pub fn words(&self, now: Timestamp, zone: &TimeZone) -> String {
        let when = short(self.at, now, zone);
        match self.source {
            Source::Server => format!("refused by the mail server {when}"),
            Source::Person => format!("asked: {} ({}, {when})", self.how, self.staff),
            Source::Shop => format!("known: {} ({}, {when})", self.how, self.staff),
        }
    }

    /// What is so, and from whom: `The person asked for no Marketing: by phone (ana, 3 May)`; the mail server's own words
    /// say both.
    #[must_use]
    pub fn in_full(&self, now: Timestamp, zone: &TimeZone) -> String {
        let what = match (self.mark, self.source) {
            (Mark::NoMessages, _) => "The person asked not to be written to: ",
            (Mark::NoMarketing, _) => "The person asked for no Marketing: ",
            (Mark::Returned, Source::Server) => "",
            (Mark::Returned, _) => "Mail to this address does not arrive: ",
        };
        format!("{what}{} ({}, {})", self.how, self.staff, short(self.at, now, zone))
    }
}

impl Marks {
    #[must_use]
    pub fn new(marks: Vec<Marked>) -> Self {
        Self(marks)
    }

    #[must_use]
    pub fn find(&self, mark: Mark) -> Option<&Marked> {
        self.0.iter().find(|marked| marked.mark == mark)
    }

    #[must_use]
    pub fn has(&self, mark: Mark) -> bool {
        self.find(mark).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Marked> {
        self.0.iter()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
