//! A list of customers.

use std::collections::HashSet;

use super::super::Office;
use super::super::csv::{Row, Table};
use super::super::failure::{FAILED, Fails, Failure};
use super::{Report, in_one_go, preferences, unknown_columns};
use crate::domain::car::{CarDetails, CarDraft, CarField};
use crate::domain::customer::{CustomerDetails, CustomerDraft, CustomerField};
use crate::domain::phone::Region;
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::text::tidy;
use crate::store::Store;

const COLUMNS: [&str; 7] = ["ref", "first_name", "last_name", "company", "email", "phone", "notes"];
const CAR_COLUMNS: [&str; 4] = ["year", "make", "model", "plate"];

/// A row that passed every check.
struct Checked {
    line: u64,
    reference: Option<String>,
    details: CustomerDetails,
    cars: Vec<CarDetails>,
}

pub fn import(office: &mut Office, table: &Table, dry_run: bool) -> Result<Report, Failure> {
    let mut report = Report { warnings: table.warnings.clone(), ..Report::default() };
    if !["first_name", "last_name", "company"].iter().any(|column| table.has(column)) {
        let words = "This is no list of customers: its first line names neither first_name and last_name nor company. Nothing was changed.";
        return Err(Failure::new(FAILED, words));
    }
    unknown_columns(table, is_known, &mut report);
    let checked = check(&office.store, office.settings.region, table, &mut report)?;
    let put = in_one_go(office, dry_run, |import| {
        checked
            .iter()
            .map(|row| import.put_customer(row.reference.as_deref(), &row.details, &row.cars))
            .collect::<Result<Vec<_>, _>>()
    })?;
    for (row, put) in checked.iter().zip(put) {
        match put {
            Ok((_, put)) => report.count(put),
            Err(refusal) => report.leave_out(row.line, "email", refusal.sentence(|at| format!("at {at}"))),
        }
    }
    Ok(report)
}

fn is_known(column: &str) -> bool {
    COLUMNS.contains(&column)
        || MessageType::ALL.iter().any(|message| message.column() == column)
        || car_column(column).is_some()
}

/// `car2_plate` is the plate of the second car.
fn car_column(column: &str) -> Option<(usize, &str)> {
    let (number, field) = column.strip_prefix("car")?.split_once('_')?;
    let number: usize = number.parse().ok().filter(|number| (1..=100).contains(number))?;
    CAR_COLUMNS.contains(&field).then_some((number, field))
}

fn check(store: &Store, region: Region, table: &Table, report: &mut Report) -> Result<Vec<Checked>, Failure> {
    let cars = table.columns().filter_map(car_column).map(|(number, _)| number).max().unwrap_or_default();
    let mut seen = HashSet::new();
    let mut checked = Vec::new();
    for row in &table.rows {
        if let Some(column) = table.overlong(row) {
            report.leave_out(row.line, column, "this cell is too long to be read");
            continue;
        }
        let reference = table.cell(row, "ref").map(tidy).filter(|reference| !reference.is_empty());
        if let Some(twice) = reference.as_ref().filter(|reference| !seen.insert((*reference).clone())) {
            report.leave_out(row.line, "ref", format!("{twice} stands in this list twice; the first row counts"));
            continue;
        }
        match check_row(store, region, table, row, reference, cars)? {
            Ok(row) => checked.push(row),
            Err((column, reason)) => report.leave_out(row.line, &column, reason),
        }
    }
    Ok(checked)
}

type Reason = (String, String);

fn check_row(
    store: &Store,
    region: Region,
    table: &Table,
    row: &Row,
    reference: Option<String>,
    cars: usize,
) -> Result<Result<Checked, Reason>, Failure> {
    let known = match &reference {
        Some(reference) => store.known_customer(reference).fails()?,
        None => None,
    };
    let before = known.as_ref().map(|known| known.customer.details.clone());
    let mut draft = before.as_ref().map_or_else(
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
        if let Some(cell) = table.cell(row, column) {
            cell.clone_into(field);
        }
    }
    match preferences(table, row, draft.preferences) {
        Ok(preferences) => draft.preferences = preferences,
        Err((column, reason)) => return Ok(Err((column.to_owned(), reason))),
    }
    let details = match draft.check(region) {
        Ok(details) => details,
        Err(problems) => {
            let (field, problem) = problems
                .iter()
                .next()
                .map_or_else(Default::default, |(field, problem)| (column_of(*field), problem.sentence.clone()));
            return Ok(Err((field.to_owned(), problem)));
        }
    };
    let mut read = Vec::new();
    for number in 1..=cars {
        let cell = |field: &str| table.cell(row, &format!("car{number}_{field}")).unwrap_or_default().to_owned();
        let car = CarDraft { year: cell("year"), make: cell("make"), model: cell("model"), plate: cell("plate") };
        if car == CarDraft::default() {
            continue;
        }
        match car.check() {
            Ok(car) => read.push(car),
            Err(problems) => {
                let (field, words) = problems.iter().next().map_or_else(Default::default, |(field, problem)| {
                    (car_column_of(*field), problem.sentence.clone())
                });
                return Ok(Err((format!("car{number}_{field}"), words)));
            }
        }
    }
    Ok(Ok(Checked { line: row.line, reference, details, cars: read }))
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
