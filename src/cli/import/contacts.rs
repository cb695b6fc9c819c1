//! A list of additional contacts.

use super::super::columns;
use super::super::csv::{Row, Table};
use super::super::failure::{FAILED, Fails, Failure};
use super::checking::{Checked, Counts, Reason, preferences, warnings, yes};
use super::claim::{Claim, make_all};
use crate::config::Settings;
use crate::domain::contact::{ContactDetails, ContactDraft, ContactField};
use crate::domain::customer::CustomerId;
use crate::domain::deed::Refusal;
use crate::domain::email::Email;
use crate::domain::preference::MessageType;
use crate::domain::text::tidy;
use crate::store::{Claims, Import, Known, KnownContact};

pub struct Contacts<'a> {
    pub table: &'a Table,
    settings: &'a Settings,
}

/// A row that passed every check.
pub struct Contact {
    /// Not known yet while the customer comes with the same list.
    customer: Option<CustomerId>,
    customer_ref: String,
    reference: Option<String>,
    details: ContactDetails,
}

impl Contact {
    /// Claims what only one row of a list may say.
    pub fn claim(&self, claims: &Claims, line: u64) -> Checked<()> {
        let (customer, details) = (self.customer_ref.as_str(), &self.details);
        let name = details.name();
        let who = match self.reference.as_deref() {
            Some(reference) => Claim::Contact { reference },
            None => Claim::Person { customer, name: &name },
        };
        let primary = details.primary.then_some(Claim::Primary { customer });
        let email = details.email.as_ref().filter(|_| details.portal_access);
        let access = email.map(|email| Claim::Access { customer, email });
        let all: Vec<Claim> = [Some(who), primary, access].into_iter().flatten().collect();
        make_all(claims, &all, line)
    }

    /// Puts the row in.
    pub fn put(&self, import: &Import, counts: &mut Counts) -> Checked<()> {
        let Some(customer) = self.customer else { return Ok(Err(no_customer(&self.customer_ref))) };
        Ok(match import.put_contact(customer, self.reference.as_deref(), &self.details).fails()? {
            Ok((_, put)) => {
                counts.count(put);
                Ok(())
            }
            Err(refusal) => Err(Reason::new(column_of_refusal(&refusal), reason(&refusal))),
        })
    }
}

impl<'a> Contacts<'a> {
    pub fn new(table: &'a Table, settings: &'a Settings) -> Result<Self, Failure> {
        let needed = ["customer_ref", "first_name", "last_name"];
        // A list without a row is one that another list came without.
        match needed.into_iter().find(|column| !table.has(column)).filter(|_| table.columns().next().is_some()) {
            Some(missing) => {
                let words = format!(
                    "This is no list of contacts: its first line does not name {missing}. Nothing was changed."
                );
                Err(Failure::new(FAILED, words))
            }
            None => Ok(Self { table, settings }),
        }
    }

    pub fn warnings(&self) -> Vec<String> {
        warnings(self.table, takes)
    }

    /// Checks a row against the rules, the file, and the customers that come with it.
    pub fn check(&self, known: &Known, coming: Option<&Claims>, row: &Row) -> Checked<Contact> {
        let cell = |column| self.table.cell(row, column);
        let customer_ref = tidy(cell("customer_ref").unwrap_or_default());
        let customer = known.customer(&customer_ref).fails()?;
        if customer.is_none() {
            let claim = Claim::Customer { reference: &customer_ref };
            let line = coming.map(|claims| claim.made_on(claims)).transpose().fails()?;
            if line.flatten().is_none() {
                return Ok(Err(no_customer(&customer_ref)));
            }
        }
        if let Some(archived) = customer.as_ref().filter(|customer| customer.archived_at.is_some()) {
            return Ok(Err(Reason::of_archived("customer_ref", &archived.details)));
        }
        let reference = cell("contact_ref").map(tidy).filter(|reference| !reference.is_empty());
        let name = (tidy(cell("first_name").unwrap_or_default()), tidy(cell("last_name").unwrap_or_default()));
        let id = customer.as_ref().map(|customer| customer.id);
        let found = match id {
            Some(id) => known.contact(id, reference.as_deref(), (&name.0, &name.1)).fails()?,
            None => None,
        };
        let before = match &found {
            Some(KnownContact::Removed) => {
                let refusal = Refusal::NotBroughtBack { name: format!("{} {}", name.0, name.1) };
                return Ok(Err(Reason::new("last_name", reason(&refusal))));
            }
            Some(KnownContact::Here(contact)) => Some(&contact.details),
            None => None,
        };
        let details = match self.details(row, before) {
            Ok(details) => details,
            Err(reason) => return Ok(Err(reason)),
        };
        if let (true, Some(false)) = (details.portal_access, before.map(|before| before.portal_access)) {
            let words = reason(&Refusal::AccessNotByList { name: details.name() });
            return Ok(Err(Reason::new("portal_access", words)));
        }
        let own = customer.as_ref().and_then(|customer| customer.details.email.as_ref()).map(Email::key);
        if let Some(customer) = customer.filter(|_| details.portal_access)
            && own.is_some()
            && details.email.as_ref().map(Email::key) == own
        {
            let words = format!("the main customer, {}, signs in with this email", customer.details.name());
            return Ok(Err(Reason::new("email", words)));
        }
        Ok(Ok(Contact { customer: id, customer_ref, reference, details }))
    }

    fn details(&self, row: &Row, before: Option<&ContactDetails>) -> Result<ContactDetails, Reason> {
        let mut draft = before.map(ContactDraft::from).unwrap_or_default();
        for (column, field) in [
            ("first_name", &mut draft.first_name),
            ("last_name", &mut draft.last_name),
            ("email", &mut draft.email),
            ("phone", &mut draft.phone),
            ("role_description", &mut draft.role_description),
        ] {
            if let Some(cell) = self.table.cell(row, column) {
                cell.clone_into(field);
            }
        }
        let roles = &self.settings.roles;
        if let Some(role) = self.table.cell(row, "role").map(tidy) {
            // A role of the shop in its own spelling; another is kept as it is.
            let own = roles.find(&role).map(|preset| preset.name.clone());
            draft.role = own.or_else(|| (!role.is_empty()).then_some(role));
        }
        for (column, flag) in [("primary", &mut draft.primary), ("portal_access", &mut draft.portal_access)] {
            if let Some(cell) = self.table.cell(row, column) {
                *flag = yes(cell).map_err(|reason| Reason::new(column, reason))?;
            }
        }
        if before.is_none() {
            let role = draft.role.as_deref().unwrap_or_default();
            draft.preferences = roles.proposal(role, &draft.role_description).unwrap_or_default();
        }
        draft.preferences = preferences(self.table, row, draft.preferences)?;
        draft.check(roles, self.settings.region).map_err(|problems| {
            let first = problems.iter().next();
            first.map_or_else(
                || Reason::new("", ""),
                |(field, problem)| Reason::new(column_of(*field), problem.sentence.clone()),
            )
        })
    }
}

/// Whether a list of contacts is asked for such a column.
pub fn takes(column: &str) -> bool {
    columns::CONTACT.contains(&column) || MessageType::ALL.iter().any(|message| message.column() == column)
}

fn no_customer(reference: &str) -> Reason {
    Reason::new("customer_ref", format!("there is no customer with the ref {reference}"))
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
