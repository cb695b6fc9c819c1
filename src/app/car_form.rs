//! Add car, and Edit of a car with its removal.

use super::desk::Desk;
use super::form::asides::was;
use super::form::sheet::{self, Layout, Place, Sheet};
use super::form::{Aside, TextField, leave_question, saves};
use super::question::Question;
use super::step::{Notice, Step};
use super::vocabulary::Effect;
use super::{answers, questions};
use crate::domain::car::{Car, CarDetails, CarDraft, CarField};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, Refusal};
use crate::domain::draft::Typed;
use crate::domain::problem::Problem;
use crate::domain::record::Record;
use crate::domain::text::CAR_LIMIT;

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    Year,
    Make,
    Model,
    Plate,
    Save,
    Cancel,
    Remove,
}

const PLACES: [Place<Focus>; 7] = [
    Place { focus: Focus::Year, first: 0, last: 0 },
    Place { focus: Focus::Make, first: 1, last: 1 },
    Place { focus: Focus::Model, first: 2, last: 2 },
    Place { focus: Focus::Plate, first: 3, last: 3 },
    Place { focus: Focus::Save, first: 5, last: 5 },
    Place { focus: Focus::Cancel, first: 5, last: 5 },
    Place { focus: Focus::Remove, first: 5, last: 5 },
];

#[derive(Debug, Clone, PartialEq)]
pub struct CarForm {
    customer: CustomerId,
    /// The name over the page.
    pub customer_name: String,
    editing: Option<Car>,
    pub year: TextField,
    pub make: TextField,
    pub model: TextField,
    pub plate: TextField,
    pub layout: Layout<Focus>,
}

impl CarForm {
    pub fn add(record: &Record, _desk: &Desk) -> Self {
        Self::open(record, None)
    }

    pub fn edit(record: &Record, car: &Car, _desk: &Desk) -> Self {
        Self::open(record, Some(car.clone()))
    }

    /// With what was typed before it was left.
    pub fn resume(record: &Record, editing: Option<Car>, draft: &CarDraft) -> Self {
        let mut form = Self::open(record, editing);
        for (field, text) in [
            (&mut form.year, &draft.year),
            (&mut form.make, &draft.make),
            (&mut form.model, &draft.model),
            (&mut form.plate, &draft.plate),
        ] {
            field.put(text);
        }
        form.year.select_all();
        form
    }

    /// What is kept of it while it is not saved.
    pub fn kept(&self) -> Typed {
        let before = self.editing.as_ref().map(|car| car.details.clone()).unwrap_or_default();
        Typed::Car { editing: self.editing.as_ref().map(|car| car.id), before, draft: self.draft() }
    }

    fn open(record: &Record, editing: Option<Car>) -> Self {
        let draft = editing.as_ref().map(|car| CarDraft::from(&car.details)).unwrap_or_default();
        let mut form = Self {
            customer: record.customer.id,
            customer_name: record.customer.details.name(),
            editing,
            year: TextField::with(&draft.year, 4),
            make: TextField::with(&draft.make, CAR_LIMIT),
            model: TextField::with(&draft.model, CAR_LIMIT),
            plate: TextField::with(&draft.plate, CAR_LIMIT),
            layout: Layout::new(Focus::Year),
        };
        form.year.select_all();
        form
    }

    pub fn is_adding(&self) -> bool {
        self.editing.is_none()
    }

    pub fn title(&self) -> String {
        match &self.editing {
            None => "Add car".to_owned(),
            Some(car) => format!("Edit · {}", car.details.line()),
        }
    }

    pub fn save_label(&self) -> &'static str {
        if self.is_adding() { "Add car" } else { "Save Changes" }
    }

    pub fn is_changed(&self) -> bool {
        [&self.year, &self.make, &self.model, &self.plate].into_iter().any(TextField::is_changed)
    }

    pub fn leave_question(&self) -> Question {
        let title = format!("{} · {}", self.title(), self.customer_name);
        leave_question(&title, false, &[self.year.text(), self.make.text(), self.model.text(), self.plate.text()])
    }

    pub fn aside(&self, field: CarField) -> Option<Aside> {
        if let Some(problem) = self.shown_problem(field) {
            return Some(Aside::Problem(problem.short));
        }
        let field = match field {
            CarField::Year => &self.year,
            CarField::Make => &self.make,
            CarField::Model => &self.model,
            CarField::Plate => &self.plate,
        };
        field.room().filter(|_| field != &self.year).or_else(|| was(field)).map(Aside::Note)
    }

    pub fn shown_problem(&self, field: CarField) -> Option<Problem> {
        let problem = self.draft().check().err()?.at(field)?.clone();
        self.layout.tried.then_some(problem)
    }

    /// The sentences of the place under the cursor: what is wrong, and what belongs there.
    pub fn sentences(&self, desk: &Desk) -> (Option<String>, String) {
        let field = field_of(self.layout.focus);
        let problem =
            field.and_then(|field| self.shown_problem(field)).map(|problem| self.layout.in_full(problem.sentence));
        let sentence = match self.layout.focus {
            Focus::Year => "The model year, with four digits.",
            Focus::Make | Focus::Model => "One of Make, Model and Plate is enough.",
            Focus::Plate => "Search finds the customer by the plate, with or without its blanks.",
            Focus::Save => return (problem, saves(desk)),
            Focus::Cancel => "Leaves the form; it asks before anything typed is lost.",
            Focus::Remove => "Takes the car off this customer; it asks first, and it can be undone.",
        };
        (problem, sentence.to_owned())
    }

    /// The first field of the form, and what was refused in words.
    pub fn refuse(&mut self, refusal: &Refusal, desk: &Desk) -> Vec<Step> {
        self.layout.tried = true;
        vec![Step::Say(answers::refused(refusal, desk))]
    }

    fn draft(&self) -> CarDraft {
        CarDraft {
            year: self.year.text().to_owned(),
            make: self.make.text().to_owned(),
            model: self.model.text().to_owned(),
            plate: self.plate.text().to_owned(),
        }
    }

    fn remove(&self, desk: &Desk) -> Vec<Step> {
        let Some(car) = &self.editing else { return Vec::new() };
        vec![Step::Ask(questions::remove_car(car, &self.customer_name, desk))]
    }
}

impl Sheet for CarForm {
    type Focus = Focus;
    const BUTTONS: &[Focus] = &[Focus::Save, Focus::Cancel, Focus::Remove];

    fn layout(&self) -> &Layout<Focus> {
        &self.layout
    }

    fn layout_mut(&mut self) -> &mut Layout<Focus> {
        &mut self.layout
    }

    fn places(&self) -> Vec<Place<Focus>> {
        PLACES.into_iter().filter(|place| place.focus != Focus::Remove || !self.is_adding()).collect()
    }

    fn text_at(&mut self, focus: Focus) -> Option<&mut TextField> {
        match focus {
            Focus::Year => Some(&mut self.year),
            Focus::Make => Some(&mut self.make),
            Focus::Model => Some(&mut self.model),
            Focus::Plate => Some(&mut self.plate),
            Focus::Save | Focus::Cancel | Focus::Remove => None,
        }
    }

    fn press(&mut self, focus: Focus, desk: &Desk) -> Vec<Step> {
        match focus {
            Focus::Save => self.save(desk),
            Focus::Cancel => vec![Step::Back],
            Focus::Remove => self.remove(desk),
            _ => Vec::new(),
        }
    }

    fn save(&mut self, _desk: &Desk) -> Vec<Step> {
        let details: CarDetails = match self.draft().check() {
            Ok(details) => details,
            Err(problems) => return sheet::not_yet(self, problems.first().map(focus_of)),
        };
        let deed = match &self.editing {
            None => Deed::AddCar { customer: self.customer, details },
            Some(car) if details == car.details => {
                return vec![Step::Close, Step::Say(Notice::plain("Nothing was changed."))];
            }
            Some(car) => Deed::EditCar { id: car.id, before: car.details.clone(), after: details },
        };
        vec![Step::Do(Effect::Perform(deed))]
    }
}

fn focus_of(field: CarField) -> Focus {
    match field {
        CarField::Year => Focus::Year,
        CarField::Make => Focus::Make,
        CarField::Model => Focus::Model,
        CarField::Plate => Focus::Plate,
    }
}

fn field_of(focus: Focus) -> Option<CarField> {
    match focus {
        Focus::Year => Some(CarField::Year),
        Focus::Make => Some(CarField::Make),
        Focus::Model => Some(CarField::Model),
        Focus::Plate => Some(CarField::Plate),
        Focus::Save | Focus::Cancel | Focus::Remove => None,
    }
}
