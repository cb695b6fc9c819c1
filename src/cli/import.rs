//! `frontdesk import`: every row is checked before the write lock is taken; good rows go in in one transaction, bad
//! ones are left out with line, column and reason.

mod contacts;
mod customers;

use serde_json::{Value, json};

use super::arguments::{Global, Import, ImportFile};
use super::csv::Table;
use super::failure::{FAILED, Fails, Failure};
use super::{Office, say, tell};
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::text::{counted, printable};
use crate::store::{self, Put, StoreError};

/// So many rows that were left out are listed for a person; JSON has all.
const LISTED: usize = 100;

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    added: usize,
    changed: usize,
    unchanged: usize,
    left_out: Vec<LeftOut>,
    warnings: Vec<String>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    line: u64,
    column: String,
    reason: String,
}

impl Report {
    fn count(&mut self, put: Put) {
        match put {
            Put::Added => self.added += 1,
            Put::Changed => self.changed += 1,
            Put::Unchanged => self.unchanged += 1,
        }
    }

    fn leave_out(&mut self, line: u64, column: &str, reason: impl Into<String>) {
        self.left_out.push(LeftOut { line, column: column.to_owned(), reason: reason.into() });
    }
}

pub fn run(global: &Global, list: &Import) -> Result<u8, Failure> {
    let (file, what) = match list {
        Import::Customers(file) => (file, "customer"),
        Import::Contacts(file) => (file, "contact"),
    };
    let table = Table::read(&file.file)?;
    let mut office = Office::open(global)?;
    let mut report = match list {
        Import::Customers(_) => customers::import(&mut office, &table, file.dry_run)?,
        Import::Contacts(_) => contacts::import(&mut office, &table, file.dry_run)?,
    };
    report.left_out.sort_by_key(|row| row.line);
    print(&report, file, what);
    Ok(if report.left_out.is_empty() { 0 } else { FAILED })
}

/// Brings lists in without a word, for the demo.
pub fn quietly(office: &mut Office, customers: &[u8], contacts: &[u8]) -> Result<(), Failure> {
    let read = |bytes| Table::of(bytes).map_err(|reason| Failure::new(FAILED, reason));
    let report = customers::import(office, &read(customers)?, false)?;
    let other = contacts::import(office, &read(contacts)?, false)?;
    match report.left_out.iter().chain(&other.left_out).next() {
        None => Ok(()),
        Some(row) => Err(Failure::new(FAILED, format!("line {}, {}: {}", row.line, row.column, row.reason))),
    }
}

/// Puts rows in, in one transaction. A dry run takes all of it back: only the file itself knows what it would say.
fn in_one_go<T>(
    office: &mut Office,
    dry_run: bool,
    put: impl FnOnce(&mut store::Import) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    enum Stop<T> {
        TakenBack(T),
        Failed(StoreError),
    }
    impl<T> From<StoreError> for Stop<T> {
        fn from(error: StoreError) -> Self {
            Self::Failed(error)
        }
    }
    office.act(|store, occasion| {
        let ended = store.import(occasion, |import| {
            let done = put(import)?;
            if dry_run { Err(Stop::TakenBack(done)) } else { Ok(done) }
        });
        match ended {
            Ok(done) | Err(Stop::TakenBack(done)) => Ok(done),
            Err(Stop::Failed(error)) => Err(error).fails(),
        }
    })
}

fn print(report: &Report, file: &ImportFile, what: &str) {
    if file.json {
        say(&as_json(report, file.dry_run).to_string());
        return;
    }
    for warning in &report.warnings {
        tell(warning);
    }
    for row in report.left_out.iter().take(LISTED) {
        tell(&format!("line {}, {}: {}", row.line, row.column, printable(&row.reason)));
    }
    if report.left_out.len() > LISTED {
        tell(&format!("and {} more: --json lists all", report.left_out.len() - LISTED));
    }
    let (would, left) = if file.dry_run { ("would be ", "would be left out") } else { ("", "left out") };
    say(&format!(
        "{} {would}added, {} {would}changed, {} unchanged, {} {left}.",
        counted(report.added, what),
        report.changed,
        report.unchanged,
        counted(report.left_out.len(), "row")
    ));
}

fn as_json(report: &Report, dry_run: bool) -> Value {
    let rows: Vec<Value> = report
        .left_out
        .iter()
        .map(|row| json!({ "line": row.line, "column": row.column, "reason": row.reason }))
        .collect();
    json!({
        "dry_run": dry_run,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "left_out": rows,
        "warnings": report.warnings,
    })
}

/// Names what the list has and the import does not know; it is ignored.
fn unknown_columns(table: &Table, known: impl Fn(&str) -> bool, report: &mut Report) {
    for column in table.columns().filter(|column| !column.is_empty() && !known(column)) {
        report.warnings.push(format!("The column {} is not known and was ignored.", printable(column)));
    }
}

/// `yes`, `true` or `1`, in any case; `no`, `false`, `0` or nothing.
fn yes(cell: &str) -> Result<bool, String> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" | "" => Ok(false),
        other => Err(format!("{other} is neither yes nor no")),
    }
}

/// Puts the six columns over what there is; a column that the list does not have leaves its type alone.
fn preferences(
    table: &Table,
    row: &super::csv::Row,
    before: Preferences,
) -> Result<Preferences, (&'static str, String)> {
    MessageType::ALL.into_iter().try_fold(before, |preferences, message| match table.cell(row, message.column()) {
        None => Ok(preferences),
        Some(cell) => match yes(cell) {
            Ok(on) => Ok(preferences.set(message, on)),
            Err(reason) => Err((message.column(), reason)),
        },
    })
}
