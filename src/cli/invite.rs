//! `frontdesk invite`: the same deed as `i` on the row.

use serde_json::json;

use super::arguments::Global;
use super::failure::{FAILED, Fails, Failure};
use super::{Office, say};
use crate::domain::contact::ContactId;
use crate::domain::deed::{Deed, Refusal, SamePerson};
use crate::domain::inviting::Obstacle;

pub fn run(global: &Global, contact: i64, json: bool) -> Result<u8, Failure> {
    let mut office = Office::open(global)?;
    let id = ContactId(contact);
    let customer = office.store.customer_of(id).fails()?.ok_or(Refusal::NotThere { what: "contact" }).fails()?;
    let record = office.store.record(customer, &office.settings.author, 0).fails()?;
    let found =
        record.as_ref().and_then(|record| record.contact(id)).ok_or(Refusal::NotThere { what: "contact" }).fails()?;
    let Some(email) = found.details.email.clone() else {
        return Err(Refusal::CannotInvite { name: found.details.name(), obstacle: Obstacle::NoEmail }).fails();
    };
    let deed =
        Deed::Invite { id, version: found.version, email, turn_on_access: false, same_person: SamePerson::NotAsked };
    let answer = office.act(|store, occasion| store.perform(&deed, occasion).fails())?;
    match answer {
        Ok(done) => {
            let number = done.invite.map(|invite| invite.0);
            if json {
                say(&json!({ "ok": true, "invite": number, "contact_id": contact, "state": "queued" }).to_string());
            } else {
                say(&format!(
                    "The invite of {} is queued. A running desk or `frontdesk outbox send` delivers it.",
                    done.name
                ));
            }
            Ok(0)
        }
        Err(refusal) if json => {
            say(&json!({ "ok": false, "reason": refusal.sentence(|at| format!("at {at}")) }).to_string());
            Ok(FAILED)
        }
        Err(refusal) => Err(refusal).fails(),
    }
}
