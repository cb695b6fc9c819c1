//! A list of additional contacts.

use std::collections::{HashMap, HashSet};

use super::super::Office;
use super::super::csv::{Row, Table};
use super::super::failure::{FAILED, Fails, Failure};
use super::{Report, in_one_go, preferences, unknown_columns, yes};
use crate::config::Settings;
use crate::domain::contact::{ContactDetails, ContactDraft, ContactField};
use crate::domain::customer::CustomerId;
use crate::domain::deed::Refusal;
use crate::domain::email::Email;
use crate::domain::preference::MessageType;
use crate::domain::text::{fold, tidy};
use crate::store::{KnownContact, Store};

const COLUMNS: [&str; 10] = [
    "customer_ref",
    "contact_ref",
    "first_name",
    "last_name",
    "email",
    "phone",
    "role",
    "role_description",
    "primary",
    "portal_access",
];

/// A row that passed every check.
struct Checked {
    line: u64,
    customer: CustomerId,
    reference: Option<String>,
    details: ContactDetails,
}

/// What rows before this one said of the same customer.
#[derive(Default)]
struct SoFar {
    people: HashSet<(CustomerId, String)>,
    references: HashSet<String>,
    primaries: HashMap<CustomerId, u64>,
    emails: HashMap<(CustomerId, String), u64>,
}

pub fn import(office: &mut Office, table: &Table, dry_run: bool) -> Result<Report, Failure> {
    let mut report = Report { warnings: table.warnings.clone(), ..Report::default() };
    if let Some(missing) = ["customer_ref", "first_name", "last_name"].into_iter().find(|column| !table.has(column)) {
        let words =
            format!("This is no list of contacts: its first line does not name {missing}. Nothing was changed.");
        return Err(Failure::new(FAILED, words));
    }
    unknown_columns(table, is_known, &mut report);
    let checked = check(&office.store, &office.settings, table, &mut report)?;
    let put = in_one_go(office, dry_run, |import| {
        checked
            .iter()
            .map(|row| import.put_contact(row.customer, row.reference.as_deref(), &row.details))
            .collect::<Result<Vec<_>, _>>()
    })?;
    for (row, put) in checked.iter().zip(put) {
        match put {
            Ok((_, put)) => report.count(put),
            Err(refusal) => report.leave_out(row.line, column_of_refusal(&refusal), reason(&refusal)),
        }
    }
    Ok(report)
}

fn is_known(column: &str) -> bool {
    COLUMNS.contains(&column) || MessageType::ALL.iter().any(|message| message.column() == column)
}

fn check(store: &Store, settings: &Settings, table: &Table, report: &mut Report) -> Result<Vec<Checked>, Failure> {
    let mut so_far = SoFar::default();
    let mut checked = Vec::new();
    for row in &table.rows {
        if let Some(column) = table.overlong(row) {
            report.leave_out(row.line, column, "this cell is too long to be read");
            continue;
        }
        let found = check_row(store, settings, table, row)?.and_then(|row| so_far.check(row));
        match found {
            Ok(row) => checked.push(row),
            Err((column, reason)) => report.leave_out(row.line, column, reason),
        }
    }
    Ok(checked)
}

type Reason = (&'static str, String);

impl SoFar {
    /// Refuses what contradicts an earlier row of the same list.
    fn check(&mut self, row: Checked) -> Result<Checked, Reason> {
        let (customer, details) = (row.customer, &row.details);
        if let Some(reference) = &row.reference
            && !self.references.insert(reference.clone())
        {
            return Err(("contact_ref", format!("{reference} stands in this list twice; the first row counts")));
        }
        if row.reference.is_none() && !self.people.insert((customer, fold(&details.name()))) {
            return Err((
                "last_name",
                format!("{} stands in this list twice for this customer; the first row counts", details.name()),
            ));
        }
        if details.primary
            && let Some(line) = self.primaries.insert(customer, row.line)
        {
            self.primaries.insert(customer, line);
            return Err(("primary", format!("the contact on line {line} is already primary for this customer")));
        }
        if let Some(email) = details.email.as_ref().filter(|_| details.portal_access) {
            let key = (customer, email.key());
            if let Some(line) = self.emails.get(&key) {
                return Err(("email", format!("the contact on line {line} already signs in with {email}")));
            }
            self.emails.insert(key, row.line);
        }
        Ok(row)
    }
}

fn check_row(store: &Store, settings: &Settings, table: &Table, row: &Row) -> Result<Result<Checked, Reason>, Failure> {
    let cell = |column| table.cell(row, column);
    let customer_ref = tidy(cell("customer_ref").unwrap_or_default());
    let Some(known_customer) = store.known_customer(&customer_ref).fails()? else {
        return Ok(Err(("customer_ref", format!("there is no customer with the ref {customer_ref}"))));
    };
    let customer = known_customer.customer.id;
    let reference = cell("contact_ref").map(tidy).filter(|reference| !reference.is_empty());
    let name = (tidy(cell("first_name").unwrap_or_default()), tidy(cell("last_name").unwrap_or_default()));
    let known = match store.known_contact(customer, reference.as_deref(), (&name.0, &name.1)).fails()? {
        Some(KnownContact::Removed) => {
            let refusal = Refusal::NotBroughtBack { name: format!("{} {}", name.0, name.1) };
            return Ok(Err(("last_name", reason(&refusal))));
        }
        Some(KnownContact::Here(contact)) => Some(contact),
        None => None,
    };
    let before = known.as_ref().map(|contact| &contact.details);
    let mut draft = before.map(ContactDraft::from).unwrap_or_default();
    for (column, field) in [
        ("first_name", &mut draft.first_name),
        ("last_name", &mut draft.last_name),
        ("email", &mut draft.email),
        ("phone", &mut draft.phone),
        ("role_description", &mut draft.role_description),
    ] {
        if let Some(cell) = table.cell(row, column) {
            cell.clone_into(field);
        }
    }
    if let Some(role) = cell("role").map(tidy) {
        // A role of the shop in its own spelling; another is kept as it is.
        let own = settings.roles.find(&role).map(|preset| preset.name.clone());
        draft.role = own.or_else(|| (!role.is_empty()).then_some(role));
    }
    for (column, flag) in [("primary", &mut draft.primary), ("portal_access", &mut draft.portal_access)] {
        if let Some(cell) = table.cell(row, column) {
            match yes(cell) {
                Ok(on) => *flag = on,
                Err(reason) => return Ok(Err((column, reason))),
            }
        }
    }
    if before.is_none() {
        let role = draft.role.as_deref().unwrap_or_default();
        draft.preferences = settings.roles.proposal(role, &draft.role_description).unwrap_or_default();
    }
    match preferences(table, row, draft.preferences) {
        Ok(preferences) => draft.preferences = preferences,
        Err((column, reason)) => return Ok(Err((column, reason))),
    }
    let details = match draft.check(&settings.roles, settings.region) {
        Ok(details) => details,
        Err(problems) => {
            let first = problems.iter().next().map(|(field, problem)| (column_of(*field), problem.sentence.clone()));
            return Ok(Err(first.unwrap_or_default()));
        }
    };
    if let (true, Some(false)) = (details.portal_access, before.map(|before| before.portal_access)) {
        return Ok(Err(("portal_access", reason(&Refusal::AccessNotByList { name: details.name() }))));
    }
    let own = known_customer.customer.details.email.as_ref().map(Email::key);
    if details.portal_access && details.email.as_ref().map(Email::key) == own && own.is_some() {
        let words = format!("the main customer, {}, signs in with this email", known_customer.customer.details.name());
        return Ok(Err(("email", words)));
    }
    Ok(Ok(Checked { line: row.line, customer, reference, details }))
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::SamePersonElsewhere { email, name, customer } => format!(
            "{email} signs in as {name} of {customer}, whose name is another. If it is the same person, add the contact by hand."
        ),
        refusal => refusal.sentence(|at| format!("at {at}")),
    }
}

fn column_of_refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::SignsInAs { .. } | Refusal::SamePersonElsewhere { .. } => "email",
        Refusal::AccessNotByList { .. } => "portal_access",
        _ => "last_name",
    }
}

fn column_of(field: ContactField) -> &'static str {
    match field {
        ContactField::FirstName => "first_name",
        ContactField::LastName => "last_name",
        ContactField::Email => "email",
        ContactField::Phone => "phone",
        ContactField::Role => "role",
        ContactField::RoleDescription => "role_description",
        ContactField::Primary => "primary",
        ContactField::PortalAccess => "portal_access",
        ContactField::Preferences => "preferences",
    }
}
