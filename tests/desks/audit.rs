//! What must hold of a file after many desks have worked on it.

use std::collections::BTreeMap;
use std::path::Path;

use frontdesk::domain::car::CarId;
use frontdesk::domain::change::{AsJson, changes};
use frontdesk::domain::contact::{ContactDetails, ContactId};
use frontdesk::domain::customer::CustomerId;
use frontdesk::domain::history::{Author, Subject};
use frontdesk::store::{Store, examine};
use rusqlite::Connection;
use serde_json::{Map, Value as Json};

use super::one_desk::Said;
use crate::keeping::now;

/// An entry of the history as it stands in the file.
struct Entry {
    id: i64,
    run: i64,
    customer: i64,
    subject: Subject,
    act: String,
    changes: Map<String, Json>,
    undoes: Option<i64>,
    undone_by: Option<i64>,
}

fn history(database: &Path) -> Vec<Entry> {
    let raw = Connection::open(database).expect("the file");
    let mut statement = raw
        .prepare(
            "SELECT id, run, customer_id, contact_id, car_id, act, changes, undoes, undone_by FROM history ORDER BY id",
        )
        .expect("a query");
    let entries = statement.query_map([], |row| {
        let (contact, car): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
        let subject = match (contact, car) {
            (Some(contact), _) => Subject::Contact(ContactId(contact)),
            (None, None) => Subject::Customer,
            (None, Some(car)) => Subject::Car(CarId(car)),
        };
        Ok(Entry {
            id: row.get(0)?,
            run: row.get(1)?,
            customer: row.get(2)?,
            subject,
            act: row.get(5)?,
            changes: serde_json::from_str(&row.get::<_, String>(6)?).expect("an object"),
            undoes: row.get(7)?,
            undone_by: row.get(8)?,
        })
    });
    entries.and_then(Iterator::collect).expect("the history")
}

/// Everything that a desk was told is done stands in the history, in its order; and what was undone names the act
/// that did it.
pub fn every_act_is_recorded(database: &Path, said: &[(u32, Vec<Said>)]) {
    let history = history(database);
    for (number, acts) in said {
        let mut own = history.iter().filter(|entry| entry.run == i64::from(*number));
        for (place, act) in acts.iter().enumerate() {
            let is_it = |entry: &Entry| {
                entry.subject == act.subject
                    && entry.act == act.act
                    && Json::Object(entry.changes.clone()) == act.changes
            };
            assert!(own.any(is_it), "act {place} of desk {number} was acknowledged and is not recorded: {act:?}");
        }
    }
    for entry in &history {
        if let Some(by) = entry.undone_by {
            let undo = history.iter().find(|undo| undo.id == by).expect("the act that undid it");
            assert!(
                undo.undoes.is_some() && undo.run == entry.run,
                "entry {} is undone by {by}, which undoes nothing",
                entry.id
            );
        }
    }
}

/// Played from the beginning, the history leads to the very rows that are there: nothing was changed without an
/// entry, and no entry tells of something that was lost.
pub fn the_history_tells_what_the_rows_are(database: &Path) {
    let mut played: BTreeMap<i64, (bool, Map<String, Json>)> = BTreeMap::new();
    let mut customers: BTreeMap<i64, Map<String, Json>> = BTreeMap::new();
    for entry in history(database) {
        let fields = match entry.subject {
            Subject::Contact(id) => {
                let (is_there, fields) = played.entry(id.0).or_default();
                match entry.act.as_str() {
                    "added" | "restored" => *is_there = true,
                    "removed" => *is_there = false,
                    _ => {}
                }
                fields
            }
            Subject::Customer => customers.entry(entry.customer).or_default(),
            Subject::Car(_) => continue,
        };
        let is_new = entry.act == "added";
        for (field, sides) in entry.changes {
            let [old, new] = [&sides[0], &sides[1]];
            let before = fields.insert(field.clone(), new.clone());
            let before = before.unwrap_or(if is_new || is_blank(old) { old.clone() } else { Json::Null });
            assert!(
                before == *old || is_blank(&before) && is_blank(old),
                "entry {}: {field} was {before}, and the entry says {old}",
                entry.id
            );
        }
    }
    let store = Store::open(database, now()).expect("the file");
    let author = Author { staff: "auditor".into(), desk: "none".into(), run: -1 };
    played.retain(|_, (is_there, _)| *is_there);
    for customer in customers.keys() {
        let record = store.record(CustomerId(*customer), &author, 0).expect("the file answers").expect("a record");
        for contact in record.contacts {
            let changed = changes(&ContactDetails::default(), &contact.details);
            let all = serde_json::to_value(AsJson(&changed)).expect("JSON");
            let fields = all.as_object().expect("an object").iter();
            let is: Map<String, Json> = fields.map(|(field, sides)| (field.clone(), sides[1].clone())).collect();
            let told = played.remove(&contact.id.0).map(|(_, fields)| filled(fields));
            assert_eq!(Some(is), told, "contact {}: what it is, and what its history tells", contact.id.0);
        }
    }
    assert_eq!(played.into_keys().collect::<Vec<_>>(), Vec::<i64>::new(), "contacts that are told of and not there");
}

fn filled(fields: Map<String, Json>) -> Map<String, Json> {
    fields.into_iter().filter(|(_, value)| !is_blank(value)).collect()
}

fn is_blank(value: &Json) -> bool {
    matches!(value, Json::Null | Json::Bool(false)) || value.as_array().is_some_and(Vec::is_empty)
}

pub fn the_doctor_is_content(database: &Path) {
    let found = examine(database, false, now()).content.expect("a file that can be read");
    assert!(found.is_empty(), "{found:?}");
}
