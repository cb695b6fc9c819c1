//! The rules of the shop as questions to the file. The store and the schema hold them; another program that wrote to
//! the file may not have.

use rusqlite::Connection;

use super::row;
use crate::domain::email;

/// A rule that is looked up; see product.md, "Rules of the shop".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    NamesRequired,
    DescriptionRequired,
    OnePrimary,
    AccessNeedsEmail,
    OneHolder,
    EmailsCompare,
    RemovedHasEnded,
    OneOpenInvite,
    InviteNeedsAccess,
    InviteToCurrentEmail,
}

impl Rule {
    pub const ALL: [Self; 10] = [
        Self::NamesRequired,
        Self::DescriptionRequired,
        Self::OnePrimary,
        Self::AccessNeedsEmail,
        Self::OneHolder,
        Self::EmailsCompare,
        Self::RemovedHasEnded,
        Self::OneOpenInvite,
        Self::InviteNeedsAccess,
        Self::InviteToCurrentEmail,
    ];

    /// Who breaks it, by name.
    pub(super) fn broken_by(self, conn: &Connection) -> Result<Vec<String>, rusqlite::Error> {
        let open = "state IN ('queued', 'sending', 'sent')";
        match self {
            Self::NamesRequired => {
                let mut who = contacts(conn, "trim(contact.first_name) = '' OR trim(contact.last_name) = ''")?;
                who.extend(customers(conn, "company IS NULL AND (first_name = '' OR last_name = '')")?);
                Ok(who)
            }
            Self::DescriptionRequired => contacts(conn, "role = 'Other' AND role_description IS NULL"),
            Self::OnePrimary => {
                customers(conn, "(SELECT count(*) FROM contact WHERE customer_id = customer.id AND is_primary = 1) > 1")
            }
            Self::AccessNeedsEmail => contacts(conn, "portal_access = 1 AND contact.email IS NULL"),
            Self::OneHolder => contacts(
                conn,
                "portal_access = 1 AND (contact.email_key = customer.email_key OR EXISTS (
                     SELECT 1 FROM contact other
                     WHERE other.customer_id = contact.customer_id AND other.id <> contact.id
                       AND other.portal_access = 1 AND other.email_key = contact.email_key))",
            ),
            Self::EmailsCompare => {
                let mut who = unlike(conn, &format!("SELECT contact.email, contact.email_key, {NAMED}"))?;
                who.extend(unlike(conn, &format!("SELECT email, email_key, {LISTED} FROM customer"))?);
                Ok(who)
            }
            Self::RemovedHasEnded => contacts(
                conn,
                "(removed_at IS NOT NULL AND (portal_access = 1 OR is_primary = 1))
                 OR (archived_at IS NOT NULL AND portal_access = 1)",
            ),
            Self::OneOpenInvite => {
                contacts(conn, &format!("(SELECT count(*) FROM invite WHERE contact_id = contact.id AND {open}) > 1"))
            }
            Self::InviteNeedsAccess => contacts(
                conn,
                &format!(
                    "(portal_access = 0 OR removed_at IS NOT NULL OR archived_at IS NOT NULL)
                     AND EXISTS (SELECT 1 FROM invite WHERE contact_id = contact.id AND {open})"
                ),
            ),
            Self::InviteToCurrentEmail => unlike(
                conn,
                &format!(
                    "SELECT invite.email, contact.email_key, {NAMED} JOIN invite ON invite.contact_id = contact.id
                     WHERE portal_access = 1 AND {open}"
                ),
            ),
        }
    }
}

/// The listed name of a customer.
pub(super) const LISTED: &str = "coalesce(company, customer.first_name || ' ' || customer.last_name)";
/// A contact's name with that of its customer, and where both are.
const NAMED: &str = "contact.first_name || ' ' || contact.last_name || ' of '
    || coalesce(company, customer.first_name || ' ' || customer.last_name)
    FROM contact JOIN customer ON customer.id = customer_id";

fn contacts(conn: &Connection, condition: &str) -> Result<Vec<String>, rusqlite::Error> {
    names(conn, &format!("SELECT {NAMED} WHERE {condition} ORDER BY contact.id"))
}

fn customers(conn: &Connection, condition: &str) -> Result<Vec<String>, rusqlite::Error> {
    names(conn, &format!("SELECT {LISTED} FROM customer WHERE {condition} ORDER BY id"))
}

fn names(conn: &Connection, sql: &str) -> Result<Vec<String>, rusqlite::Error> {
    conn.prepare(sql)?.query_map([], |found| row::words(found, 0))?.collect()
}

/// Rows of email, key and name whose key is not that of the email: the domain's own comparison, which SQL lacks.
fn unlike(conn: &Connection, sql: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut who = Vec::new();
    while let Some(found) = rows.next()? {
        if row::text(found, 0)?.map(|email| email::key(&email)) != row::text(found, 1)? {
            who.push(row::words(found, 2)?);
        }
    }
    Ok(who)
}
