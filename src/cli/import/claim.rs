//! What only one row of a list may say: the key of a customer, who a person is, who is primary, who signs in with an
//! email. The first good row counts.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::failure::Fails;
use super::checking::{Checked, Reason};
use crate::domain::email::Email;
use crate::domain::text::fold;
use crate::store::{Claims, StoreError};

#[derive(Debug, Clone, Copy)]
pub enum Claim<'a> {
    Customer {
        reference: &'a str,
    },
    Contact {
        reference: &'a str,
    },
    /// Somebody without a key of the shop.
    Person {
        customer: &'a str,
        name: &'a str,
    },
    Primary {
        customer: &'a str,
    },
    Access {
        customer: &'a str,
        email: &'a Email,
    },
}

impl Claim<'_> {
    /// The line that has it already.
    pub fn made_on(self, claims: &Claims) -> Result<Option<u64>, StoreError> {
        claims.line_of(self.fingerprint())
    }

    fn fingerprint(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self {
            Self::Customer { reference } => (0, reference).hash(&mut hasher),
            Self::Contact { reference } => (1, reference).hash(&mut hasher),
            Self::Person { customer, name } => (2, customer, fold(name)).hash(&mut hasher),
            Self::Primary { customer } => (3, customer).hash(&mut hasher),
            Self::Access { customer, email } => (4, customer, email.key()).hash(&mut hasher),
        }
        hasher.finish()
    }

    /// Why a row is left out that claims what another one has.
    fn refused(self, line: u64) -> Reason {
        match self {
            Self::Customer { reference } => {
                Reason::new("ref", format!("{reference} stands in this list twice; the first row counts"))
            }
            Self::Contact { reference } => {
                Reason::new("contact_ref", format!("{reference} stands in this list twice; the first row counts"))
            }
            Self::Person { name, .. } => Reason::new(
                "last_name",
                format!("{name} stands in this list twice for this customer; the first row counts"),
            ),
            Self::Primary { .. } => {
                Reason::new("primary", format!("the contact on line {line} is already primary for this customer"))
            }
            Self::Access { email, .. } => {
                Reason::new("email", format!("the contact on line {line} already signs in with {email}"))
            }
        }
    }
}

/// Makes all claims of a row, or none where another row has one of them.
pub fn make_all(claims: &Claims, row: &[Claim], line: u64) -> Checked<()> {
    for claim in row {
        if let Some(earlier) = claim.made_on(claims).fails()? {
            return Ok(Err(claim.refused(earlier)));
        }
    }
    for claim in row {
        claims.keep(claim.fingerprint(), line).fails()?;
    }
    Ok(Ok(()))
}
