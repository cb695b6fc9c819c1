//! Many desks on one file, each with its own connection, at a human pace that is sped up: searching, and saving now
//! and then. Beside them, in turn, bare writers that change one row of the same file in a transaction of their own.

use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

use frontdesk::domain::customer::CustomerDetails;
use frontdesk::domain::deed::Deed;
use frontdesk::domain::phone::{Phone, Region};
use frontdesk::domain::search::{Query, Stretch};
use frontdesk::runtime::clock::Clock;
use frontdesk::store::{Store, View};
use jiff::Timestamp;
use rusqlite::Connection;

use crate::measure::{self, Times};
use crate::town;

const DESKS: [u64; 2] = [100, 200];
/// How long each number of desks works.
const TIME: Duration = Duration::from_secs(12);
/// Between two saves of one desk: a hundred desks save 33 times a second.
const PAUSE: Duration = Duration::from_secs(3);
const ROWS: usize = 50;

/// What one desk came to.
#[derive(Default)]
struct Worked {
    saves: Times,
    searches: Times,
    errors: usize,
}

pub fn run(customers: u64) {
    measure::head(&format!("Desks on one file of {customers} customers"));
    for desks in DESKS {
        let bare = all_at_work(customers, desks, bare_writer);
        let ours = all_at_work(customers, desks, desk);
        bare.saves.row(&format!("{desks} bare writers: a save"));
        ours.saves.row(&format!("{desks} desks: a save"));
        ours.searches.row(&format!("{desks} desks: a search"));
        measure::say(&format!("| {desks} desks: errors | {} | | | |", ours.errors + bare.errors));
    }
}

/// One desk after the other begins, so that they do not act in step.
fn all_at_work(customers: u64, desks: u64, work: fn(&Path, u64, u64, &Clock) -> Worked) -> Worked {
    let (_folder, path) = town::copy(customers);
    let clock = Clock::start();
    let mut all = Worked::default();
    std::thread::scope(|scope| {
        let working: Vec<_> = (1..=desks)
            .map(|number| {
                scope.spawn({
                    let (path, clock) = (&path, &clock);
                    move || work(path, number, customers, clock)
                })
            })
            .collect();
        for desk in working {
            let worked = desk.join().expect("no desk fails");
            all.saves.join(worked.saves);
            all.searches.join(worked.searches);
            all.errors += worked.errors;
        }
    });
    all
}

/// Waits without working, until a moment of the clock.
fn until(moment: Duration, clock: &Clock) {
    let (_nobody, never) = channel::<()>();
    never.recv_timeout(moment.saturating_sub(clock.now().steady)).ok();
}

/// The moments at which a desk saves.
fn moments(number: u64) -> impl Iterator<Item = Duration> {
    let first = PAUSE.mul_f64(town::part(number));
    std::iter::successors(Some(first), |moment| Some(*moment + PAUSE)).take_while(|moment| *moment < TIME)
}

fn desk(path: &Path, number: u64, customers: u64, clock: &Clock) -> Worked {
    let mut worked = Worked::default();
    let mut store = Store::open(path, Timestamp::UNIX_EPOCH).expect("the file");
    let view = View { desk: format!("desk {number}"), region: Region::US, now: Timestamp::UNIX_EPOCH };
    for (save, moment) in (1..).zip(moments(number)) {
        until(moment, clock);
        let customer = number * 37 % customers + 1;
        let before = town::household(customer).details;
        let found = worked.searches.take(|| store.search(&Query::read(&before.last_name), &view, Stretch::first(ROWS)));
        worked.errors += usize::from(found.is_err());
        let phone = |save: u64| Phone::read(&format!("509 556 {save:04}"), Region::US);
        let before = if save == 1 { before } else { CustomerDetails { phone: phone(save - 1), ..before } };
        let after = CustomerDetails { phone: phone(save), ..before.clone() };
        let deed = Deed::EditCustomer { id: town::id(customer), before, after };
        let saved =
            worked.saves.take(|| town::with_occasion(&mut store, |store, occasion| store.perform(&deed, occasion)));
        worked.errors += usize::from(!matches!(saved, Ok(Ok(_))));
    }
    worked
}

fn bare_writer(path: &Path, number: u64, customers: u64, clock: &Clock) -> Worked {
    let mut worked = Worked::default();
    let conn = Connection::open(path).expect("the file");
    conn.busy_timeout(Duration::from_secs(10)).expect("a setting");
    conn.pragma_update(None, "synchronous", "FULL").expect("a setting");
    for (save, moment) in (1_u64..).zip(moments(number)) {
        until(moment, clock);
        let saved = worked.saves.take(|| {
            conn.execute_batch("BEGIN IMMEDIATE")?;
            conn.execute(
                "UPDATE customer SET phone = ?2, version = version + 1 WHERE id = ?1",
                (town::id(number * 37 % customers + 1).0, format!("+1509556{save:04}")),
            )?;
            conn.execute_batch("COMMIT")
        });
        worked.errors += usize::from(saved.is_err());
    }
    worked
}
