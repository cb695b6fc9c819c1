//! A list of customers.

use super::super::columns;
use super::super::csv::{Row, Table};
use super::super::failure::{FAILED, Fails, Failure};
use super::checking::{Checked, Counts, Reason, preferences, warnings};
use super::claim::{Claim, make_all};
use crate::domain::car::{CarDetails, CarDraft, CarField};
use crate::domain::customer::{CustomerDetails, CustomerDraft, CustomerField};
use crate::domain::phone::Region;
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::text::tidy;
use crate::store::{Claims, Import, Known};

pub struct Customers<'a> {
    pub table: &'a Table,
    region: Region,
    /// The names of the columns of each car that a row has room for.
    cars: Vec<[String; 4]>,
}

/// A row that passed every check.
pub struct Customer {
    reference: Option<String>,
    details: CustomerDetails,
    cars: Vec<CarDetails>,
}

impl Customer {
    /// Claims what only one row of a list may say.
    pub fn claim(&self, claims: &Claims, line: u64) -> Checked<()> {
        let reference = self.reference.as_deref().map(|reference| Claim::Customer { reference });
        make_all(claims, reference.as_slice(), line)
    }

    /// Puts the row in.
    pub fn put(&self, import: &Import, counts: &mut Counts) -> Checked<()> {
        Ok(match import.put_customer(self.reference.as_deref(), &self.details, &self.cars).fails()? {
            Ok((_, put)) => {
                counts.count(put);
                Ok(())
            }
            Err(refusal) => Err(Reason::new("email", refusal.sentence(|at| format!("at {at}")))),
        })
    }
}

impl<'a> Customers<'a> {
    pub fn new(table: &'a Table, region: Region) -> Result<Self, Failure> {
        if !["first_name", "last_name", "company"].iter().any(|column| table.has(column)) {
            let words = "This is no list of customers: its first line names neither first_name and last_name nor company. Nothing was changed.";
            return Err(Failure::new(FAILED, words));
        }
        let most = table.columns().filter_map(columns::number_of_car).max().unwrap_or_default();
        let cars = (1..=most).map(columns::of_car).collect();
        Ok(Self { table, region, cars })
    }

    pub fn warnings(&self) -> Vec<String> {
        warnings(self.table, takes)
    }

    /// Checks a row against the rules and the file.
    pub fn check(&self, known: &Known, row: &Row) -> Checked<Customer> {
        let reference = self.table.cell(row, "ref").map(tidy).filter(|reference| !reference.is_empty());
        let known = match &reference {
            Some(reference) => known.customer(reference).fails()?,
            None => None,
        };
        if let Some(archived) = known.as_ref().filter(|known| known.archived_at.is_some()) {
            return Ok(Err(Reason::of_archived("ref", &archived.details)));
        }
        let before = known.map(|known| known.details);
        Ok(self.details(row, before.as_ref()).and_then(|details| {
            let cars = self.cars_of(row)?;
            Ok(Customer { reference, details, cars })
        }))
    }

    fn details(&self, row: &Row, before: Option<&CustomerDetails>) -> Result<CustomerDetails, Reason> {
        let mut draft = before.map_or_else(
            || CustomerDraft { preferences: Preferences::CUSTOMER, ..CustomerDraft::default() },
            CustomerDraft::from,
        );
        for (column, field) in [
            ("first_name", &mut draft.first_name),
            ("last_name", &mut draft.last_name),
            ("company", &mut draft.company),
            ("email", &mut draft.email),
            ("phone", &mut draft.phone),
            ("notes", &mut draft.notes),
        ] {
            if let Some(cell) = self.table.cell(row, column) {
                cell.clone_into(field);
            }
        }
        draft.preferences = preferences(self.table, row, draft.preferences)?;
        draft.check(self.region).map_err(|problems| {
            let first = problems.iter().next();
            first.map_or_else(
                || Reason::new("", ""),
                |(field, problem)| Reason::new(column_of(*field), problem.sentence.clone()),
            )
        })
    }

    fn cars_of(&self, row: &Row) -> Result<Vec<CarDetails>, Reason> {
        let mut cars = Vec::new();
        for (place, columns) in self.cars.iter().enumerate() {
            let [year, make, model, plate] =
                columns.each_ref().map(|column| self.table.cell(row, column).unwrap_or_default());
            if [year, make, model, plate].iter().all(|cell| cell.is_empty()) {
                continue;
            }
            let car =
                CarDraft { year: year.into(), make: make.into(), model: model.into(), plate: plate.into() }.check();
            cars.push(car.map_err(|problems| {
                let first = problems.iter().next();
                let (field, words) = first.map_or_else(Default::default, |(field, problem)| {
                    (car_column_of(*field), problem.sentence.clone())
                });
                Reason::new(format!("car{}_{field}", place + 1), words)
            })?);
        }
        Ok(cars)
    }
}

/// Whether a list of customers is asked for such a column.
pub fn takes(column: &str) -> bool {
    columns::CUSTOMER.contains(&column)
        || MessageType::ALL.iter().any(|message| message.column() == column)
        || columns::number_of_car(column).is_some()
}

fn column_of(field: CustomerField) -> &'static str {
    match field {
        CustomerField::FirstName => "first_name",
        CustomerField::LastName => "last_name",
        CustomerField::Company => "company",
        CustomerField::Email => "email",
        CustomerField::Phone => "phone",
        CustomerField::Notes => "notes",
        CustomerField::Preferences => "preferences",
    }
}

fn car_column_of(field: CarField) -> &'static str {
    match field {
        CarField::Year => "year",
        CarField::Make => "make",
        CarField::Model => "model",
        CarField::Plate => "plate",
    }
}
