//! A backup a day, in the folder `backups` beside the file: the last days, and one of each of the weeks before.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::path::folder_of;
use super::{Backup, Store, StoreError, rights};

const FOLDER: &str = "backups";
const ENDING: &str = ".db";
/// Weeks of which one backup is kept, before the days of which all are.
const WEEKS: usize = 4;

/// Makes the backup of a day, unless a desk has made it already, and lets go of those that are no longer kept.
/// Nothing is opened where nothing is to be done, and with no day to keep nothing is made and nothing removed.
pub fn back_up_daily(file: &Path, today: Date, keep_days: u16, now: Timestamp) -> Result<Option<Backup>, StoreError> {
    let target = path_of(file, today);
    if keep_days == 0 || target.exists() {
        return Ok(None);
    }
    let store = Store::open(file, now)?;
    let folder = folder(file);
    rights::make_folder(&folder, &folder_of(file)).map_err(|error| StoreError::io(&error, &folder))?;
    let backup = match store.back_up(&target, false, now) {
        // Another desk was a moment faster.
        Err(StoreError::Exists(_)) => return Ok(None),
        made => made?,
    };
    for day in superfluous(&days(file), today, keep_days) {
        let old = path_of(file, day);
        std::fs::remove_file(&old).map_err(|error| StoreError::io(&error, &old))?;
    }
    Ok(Some(backup))
}

/// When the newest daily backup was written.
pub(super) fn newest(file: &Path) -> Option<Timestamp> {
    let path = path_of(file, days(file).into_iter().next_back()?);
    Timestamp::from_second(path.metadata().ok()?.mtime()).ok()
}

/// The folder of a file's daily backups.
pub(super) fn folder(file: &Path) -> PathBuf {
    folder_of(file).join(FOLDER)
}

/// `backups/frontdesk-2026-11-23.db`
fn path_of(file: &Path, day: Date) -> PathBuf {
    folder(file).join(format!("{}{day}{ENDING}", beginning(file)))
}

fn beginning(file: &Path) -> String {
    format!("{}-", file.file_stem().unwrap_or_default().to_string_lossy())
}

/// The days of which there is a backup.
fn days(file: &Path) -> BTreeSet<Date> {
    let beginning = beginning(file);
    let entries = folder(file).read_dir().into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            entry.file_name().to_str()?.strip_prefix(&beginning)?.strip_suffix(ENDING)?.parse::<Date>().ok()
        })
        .collect()
}

/// Every backup of the last days is kept, and of the four weeks before the first of each.
fn superfluous(days: &BTreeSet<Date>, today: Date, keep_days: u16) -> Vec<Date> {
    let since = today.saturating_sub(i64::from(keep_days).saturating_sub(1).days());
    let week = |day: &Date| (day.iso_week_date().year(), day.iso_week_date().week());
    let older: Vec<Date> = days.iter().copied().filter(|day| *day < since).collect();
    let mut firsts = older.clone();
    firsts.dedup_by_key(|day| week(day));
    let kept = &firsts[firsts.len().saturating_sub(WEEKS)..];
    older.into_iter().filter(|day| !kept.contains(day)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_of_days_and_a_month_of_weeks() {
        let first = date(2026, 1, 1);
        let mut kept = BTreeSet::new();
        for day in 0..120 {
            let today = first + day.days();
            kept.insert(today);
            for old in superfluous(&kept, today, 7) {
                kept.remove(&old);
            }
        }
        let today = first + 119.days();
        assert_eq!(kept.len(), 7 + WEEKS);
        assert_eq!(
            kept.iter().rev().take(7).copied().collect::<Vec<_>>(),
            (0..7).map(|n| today - n.days()).collect::<Vec<_>>()
        );
        let oldest = *kept.first().expect("a day");
        let reach = today.since(oldest).expect("a span").get_days();
        assert!((28..=7 + 7 * 5).contains(&reach), "{reach} days back");
        // A clock that was wrong for a day takes nothing away.
        assert_eq!(superfluous(&[date(2030, 1, 1), today].into(), today, 1), []);
    }
}
