//! A list that somebody is bringing in, for the colleagues at the other desks: nobody else can save meanwhile.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::moment::short;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Importing {
    pub staff: String,
    pub desk: String,
    pub since: Timestamp,
}

impl Importing {
    /// `ana · desk 1 is bringing in a list since 10:41`
    #[must_use]
    pub fn words(&self, now: Timestamp, zone: &TimeZone) -> String {
        format!("{} · {} is bringing in a list since {}", self.staff, self.desk, short(self.since, now, zone))
    }
}
