//! What a colleague did between two readings of a record, or while a form was away, said at once to whoever looks at it
//! or types there.

use jiff::Timestamp;

use super::desk::Desk;
use super::key::Key;
use super::keys;
use super::step::Notice;
use crate::domain::change::Field;
use crate::domain::deed::Refusal;
use crate::domain::history::{Act, Entry, Subject, took_away};
use crate::domain::moment::said;
use crate::domain::record::Record;
use crate::domain::text::listed;

/// What is said of a form beside what was done to its customer.
pub const TYPED_IS_KEPT: &str = " What you typed is kept, and not saved.";

/// Who did something, and when, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub staff: String,
    pub desk: String,
    pub at: String,
}

impl Colleague {
    pub fn new(staff: &str, desk: &str, at: Timestamp, here: &Desk) -> Self {
        let at = said(at, here.now.wall, &here.settings.time_zone);
        Self { staff: staff.to_owned(), desk: desk.to_owned(), at }
    }

    fn of(entry: &Entry, here: &Desk) -> Self {
        Self::new(&entry.staff, &entry.desk, entry.at, here)
    }
}

/// To what the open form is about.
pub fn to_the_form(subject: Subject, before: &Record, after: &Record, here: &Desk) -> Option<Notice> {
    let is_it =
        |entry: &&Entry| entry.subject == subject && matches!(entry.act, Act::Changed | Act::Removed | Act::Restored);
    after.since(before).find(is_it).map(|entry| under_the_form(entry, here))
}

/// To a form that comes back: what keeps it from being saved as it is, by whomever and whenever it was done.
pub fn to_a_form_that_is_back(subject: Option<Subject>, record: &Record, here: &Desk) -> Option<Notice> {
    let newest = |act, subject| record.history.iter().find(|entry| (entry.act, entry.subject) == (act, subject));
    if record.customer.archived_at.is_some() {
        return newest(Act::Archived, Subject::Customer).map(|entry| is_archived(TYPED_IS_KEPT, entry, here));
    }
    let gone = subject.filter(|subject| !record.has(*subject))?;
    newest(Act::Removed, gone).map(|entry| under_the_form(entry, here))
}

fn under_the_form(entry: &Entry, here: &Desk) -> Notice {
    let (did, then) = match entry.act {
        Act::Removed => (took_away("this", entry.note.as_deref()), "says what can be done"),
        _ => ("saved this".to_owned(), "merges, and asks where both changed the same"),
    };
    let save = here.key_of(keys::FORMS, Key::F(2));
    let Colleague { staff, desk, at } = Colleague::of(entry, here);
    Notice::alarm(format!("{staff} ({desk}) {did} {at}. What you typed is kept: {save} {then}."))
}

/// To the people of Who gets what, where something may be ticked.
pub fn to_the_grid(is_ticked: bool, before: &Record, after: &Record, here: &Desk) -> Option<Notice> {
    let is_news = |entry: &&Entry| match entry.act {
        Act::Changed => entry.changes.iter().any(|change| change.field == Field::Preferences),
        Act::Removed => matches!(entry.subject, Subject::Contact(_)),
        _ => false,
    };
    let mut news = after.since(before).filter(is_news).peekable();
    let last = *news.peek()?;
    let by_the_same = |entry: &&Entry| {
        (entry.act, &entry.note, &entry.staff, &entry.desk) == (last.act, &last.note, &last.staff, &last.desk)
    };
    let mut names: Vec<&str> = news.filter(by_the_same).map(|entry| entry.subject_name.as_str()).collect();
    names.reverse();
    names.dedup();
    let Colleague { staff, desk, at } = Colleague::of(last, here);
    let get = if names.len() == 1 { "gets" } else { "get" };
    let did = match last.act {
        Act::Removed => format!("{} {at}.", took_away(&listed(&names), last.note.as_deref())),
        _ => format!("changed what {} {get}, {at}: it stands here now.", listed(&names)),
    };
    let kept = if is_ticked { " Your ticks are kept, and not saved yet." } else { "" };
    Some(Notice::alarm(format!("{staff} ({desk}) {did}{kept}")))
}

/// To the row under the cursor, which then stands on another one.
pub fn to_the_row(subject: Subject, before: &Record, after: &Record, here: &Desk) -> Option<Notice> {
    let is_it = |entry: &&Entry| entry.subject == subject && entry.act == Act::Removed && is_anothers(entry, here);
    let entry = after.since(before).find(is_it).filter(|_| !after.has(subject))?;
    let Colleague { staff, desk, at } = Colleague::of(entry, here);
    let did = took_away(&entry.subject_name, entry.note.as_deref());
    Some(Notice::alarm(format!("{staff} ({desk}) {did} {at}. The cursor stands on another row.")))
}

/// To the customer itself: nothing is saved on it before it is back. What is kept of the person's own is said with it.
pub fn archived(kept: &str, before: &Record, after: &Record, here: &Desk) -> Option<Notice> {
    let is_it = |entry: &&Entry| entry.act == Act::Archived && is_anothers(entry, here);
    let entry = after.since(before).find(is_it).filter(|_| after.customer.archived_at.is_some())?;
    Some(is_archived(kept, entry, here))
}

fn is_archived(kept: &str, entry: &Entry, here: &Desk) -> Notice {
    let Colleague { staff, desk, at } = Colleague::of(entry, here);
    let name = &entry.subject_name;
    let did = match &entry.note {
        Some(there) => format!("made {name} an additional contact of {there} {at}"),
        None => format!("archived {name} {at}"),
    };
    let words = format!("{staff} ({desk}) {did}.{kept}");
    let first = Refusal::Archived { name: name.clone() }.remedy().filter(|_| !kept.is_empty());
    Notice::alarm(here.with_remedy(&words, first))
}

/// One's own acts are answered where they are done.
fn is_anothers(entry: &Entry, here: &Desk) -> bool {
    let own = &here.settings.author;
    (&entry.staff, &entry.desk) != (&own.staff, &own.desk)
}
