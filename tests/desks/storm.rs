//! Eight desks that edit, invite, remove and undo at random on one file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::deed::Deed;
use frontdesk::domain::secret::KEY_BYTES;
use frontdesk::store::Store;

use super::audit;
use super::one_desk::{OneDesk, said_by};
use crate::keeping::now;
use crate::terminal::torture;

const DESKS: u32 = 8;
/// Acts that each does at the least.
const LEAST: usize = 21;
/// How long they work: `DESKS_SECONDS` tells each of them.
const SECONDS: &str = "DESKS_SECONDS";

/// A file with three customers.
fn shop(folder: &Path) -> PathBuf {
    let database = folder.join("shop.db");
    drop(Store::create(&database, now(), [7; KEY_BYTES]).expect("a new file"));
    let mut desk = OneDesk::at(&database, 0);
    for name in ["Lopez Racing", "Garcia Tile", "Osei Masonry"] {
        let details = CustomerDetails { company: Some(name.into()), ..CustomerDetails::default() };
        desk.order(&Deed::AddCustomer { details }).expect("added");
    }
    database
}

#[test]
fn eight_desks_at_random_lose_nothing_and_break_no_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = shop(folder.path());
    let seconds = if torture() { "60" } else { "3" };
    let desks: Vec<Child> = (1..=DESKS)
        .map(|number| {
            let mut desk = super::process("desks::storm::one_of_the_storm", &database, number);
            desk.env(SECONDS, seconds).spawn().expect("the process")
        })
        .collect();
    for mut desk in desks {
        assert!(desk.wait().expect("its end").success(), "a desk has met an error: see above");
    }
    let said: Vec<_> = (1..=DESKS).map(|number| (number, said_by(&database, number))).collect();
    for (number, acts) in &said {
        assert!(acts.len() >= LEAST, "desk {number} did {} acts: hardly anything was tried", acts.len());
    }
    for act in ["added", "changed", "removed", "restored", "archived", "invite queued"] {
        assert!(said.iter().flat_map(|(_, acts)| acts).any(|one| one.act == act), "nobody has {act} anything");
    }
    audit::every_act_is_recorded(&database, &said);
    audit::the_history_tells_what_the_rows_are(&database);
    audit::the_doctor_is_content(&database);
    assert!(!fs::exists(folder.path().join("shop.db.editing")).expect("an answer"), "no form was opened");
}

/// Started by the test above, in a process of its own.
#[test]
#[ignore = "one desk of the storm, started by it"]
#[expect(clippy::disallowed_methods, reason = "it works for as long as it was told")]
fn one_of_the_storm() {
    let (mut desk, seconds) = (OneDesk::of_this_process(), std::env::var(SECONDS).expect("how long"));
    let begun = std::time::Instant::now();
    let time = Duration::from_secs(seconds.parse().expect("seconds"));
    // On a busy machine longer: a desk that hardly does anything tries nothing.
    while begun.elapsed() < time || desk.acts < LEAST {
        desk.does_something();
    }
}
