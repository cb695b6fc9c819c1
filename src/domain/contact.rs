//! Additional contacts: the other people on a customer's account.

use serde::{Deserialize, Serialize};

use super::address::Marks;
use super::customer::{CustomerId, checked_email, too_long_phone};
use super::email::Email;
use super::invite::Invite;
use super::phone::{Phone, Region};
use super::preference::Preferences;
use super::problem::{Problem, Problems};
use super::role::RoleBook;
use super::text::{NAME_LIMIT, ROLE_LIMIT, filled, tidy};

/// What stands on the row of somebody without a role.
const NO_ROLE: &str = "no role";

/// Somebody by name, with the role on an account: `Beatriz Quiñones · Bookkeeper of Lopez Racing`.
#[must_use]
pub fn on_account(name: &str, role_on_row: &str, customer: &str) -> String {
    if role_on_row == NO_ROLE {
        format!("{name} of {customer}")
    } else {
        format!("{name} · {role_on_row} of {customer}")
    }
}

/// A contact's number in the file; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ContactId(pub i64);

/// What staff know of a contact, checked: both names, an email where there is portal access, a description where
/// the role needs one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactDetails {
    pub first_name: String,
    pub last_name: String,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub role: Option<String>,
    pub role_description: Option<String>,
    pub primary: bool,
    pub portal_access: bool,
    pub preferences: Preferences,
}

/// A contact as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub customer: CustomerId,
    /// The key by which a list knows the contact.
    pub reference: Option<String>,
    /// Counts the changes: an act carries the version that the person saw.
    pub version: i64,
    pub details: ContactDetails,
    /// What is known of the address, on whichever account it stands.
    pub marks: Marks,
    /// The latest invite.
    pub invite: Option<Invite>,
    /// Other customers on whose account the same person stands: same email, both with portal access.
    pub elsewhere: Vec<Elsewhere>,
}

/// Another account of the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub customer: CustomerId,
    pub customer_name: String,
    pub role: String,
}

impl ContactDetails {
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// The role on a row: the description where there is one.
    #[must_use]
    pub fn role_on_row(&self) -> &str {
        self.role_description.as_deref().or(self.role.as_deref()).unwrap_or(NO_ROLE)
    }

    /// The role in a panel: `Other: Vehicle manager`.
    #[must_use]
    pub fn role_in_full(&self) -> String {
        match (&self.role, &self.role_description) {
            (Some(role), Some(description)) => format!("{role}: {description}"),
            _ => self.role_on_row().to_owned(),
        }
    }

    /// The email, when mail can be sent to it: whoever has one is reached.
    #[must_use]
    pub fn usable_email(&self) -> Option<&Email> {
        self.email.as_ref().filter(|email| email.is_address())
    }
}

/// A field of the contact form, in the guide's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContactField {
    FirstName,
    LastName,
    Email,
    Phone,
    Role,
    RoleDescription,
    Primary,
    PortalAccess,
    Preferences,
}

/// A contact as typed, before any check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactDraft {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub role: Option<String>,
    pub role_description: String,
    pub primary: bool,
    pub portal_access: bool,
    pub preferences: Preferences,
}

impl ContactDraft {
    /// Checks what can be seen from the form alone; who else signs in with the email is asked of the account.
    ///
    /// # Errors
    /// All problems at once, in the order of the form.
    pub fn check(&self, roles: &RoleBook, region: Region) -> Result<ContactDetails, Problems<ContactField>> {
        let mut found = Vec::new();
        let [first_name, last_name, description] =
            [&self.first_name, &self.last_name, &self.role_description].map(|text| tidy(text));
        for (field, name) in [(ContactField::FirstName, &first_name), (ContactField::LastName, &last_name)] {
            if name.is_empty() {
                found.push((field, Problem::name_required()));
            } else if name.chars().count() > NAME_LIMIT {
                found.push((field, Problem::too_long(NAME_LIMIT)));
            }
        }
        let email = checked_email(&self.email).unwrap_or_else(|problem| {
            found.push((ContactField::Email, problem));
            None
        });
        let phone = Phone::read(&self.phone, region);
        if let Some(problem) = phone.as_ref().and_then(too_long_phone) {
            found.push((ContactField::Phone, problem));
        }
        let role = self.role.as_deref().map(tidy).and_then(filled);
        let describes = role.as_deref().is_some_and(|role| roles.needs_description(role));
        if role.as_ref().is_some_and(|role| role.chars().count() > ROLE_LIMIT) {
            found.push((ContactField::Role, Problem::too_long(ROLE_LIMIT)));
        }
        if describes && description.is_empty() {
            let name = role.as_deref().unwrap_or_default();
            found.push((ContactField::RoleDescription, Problem::description_required(name)));
        } else if description.chars().count() > ROLE_LIMIT {
            found.push((ContactField::RoleDescription, Problem::too_long(ROLE_LIMIT)));
        }
        if self.portal_access && email.is_none() && !found.iter().any(|(field, _)| *field == ContactField::Email) {
            found.push((ContactField::PortalAccess, Problem::access_needs_email()));
        }
        Problems::or_else_ok(found, || ContactDetails {
            first_name,
            last_name,
            email,
            phone,
            role,
            role_description: if describes { filled(description) } else { None },
            primary: self.primary,
            portal_access: self.portal_access,
            preferences: self.preferences,
        })
    }
}

impl From<&ContactDetails> for ContactDraft {
    fn from(details: &ContactDetails) -> Self {
        Self {
            first_name: details.first_name.clone(),
            last_name: details.last_name.clone(),
            email: details.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            phone: details.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            role: details.role.clone(),
            role_description: details.role_description.clone().unwrap_or_default(),
            primary: details.primary,
            portal_access: details.portal_access,
            preferences: details.preferences,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ContactDraft {
        ContactDraft { first_name: "Beatriz".into(), last_name: "Quiñones".into(), ..ContactDraft::default() }
    }

    fn problems(draft: &ContactDraft) -> Vec<ContactField> {
        match draft.check(&RoleBook::of_the_guide(), Region::US) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(|(field, _)| *field).collect(),
        }
    }

    #[test]
    fn only_the_names_are_required() {
        assert_eq!(problems(&draft()), []);
        assert_eq!(problems(&ContactDraft::default()), [ContactField::FirstName, ContactField::LastName]);
    }

    #[test]
    fn all_problems_at_once_in_the_order_of_the_form() {
        let bad = ContactDraft {
            email: "bea@ledger".into(),
            role: Some("Other".into()),
            portal_access: true,
            ..ContactDraft::default()
        };
        assert_eq!(
            problems(&bad),
            [ContactField::FirstName, ContactField::LastName, ContactField::Email, ContactField::RoleDescription]
        );
        assert_eq!(problems(&ContactDraft { portal_access: true, ..draft() }), [ContactField::PortalAccess]);
    }

    #[test]
    fn a_description_without_need_is_let_go() {
        let details =
            ContactDraft { role: Some("Spouse".into()), role_description: "Vehicle manager".into(), ..draft() }
                .check(&RoleBook::of_the_guide(), Region::US);
        assert_eq!(details.map(|details| details.role_description), Ok(None));
    }
}
