//! Time zones, found where they are kept: the library reads the names of all zones first, while somebody waits for the
//! first screen.

use std::fs;
use std::path::Path;

use jiff::tz::TimeZone;

use super::sources::Sources;

/// Where the system keeps its zones.
const ZONES: &str = "/usr/share/zoneinfo";
/// A link to the machine's own.
const OWN: &str = "/etc/localtime";

/// The zone of a name as `America/Los_Angeles`; `None` when there is none.
pub fn named(name: &str) -> Option<TimeZone> {
    kept(name).or_else(|| TimeZone::get(name).ok())
}

/// The machine's own.
pub fn own(sources: &Sources) -> TimeZone {
    let linked = || {
        let target = fs::read_link(OWN).ok()?;
        let (_, name) = target.to_str()?.split_once("zoneinfo/")?;
        kept(name)
    };
    let is_told = sources.variable("TZ").is_some();
    let found = if is_told { None } else { linked() };
    found.or_else(|| TimeZone::try_system().ok()).unwrap_or(TimeZone::UTC)
}

fn kept(name: &str) -> Option<TimeZone> {
    let is_within = name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let zone = || TimeZone::tzif(name, &fs::read(Path::new(ZONES).join(name)).ok()?).ok();
    if is_within { zone() } else { None }
}
