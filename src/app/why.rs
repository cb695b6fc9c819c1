//! The reason for what is said of an address: typed before it counts.

use super::form::TextField;
use super::key::Key;
use crate::domain::address::Mark;
use crate::domain::deed::{AddressChange, AddressReport, Deed};
use crate::domain::text::tidy;

/// As long as a line of the history.
const REASON_LIMIT: usize = 120;

#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    report: AddressReport,
    pub field: TextField,
    /// Whether it was tried without a reason.
    pub is_missing: bool,
}

/// What came of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Reasoned {
    Typing,
    Cancelled,
    Given(Deed),
}

impl Why {
    pub fn new(report: AddressReport) -> Self {
        Self { report, field: TextField::new(REASON_LIMIT), is_missing: false }
    }

    /// What will be true of the address.
    pub fn title(&self) -> String {
        let email = &self.report.email;
        match self.report.change {
            AddressChange::Mark(Mark::NoMessages) => format!("No messages to {email}"),
            AddressChange::Mark(Mark::NoMarketing) => format!("No Marketing to {email}"),
            AddressChange::Mark(Mark::Returned) => format!("Mail does not arrive at {email}"),
            AddressChange::WriteAgain => format!("Messages again to {email}"),
            AddressChange::Arrives => format!("Mail arrives again at {email}"),
        }
    }

    /// What is to be typed.
    pub fn asks(&self) -> &'static str {
        match self.report.change {
            AddressChange::Mark(Mark::Returned) | AddressChange::Arrives => {
                "How is that known? It stands in the history."
            }
            _ => "When and how did the person say so? It stands in the history.",
        }
    }

    pub fn on_key(&mut self, key: Key) -> Reasoned {
        match key {
            Key::Esc | Key::F(3 | 12) => return Reasoned::Cancelled,
            Key::Enter | Key::F(2) | Key::Ctrl('s') => {
                let reason = tidy(self.field.text());
                if !reason.is_empty() {
                    return Reasoned::Given(Deed::MarkAddress { report: self.report.clone(), reason });
                }
                self.is_missing = true;
            }
            _ => {
                self.field.on_key(key);
            }
        }
        Reasoned::Typing
    }
}
