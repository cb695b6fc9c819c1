//! The real program, killed at random moments of saving: what was acknowledged is in the file, the file is sound, and
//! what was not saved is offered again.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use fastrand::Rng;
use rusqlite::Connection;
use rustix::process::Signal;

use crate::keeping::integrity;
use crate::terminal::{Desk, Home, Window, key, torture};

/// So that no page grows long.
const CUSTOMERS: usize = 40;
/// A save takes some ten milliseconds on this test's small file.
const LATEST_KILL: u64 = 25_000;

fn home() -> Home {
    let mut list = "ref,company\n".to_owned();
    for number in 0..CUSTOMERS {
        writeln!(list, "C{number},Company {number:02}").expect("a line");
    }
    Home::with_customers(&list)
}

/// How many contacts have this last name, and how many acts have added one.
fn saved(database: &Path, name: &str) -> (i64, i64) {
    let raw = Connection::open(database).expect("the file");
    let count = |query: &str| raw.query_row(query, [name], |row| row.get(0)).expect("a count");
    (
        count("SELECT count(*) FROM contact WHERE last_name = ?1"),
        count("SELECT count(*) FROM history WHERE act = 'added' AND subject = 'Val ' || ?1"),
    )
}

#[test]
fn killed_while_saving_it_loses_nothing_that_was_acknowledged() {
    let (home, mut chance) = (home(), Rng::with_seed(7));
    let (mut acknowledged, mut offered) = (0, 0);
    for round in 0..if torture() { 1000 } else { 12 } {
        let name = format!("Reed{round:04}");
        let mut desk = Desk::open(&home, Window::USUAL);
        desk.typed(&format!("company {:02}\raVal\t{name}\tval@reed.example", round % CUSTOMERS));
        desk.wait_for(&name);
        home.wait_for_a_draft(&name);
        // Before the order and after the answer once each, however fast the machine is.
        if round > 0 {
            desk.typed(key::F2);
        }
        if round == 1 {
            desk.wait_for(&format!("Added Val {name}"));
        } else {
            desk.written_within(Duration::from_micros(chance.u64(..LATEST_KILL)));
        }
        let was_said = desk.words().contains(&format!("Added Val {name}"));
        desk.signal(Signal::KILL);
        desk.wait_for_the_end();

        assert_eq!(integrity(&home.database()), "ok", "round {round}");
        let (contacts, acts) = saved(&home.database(), &name);
        assert_eq!(contacts, acts, "round {round}: half an act");
        assert!(contacts == 1 || !was_said && contacts == 0, "round {round}: {contacts} of an acknowledged one");
        acknowledged += i32::from(was_said);
        if contacts == 0 {
            let mut desk = Desk::start(&home, Window::USUAL, &[]);
            let question = desk.wait_for_question("A form was not saved");
            assert!(question.contains(&name), "round {round}: {question}");
            desk.typed("y");
            desk.wait_until_gone("A form was not saved");
            desk.typed(key::CTRL_Q);
            desk.wait_for_the_end();
            assert!(!home.keeps_a_draft(&name), "round {round}: discarded");
            offered += 1;
        }
    }
    assert!(acknowledged > 0 && offered > 0, "the kills did not fall around the saving: {acknowledged}, {offered}");
}
