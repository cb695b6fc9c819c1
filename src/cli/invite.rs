//! `frontdesk invite`: the same deed as `i` on the row.

use serde_json::json;

use super::arguments::Global;
use super::failure::{FAILED, Fails, Failure};
use super::office::{Office, say};
use crate::domain::contact::ContactId;
use crate::domain::deed::{Deed, Done, Refusal};
use crate::domain::inviting::Obstacle;

pub fn run(global: &Global, contact: i64, json: bool) -> Result<u8, Failure> {
    let mut office = Office::open(global)?;
    match invite(&mut office, ContactId(contact))? {
        Ok(done) if json => {
            let number = done.invite.map(|invite| invite.0);
            say(&json!({ "ok": true, "invite": number, "contact_id": contact, "state": "queued" }).to_string());
            Ok(0)
        }
        Ok(done) => {
            say(&format!(
                "The invite of {} is queued. A running desk or `frontdesk outbox send` delivers it.",
                done.name
            ));
            Ok(0)
        }
        Err(refusal) if json => {
            say(&json!({ "ok": false, "reason": refusal.sentence(|at| format!("at {at}")) }).to_string());
            Ok(FAILED)
        }
        Err(refusal) => Err(refusal).fails(),
    }
}

fn invite(office: &mut Office, id: ContactId) -> Result<Result<Done, Refusal>, Failure> {
    let record = match office.store.customer_of(id).fails()? {
        Some(customer) => office.store.record(customer, &office.settings.author, 0).fails()?,
        None => None,
    };
    let Some(found) = record.as_ref().and_then(|record| record.contact(id)) else {
        return Ok(Err(Refusal::NotThere { what: "contact" }));
    };
    let Some(deed) = Deed::invite(found, false) else {
        return Ok(Err(Refusal::CannotInvite { name: found.details.name(), obstacle: Obstacle::NoEmail }));
    };
    office.perform(&deed)
}
