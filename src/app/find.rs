//! Finding among the contacts of the open customer: the cursor goes along with what is typed.

use super::customer_page::Row;
use super::form::TextField;
use super::key::Key;
use crate::domain::contact::{Contact, ContactId};
use crate::domain::search::{QUERY_LIMIT, Query};
use crate::domain::text::each_spelling;
use crate::domain::words;

#[derive(Debug, Clone, PartialEq)]
pub struct Find {
    pub field: TextField,
    /// Who answers what was typed, in the order of the page.
    pub answers: Vec<ContactId>,
    /// Which of them the cursor stands on.
    pub at: usize,
    /// Where the cursor was before.
    before: Row,
}

/// What came of a key: where the cursor stands now, and whether the search is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub row: Option<Row>,
    pub is_over: bool,
}

impl Find {
    pub fn new(before: Row) -> Self {
        Self { field: TextField::new(QUERY_LIMIT), answers: Vec::new(), at: 0, before }
    }

    pub fn on_key(&mut self, key: Key, contacts: &[Contact]) -> Found {
        match key {
            Key::Esc | Key::F(3 | 12) => return Found { row: Some(self.before), is_over: true },
            Key::Enter => return Found { row: None, is_over: true },
            Key::Down | Key::Tab => self.turn(1),
            Key::Up | Key::BackTab => self.turn(self.answers.len().saturating_sub(1)),
            _ => {
                self.field.on_key(key);
                self.look(contacts);
            }
        }
        self.found()
    }

    pub fn on_paste(&mut self, text: &str, contacts: &[Contact]) -> Found {
        self.field.paste(text);
        self.look(contacts);
        self.found()
    }

    fn found(&self) -> Found {
        Found { row: self.answers.get(self.at).map(|id| Row::Contact(*id)), is_over: false }
    }

    fn look(&mut self, contacts: &[Contact]) {
        let query = Query::read(self.field.text());
        let answers = |contact: &&Contact| {
            let begun = query.begun_by(|take| {
                words::contact(&contact.details, take);
                each_spelling(&contact.details.role_in_full(), take);
            });
            !query.is_empty() && query.is_answered_by(begun)
        };
        self.answers = contacts.iter().filter(answers).map(|contact| contact.id).collect();
        self.at = 0;
    }

    fn turn(&mut self, by: usize) {
        self.at = (self.at + by) % self.answers.len().max(1);
    }
}
