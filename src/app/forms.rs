//! The form that is open: the one name under which the app knows the contact, customer and car forms.

use super::car_form::CarForm;
use super::contact_form::ContactForm;
use super::customer_form::CustomerForm;
use super::desk::Desk;
use super::form::{Command, KEYS, sheet};
use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::question::Question;
use super::spot::Spot;
use super::step::{Place, Step};
use super::vocabulary::{Effect, Size};
use crate::domain::address::Marks;
use crate::domain::alike::{Alike, Likeness};
use crate::domain::car::Car;
use crate::domain::contact::Contact;
use crate::domain::deed::{Deed, Refusal};
use crate::domain::draft::{Draft, Typed};
use crate::domain::history::Subject;
use crate::domain::record::Record;

/// A form that is open.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    Contact(ContactForm),
    Customer(CustomerForm),
    Car(CarForm),
}

/// Does the same with whichever form it is.
macro_rules! each {
    ($form:expr, $inner:ident => $does:expr) => {
        match $form {
            Form::Contact($inner) => $does,
            Form::Customer($inner) => $does,
            Form::Car($inner) => $does,
        }
    };
}

impl Form {
    pub fn add_contact(record: &Record, desk: &Desk) -> Self {
        Self::Contact(ContactForm::add(record, desk))
    }

    pub fn edit_contact(record: &Record, contact: &Contact, desk: &Desk) -> Self {
        Self::Contact(ContactForm::edit(record, contact, desk))
    }

    pub fn new_customer(typed: &str, desk: &Desk) -> Self {
        Self::Customer(CustomerForm::new(typed, desk))
    }

    pub fn edit_customer(record: &Record, desk: &Desk) -> Self {
        Self::Customer(CustomerForm::edit(record, desk))
    }

    pub fn add_car(record: &Record, desk: &Desk) -> Self {
        Self::Car(CarForm::add(record, desk))
    }

    pub fn edit_car(record: &Record, car: &Car, desk: &Desk) -> Self {
        Self::Car(CarForm::edit(record, car, desk))
    }

    /// A draft, with the record that it belongs to; `None` when that is not there.
    pub fn resume(draft: &Draft, record: Option<&Record>, desk: &Desk) -> Option<Self> {
        Some(match (&draft.typed, record) {
            (Typed::Contact { editing, before, draft }, Some(record)) => {
                Self::Contact(ContactForm::resume(record, *editing, before, draft, desk))
            }
            (Typed::Customer { editing: None, before, draft }, _) => {
                Self::Customer(CustomerForm::resume(None, before, draft, desk))
            }
            (Typed::Customer { before, draft, .. }, Some(record)) => {
                Self::Customer(CustomerForm::resume(Some(&record.customer), before, draft, desk))
            }
            (Typed::Car { editing, before, draft }, Some(record)) => {
                // Of one that was removed meanwhile only the number is left: saving says so.
                let version = |id| record.car(id).map_or(0, |car| car.version);
                let car = editing.map(|id| Car { id, version: version(id), details: before.clone() });
                Self::Car(CarForm::resume(record, car, draft))
            }
            (_, None) => return None,
        })
    }

    /// What is kept of it while it is not saved.
    pub fn kept(&self) -> Typed {
        each!(self, form => form.kept())
    }

    pub fn on_key(&mut self, key: Key, desk: &Desk) -> Vec<Step> {
        if keys::command(KEYS, key) == Some(Command::OpenAlike) && !self.is_saving() {
            return self.open_alike();
        }
        let mut steps = each!(self, form => sheet::on_key(form, key, desk));
        steps.extend(self.ask_who_is_alike(desk));
        steps
    }

    pub fn clicked(&mut self, spot: Spot, desk: &Desk) -> Vec<Step> {
        match (self, spot) {
            (Self::Contact(form), Spot::Role(role)) => {
                form.click_role(role, desk);
                Vec::new()
            }
            (form, spot) => each!(form, form => sheet::clicked(form, spot, desk)),
        }
    }

    /// `None` where the cursor is not on a text.
    pub fn on_paste(&mut self, text: &str, desk: &Desk) -> Option<Vec<Step>> {
        let mut steps = each!(self, form => sheet::on_paste(form, text, desk))?;
        steps.extend(self.ask_who_is_alike(desk));
        Some(steps)
    }

    /// The record of the customer was read again: who is primary and who signs in are as they are now.
    pub fn record_read(&mut self, record: &Record) {
        if let Self::Contact(form) = self
            && form.record.customer.id == record.customer.id
        {
            form.record = record.clone();
        }
    }

    /// Who looks like the person described, answered to an earlier question.
    pub fn who_is_alike(&mut self, likeness: &Likeness, found: Vec<Alike>, marks: Marks) {
        match self {
            Self::Contact(form) => form.alikes.answered(likeness, found, marks),
            Self::Customer(form) => form.alikes.answered(likeness, found, marks),
            Self::Car(_) => {}
        }
    }

    fn alike(&self) -> Option<&Alike> {
        match self {
            Self::Contact(form) => form.alikes.first(),
            Self::Customer(form) => form.alikes.first(),
            Self::Car(_) => None,
        }
    }

    fn ask_who_is_alike(&mut self, desk: &Desk) -> Option<Step> {
        let asked = match self {
            Self::Contact(form) => {
                let likeness = form.likeness(desk);
                form.alikes.ask(likeness)
            }
            Self::Customer(form) => {
                let likeness = form.likeness(desk);
                form.alikes.ask(likeness)
            }
            Self::Car(_) => None,
        };
        Some(Step::Do(Effect::FindAlike(asked?)))
    }

    /// Leaves for the record of who is alike; what was typed waits.
    fn open_alike(&self) -> Vec<Step> {
        let Some(alike) = self.alike() else { return Vec::new() };
        let leave = if self.is_changed() { Step::PutAside } else { Step::Close };
        vec![leave, Step::Go(Place::Customer { id: alike.customer, contact: alike.contact })]
    }

    pub fn resized(&mut self, size: Size) {
        each!(self, form => sheet::resized(form, size));
    }

    pub fn is_saving(&self) -> bool {
        each!(self, form => sheet::Sheet::layout(form).saving)
    }

    /// Whether an order is about what this form holds, and not one that was asked over it.
    pub fn holds(&self, deed: &Deed) -> bool {
        match (self.kept().subject(), self, deed) {
            (Some(Subject::Contact(subject)), Self::Contact(_), Deed::EditContact { id, .. }) => *id == subject,
            (_, Self::Contact(form), Deed::AddContact { customer, .. }) => *customer == form.record.customer.id,
            (_, Self::Customer(_), Deed::AddCustomer { .. } | Deed::EditCustomer { .. })
            | (_, Self::Car(_), Deed::AddCar { .. } | Deed::EditCar { .. } | Deed::RemoveCar { .. }) => true,
            _ => false,
        }
    }

    pub fn set_saving(&mut self, saving: bool) {
        each!(self, form => sheet::Sheet::layout_mut(form).saving = saving);
    }

    fn has_an_offer(&self) -> bool {
        each!(self, form => sheet::Sheet::layout(form).offer.is_some())
    }

    /// Whether Esc closes something within the form.
    pub fn takes_esc(&self) -> bool {
        matches!(self, Self::Contact(form) if form.role.open.is_some())
    }

    pub fn is_changed(&self) -> bool {
        each!(self, form => form.is_changed())
    }

    pub fn leave_question(&self) -> Question {
        each!(self, form => form.leave_question())
    }

    /// What the form does: `Add Contact`.
    pub fn title(&self) -> String {
        each!(self, form => form.title())
    }

    /// Puts a refusal beside its field, or says it.
    pub fn refuse(&mut self, refusal: &Refusal, desk: &Desk) -> Vec<Step> {
        each!(self, form => form.refuse(refusal, desk))
    }

    /// The button's words, which are also those of F2.
    pub fn save_label(&self) -> &'static str {
        each!(self, form => form.save_label())
    }

    pub fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS, Shown::Page, |binding| self.standing(binding))
    }

    pub fn help_rows(&self) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| self.standing(binding))
    }

    fn standing(&self, binding: &Binding<Command>) -> Standing {
        match (binding.command, self.alike()) {
            (Command::Save, _) => Standing::acts(self.save_label()),
            (Command::FillIn, _) => Standing::acts_if(self.has_an_offer(), "fill in"),
            (Command::OpenAlike, None) => Standing::Absent,
            (Command::OpenAlike, Some(alike)) => Standing::acts(format!("open {}", alike.name)),
            _ => Standing::acts(binding.label),
        }
    }
}
