//! The thread that makes the automatic backup of each day, beside the desk's work and never before it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::clock;
use super::log::{self, Entry};
use crate::app::vocabulary::Event;
use crate::config::Settings;
use crate::store::back_up_daily;

/// The desk opens and searches first.
const AFTER_OPENING: Duration = Duration::from_secs(1);
/// How often a desk that is never left looks whether a new day has begun.
const LOOK_EVERY: Duration = Duration::from_secs(15 * 60);

/// Who makes it.
pub struct DailyBackup {
    pub settings: Settings,
    /// Hangs up when the desk has left.
    pub left: Receiver<()>,
    pub inbox: Sender<Event>,
}

impl DailyBackup {
    /// Keeps backups until the desk has left; what goes wrong is said once.
    pub fn run(self) {
        let mut said = None;
        let mut pause = AFTER_OPENING;
        while self.left.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            pause = LOOK_EVERY;
            let Settings { database, time_zone, keep_days, .. } = &self.settings;
            let now = clock::wall();
            let today = now.to_zoned_datetime(time_zone.clone()).date();
            let made = back_up_daily(database, today, *keep_days, now);
            if let Ok(Some(_)) = made {
                log::write(&self.settings.state, &Entry::BackedUp);
            }
            let words = made.err().map(|error| format!("Today's backup was not made. {error}"));
            if let Some(words) = words.clone().filter(|_| words != said) {
                log::write(&self.settings.state, &Entry::NotBackedUp(words.clone()));
                // Nobody hears it when the desk has left.
                self.inbox.send(Event::Impaired(words)).ok();
            }
            said = words;
        }
    }
}
