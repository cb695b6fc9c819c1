//! Who edits what: what this desk tells the others of its open form, and what it hears of theirs.

use super::App;
use super::screen::Screen;
use super::vocabulary::Effect;
use crate::domain::customer::CustomerId;
use crate::domain::editing::Editing;
use crate::domain::history::Subject;

impl App {
    /// Who edits a record at another desk.
    pub fn edited_elsewhere(&self, customer: CustomerId, subject: Subject) -> Option<&Editing> {
        self.edited_elsewhere.iter().find(|editing| editing.is_on(customer, subject))
    }

    /// Who edits anything of a customer at another desk.
    pub fn customer_edited_elsewhere(&self, customer: CustomerId) -> Option<&Editing> {
        self.edited_elsewhere.iter().find(|editing| editing.customer == customer)
    }

    /// What the form that is open here is about: a record that others can see.
    pub fn subject_of_the_form(&self) -> Option<(CustomerId, Subject)> {
        let form = self.screens.iter().find_map(|screen| match screen {
            Screen::Form(form) => Some(form),
            _ => None,
        });
        Some((self.page()?.id(), form?.kept().subject()?))
    }

    /// Who gets what is looked at more often than changed: it counts from the first tick.
    fn edited_here(&self) -> Option<(CustomerId, Vec<Subject>)> {
        let (customer, subjects) = match self.screen() {
            Screen::WhoGetsWhat(grid) => (grid.customer, grid.changed().map(|person| person.subject).collect()),
            _ => self.subject_of_the_form().map(|(customer, subject)| (customer, vec![subject]))?,
        };
        (!subjects.is_empty()).then_some((customer, subjects))
    }

    /// Says when a form was opened and when it was closed, and nothing in between but who else is ticked.
    pub(super) fn tell_the_others(&mut self) -> Option<Effect> {
        let open = self.edited_here();
        if self.told.as_ref().map(|told| (told.customer, told.subjects.clone())) == open {
            return None;
        }
        let author = &self.settings.author;
        let since = self.told.as_ref().map_or(self.now.wall, |told| told.since);
        self.told = open.map(|(customer, subjects)| Editing {
            customer,
            subjects,
            staff: author.staff.clone(),
            desk: author.desk.clone(),
            since,
        });
        Some(Effect::TellEditing(self.told.clone()))
    }
}
