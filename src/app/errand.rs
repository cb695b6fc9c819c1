//! What a customer is looked for on Contacts, besides opening it: to take a form there, or to move somebody.

use super::questions;
use super::step::{Place, Step};
use crate::domain::contact::Contact;
use crate::domain::draft::Draft;
use crate::domain::record::Record;
use crate::domain::search::Hit;

#[derive(Debug, Clone, PartialEq)]
pub enum Errand {
    /// A form of Add Contact goes to another customer.
    Take(Box<Draft>),
    /// A contact moves from this record to another customer.
    Move { contact: Box<Contact>, from: Box<Record> },
}

impl Errand {
    /// What Contacts says while the customer is looked for.
    pub fn words(&self) -> String {
        match self {
            Self::Take(draft) => {
                format!("To which customer goes {}? Enter takes it there, Esc leaves it.", draft.short())
            }
            Self::Move { contact, from } => format!(
                "To which customer does {} of {} belong? Enter asks, Esc leaves it.",
                contact.details.name(),
                from.customer.details.name()
            ),
        }
    }

    /// What Enter is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Take(_) => "take it there",
            Self::Move { .. } => "move there",
        }
    }

    /// Enter on a customer.
    pub fn done_at(&self, hit: &Hit) -> Vec<Step> {
        match self {
            Self::Take(draft) => vec![Step::Go(Place::DraftAt { draft: draft.id, customer: hit.customer })],
            Self::Move { contact, from } if from.customer.id == hit.customer => {
                let name = contact.details.name();
                vec![Step::Say(super::step::Notice::plain(format!("{name} is on this customer already.")))]
            }
            Self::Move { contact, from } => vec![Step::Ask(questions::move_contact(from, contact, hit))],
        }
    }
}
