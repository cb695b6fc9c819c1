//! What the file answered to a deed, in the words of a notice.

use std::time::Duration;

use super::Desk;
use super::step::Notice;
use crate::domain::deed::{Done, Refusal};
use crate::domain::history::{Act, Change, Field, Subject, Value};
use crate::domain::moment;
use crate::domain::text::listed;

const WITHOUT_ACCESS: &str = "its contacts without portal access";

/// What was done, with old and new values, and who lost primary.
pub fn done(done: &Done, desk: &Desk) -> Notice {
    let invite = matches!(done.subject, Subject::Contact(_)) && access_turned_on(done) && !done.undone;
    let words = match (done.undone, invite) {
        (true, _) => undone(done),
        // The next act matters more than the name, on which the cursor stands.
        (false, true) if done.act == Act::Added => "Added.".to_owned(),
        (false, true) => "Saved.".to_owned(),
        (false, false) => plainly(done, desk),
    };
    let words = match &done.no_longer_primary {
        Some(name) => format!("{words} {name} is no longer primary."),
        None => words,
    };
    let words = if invite { format!("{words} Portal Access is on, no invite sent yet.") } else { words };
    Notice::fine(words).with_undo(done.undo).then(invite.then_some("i Send invite"))
}

/// What was not done, and why.
pub fn refused(refusal: &Refusal, desk: &Desk) -> Notice {
    Notice::alarm(refusal.sentence(|at| moment::said(at, desk.now.wall, &desk.settings.time_zone)))
}

/// Another desk holds the file.
pub fn waiting(waited: Duration) -> Notice {
    Notice::plain(format!(
        "Another desk is writing to the file: waiting for {} s. Nothing is lost, and the keys answer meanwhile.",
        waited.as_secs().max(1)
    ))
}

fn plainly(done: &Done, desk: &Desk) -> String {
    let name = &done.name;
    match done.act {
        Act::Added if done.moved_from.is_some() => {
            let from = done.moved_from.as_deref().unwrap_or_default();
            format!("{name} came here from {from}, without portal access.")
        }
        Act::Changed if done.changes.is_empty() => "Nothing was changed.".to_owned(),
        Act::Added => format!("Added {name}."),
        Act::Changed => changed(name, &done.changes, desk),
        Act::Removed => format!("Removed {name}."),
        Act::Archived => format!("Archived {name}: out of Search, and nobody of it signs in."),
        Act::Restored if done.subject == Subject::Customer => format!("{name} is back, {WITHOUT_ACCESS}."),
        Act::Restored if matches!(done.subject, Subject::Car(_)) => format!("Restored {name}."),
        Act::Restored => format!("Restored {name}, without portal access."),
        Act::InviteQueued => format!("The invite of {name} is queued and goes out by itself."),
        Act::InviteRevoked => format!("Revoked. The link of {name} no longer works."),
        act => format!("{name}: {}.", act.word()),
    }
}

fn undone(done: &Done) -> String {
    let name = &done.name;
    match done.act {
        Act::Removed => format!("Undone: {name} is not added."),
        Act::Archived => format!("Undone: {name} is archived again."),
        Act::Restored if done.subject == Subject::Customer => format!("Undone: {name} is back, {WITHOUT_ACCESS}."),
        Act::Restored if matches!(done.subject, Subject::Car(_)) => format!("Undone: {name} is back."),
        Act::Restored => format!("Undone: {name} is back, without portal access."),
        _ => {
            let fields: Vec<&str> = done.changes.iter().map(|change| change.field.label()).collect();
            format!("Undone for {name}: {}.", listed(&fields))
        }
    }
}

fn changed(name: &str, changes: &[Change], desk: &Desk) -> String {
    match changes {
        [change] => {
            let [old, new] = [&change.old, &change.new].map(|value| value.shown(change.field, desk.settings.region));
            match change.new {
                Value::Flag(_) => format!("Saved. {} of {name} is {new}.", change.field.label()),
                _ => format!("Saved. {} of {name}: {old} is now {new}.", change.field.label()),
            }
        }
        several => {
            let fields: Vec<&str> = several.iter().map(|change| change.field.label()).collect();
            format!("Saved for {name}: {}.", listed(&fields))
        }
    }
}

fn access_turned_on(done: &Done) -> bool {
    matches!(done.act, Act::Added | Act::Changed)
        && done.changes.iter().any(|change| change.field == Field::PortalAccess && change.new == Value::Flag(true))
}
