//! New customer, and Edit of the main customer.

use super::answers;
use super::desk::Desk;
use super::form::asides::{phone_note, signs_in_as, was};
use super::form::sheet::{self, Layout, Place, Sheet};
use super::form::{Aside, LookAlikes, TextField, Ticks, leave_question, likeness, saves};
use super::question::Question;
use super::step::{Notice, Step};
use super::vocabulary::Effect;
use crate::domain::alike::Likeness;
use crate::domain::change::Field;
use crate::domain::customer::{Customer, CustomerDetails, CustomerDraft, CustomerField};
use crate::domain::deed::{Deed, Refusal};
use crate::domain::draft::Typed;
use crate::domain::email::EMAIL_LIMIT;
use crate::domain::preference::Preferences;
use crate::domain::problem::{Problem, Problems};
use crate::domain::record::Record;
use crate::domain::text::{COMPANY_LIMIT, NAME_LIMIT, NOTES_LIMIT, PHONE_LIMIT};

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    FirstName,
    LastName,
    Company,
    Email,
    Phone,
    Notes,
    Preferences,
    Save,
    Cancel,
}

const PLACES: [Place<Focus>; 9] = [
    Place { focus: Focus::FirstName, first: 0, last: 0 },
    Place { focus: Focus::LastName, first: 1, last: 1 },
    Place { focus: Focus::Company, first: 2, last: 2 },
    Place { focus: Focus::Email, first: 3, last: 3 },
    Place { focus: Focus::Phone, first: 4, last: 4 },
    Place { focus: Focus::Notes, first: 5, last: 5 },
    Place { focus: Focus::Preferences, first: 7, last: 9 },
    Place { focus: Focus::Save, first: 11, last: 11 },
    Place { focus: Focus::Cancel, first: 11, last: 11 },
];

#[derive(Debug, Clone, PartialEq)]
pub struct CustomerForm {
    /// Whom it edits; `None` is a new customer.
    editing: Option<Customer>,
    before: CustomerDetails,
    pub first_name: TextField,
    pub last_name: TextField,
    pub company: TextField,
    pub email: TextField,
    pub phone: TextField,
    pub notes: TextField,
    pub ticks: Ticks,
    pub layout: Layout<Focus>,
    pub alikes: LookAlikes,
    /// What only the file could know, until the field is changed.
    refused: Option<(CustomerField, Problem)>,
}

impl CustomerForm {
    /// A new customer, with what was typed into Search in the field where it belongs.
    pub fn new(typed: &str, desk: &Desk) -> Self {
        let before = CustomerDetails { preferences: Preferences::CUSTOMER, ..CustomerDetails::default() };
        let mut form = Self::open(None, before, desk);
        let typed = typed.trim();
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        if typed.contains('@') {
            form.email.put(typed);
        } else if digits > 3 && !typed.chars().any(char::is_alphabetic) {
            form.phone.put(typed);
        } else if let Some((first, last)) = typed.rsplit_once(' ') {
            form.first_name.put(first);
            form.last_name.put(last);
        } else {
            form.last_name.put(typed);
        }
        form.first_name.select_all();
        form
    }

    pub fn edit(record: &Record, desk: &Desk) -> Self {
        let mut form = Self::open(Some(record.customer.clone()), record.customer.details.clone(), desk);
        form.first_name.select_all();
        form
    }

    /// With what was typed before it was left.
    pub fn resume(editing: Option<&Customer>, before: &CustomerDetails, draft: &CustomerDraft, desk: &Desk) -> Self {
        let mut form = Self::open(editing.cloned(), before.clone(), desk);
        for (field, text) in [
            (&mut form.first_name, &draft.first_name),
            (&mut form.last_name, &draft.last_name),
            (&mut form.company, &draft.company),
            (&mut form.email, &draft.email),
            (&mut form.phone, &draft.phone),
            (&mut form.notes, &draft.notes),
        ] {
            field.put(text);
        }
        form.ticks.take(draft.preferences);
        form.first_name.select_all();
        form
    }

    /// What is kept of it while it is not saved.
    pub fn kept(&self) -> Typed {
        let editing = self.editing.as_ref().map(|customer| customer.id);
        Typed::Customer { editing, before: self.before.clone(), draft: self.draft() }
    }

    fn open(editing: Option<Customer>, before: CustomerDetails, desk: &Desk) -> Self {
        let draft = CustomerDraft::from(&before);
        let phone = before.phone.as_ref().map(|phone| phone.shown(desk.settings.region)).unwrap_or_default();
        let mut form = Self {
            editing,
            first_name: TextField::with(&draft.first_name, NAME_LIMIT),
            last_name: TextField::with(&draft.last_name, NAME_LIMIT),
            company: TextField::with(&draft.company, COMPANY_LIMIT),
            email: TextField::with(&draft.email, EMAIL_LIMIT),
            phone: TextField::with(&phone, PHONE_LIMIT),
            notes: TextField::with(&draft.notes, NOTES_LIMIT),
            ticks: Ticks::new(before.preferences),
            layout: Layout::new(Focus::FirstName),
            alikes: LookAlikes::default(),
            refused: None,
            before,
        };
        let marks = form.editing.as_ref().map(|customer| customer.marks.clone()).unwrap_or_default();
        form.alikes = LookAlikes::of(form.likeness(desk), marks);
        form
    }

    /// As whom the customer would be known elsewhere in the file.
    pub fn likeness(&self, desk: &Desk) -> Likeness {
        let [first, last, company] =
            [&self.first_name, &self.last_name, &self.company].map(|field| field.text().trim().to_owned());
        let name = match (first.is_empty() || last.is_empty(), company.is_empty()) {
            (_, false) => company,
            (false, true) => format!("{first} {last}"),
            (true, true) => String::new(),
        };
        let but = self.editing.as_ref().map(|customer| (customer.id, None));
        Likeness { but, ..likeness(self.email.text(), self.phone.text(), name, desk.settings.region) }
    }

    /// Whose record it is, for an edit.
    pub fn customer(&self) -> Option<&Customer> {
        self.editing.as_ref()
    }

    pub fn title(&self) -> String {
        match &self.editing {
            None => "New customer".to_owned(),
            Some(customer) => format!("Edit · {}", customer.details.name()),
        }
    }

    pub fn save_label(&self) -> &'static str {
        if self.editing.is_none() { "Add customer" } else { "Save Changes" }
    }

    pub fn is_changed(&self) -> bool {
        [&self.first_name, &self.last_name, &self.company, &self.email, &self.phone, &self.notes]
            .into_iter()
            .any(TextField::is_changed)
            || self.ticks.is_changed()
    }

    pub fn leave_question(&self) -> Question {
        let name = format!("{} {}", self.first_name.text(), self.last_name.text());
        leave_question(&self.title(), false, &[name.trim(), self.company.text(), self.email.text(), self.phone.text()])
    }

    pub fn aside(&self, field: CustomerField, desk: &Desk) -> Option<Aside> {
        if let Some(problem) = self.shown_problem(field, desk) {
            return Some(Aside::Problem(problem.short));
        }
        let note = match field {
            CustomerField::FirstName => self.first_name.room().or_else(|| was(&self.first_name)),
            CustomerField::LastName => self.last_name.room().or_else(|| was(&self.last_name)),
            CustomerField::Company => self.company.room().or_else(|| was(&self.company)),
            CustomerField::Email => self.email.room().or_else(|| was(&self.email)),
            CustomerField::Phone => phone_note(&self.phone, desk),
            CustomerField::Notes => self.notes.room(),
            CustomerField::Preferences => None,
        };
        note.map(Aside::Note)
    }

    pub fn shown_problem(&self, field: CustomerField, desk: &Desk) -> Option<Problem> {
        let problem = self.check(desk).err()?.at(field)?.clone();
        let at_once = field == CustomerField::Email && !self.email.text().is_empty();
        (self.layout.tried || at_once).then_some(problem)
    }

    /// The sentences of the place under the cursor: what is wrong, and what belongs there.
    pub fn sentences(&self, desk: &Desk) -> (Option<String>, String) {
        let problem = field_of(self.layout.focus).and_then(|field| self.shown_problem(field, desk));
        let sentence = match self.layout.focus {
            Focus::FirstName | Focus::LastName | Focus::Company => {
                "A person has First Name and Last Name; a company its name, with or without a person's."
            }
            Focus::Email => "The main customer's own email. It signs in the customer, and nobody else on this account.",
            Focus::Phone => "A phone number if your team may call or text this customer.",
            Focus::Notes => "Anything the next colleague at the desk should know.",
            Focus::Preferences => "All message types but Marketing, unless the customer says otherwise.",
            Focus::Save => &saves(desk),
            Focus::Cancel => "Leaves the form; it asks before anything typed is lost.",
        };
        let offer = self.layout.offer.as_ref().filter(|_| self.layout.focus == Focus::FirstName);
        let sentence = offer.map_or_else(|| sentence.to_owned(), |offer| offer.sentence(desk));
        let here = self.editing.as_ref().map(|customer| customer.id);
        let alike = || self.alikes.first().map(|alike| alike.sentence(here));
        let known = || self.alikes.known(desk);
        (problem.map(|problem| self.layout.in_full(problem.sentence)).or_else(known).or_else(alike), sentence)
    }

    pub fn refuse(&mut self, refusal: &Refusal, desk: &Desk) -> Vec<Step> {
        self.layout.tried = true;
        let problem = match refusal {
            Refusal::SignsInAs { name, .. } => Some((CustomerField::Email, signs_in_as(self.email.text(), name))),
            Refusal::Rule { field: Field::Email, problem } => Some((CustomerField::Email, problem.clone())),
            _ => None,
        };
        let Some((field, problem)) = problem else { return vec![Step::Say(answers::refused(refusal, desk))] };
        sheet::stand_on(self, focus_of(field));
        self.refused = Some((field, problem));
        Vec::new()
    }

    fn draft(&self) -> CustomerDraft {
        CustomerDraft {
            first_name: self.first_name.text().to_owned(),
            last_name: self.last_name.text().to_owned(),
            company: self.company.text().to_owned(),
            email: self.email.text().to_owned(),
            phone: self.phone.text().to_owned(),
            notes: self.notes.text().to_owned(),
            preferences: self.ticks.ticked,
        }
    }

    fn check(&self, desk: &Desk) -> Result<CustomerDetails, Problems<CustomerField>> {
        let details = self.draft().check(desk.settings.region)?;
        match &self.refused {
            Some((field, problem)) => Err(Problems::of(*field, problem.clone())),
            None => Ok(details),
        }
    }
}

impl Sheet for CustomerForm {
    type Focus = Focus;
    const BUTTONS: &[Focus] = &[Focus::Save, Focus::Cancel];

    fn layout(&self) -> &Layout<Focus> {
        &self.layout
    }

    fn layout_mut(&mut self) -> &mut Layout<Focus> {
        &mut self.layout
    }

    fn places(&self) -> Vec<Place<Focus>> {
        PLACES.to_vec()
    }

    fn text_at(&mut self, focus: Focus) -> Option<&mut TextField> {
        match focus {
            Focus::FirstName => Some(&mut self.first_name),
            Focus::LastName => Some(&mut self.last_name),
            Focus::Company => Some(&mut self.company),
            Focus::Email => Some(&mut self.email),
            Focus::Phone => Some(&mut self.phone),
            Focus::Notes => Some(&mut self.notes),
            Focus::Preferences | Focus::Save | Focus::Cancel => None,
        }
    }

    fn person(&mut self) -> Option<[&mut TextField; 4]> {
        Some([&mut self.first_name, &mut self.last_name, &mut self.email, &mut self.phone])
    }

    fn ticks_at(&mut self, focus: Focus) -> Option<&mut Ticks> {
        (focus == Focus::Preferences).then_some(&mut self.ticks)
    }

    fn press(&mut self, focus: Focus, desk: &Desk) -> Vec<Step> {
        match focus {
            Focus::Save => self.save(desk),
            Focus::Cancel => vec![Step::Back],
            _ => Vec::new(),
        }
    }

    fn typed(&mut self, _focus: Focus, _desk: &Desk) -> Vec<Step> {
        self.refused = None;
        Vec::new()
    }

    fn save(&mut self, desk: &Desk) -> Vec<Step> {
        self.refused = None;
        let details = match self.check(desk) {
            Ok(details) => details,
            Err(problems) => return sheet::not_yet(self, problems.first().map(focus_of)),
        };
        let deed = match &self.editing {
            None => Deed::AddCustomer { details },
            Some(_) if details == self.before => {
                return vec![Step::Close, Step::Say(Notice::plain("Nothing was changed."))];
            }
            Some(customer) => Deed::EditCustomer { id: customer.id, before: self.before.clone(), after: details },
        };
        vec![Step::Do(Effect::Perform(deed))]
    }

    fn propose(&mut self, _desk: &Desk) {
        self.ticks.take(Preferences::CUSTOMER);
    }
}

fn focus_of(field: CustomerField) -> Focus {
    match field {
        CustomerField::FirstName => Focus::FirstName,
        CustomerField::LastName => Focus::LastName,
        CustomerField::Company => Focus::Company,
        CustomerField::Email => Focus::Email,
        CustomerField::Phone => Focus::Phone,
        CustomerField::Notes => Focus::Notes,
        CustomerField::Preferences => Focus::Preferences,
    }
}

fn field_of(focus: Focus) -> Option<CustomerField> {
    Some(match focus {
        Focus::FirstName => CustomerField::FirstName,
        Focus::LastName => CustomerField::LastName,
        Focus::Company => CustomerField::Company,
        Focus::Email => CustomerField::Email,
        Focus::Phone => CustomerField::Phone,
        Focus::Notes => CustomerField::Notes,
        Focus::Preferences => CustomerField::Preferences,
        Focus::Save | Focus::Cancel => return None,
    })
}
