//! A file that a newer program brings up, by one desk or several, whole or killed on the way.

use rusqlite::Connection;

use super::super::{Store, file, migrate};
use super::{Shop, at, person};
use crate::domain::customer::CustomerId;

/// The steps of a program of a later day.
fn later(sql: &'static str) -> Vec<&'static str> {
    [migrate::OURS.0, &[sql]].concat()
}

const COLOURS: &str = "ALTER TABLE car ADD COLUMN colour TEXT; UPDATE car SET colour = 'blue';";

/// The step of each copy that was made before the later one.
fn copies_before(shop: &Shop) -> Vec<i64> {
    let entries = std::fs::read_dir(shop.folder.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let copies =
        entries.filter(|path| path.to_string_lossy().contains(&format!(".before-step-{}.", migrate::newest() + 1)));
    copies.map(|copy| migrate::step_of(&Connection::open(copy).expect("a copy")).expect("its step")).collect()
}

#[test]
fn two_desks_that_bring_a_file_up_at_once_do_it_once_with_a_copy_from_before() {
    for _ in 0..10 {
        let mut shop = Shop::new();
        shop.customer("Lopez Racing", None);
        let start = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for desk in 0..4 {
                let (store, start, later) =
                    (Store::open(shop.store.path(), at(0)).expect("the file"), &start, later(COLOURS));
                scope.spawn(move || {
                    start.wait();
                    file::bring_up(&store, migrate::Steps(&later), at(desk)).expect("brought up");
                });
            }
        });
        assert_eq!(migrate::step_of(&shop.store.conn).expect("a step"), migrate::newest() + 1);
        let copies = copies_before(&shop);
        assert!(!copies.is_empty() && copies.iter().all(|step| *step == migrate::newest()), "{copies:?}");
        // The desk that was open all the time writes nothing more.
        let noted = shop.store.note_opened(CustomerId(1), "desk 2", at(1));
        let words = noted.expect_err("a newer program has been here").to_string();
        assert!(words.contains("quit and start the updated program"), "{words}");
    }
}

#[test]
fn a_step_that_fails_or_is_killed_half_way_has_not_begun() {
    let broken = later("ALTER TABLE car ADD COLUMN colour TEXT; UPDATE nobody SET x = 1;");
    let mut shop = Shop::new();
    let lopez = shop.customer("Lopez Racing", None);
    assert!(file::bring_up(&shop.store, migrate::Steps(&broken), at(0)).is_err());
    // Killed: its connection is gone before it has committed.
    let killed = shop.raw();
    killed
        .execute_batch("BEGIN IMMEDIATE; ALTER TABLE car ADD COLUMN colour TEXT; PRAGMA user_version = 99")
        .expect("half");
    drop(killed);
    assert_eq!(migrate::step_of(&shop.store.conn).expect("a step"), migrate::newest());
    shop.add(lopez, person("Tom", "Hale")).expect("this program goes on with it");
    file::bring_up(&shop.store, migrate::Steps(&later(COLOURS)), at(1)).expect("and a whole one brings it up");
    let columns: i64 = shop
        .raw()
        .query_row("SELECT count(*) FROM pragma_table_info('car') WHERE name = 'colour'", [], |row| row.get(0))
        .expect("a count");
    assert_eq!(columns, 1);
}
