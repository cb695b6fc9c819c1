//! A record that is open in a form at a desk, for the colleagues who look at it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::customer::CustomerId;
use super::history::Subject;
use super::moment::short;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    pub customer: CustomerId,
    /// One for a form; for Who gets what everybody whose ticks have changed.
    pub subjects: Vec<Subject>,
    pub staff: String,
    pub desk: String,
    /// When the form was opened, or the first tick made.
    pub since: Timestamp,
}

impl Editing {
    /// `being edited by ana · desk 1 since 10:41`
    #[must_use]
    pub fn words(&self, now: Timestamp, zone: &TimeZone) -> String {
        format!("being edited by {} · {} since {}", self.staff, self.desk, short(self.since, now, zone))
    }

    /// `edited by ana · desk 1`, where there is less room.
    #[must_use]
    pub fn short(&self) -> String {
        format!("edited by {} · {}", self.staff, self.desk)
    }

    #[must_use]
    pub fn is_on(&self, customer: CustomerId, subject: Subject) -> bool {
        self.customer == customer && self.subjects.contains(&subject)
    }
}
