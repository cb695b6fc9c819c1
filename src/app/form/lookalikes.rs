//! Who else in the file looks like the person whom a form describes: asked whenever that changes, said at its foot.

use crate::app::desk::Desk;
use crate::domain::address::Marks;
use crate::domain::alike::{Alike, Likeness};
use crate::domain::email::Email;
use crate::domain::phone::{Phone, Region};

/// What was asked last, and the answer to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LookAlikes {
    asked: Likeness,
    found: Vec<Alike>,
    marks: Marks,
}

impl LookAlikes {
    /// As it stands in a form that is opened, whose address is known: not asked about before something changes.
    pub fn of(likeness: Likeness, marks: Marks) -> Self {
        Self { asked: likeness, found: Vec::new(), marks }
    }

    /// The new question, when it is one.
    pub fn ask(&mut self, likeness: Likeness) -> Option<Likeness> {
        if self.asked == likeness {
            return None;
        }
        self.asked = likeness;
        if self.asked.is_empty() {
            self.found.clear();
            self.marks = Marks::default();
            return None;
        }
        Some(self.asked.clone())
    }

    /// An answer, unless the question has changed meanwhile.
    pub fn answered(&mut self, likeness: &Likeness, found: Vec<Alike>, marks: Marks) {
        if self.asked == *likeness {
            self.found = found;
            self.marks = marks;
        }
    }

    /// What is known of the address: it is worth more than who else has it.
    pub fn known(&self, desk: &Desk) -> Option<String> {
        let marked = self.marks.iter().next()?;
        Some(format!("{}.", marked.in_full(desk.now.wall, &desk.settings.time_zone)))
    }

    pub fn first(&self) -> Option<&Alike> {
        self.found.first()
    }
}

/// What was typed, as far as it can be compared.
pub fn likeness(email: &str, phone: &str, name: String, region: Region) -> Likeness {
    Likeness {
        email: Email::parse(email).ok(),
        phone: Phone::read(phone, region).filter(Phone::is_number),
        name,
        but: None,
    }
}
