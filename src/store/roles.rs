//! The roles in use, and one in place of another for everybody who has it.

use super::history::Ties;
use super::transaction::Halt;
use super::work::Work;
use super::{Store, StoreError, contact, record, row};
use crate::domain::contact::{ContactDetails, ContactId};
use crate::domain::deed::{Done, Refusal, SamePerson};
use crate::domain::role::RoleUse;
use crate::domain::text::{counted, fold};

impl Store {
    /// Every role that somebody has, as it is spelt, the commonest first.
    pub fn roles_in_use(&self) -> Result<Vec<RoleUse>, StoreError> {
        self.reading(|conn| {
            conn.prepare_cached(
                "SELECT role, count(*), count(DISTINCT customer_id) FROM contact
                 WHERE removed_at IS NULL AND role IS NOT NULL GROUP BY role ORDER BY count(*) DESC, role",
            )?
            .query_map([], |found| {
                let count = |index| found.get::<_, i64>(index).map(|count| usize::try_from(count).unwrap_or_default());
                Ok(RoleUse { role: row::words(found, 0)?, people: count(1)?, accounts: count(2)? })
            })?
            .collect()
        })
    }
}

/// One act, with an entry for each person.
pub fn replace(work: &Work, from: &str, to: &str, needs_description: bool) -> Result<Done, Halt> {
    let with_a_role = work
        .conn
        .prepare_cached("SELECT id, role FROM contact WHERE removed_at IS NULL AND role IS NOT NULL ORDER BY id")?
        .query_map([], |found| Ok((ContactId(found.get(0)?), row::words(found, 1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut answer: Option<Done> = None;
    let mut people = 0;
    for (id, role) in with_a_role.into_iter().filter(|(_, role)| fold(role) == fold(from)) {
        let Some(contact) = record::contact(work.conn, id)? else { continue };
        let described = contact.details.role_description.clone().or(Some(role));
        let details = ContactDetails {
            role: Some(to.to_owned()),
            role_description: described.filter(|_| needs_description),
            ..contact.details.clone()
        };
        let follows = answer.as_ref().and_then(|done| done.undo);
        let one = contact::change(work, &contact, &details, SamePerson::Confirmed, Ties { follows, undoes: None })?;
        people += usize::from(!one.changes.is_empty());
        answer.get_or_insert(one);
    }
    let answer = answer.ok_or(Refusal::NotThere { what: "role in use" })?;
    Ok(Done { name: counted(people, "contact"), ..answer })
}
