//! A form that was open when its program died may have been saved all the same: the file knows.

use super::{Store, StoreError, row};
use crate::domain::draft::{Draft, Typed};

impl Store {
    /// Whether the program that kept this form has saved it after the last key, and only had no time left to forget it.
    /// While a form is open nothing else is saved at its desk.
    pub fn was_saved(&self, draft: &Draft) -> Result<bool, StoreError> {
        let subject = match draft.typed {
            Typed::Contact { .. } => "contact_id IS NOT NULL",
            Typed::Car { .. } => "car_id IS NOT NULL",
            Typed::Customer { .. } => "contact_id IS NULL AND car_id IS NULL",
        };
        let sql = format!(
            "SELECT count(*) FROM history
             WHERE run = ?1 AND at >= ?2 AND customer_id = coalesce(?3, customer_id) AND {subject}
               AND act IN ('added', 'changed')"
        );
        let customer = draft.of.as_ref().map(|owner| owner.id.0);
        let acts = (draft.id.run, draft.at.as_millisecond(), customer);
        self.reading(|conn| conn.query_row(&sql, acts, |found| row::count(found, 0)))
            .map(|acts| !draft.aside && acts > 0)
    }
}
