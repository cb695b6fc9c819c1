//! What a screen or a dialog answers to a key: steps that the app takes, so that no screen knows another.

use std::time::Duration;

use super::customer_page::Row;
use super::keys::Hint;
use super::vocabulary::{Effect, FirstSettings};
use crate::domain::car::CarId;
use crate::domain::contact::{Contact, ContactId};
use crate::domain::customer::CustomerId;
use crate::domain::deed::AddressReport;
use crate::domain::draft::{Draft, DraftId};
use crate::domain::history::{EntryId, Subject};
use crate::domain::record::Record;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Do(Effect),
    Ask(Question),
    Go(Place),
    Say(Notice),
    /// Show the keys of this screen, which is also the menu.
    Help,
    /// Find among the contacts, from this row on.
    Find(Row),
    /// Ask why, before what is said of an address counts.
    Why(AddressReport),
    /// Leave this screen, asking where something typed would be lost.
    Back,
    /// Leave this screen without asking.
    Close,
    /// Leave the open form without asking, and what stands over it.
    CloseTheForm,
    /// Put the open form aside.
    PutAside,
    /// Put the open form aside, and look for the customer that it belongs to.
    TakeElsewhere,
    /// Discard a form that was put aside.
    LetGo(DraftId),
    /// Leave the program, asking where something would be lost.
    Quit,
}

/// Where a step goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    Customer {
        id: CustomerId,
        contact: Option<ContactId>,
    },
    /// The form of a contact, from a screen that does not show its customer.
    ContactOf {
        customer: CustomerId,
        contact: ContactId,
    },
    Outbox,
    /// Who gets what, with the cursor on a person.
    WhoGetsWhat(Subject),
    /// Search, with what was typed.
    Search {
        typed: Option<String>,
    },
    /// Search, for a customer to do something with.
    SearchFor(Errand),
    /// The mail server, asked for by the first start.
    MailServer(FirstSettings),
    NewCustomer {
        typed: String,
    },
    /// The form of a draft, on its own customer.
    Draft(DraftId),
    /// The form of a draft, on another customer.
    DraftAt {
        draft: DraftId,
        customer: CustomerId,
    },
    EditCustomer,
    AddContact,
    EditContact(ContactId),
    AddCar,
    EditCar(CarId),
}

/// A question whose answers are steps again: hence it stands here. What it makes of keys is in `question`.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub title: String,
    /// Lines of the body, wrapped when drawn.
    pub body: Vec<Line>,
    pub answers: Vec<Answer>,
    /// Whether the answers stand below one another, for more than a line of them.
    pub stacked: bool,
    /// The answer that changes nothing.
    pub(super) safe: usize,
    /// The answer that Enter gives.
    pub focus: usize,
    /// Off after a stray key, until an arrow or Tab: then only the safe answer is heard.
    pub armed: bool,
    pub(super) asked_at: Option<Duration>,
}

/// A line of a question's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Text(String),
    /// Set off under the line before it.
    Item(String),
    /// Two sides of one matter, beside one another.
    Pair {
        label: &'static str,
        left: String,
        right: String,
    },
    /// In need of a person's eye.
    Warning(String),
    Blank,
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub key: Option<char>,
    pub label: String,
    pub steps: Vec<Step>,
}

/// What a customer is looked for on Contacts, besides opening it; what it says and does is in `errand`.
#[derive(Debug, Clone, PartialEq)]
pub enum Errand {
    /// A form of Add Contact goes to another customer.
    Take(Box<Draft>),
    /// A contact moves from this record to another customer.
    Move { contact: Box<Contact>, from: Box<Record> },
    /// This customer becomes an additional contact of another.
    Join(Box<Record>),
}

/// One line that says what just happened; it stands until the next act or page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub words: String,
    /// What `u` takes back while the notice stands.
    pub undo: Option<EntryId>,
    /// A key that follows from it: `i Send invite`.
    pub then: Option<Hint>,
    /// The cursor has left the row of which it speaks: it keeps to one line.
    pub is_left: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Done.
    Fine,
    /// To know.
    Plain,
    /// Not done, or in need of a person.
    Alarm,
}

impl Notice {
    pub fn fine(words: impl Into<String>) -> Self {
        Self { tone: Tone::Fine, words: words.into(), undo: None, then: None, is_left: false }
    }

    pub fn plain(words: impl Into<String>) -> Self {
        Self { tone: Tone::Plain, ..Self::fine(words) }
    }

    pub fn alarm(words: impl Into<String>) -> Self {
        Self { tone: Tone::Alarm, ..Self::fine(words) }
    }

    #[must_use]
    pub fn with_undo(self, undo: Option<EntryId>) -> Self {
        Self { undo, ..self }
    }

    /// What remains of it when the cursor leaves its row: what can be undone, without the keys of that row.
    #[must_use]
    pub fn left(self) -> Option<Self> {
        self.undo.is_some().then_some(Self { then: None, is_left: true, ..self })
    }

    #[must_use]
    pub fn then(self, then: Option<Hint>) -> Self {
        Self { then, ..self }
    }
}
