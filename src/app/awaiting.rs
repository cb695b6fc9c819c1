//! What the app waits for: a customer, the answer to an order, and the record as it is after it; and what is typed
//! meanwhile.

use super::colleague::Colleague;
use super::key::Key;
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::deed::Deed;
use crate::domain::draft::DraftId;
use crate::domain::history::{EntryId, Subject};
use crate::domain::record::Record;

/// A customer that is on the way to the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Awaited {
    pub(super) customer: CustomerId,
    /// On whom the cursor will stand.
    pub(super) contact: Option<ContactId>,
    pub(super) then: Option<Then>,
}

/// The form that opens with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Edit(ContactId),
    Resume(DraftId),
}

/// An edit that clashed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clashing {
    pub(super) deed: Deed,
    pub(super) colleague: Colleague,
    /// What was read first did not clash: it may have been on its way since before the colleague saved.
    pub(super) once_more: bool,
}

/// What was just done, on which the cursor will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Saved {
    pub(super) on: Subject,
    /// The act that added it: a record that was read before does not know it yet.
    pub(super) added: Option<EntryId>,
}

impl Saved {
    pub(super) fn is_known_to(self, record: &Record) -> bool {
        let is_later = |act| record.history.iter().any(|entry| entry.id >= act);
        record.has(self.on) || self.added.is_none_or(is_later)
    }
}

/// An order that the file has not answered yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ordered {
    pub(super) deed: Deed,
    /// The customer that was open, if one was.
    pub(super) on: Option<CustomerId>,
}

/// What was typed before there was a screen to hear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Early {
    Key(Key),
    Pasted(String),
}
