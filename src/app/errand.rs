//! What a customer is looked for on Contacts, besides opening it: to take a form there, to move somebody, or to make
//! a customer one of its people.

use super::desk::Desk;
use super::questions;
pub use super::step::Errand;
use super::step::{Notice, Place, Step};
use super::vocabulary::Effect;
use crate::domain::joining::as_contact;
use crate::domain::record::Record;
use crate::domain::search::Hit;

impl Errand {
    /// What Contacts says while the customer is looked for.
    pub fn words(&self) -> String {
        match self {
            Self::Take(draft) => {
                format!("To which customer does {} belong? Enter takes it there, Esc leaves it.", draft.short())
            }
            Self::Move { contact, from } => format!(
                "To which customer does {} of {} belong? Enter asks, Esc leaves it.",
                contact.details.name(),
                from.customer.details.name()
            ),
            Self::Join(from) => format!(
                "Of which customer is {} an additional contact? Enter asks, Esc leaves it.",
                from.customer.details.name()
            ),
        }
    }

    /// What Enter is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Take(_) => "take it there",
            Self::Move { .. } => "move there",
            Self::Join(_) => "make a contact there",
        }
    }

    /// Enter on a customer: a question about two records waits for the other one.
    pub fn done_at(&self, hit: &Hit) -> Vec<Step> {
        match self {
            Self::Take(draft) => vec![Step::Go(Place::DraftAt { draft: draft.id, customer: hit.customer })],
            Self::Move { .. } | Self::Join(_) => vec![Step::Do(Effect::ReadBeside(hit.customer))],
        }
    }

    /// With the record that Enter was pressed on.
    pub fn asks(&self, to: &Record, desk: &Desk) -> Vec<Step> {
        let there = to.customer.details.name();
        if to.customer.archived_at.is_some() {
            return say(format!("{there} is archived: bring it back first, with {} on its page.", desk.key('u')));
        }
        match self {
            Self::Take(_) => Vec::new(),
            Self::Move { contact, from } if from.customer.id == to.customer.id => {
                say(format!("{} is on this customer already.", contact.details.name()))
            }
            Self::Move { contact, from } => vec![Step::Ask(questions::move_contact(from, contact, to, desk))],
            Self::Join(from) if from.customer.id == to.customer.id => say(format!("{there} is the same customer.")),
            Self::Join(from) => match as_contact(from, to) {
                Ok(_) => vec![Step::Ask(questions::become_contact(from, to, desk))],
                Err(hindrance) => {
                    vec![Step::Say(Notice::alarm(hindrance.sentence(&from.customer.details.name())))]
                }
            },
        }
    }

    /// On no customer: a contact may be moved to a record of its own.
    pub fn done_with_nobody(&self, desk: &Desk) -> Vec<Step> {
        match self {
            Self::Move { contact, from } => vec![Step::Ask(questions::become_customer(from, contact, desk))],
            Self::Take(_) | Self::Join(_) => Vec::new(),
        }
    }

    /// Leaving it goes back to the page that it came from.
    pub fn left(self) -> Option<Step> {
        let (from, contact) = match self {
            Self::Take(_) => return None,
            Self::Move { contact, from } => (from, Some(contact.id)),
            Self::Join(from) => (from, None),
        };
        Some(Step::Go(Place::Customer { id: from.customer.id, contact }))
    }
}

fn say(words: String) -> Vec<Step> {
    vec![Step::Say(Notice::plain(words))]
}
