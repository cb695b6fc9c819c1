//! How far long work is, on a terminal; nowhere else.

use std::io::{IsTerminal, Write, stderr};
use std::time::Duration;

use crate::domain::text::grouped;
use crate::runtime::clock::Clock;

/// Not more often than an eye follows.
const PAUSE: Duration = Duration::from_millis(200);

pub struct Progress {
    /// `Checking`, `Putting in`
    doing: &'static str,
    clock: Option<Clock>,
    shown: Duration,
    rows: usize,
}

impl Progress {
    /// Says nothing where nobody looks.
    pub fn of(doing: &'static str, wanted: bool) -> Self {
        let clock = (wanted && stderr().is_terminal()).then(Clock::start);
        Self { doing, clock, shown: Duration::ZERO, rows: 0 }
    }

    /// One more row is done; this part of the whole, of 1, with it.
    pub fn row(&mut self, part: f64) {
        self.rows += 1;
        let (doing, rows) = (self.doing, self.rows);
        self.show(|passed| words(doing, rows, passed, part));
    }

    fn show(&mut self, words: impl FnOnce(Duration) -> String) {
        let Some(clock) = &self.clock else { return };
        let passed = clock.now().steady;
        if passed.saturating_sub(self.shown) < PAUSE {
            return;
        }
        self.shown = passed;
        // A terminal that has gone away is found out by others.
        let _ = write!(stderr(), "\r\x1b[K{}", words(passed));
    }
}

/// The line is gone when the work is.
impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown > Duration::ZERO {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}

/// `Checking: 123,456 rows · 31,000 a second · 20 s left`
fn words(doing: &str, rows: usize, passed: Duration, part: f64) -> String {
    let seconds = passed.as_secs_f64();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a figure for a person"
    )]
    let rate = (rows as f64 / seconds) as usize;
    let left = if part > 0.01 { format!(" · {:.0} s left", seconds * (1.0 - part) / part) } else { String::new() };
    format!("{doing}: {} rows · {} a second{left}", grouped(rows), grouped(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_rate_and_time_left() {
        let said = words("Checking", 50_000, Duration::from_secs(2), 0.25);
        assert_eq!(said, "Checking: 50,000 rows · 25,000 a second · 6 s left");
        assert_eq!(words("Checking", 10, Duration::from_secs(1), 0.0), "Checking: 10 rows · 10 a second");
    }
}
