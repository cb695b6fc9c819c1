//! Times of many tries, and the table in which a bench says them.
#![expect(clippy::disallowed_macros, reason = "a bench says what it measured")]

use std::time::Duration;

use frontdesk::runtime::clock::Clock;
use rustix::time::{ClockId, clock_gettime};

/// How long the tries of one thing took.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Does something and keeps how long it took.
    pub fn take<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let clock = Clock::start();
        let done = act();
        self.0.push(clock.now().steady);
        done
    }

    /// The same in the processor's time: what else the machine does meanwhile does not count.
    pub fn take_alone<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let now = || {
            let time = clock_gettime(ClockId::ThreadCPUTime);
            Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
        };
        let began = now();
        let done = act();
        self.0.push(now().saturating_sub(began));
        done
    }

    /// Keeps a time that was measured elsewhere.
    pub fn keep(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn join(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The time below which this part of the tries stayed, in thousandths.
    pub fn within(&self, thousandths: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * thousandths / 1000).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or_default()
    }

    pub fn row(&self, what: &str) {
        let [half, most, last] = [500, 990, 1000].map(|part| milliseconds(self.within(part)));
        println!("| {what} | {} | {half} | {most} | {last} |", self.0.len());
    }
}

/// The head of a table of [`Times::row`]s.
pub fn head(what: &str) {
    println!("| {what} | tries | p50 ms | p99 ms | slowest ms |\n|---|---|---|---|---|");
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

/// How long something takes.
pub fn timed(act: impl FnOnce()) -> Duration {
    let clock = Clock::start();
    act();
    clock.now().steady
}

/// A line of the bench's answer.
pub fn say(line: &str) {
    println!("{line}");
}

/// What took longest, for whoever looks into it.
pub fn say_slowest(times: &Times, what: &[String]) {
    let mut by_time: Vec<_> = times.0.iter().zip(what).collect();
    by_time.sort_by(|a, b| b.0.cmp(a.0));
    for (time, what) in by_time.into_iter().take(12) {
        println!("    {} {what:?}", milliseconds(*time));
    }
}
