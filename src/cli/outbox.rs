//! `frontdesk outbox`: what has not arrived, and delivering it without a desk.

use serde_json::{Value, json};

use super::arguments::{Global, Outbox};
use super::failure::{Fails, Failure, MAIL};
use super::office::{Office, say, tell};
use super::preview;
use crate::domain::deed::Deed;
use crate::domain::invite::{InviteId, InviteState};
use crate::domain::outbox::{Held, Waiting};
use crate::domain::text::{counted, printable};
use crate::runtime::postman::{self, Desk, Ready};

pub fn run(global: &Global, asked: &Outbox) -> Result<u8, Failure> {
    let mut office = Office::open(global)?;
    match asked {
        Outbox::List { json } => list(&office, *json),
        Outbox::Send => send(&mut office),
        Outbox::Retry { invite: Some(id), .. } => order(&mut office, &Deed::RetryInvite { id: InviteId(*id) }),
        Outbox::Retry { invite: None, .. } => retry_all(&mut office),
        Outbox::Preview { contact, output } => preview::run(&office, *contact, output.clone()),
        Outbox::Revoke { invite } => order(&mut office, &Deed::RevokeInvite { id: InviteId(*invite) }),
    }
}

fn list(office: &Office, json: bool) -> Result<u8, Failure> {
    let now = Office::now();
    let waiting = office.store.outbox(now).fails()?;
    if json {
        let rows: Vec<Value> = waiting.iter().map(|waiting| row(waiting, now)).collect();
        say(&Value::from(rows).to_string());
        return Ok(0);
    }
    if waiting.is_empty() {
        tell("Every invite has arrived.");
    }
    for waiting in &waiting {
        let invite = &waiting.invite;
        let words = invite.last_error.as_deref().map(|words| format!("  {}", printable(words))).unwrap_or_default();
        let state = invite.state_at(now).word();
        let tries = if invite.attempts == 1 { "try" } else { "tries" };
        say(&format!(
            "{:>6}  {state:<8} {:>2} {tries:<5}  {}  {}, {}{words}",
            invite.id.0,
            invite.attempts,
            printable(invite.email.as_str()),
            printable(&waiting.contact_name),
            printable(&waiting.customer_name),
        ));
    }
    if let Some(held) = office.store.post_held(now).fails()? {
        tell(&nothing_goes_out(office, &held));
    }
    Ok(0)
}

fn row(waiting: &Waiting, now: jiff::Timestamp) -> Value {
    let invite = &waiting.invite;
    json!({
        "id": invite.id.0,
        "contact_id": waiting.contact.0,
        "email": invite.email.as_str(),
        "state": invite.state_at(now).word(),
        "attempts": invite.attempts,
        "next_attempt_at": invite.next_attempt_at.map(|at| at.to_string()),
        "last_error": invite.last_error,
    })
}

fn send(office: &mut Office) -> Result<u8, Failure> {
    let settings = office.settings.clone();
    let now = Office::now();
    let was_due = office.store.next_due(now).fails()?.is_some_and(|due| due <= now);
    let summary = match postman::ready(&office.store, &settings) {
        Ok(Ready { letters, mut mailer, key }) => {
            let desk = Desk { settings: &settings, letters: &letters, key: &key };
            postman::deliver_due(&mut office.store, mailer.as_mut(), &desk, &Office::now, &|| true).fails()?
        }
        Err(fault) => postman::not_ready(&mut office.store, &settings, fault, now).fails()?,
    };
    tell(&format!(
        "{} delivered, {} to be tried again, {} failed.",
        counted(summary.delivered, "invite"),
        summary.deferred,
        summary.refused
    ));
    if let Some(held) = &summary.held {
        tell(&nothing_goes_out(office, held));
    }
    if let Some(words) = &summary.held_here {
        tell(words);
    }
    let is_held = summary.held.is_some() || (summary.held_here.is_some() && was_due);
    Ok(if is_held || summary.deferred + summary.refused > 0 { MAIL } else { 0 })
}

fn nothing_goes_out(office: &Office, held: &Held) -> String {
    format!("Nothing goes out for now: {}", held.sentence(Office::now(), &office.settings.time_zone))
}

fn retry_all(office: &mut Office) -> Result<u8, Failure> {
    let now = Office::now();
    let queued: Vec<Waiting> = office
        .store
        .outbox(now)
        .fails()?
        .into_iter()
        .filter(|waiting| waiting.invite.state_at(now) == InviteState::Queued)
        .collect();
    for waiting in &queued {
        order(office, &Deed::RetryInvite { id: waiting.invite.id })?;
    }
    tell(&format!("{} due now.", counted(queued.len(), "invite")));
    Ok(0)
}

fn order(office: &mut Office, deed: &Deed) -> Result<u8, Failure> {
    office.perform(deed)?.fails()?;
    Ok(0)
}
