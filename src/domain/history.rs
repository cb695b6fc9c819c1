//! What was done to a record: by whom, when, at which desk, and what it changed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use super::act::Act;
use super::car::CarId;
use super::change::{Change, Field, in_words};
use super::contact::ContactId;
use super::phone::Region;

/// An entry's number in the file; the newest is the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub i64);

/// Who acts: the person, the desk, and the run of the program at that desk, which limits undo (product.md, rule 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub staff: String,
    pub desk: String,
    /// Random for each start of the program.
    pub run: i64,
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    Customer,
    Car(CarId),
    Contact(ContactId),
}

/// How much of a history is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// As much as a page needs.
    #[default]
    Newest,
    Whole,
}

impl Depth {
    /// How many entries that is at most.
    #[must_use]
    pub fn entries(self) -> usize {
        match self {
            Self::Newest => 200,
            Self::Whole => usize::MAX,
        }
    }
}

/// One act on a customer's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    /// The first entry of the same act: an act is taken back whole.
    pub first: EntryId,
    pub at: Timestamp,
    pub staff: String,
    pub desk: String,
    pub subject: Subject,
    /// The name at that time.
    pub subject_name: String,
    pub act: Act,
    pub changes: Vec<Change>,
    /// The address of an invite, or the server's words.
    pub note: Option<String>,
    /// Whether `u` may take it back: an act of this run that nobody has built upon and that was not undone yet.
    pub undoable: bool,
}

/// What a removal did, which may have been a move: `removed Maria Lopez`, `moved Maria Lopez to Hale Racing`.
#[must_use]
pub fn took_away(whom: &str, there: Option<&str>) -> String {
    match there {
        Some(there) => format!("moved {whom} to {there}"),
        None => format!("removed {whom}"),
    }
}

impl Entry {
    /// Who did it, at which desk; the portal is both.
    #[must_use]
    pub fn by(&self) -> String {
        if self.staff == self.desk { self.staff.clone() } else { format!("{} · {}", self.staff, self.desk) }
    }

    /// What happened, in words: `phone (509) 555-0191 -> (509) 555-0199`.
    #[must_use]
    pub fn words(&self, region: Region) -> String {
        match (self.act, &self.note) {
            (Act::Changed | Act::Restored, _) if !self.changes.is_empty() => {
                let lead = if self.act == Act::Restored { "restored: " } else { "" };
                format!("{lead}{}", in_words(&self.changes, region))
            }
            (Act::Archived, Some(there)) => format!("archived: now an additional contact of {there}"),
            (Act::Changed, Some(note)) => note.clone(),
            (Act::AccessEnded, _) => "Portal Access ended".to_owned(),
            (Act::Removed, Some(there)) => format!("moved to {there}"),
            (Act::Added, Some(here)) => format!("came from {here}"),
            (Act::Added, None) => self.added_words(region),
            (Act::MessagesStopped, Some(note)) => format!("no messages to {note}"),
            (Act::MarketingStopped, Some(note)) => format!("no Marketing to {note}"),
            (Act::MessagesWanted, Some(note)) => format!("messages again to {note}"),
            (Act::MailReturned, Some(note)) => format!("mail does not arrive at {note}"),
            (Act::MailArrives, Some(note)) => format!("mail arrives again at {note}"),
            (Act::InviteFailed, Some(note)) => format!("invite failed: {note}"),
            (act, Some(note)) => format!("{} to {note}", act.word())
                .replace("revoked to", "revoked:")
                .replace("signed in to", "signed in as"),
            (act, _) => act.word().to_owned(),
        }
    }

    /// The same, with each change on a line of its own and nothing left out: old and new value, or the first one.
    #[must_use]
    pub fn lines(&self, region: Region) -> Vec<String> {
        let changes = self.changes.iter().map(|change| {
            let [old, new] = [&change.old, &change.new].map(|value| value.shown(change.field, region));
            match self.act {
                Act::Added => format!("{}: {new}", change.field.label()),
                _ => format!("{}: {old} -> {new}", change.field.label()),
            }
        });
        let words = match self.act {
            Act::Changed | Act::Restored if !self.changes.is_empty() => self.act.word().to_owned(),
            Act::Added if self.note.is_none() => self.act.word().to_owned(),
            _ => self.words(region),
        };
        std::iter::once(words).chain(changes).collect()
    }

    fn added_words(&self, region: Region) -> String {
        let role = [Field::Role, Field::RoleDescription].into_iter().filter_map(|field| {
            self.changes.iter().find(|change| change.field == field).map(|change| change.new.shown(field, region))
        });
        let role: Vec<String> = role.collect();
        if role.is_empty() { "added".to_owned() } else { format!("added: {}", role.join(", ")) }
    }
}
