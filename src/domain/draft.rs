//! A form that is not saved yet, as it is kept beside the customer file: it survives a line that drops, and waits
//! where it was put aside.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::car::{CarDetails, CarDraft, CarId};
use super::contact::{ContactDetails, ContactDraft, ContactId};
use super::customer::{CustomerDetails, CustomerDraft, CustomerId};
use super::history::Subject;

/// Which form: the run of the program that keeps it, and a number within that run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DraftId {
    pub run: i64,
    pub number: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub id: DraftId,
    /// Whose record it belongs to; a new customer has none yet.
    pub of: Option<Owner>,
    pub typed: Typed,
    /// When it was changed last.
    pub at: Timestamp,
    /// Put aside on purpose, rather than open when the program ended.
    pub aside: bool,
}

/// The customer on whose record a form was open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub id: CustomerId,
    pub name: String,
}

/// What was typed, and what stood there when the form was opened: an edit still merges with a colleague's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Typed {
    Contact { editing: Option<ContactId>, before: ContactDetails, draft: ContactDraft },
    Customer { editing: Option<CustomerId>, before: CustomerDetails, draft: CustomerDraft },
    Car { editing: Option<CarId>, before: CarDetails, draft: CarDraft },
}

impl Typed {
    /// What an edit is about; `None` for something new.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Contact { editing, .. } => editing.map(Subject::Contact),
            Self::Customer { editing, .. } => editing.map(|_| Subject::Customer),
            Self::Car { editing, .. } => editing.map(Subject::Car),
        }
    }
}

impl Draft {
    /// `Add Contact, Beatriz Quiñones, for Lopez Racing`
    #[must_use]
    pub fn line(&self) -> String {
        match &self.of {
            Some(owner) => format!("{}, for {}", self.short(), owner.name),
            None => self.short(),
        }
    }

    /// `Add Contact, Beatriz Quiñones`
    #[must_use]
    pub fn short(&self) -> String {
        let who = self.who();
        if who.is_empty() { self.form().to_owned() } else { format!("{}, {who}", self.form()) }
    }

    /// The form's title.
    #[must_use]
    pub fn form(&self) -> &'static str {
        match &self.typed {
            Typed::Contact { editing: None, .. } => "Add Contact",
            Typed::Customer { editing: None, .. } => "New customer",
            Typed::Car { editing: None, .. } => "Add car",
            _ => "Edit",
        }
    }

    /// The name as far as it was typed.
    #[must_use]
    pub fn who(&self) -> String {
        match &self.typed {
            Typed::Contact { draft, .. } => format!("{} {}", draft.first_name, draft.last_name).trim().to_owned(),
            Typed::Customer { draft, .. } if !draft.company.trim().is_empty() => draft.company.trim().to_owned(),
            Typed::Customer { draft, .. } => format!("{} {}", draft.first_name, draft.last_name).trim().to_owned(),
            Typed::Car { draft, .. } => format!("{} {} {}", draft.make, draft.model, draft.plate).trim().to_owned(),
        }
    }
}
