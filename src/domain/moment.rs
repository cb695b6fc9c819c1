//! Moments in words, always absolute and in the shop's time zone (product.md, rule 12), so that an idle screen stays still.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A moment as the rows say it: `10:32` today, `Fri 16:05` within the last six days, `3 May` this year, else `3 May 2025`.
#[must_use]
pub fn short(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let there = at.to_zoned_datetime(zone.clone());
    let today = now.to_zoned_datetime(zone.clone()).date();
    match days_between(there.date(), today) {
        0 => there.strftime("%H:%M").to_string(),
        1..=6 => there.strftime("%a %H:%M").to_string(),
        _ if there.year() == today.year() => there.strftime("%-d %b").to_string(),
        _ => there.strftime("%-d %b %Y").to_string(),
    }
}

/// As [`short`] where there is less room: `Fri` within the last six days, `Sep` within this year, `2025` before.
#[must_use]
pub fn shorter(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let there = at.to_zoned_datetime(zone.clone());
    let today = now.to_zoned_datetime(zone.clone()).date();
    match days_between(there.date(), today) {
        1..=6 => there.strftime("%a").to_string(),
        0 => short(at, now, zone),
        _ if there.year() == today.year() => there.strftime("%b").to_string(),
        _ => there.strftime("%Y").to_string(),
    }
}

/// As [`short`], with `today` said: for sentences and the history.
#[must_use]
pub fn said(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let words = short(at, now, zone);
    let same_day = at.to_zoned_datetime(zone.clone()).date() == now.to_zoned_datetime(zone.clone()).date();
    if same_day { format!("today {words}") } else { words }
}

/// A moment to come, to the minute: `Mon 30 Nov 10:32`.
#[must_use]
pub fn until(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%a %-d %b %H:%M").to_string()
}

/// As letters say it: `Friday 27 November, 17:00`.
#[must_use]
pub fn in_full(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%A %-d %B, %H:%M").to_string()
}

/// A moment of the past, to the second, whatever day it is: `Mon 23 Nov 2026 10:32:05`.
#[must_use]
pub fn to_the_second(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%a %-d %b %Y %H:%M:%S").to_string()
}

/// `4 minutes ago`, for a question that is closed within a minute or two, never for a row.
#[must_use]
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let minutes = now.duration_since(at).as_secs() / 60;
    match minutes {
        ..=0 => "just now".to_owned(),
        1 => "1 minute ago".to_owned(),
        2..=119 => format!("{minutes} minutes ago"),
        120..=2879 => format!("{} hours ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

/// Whole days from one date to a later one; negative when it is not later (a clock set back).
fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(-1, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_absolute_and_shorter_the_nearer() -> Result<(), jiff::Error> {
        let zone = TimeZone::get("America/Los_Angeles")?;
        let now: Timestamp = "2026-11-23T19:00:00Z".parse()?;
        let say = |at: &str| at.parse().map(|at| short(at, now, &zone));
        assert_eq!(say("2026-11-23T18:32:00Z")?, "10:32");
        assert_eq!(say("2026-11-21T00:05:00Z")?, "Fri 16:05");
        assert_eq!(say("2026-05-03T19:00:00Z")?, "3 May");
        assert_eq!(say("2025-05-03T19:00:00Z")?, "3 May 2025");
        let brief = |at: &str| at.parse().map(|at| shorter(at, now, &zone));
        assert_eq!(brief("2026-11-21T00:05:00Z")?, "Fri");
        // Whole on the narrowest row after `signed in`, on a day of two digits too.
        assert_eq!(brief("2026-09-17T19:00:00Z")?, "Sep");
        assert_eq!(brief("2025-05-03T19:00:00Z")?, "2025");
        assert_eq!(until("2026-11-30T18:32:00Z".parse()?, &zone), "Mon 30 Nov 10:32");
        assert_eq!(in_full("2026-11-28T01:00:00Z".parse()?, &zone), "Friday 27 November, 17:00");
        // The hour that comes twice when daylight saving ends keeps both moments on their day.
        assert_eq!(say("2026-11-01T08:30:00Z")?, "1 Nov");
        assert_eq!(say("2026-11-01T09:30:00Z")?, "1 Nov");
        Ok(())
    }
}
