//! What the file answered to a deed, in the words of a notice.

use std::time::Duration;

use super::desk::Desk;
use super::key::Key;
use super::keys::Hint;
use super::step::Notice;
use crate::config::TakenOver;
use crate::domain::change::{Change, Field, Value};
use crate::domain::deed::{CameFrom, Done, Invited, Refusal};
use crate::domain::history::{Act, Subject};
use crate::domain::importing::Importing;
use crate::domain::invite::Delivery;
use crate::domain::moment;
use crate::domain::outbox::Post;
use crate::domain::text::{counted, listed};

const ACCESS_STAYS_OFF: &str = "portal access stays off";

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
    let is_bare = done.came_from == Some(CameFrom::OwnRecord);
    let words = match &done.no_longer_primary {
        Some(name) => format!("{words} {name} is no longer primary."),
        None => words,
    };
    let words = if invite { format!("{words} Portal Access is on, no invite sent yet.") } else { words };
    let then = match (invite, is_bare) {
        (true, _) => Some(Hint::new(Key::Char('i'), "Send invite")),
        (false, true) => Some(Hint::new(Key::Char('e'), "Edit")),
        (false, false) => None,
    };
    Notice::fine(words).with_undo(done.undo).then(then)
}

/// What a configuration that was read again has changed; `None` for nothing.
pub fn settings_taken_over(taken: &TakenOver, quit: Key) -> Option<Notice> {
    let now = (!taken.at_once.is_empty()).then(|| format!("from now on {}", listed(&taken.at_once)));
    let later = (!taken.later.is_empty())
        .then(|| format!("after the next start ({quit}, then frontdesk) {}", listed(&taken.later)));
    let words: Vec<String> = now.into_iter().chain(later).collect();
    (!words.is_empty()).then(|| Notice::fine(format!("The configuration has changed: {}.", words.join("; "))))
}

/// A wrong configuration changes nothing; its first line says where and what.
pub fn settings_wrong(words: &str) -> Notice {
    let first = words.lines().next().unwrap_or_default();
    let stop = if first.ends_with('?') { "" } else { "." };
    Notice::alarm(format!("{first}{stop} This desk goes on as it was; correct it, then read it again."))
}

/// What was not done, and why.
pub fn refused(refusal: &Refusal, desk: &Desk) -> Notice {
    let sentence = refusal.sentence(|at| moment::said(at, desk.now.wall, &desk.settings.time_zone));
    Notice::alarm(desk.with_remedy(&sentence, refusal.remedy()))
}

/// Another desk holds the file; who, where that is known. A form that is being saved is deaf meanwhile.
pub fn waiting(waited: Duration, importing: Option<&Importing>, is_deaf: bool, desk: &Desk) -> Notice {
    let who = importing.map_or_else(
        || "Another desk is writing to the file".to_owned(),
        |importing| importing.words(desk.now.wall, &desk.settings.time_zone),
    );
    let meanwhile = if is_deaf {
        "Nothing is lost: it is saved as soon as that ends."
    } else {
        "Nothing is lost, and the keys answer meanwhile."
    };
    Notice::plain(format!("{who}: waiting for {} s. {meanwhile}", waited.as_secs().max(1)))
}

fn plainly(done: &Done, desk: &Desk) -> String {
    let name = &done.name;
    match done.act {
        Act::Added if done.came_from.is_some() => arrived(done),
        Act::Changed if done.changes.is_empty() => "Nothing was changed.".to_owned(),
        Act::Added => format!("Added {name}."),
        Act::Changed => changed(done, desk),
        Act::Removed => format!("Removed {name}."),
        Act::Archived => format!("Archived {name}: out of Search, and nobody on it can sign in."),
        Act::Restored if done.subject == Subject::Customer => format!("{name} is back, {ACCESS_STAYS_OFF}."),
        Act::Restored if matches!(done.subject, Subject::Car(_)) => format!("Restored {name}."),
        Act::Restored => format!("Restored {name}, without portal access."),
        Act::InviteQueued if !done.invited.is_empty() => {
            let queued = done.invited.iter().filter(|(_, invited)| *invited == Invited::Queued).count();
            format!("{name}: {} queued.", counted(queued, "invite"))
        }
        Act::InviteQueued if desk.post == Post::Goes => match desk.settings.mail.delivery {
            Delivery::Smtp => format!("The invite of {name} goes out by itself; its row says when."),
            Delivery::Folder => format!("The invite of {name} is written as a file; its row says when."),
        },
        Act::InviteQueued => format!("The invite of {name} {}.", desk.post.words()),
        Act::InviteRevoked => format!("Revoked. The link of {name} no longer works."),
        Act::MessagesStopped => format!("No message goes to {name} any more, on any account."),
        Act::MarketingStopped => format!("No Marketing goes to {name} any more, on any account."),
        Act::MessagesWanted => format!("{name} may be written to again."),
        Act::MailReturned => format!("{name} is marked: mail does not arrive there."),
        Act::MailArrives => format!("{name} is marked: mail arrives there again."),
        act => format!("{name}: {}.", act.word()),
    }
}

/// Somebody who stood elsewhere before.
fn arrived(done: &Done) -> String {
    let name = &done.name;
    match (&done.came_from, done.subject) {
        (Some(CameFrom::Customer(from)), Subject::Customer) => {
            format!("{name} is now a customer, and no additional contact of {from} any more.")
        }
        (Some(CameFrom::Customer(from)), _) => format!("{name} came here from {from}, without portal access."),
        _ => format!("{name} is now an additional contact here, without role, messages and portal access."),
    }
}

fn undone(done: &Done) -> String {
    let name = &done.name;
    match done.act {
        Act::Removed => format!("Undone: {name} is not added."),
        Act::Archived => format!("Undone: {name} is archived."),
        Act::Restored if done.subject == Subject::Customer => format!("Undone: {name} is back, {ACCESS_STAYS_OFF}."),
        Act::Restored if matches!(done.subject, Subject::Car(_)) => format!("Undone: {name} is back."),
        Act::Restored => format!("Undone: {name} is back, without portal access."),
        _ if done.changes.is_empty() => format!("Undone for {name}: nothing of it was left."),
        _ => format!("Undone for {}: {}.", everybody(done), fields(&done.changes)),
    }
}

fn changed(done: &Done, desk: &Desk) -> String {
    match &done.changes[..] {
        [change] if done.also.is_empty() => {
            let name = &done.name;
            let [old, new] = [&change.old, &change.new].map(|value| value.shown(change.field, desk.settings.region));
            match change.new {
                Value::Flag(_) => format!("Saved. {} of {name} is {new}.", change.field.label()),
                _ => format!("Saved. {} of {name}: {old} is now {new}.", change.field.label()),
            }
        }
        changes => format!("Saved for {}: {}.", everybody(done), fields(changes)),
    }
}

fn everybody(done: &Done) -> String {
    let names: Vec<&str> = std::iter::once(&done.name).chain(&done.also).map(String::as_str).collect();
    listed(&names)
}

fn fields(changes: &[Change]) -> String {
    let fields: Vec<&str> = changes.iter().map(|change| change.field.label()).collect();
    listed(&fields)
}

fn access_turned_on(done: &Done) -> bool {
    matches!(done.act, Act::Added | Act::Changed)
        && done.changes.iter().any(|change| change.field == Field::PortalAccess && change.new == Value::Flag(true))
}
