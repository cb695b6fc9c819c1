//! The main customer: a person or a company who owns the account.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::address::Marks;
use super::email::Email;
use super::phone::{Phone, Region};
use super::preference::Preferences;
use super::problem::{Problem, Problems};
use super::text::{COMPANY_LIMIT, NAME_LIMIT, NOTES_LIMIT, filled, tidy};

/// A customer's number in the file; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CustomerId(pub i64);

/// What staff know of a customer, checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerDetails {
    pub first_name: String,
    pub last_name: String,
    pub company: Option<String>,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub notes: Option<String>,
    pub preferences: Preferences,
}

/// A customer as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    pub id: CustomerId,
    /// The shop's own key.
    pub reference: String,
    /// Counts the changes: an act carries the version that the person saw.
    pub version: i64,
    pub details: CustomerDetails,
    /// What is known of the customer's own address.
    pub marks: Marks,
    /// Customers are archived, not removed: since when. Search and everything that acts passes an archived one over.
    pub archived_at: Option<Timestamp>,
}

impl CustomerDetails {
    /// The name over the page: the company, else `First Last`.
    #[must_use]
    pub fn name(&self) -> String {
        self.company.clone().unwrap_or_else(|| self.person())
    }

    /// `First Last`; empty for a company without one.
    #[must_use]
    pub fn person(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The name in lists, ordered by it: the company, else `Last, First`.
    #[must_use]
    pub fn listed_name(&self) -> String {
        match &self.company {
            Some(company) => company.clone(),
            None if self.first_name.is_empty() || self.last_name.is_empty() => self.person(),
            None => format!("{}, {}", self.last_name, self.first_name),
        }
    }
}

/// A field of the customer form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomerField {
    FirstName,
    LastName,
    Company,
    Email,
    Phone,
    Notes,
    Preferences,
}

/// A customer as typed, before any check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustomerDraft {
    pub first_name: String,
    pub last_name: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub notes: String,
    pub preferences: Preferences,
}

impl CustomerDraft {
    /// # Errors
    /// All problems at once, in the order of the form.
    pub fn check(&self, region: Region) -> Result<CustomerDetails, Problems<CustomerField>> {
        let mut found = Vec::new();
        let [first_name, last_name, company, notes] =
            [&self.first_name, &self.last_name, &self.company, &self.notes].map(|text| tidy(text));
        if company.is_empty() {
            let missing = || Problem::new("required", "Fill in First Name and Last Name, or the Company.");
            if first_name.is_empty() {
                found.push((CustomerField::FirstName, missing()));
            }
            if last_name.is_empty() {
                found.push((CustomerField::LastName, missing()));
            }
        }
        for (field, text, limit) in [
            (CustomerField::FirstName, &first_name, NAME_LIMIT),
            (CustomerField::LastName, &last_name, NAME_LIMIT),
            (CustomerField::Company, &company, COMPANY_LIMIT),
        ] {
            if text.chars().count() > limit {
                found.push((field, Problem::too_long(limit)));
            }
        }
        let email = checked_email(&self.email).unwrap_or_else(|problem| {
            found.push((CustomerField::Email, problem));
            None
        });
        let phone = Phone::read(&self.phone, region);
        if let Some(problem) = phone.as_ref().and_then(too_long_phone) {
            found.push((CustomerField::Phone, problem));
        }
        if notes.chars().count() > NOTES_LIMIT {
            found.push((CustomerField::Notes, Problem::too_long(NOTES_LIMIT)));
        }
        let preferences = self.preferences;
        Problems::or_else_ok(found, || CustomerDetails {
            first_name,
            last_name,
            company: filled(company),
            email,
            phone,
            notes: filled(notes),
            preferences,
        })
    }
}

impl From<&CustomerDetails> for CustomerDraft {
    fn from(details: &CustomerDetails) -> Self {
        Self {
            first_name: details.first_name.clone(),
            last_name: details.last_name.clone(),
            company: details.company.clone().unwrap_or_default(),
            email: details.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            phone: details.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
            notes: details.notes.clone().unwrap_or_default(),
            preferences: details.preferences,
        }
    }
}

/// An optional email: empty is none.
pub(super) fn checked_email(typed: &str) -> Result<Option<Email>, Problem> {
    if tidy(typed).is_empty() { Ok(None) } else { Email::parse(typed).map(Some) }
}

pub(super) fn too_long_phone(phone: &Phone) -> Option<Problem> {
    use super::text::PHONE_LIMIT;
    (phone.as_str().chars().count() > PHONE_LIMIT).then(|| Problem::too_long(PHONE_LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_or_both_names() {
        let draft = |first: &str, last: &str, company: &str| CustomerDraft {
            first_name: first.into(),
            last_name: last.into(),
            company: company.into(),
            ..CustomerDraft::default()
        };
        assert!(draft("", "", "Lopez Racing").check(Region::US).is_ok());
        assert!(draft("Ana", "Garcia", "").check(Region::US).is_ok());
        let problems = draft("\u{200b}", "Garcia", " ").check(Region::US).expect_err("no first name");
        assert_eq!(problems.first(), Some(CustomerField::FirstName));
        assert_eq!(problems.count(), 1);
        let long = draft(&"x".repeat(10_000), "Garcia", "").check(Region::US).expect_err("too long");
        assert!(long.at(CustomerField::FirstName).is_some_and(|problem| problem.short.contains("80")));
    }
}
