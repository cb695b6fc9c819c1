//! People as other programs keep them: customers with those who belong to them, turned into lists of our own.

use std::collections::HashMap;

use super::super::csv::{Cells, Spoiled, Table, Turned};
use crate::domain::text::{fold, tidy};

/// Who a list names, each with the line on which that begins.
#[derive(Debug, Default)]
pub struct People {
    customers: Vec<Turned>,
    contacts: Vec<Turned>,
    warnings: Vec<String>,
    /// How often a key was given.
    given: HashMap<String, usize>,
}

/// A customer of another program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub notes: Vec<String>,
    pub relations: Vec<Relation>,
    /// Why nothing of it is taken.
    pub spoiled: Option<Spoiled>,
}

/// Somebody who belongs to a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    pub name: String,
    pub email: String,
    pub phone: String,
    /// `spouse`, `Assistant`, `brother`: whatever the program calls it.
    pub kind: String,
}

impl People {
    /// Nobody yet, with what a person should know about the file.
    pub fn with(warnings: &[String]) -> Self {
        Self { warnings: warnings.to_vec(), ..Self::default() }
    }

    /// Adds a customer with everybody who belongs to it. The key is kept for the next time the same list comes: the
    /// program's own, else one made of the name.
    pub fn add(&mut self, line: u64, key: Option<String>, person: &Person) {
        let key = key.unwrap_or_else(|| self.key_of(person));
        let cell = |column: &str, text: &str| (column.to_owned(), text.to_owned());
        let row = |cells| Turned { line, cells, spoiled: person.spoiled.clone() };
        self.customers.push(row(vec![
            cell("ref", &key),
            cell("first_name", &person.first_name),
            cell("last_name", &person.last_name),
            cell("company", &person.company),
            cell("email", &person.email),
            cell("phone", &person.phone),
            cell("notes", &person.notes.join(" · ")),
        ]));
        // One row says for all of them what was spoiled.
        let rows = if person.spoiled.is_some() { 1 } else { person.relations.len() };
        for relation in person.relations.iter().take(rows) {
            let (first, last) = names(&relation.name, &person.last_name);
            let (role, description) = role(&relation.kind);
            self.contacts.push(row(vec![
                cell("customer_ref", &key),
                cell("first_name", &first),
                cell("last_name", &last),
                cell("email", &relation.email),
                cell("phone", &relation.phone),
                cell("role", role),
                cell("role_description", &description),
            ]));
        }
    }

    /// Adds rows that are ours already.
    pub fn add_rows(&mut self, line: u64, customer: Option<Cells>, contact: Option<Cells>) {
        let row = |cells| Turned { line, cells, spoiled: None };
        self.customers.extend(customer.map(row));
        self.contacts.extend(contact.map(row));
    }

    pub fn customers(&self) -> Table {
        let cells = ["first_name", "last_name", "company"].map(|name| (name.to_owned(), String::new())).into();
        let nobody = [Turned { line: 0, cells, spoiled: None }];
        // Without a row it is still a list of customers.
        let mut table = Table::of_rows(if self.customers.is_empty() { &nobody } else { &self.customers });
        table.warnings.clone_from(&self.warnings);
        table
    }

    pub fn contacts(&self) -> Table {
        Table::of_rows(&self.contacts)
    }

    /// Those that come with the customers, who have said already what was spoiled.
    pub fn contacts_of_them(&self) -> Table {
        let whole: Vec<Turned> = self.contacts.iter().filter(|row| row.spoiled.is_none()).cloned().collect();
        Table::of_rows(&whole)
    }

    /// `maria lopez`, and `maria lopez 2` for the next of that name.
    fn key_of(&mut self, person: &Person) -> String {
        let names = [&person.first_name, &person.last_name, &person.company].map(|name| tidy(name));
        let name = fold(&tidy(&names.join(" ")));
        let count = self.given.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count == 1 { name } else { format!("{name} {count}") }
    }
}

/// First and last name of `Maria Lopez` and of `Lopez, Maria`; where there is one name only, the last one is the
/// family's.
pub fn names(whole: &str, family: &str) -> (String, String) {
    let whole = tidy(whole);
    if let Some((last, first)) = whole.split_once(',') {
        return (tidy(first), tidy(last));
    }
    match whole.rsplit_once(' ') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => (whole, family.to_owned()),
    }
}

/// The guide's role for what a program calls a relation; any other is named under Other.
fn role(kind: &str) -> (&'static str, String) {
    let kind = tidy(kind);
    match fold(&kind).as_str() {
        "spouse" | "partner" | "husband" | "wife" | "domestic partner" => ("Spouse", String::new()),
        "assistant" | "agent" => ("Assistant", String::new()),
        "bookkeeper" | "accountant" => ("Bookkeeper", String::new()),
        "" => ("Other", "Related".to_owned()),
        _ => ("Other", kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people() {
        let split = |name| names(name, "Lopez");
        assert_eq!(split("Maria del Mar Lopez"), ("Maria del Mar".to_owned(), "Lopez".to_owned()));
        assert_eq!(split("Quinn, Ana"), ("Ana".to_owned(), "Quinn".to_owned()));
        assert_eq!(split("Ben"), ("Ben".to_owned(), "Lopez".to_owned()));
    }

    #[test]
    fn two_of_one_name_have_two_keys() {
        let mut people = People::default();
        let ana = Person { first_name: "Ana".into(), last_name: "Quiñn".into(), ..Person::default() };
        assert_eq!((people.key_of(&ana), people.key_of(&ana)), ("ana quinn".to_owned(), "ana quinn 2".to_owned()));
    }
}
