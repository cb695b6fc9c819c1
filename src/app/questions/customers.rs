//! Questions about a whole customer, and about its cars: archived, brought back, removed.

use crate::app::desk::Desk;
use crate::app::question::{Line, Question};
use crate::app::step::Step;
use crate::app::vocabulary::Effect;
use crate::domain::car::Car;
use crate::domain::deed::Deed;
use crate::domain::history::Entry;
use crate::domain::moment::said;
use crate::domain::record::Record;
use crate::domain::text::listed;

/// Lists what ends with it.
pub fn archive_customer(record: &Record, desk: &Desk) -> Question {
    let customer = &record.customer;
    let with_access: Vec<String> = record.with_access().map(|contact| contact.details.name()).collect();
    let mut body = vec![
        Line::Text("Customers are archived, not removed: cars, contacts and history stay with it.".to_owned()),
        Line::Blank,
        Line::Text("This ends".to_owned()),
        Line::Item("its place in Search and in the export: -name in Search still finds it".to_owned()),
    ];
    if !with_access.is_empty() {
        body.push(Line::Item(format!("Portal Access and open invites of {}", listed(&with_access))));
    }
    body.extend([
        Line::Blank,
        Line::Text(format!("{} brings it back, its contacts without portal access.", desk.key('u'))),
    ]);
    let ends = record.with_access().map(|contact| contact.id).collect();
    let deed = Deed::ArchiveCustomer { id: customer.id, version: customer.version, ends };
    Question::new(format!("Archive {}?", customer.details.name()), body, "Keep").or(
        'y',
        "Archive",
        vec![Step::Do(Effect::Perform(deed))],
    )
}

pub fn restore_customer(record: &Record, archiving: Option<&Entry>, desk: &Desk) -> Question {
    let customer = &record.customer;
    let when = customer.archived_at.map(|at| said(at, desk.now.wall, &desk.settings.time_zone)).unwrap_or_default();
    let by = archiving.map(|entry| format!(" by {} of {}", entry.staff, entry.desk)).unwrap_or_default();
    let mut body = vec![
        Line::Text(format!("Archived {when}{by}.")),
        Line::Text("It comes back with its cars and contacts; no contact has portal access.".to_owned()),
    ];
    if let Some(there) = archiving.and_then(|entry| entry.note.as_ref()) {
        body.push(Line::Warning(format!(
            "It became an additional contact of {there}: that stays, and so do the cars there."
        )));
    }
    Question::new(format!("Bring {} back?", customer.details.name()), body, "Cancel").or(
        'y',
        "Restore",
        vec![Step::Do(Effect::Perform(Deed::RestoreCustomer { id: customer.id }))],
    )
}

pub fn remove_car(car: &Car, customer: &str, desk: &Desk) -> Question {
    let body = vec![Line::Text(format!(
        "Its history stays; Search no longer finds the customer by it. {} brings it back.",
        desk.key('u')
    ))];
    let deed = Deed::RemoveCar { id: car.id, version: car.version };
    Question::new(format!("Remove {} from {customer}?", car.details.line()), body, "Keep").or(
        'y',
        "Remove",
        vec![Step::Do(Effect::Perform(deed))],
    )
}
