//! Address books as CSV: those of Google Contacts and of Outlook, recognised by their columns.

use super::super::csv::{Row, Table};
use super::people::{People, Person, Relation};
use crate::domain::text::tidy;

/// What a program calls its columns; the first that a row fills counts.
struct Book {
    /// Columns that only this program writes.
    marks: &'static [&'static str],
    first_name: &'static [&'static str],
    last_name: &'static [&'static str],
    company: &'static [&'static str],
    email: &'static [&'static str],
    phone: &'static [&'static str],
    notes: &'static [&'static str],
    relations: &'static [Relative],
}

/// Where somebody's people stand.
struct Relative {
    name: &'static str,
    kind: Kind,
    phone: Option<&'static str>,
}

enum Kind {
    /// Always this.
    Is(&'static str),
    /// What one of these columns says.
    In(&'static [&'static str]),
}

/// Google Contacts, as it exports since 2023 and as it did before.
const GOOGLE: Book = Book {
    marks: &["e-mail 1 - value", "phone 1 - value"],
    first_name: &["first name", "given name"],
    last_name: &["last name", "family name"],
    company: &["organization name", "organization 1 - name"],
    email: &["e-mail 1 - value", "e-mail 2 - value"],
    phone: &["phone 1 - value", "phone 2 - value"],
    notes: &["notes"],
    relations: &[
        google_relation("relation 1 - value", &["relation 1 - label", "relation 1 - type"]),
        google_relation("relation 2 - value", &["relation 2 - label", "relation 2 - type"]),
        google_relation("relation 3 - value", &["relation 3 - label", "relation 3 - type"]),
        google_relation("relation 4 - value", &["relation 4 - label", "relation 4 - type"]),
    ],
};

const fn google_relation(name: &'static str, kind: &'static [&'static str]) -> Relative {
    Relative { name, kind: Kind::In(kind), phone: None }
}

/// Outlook, on the desktop and on the web.
const OUTLOOK: Book = Book {
    marks: &["e-mail address", "business phone"],
    first_name: &["first name"],
    last_name: &["last name"],
    company: &["company"],
    email: &["e-mail address", "e-mail 2 address", "e-mail 3 address"],
    phone: &["mobile phone", "primary phone", "home phone", "business phone", "company main phone"],
    notes: &["notes"],
    relations: &[
        Relative { name: "spouse", kind: Kind::Is("spouse"), phone: None },
        Relative { name: "assistant's name", kind: Kind::Is("assistant"), phone: Some("assistant's phone") },
    ],
};

/// The people of an address book; `None` for a list of another kind.
pub fn people(table: &Table) -> Result<Option<People>, String> {
    let ours = ["first_name", "last_name", "company"].iter().any(|column| *column != "company" && table.has(column));
    let is_of = |book: &&Book| !ours && book.marks.iter().all(|column| table.has(column));
    let Some(book) = [&GOOGLE, &OUTLOOK].into_iter().find(is_of) else { return Ok(None) };
    let mut people = People::with(&table.warnings);
    for row in table.rows()? {
        let row = row?;
        people.add(row.line, None, &book.person(table, &row));
    }
    Ok(Some(people))
}

impl Book {
    /// Whether anything is taken out of a column.
    fn takes(&self, column: &str) -> bool {
        let own = [self.first_name, self.last_name, self.company, self.email, self.phone, self.notes];
        own.iter().any(|columns| columns.contains(&column))
            || self.relations.iter().any(|relative| relative.takes(column))
    }

    fn person(&self, table: &Table, row: &Row) -> Person {
        let first = |columns: &[&str]| {
            let filled = columns.iter().map(|column| first_value(table.cell(row, column).unwrap_or_default()));
            filled.map(tidy).find(|cell| !cell.is_empty()).unwrap_or_default()
        };
        let relation = |relative: &Relative| Relation {
            name: first(&[relative.name]),
            email: String::new(),
            phone: relative.phone.map(|column| first(&[column])).unwrap_or_default(),
            kind: match relative.kind {
                Kind::Is(kind) => kind.to_owned(),
                Kind::In(columns) => first(columns).trim_start_matches("* ").to_owned(),
            },
        };
        Person {
            first_name: first(self.first_name),
            last_name: first(self.last_name),
            company: first(self.company),
            email: first(self.email),
            phone: first(self.phone),
            notes: Some(first(self.notes)).filter(|notes| !notes.is_empty()).into_iter().collect(),
            relations: self.relations.iter().map(relation).filter(|relation| !relation.name.is_empty()).collect(),
            spoiled: table.spoiled(row, |column| self.takes(column)),
        }
    }
}

impl Relative {
    fn takes(&self, column: &str) -> bool {
        let tells_kind = matches!(self.kind, Kind::In(columns) if columns.contains(&column));
        tells_kind || self.name == column || self.phone == Some(column)
    }
}

/// Google joins several values of one label in one cell.
fn first_value(cell: &str) -> &str {
    cell.split(" ::: ").next().unwrap_or_default()
}
