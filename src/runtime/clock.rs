//! The only reader of clocks: everywhere else the time is an argument.
#![expect(clippy::disallowed_methods, reason = "this is the place that the lint points to")]

use std::time::Instant;

use jiff::Timestamp;

use crate::app::vocabulary::Now;

/// Counts from the start of the program.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    started: Instant,
}

impl Clock {
    #[must_use]
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }

    #[must_use]
    pub fn now(&self) -> Now {
        Now { wall: wall(), steady: self.started.elapsed() }
    }
}

/// The time of day, as the machine knows it.
#[must_use]
pub fn wall() -> Timestamp {
    Timestamp::now()
}
