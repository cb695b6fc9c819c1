//! Who looks like somebody else in the file: the same email, phone or name. It is said before a person is added a
//! second time, and where a record could be taken for another.

use super::contact::ContactId;
use super::customer::CustomerId;
use super::email::Email;
use super::phone::{Phone, Region};
use super::text::fold;

/// What is compared; an empty one is like nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Likeness {
    pub email: Option<Email>,
    /// A number; what is kept as typed is compared with nothing.
    pub phone: Option<Phone>,
    /// First and last name together, or the company.
    pub name: String,
    /// Who is no look-alike of themselves.
    pub but: Option<(CustomerId, Option<ContactId>)>,
}

/// In what two are alike, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Email,
    Phone,
    Name,
}

/// Somebody who is alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    pub customer: CustomerId,
    pub customer_name: String,
    /// `None` for the main customer.
    pub contact: Option<ContactId>,
    pub name: String,
    pub by: By,
    /// What tells one from another of the same name.
    pub phone: Option<Phone>,
    pub car: Option<String>,
}

impl Likeness {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.email.is_none() && self.phone.is_none() && self.name.trim().is_empty()
    }

    /// In what somebody is like this.
    #[must_use]
    pub fn of(&self, name: &str, email: Option<&Email>, phone: Option<&Phone>) -> Option<By> {
        let is_named = |wanted: &str| !wanted.trim().is_empty() && fold(wanted.trim()) == fold(name);
        match () {
            () if self.email.is_some() && self.email.as_ref().map(Email::key) == email.map(Email::key) => {
                Some(By::Email)
            }
            () if self.phone.is_some() && self.phone.as_ref() == phone => Some(By::Phone),
            () if is_named(&self.name) => Some(By::Name),
            () => None,
        }
    }
}

impl By {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Email => "the same email",
            Self::Phone => "the same phone",
            Self::Name => "the same name",
        }
    }
}

impl Alike {
    /// `Maria Lopez is already an additional contact of Lopez Racing (the same phone).`
    #[must_use]
    pub fn sentence(&self, here: Option<CustomerId>) -> String {
        let Self { name, customer_name, by, .. } = self;
        let is_here = here == Some(self.customer);
        let what = match (self.contact, is_here) {
            (Some(_), true) => "is already an additional contact here".to_owned(),
            (Some(_), false) => format!("is already an additional contact of {customer_name}"),
            (None, true) => "is the main customer here".to_owned(),
            (None, false) => "is already a customer".to_owned(),
        };
        format!("{name} {what} ({}).", by.words())
    }

    /// In what, who, and what tells the two apart: `the same name: John Smith · (509) 555-0173 · Civic · ABC1111`.
    #[must_use]
    pub fn line(&self, region: Region) -> String {
        let of = self.contact.map(|_| format!("of {}", self.customer_name));
        let phone = self.phone.as_ref().map(|phone| phone.shown(region));
        let marks = [Some(self.name.clone()), of, phone, self.car.clone()];
        format!("{}: {}", self.by.words(), marks.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }
}
