//! Rows under check: why one is left out, what the good ones come to, and cells that mean the same in every list.

use std::borrow::Cow;

use super::super::csv::{Row, Table};
use super::super::failure::Failure;
use crate::domain::customer::CustomerDetails;
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::text::printable;
use crate::store::Put;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
}

impl Counts {
    pub fn count(&mut self, put: Put) {
        match put {
            Put::Added => self.added += 1,
            Put::Changed => self.changed += 1,
            Put::Unchanged => self.unchanged += 1,
        }
    }
}

/// Why a row is left out, and in which column that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub column: Cow<'static, str>,
    pub words: String,
}

impl Reason {
    pub fn new(column: impl Into<Cow<'static, str>>, words: impl Into<String>) -> Self {
        Self { column: column.into(), words: words.into() }
    }

    /// A list brings nobody back who was archived.
    pub fn of_archived(column: &'static str, customer: &CustomerDetails) -> Self {
        let words =
            format!("{} is archived. Find it with -{} in Search, and bring it back", customer.name(), customer.name());
        Self::new(column, words)
    }
}

/// A row that is good, or why it is not; or why nothing goes on.
pub type Checked<T> = Result<Result<T, Reason>, Failure>;

/// What a person should know of a list, with what it has and the import does not know; that is ignored.
pub fn warnings(table: &Table, known: impl Fn(&str) -> bool) -> Vec<String> {
    let unknown = table.columns().filter(|column| !column.is_empty() && !known(column));
    let said = unknown.map(|column| format!("The column {} is not known and was ignored.", printable(column)));
    table.warnings.iter().cloned().chain(said).collect()
}

/// `yes`, `true` or `1`, in any case; `no`, `false`, `0` or nothing.
pub fn yes(cell: &str) -> Result<bool, String> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" => Ok(true),
        "no" | "false" | "0" | "" => Ok(false),
        other => Err(format!("{other} is neither yes nor no")),
    }
}

/// Puts the six columns over what there is; a column that the list does not have leaves its type alone.
pub fn preferences(table: &Table, row: &Row, before: Preferences) -> Result<Preferences, Reason> {
    MessageType::ALL.into_iter().try_fold(before, |preferences, message| match table.cell(row, message.column()) {
        None => Ok(preferences),
        Some(cell) => match yes(cell) {
            Ok(on) => Ok(preferences.set(message, on)),
            Err(reason) => Err(Reason::new(message.column(), reason)),
        },
    })
}
