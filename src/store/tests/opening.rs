//! The file itself: what is opened, brought up, held by another or gone.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use super::*;

#[test]
fn files_that_are_not_ours_are_left_alone() {
    let shop = Shop::new();
    let folder = shop.folder.path();
    let text = folder.join("notes.txt");
    std::fs::write(&text, "not a database, and longer than a header of one hundred bytes".repeat(9)).expect("written");
    assert!(matches!(Store::open(&text, at(0)), Err(StoreError::NotOurs(_))));
    let foreign = folder.join("foreign.db");
    Connection::open(&foreign).and_then(|conn| conn.execute_batch("CREATE TABLE t (x)")).expect("a file");
    let before = std::fs::read(&foreign).expect("a file");
    assert!(matches!(Store::open(&foreign, at(0)), Err(StoreError::NotOurs(_))));
    assert!(std::fs::read(&foreign).expect("a file") == before, "another program's file was changed");
    assert!(matches!(Store::open(&folder.join("none.db"), at(0)), Err(StoreError::NotFound(_))));
    assert!(matches!(Store::open(&folder.join("no/none.db"), at(0)), Err(StoreError::NoFolder(_))));
    assert!(matches!(Store::create(shop.store.path(), at(0), [1; KEY_BYTES]), Err(StoreError::Exists(_))));
    shop.raw().pragma_update(None, "user_version", 99).expect("a pragma");
    assert!(matches!(Store::open(shop.store.path(), at(0)), Err(StoreError::Newer { found: 99, .. })));
    assert_eq!(probe(&text), Probe::NotOurs);
    assert_eq!(probe(&folder.join("none.db")), Probe::Nothing);
}

#[test]
fn a_file_of_the_first_step_is_brought_up_after_a_copy_was_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.db");
    let conn = Connection::open(&path).expect("a file");
    conn.execute_batch(include_str!("../../../assets/schema/0001_first.sql")).expect("the first step");
    conn.execute("UPDATE post SET held_until = 9000000000000000, reason = 'The login is wrong.'", []).expect("held");
    conn.pragma_update(None, "application_id", migrate::APPLICATION_ID).expect("a pragma");
    conn.pragma_update(None, "user_version", 1).expect("a pragma");
    drop(conn);
    let store = Store::open(&path, at(0)).expect("brought up");
    assert_eq!(migrate::step_of(&store.conn).expect("a step"), migrate::newest());
    assert_eq!(store.post_held(at(0)).expect("read").map(|held| held.words).as_deref(), Some("The login is wrong."));
    let copies = std::fs::read_dir(folder.path()).expect("a folder").filter_map(Result::ok);
    let is_copy = |name: String| name.starts_with("shop.db.before-step-2.");
    assert_eq!(copies.filter(|file| is_copy(file.file_name().to_string_lossy().into_owned())).count(), 1);
}

#[test]
fn a_newer_program_stops_the_older_one_from_writing() {
    let mut shop = Shop::new();
    shop.raw().pragma_update(None, "user_version", 99).expect("a pragma");
    let author = shop.author.clone();
    let written = shop.store.note_opened(CustomerId(1), &author.desk, at(1));
    assert!(matches!(written, Err(StoreError::Updated)));
}

#[test]
fn a_file_that_has_lost_its_name_takes_nothing_more() {
    let mut shop = Shop::new();
    let customer = shop.customer("Lopez Racing", None);
    let elsewhere = shop.folder.path().join("elsewhere.db");
    std::fs::rename(shop.store.path(), &elsewhere).expect("moved");
    let noted = |shop: &mut Shop| shop.store.note_opened(customer, "desk 2", at(1));
    assert!(matches!(noted(&mut shop), Err(StoreError::Gone(_))));
    std::fs::copy(&elsewhere, shop.store.path()).expect("replaced");
    assert!(matches!(noted(&mut shop), Err(StoreError::Gone(_))));
    assert!(matches!(shop.store.record(customer, &shop.author, 1), Err(StoreError::Gone(_))));
    std::fs::rename(&elsewhere, shop.store.path()).expect("put back");
    noted(&mut shop).expect("it is the same file again");
}

#[test]
fn a_held_lock_is_waited_for_and_then_given_up() {
    let mut shop = Shop::new();
    let raw = shop.raw();
    raw.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let asked = std::sync::Arc::new(AtomicU32::new(0));
    let counted = asked.clone();
    shop.store.set_patience(Box::new(move |_| counted.fetch_add(1, Ordering::Relaxed) < 2));
    assert!(matches!(shop.store.note_opened(CustomerId(1), "desk 2", at(1)), Err(StoreError::Busy)));
    assert_eq!(asked.load(Ordering::Relaxed), 3);
    raw.execute_batch("COMMIT").expect("released");
    shop.store.note_opened(CustomerId(1), "desk 2", at(1)).expect("the lock is free");
}

#[test]
fn a_first_search_that_is_interrupted_is_said_to_be() {
    let shop = Shop::new();
    let view = View { desk: "desk 1".to_owned(), region: Region::US, now: at(0) };
    for _ in 0..300 {
        let store = Store::open(shop.store.path(), at(0)).expect("the file");
        store.open_index().expect("nobody interrupts yet");
        let (interrupt, done) = (store.interrupt_handle(), AtomicBool::new(false));
        let said = thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    interrupt.interrupt();
                }
            });
            let search = || store.search(&Query::read("smith"), &view, Stretch::first(50)).map(drop);
            let said = [search(), store.nearest(&Query::read("smitz"), &view).map(drop), search()];
            done.store(true, Ordering::Release);
            said
        });
        assert!(said.iter().all(|said| matches!(said, Ok(()) | Err(StoreError::Interrupted))), "{said:?}");
    }
}

#[test]
fn a_reading_that_is_interrupted_at_its_very_end_is_over_all_the_same() {
    let shop = Shop::new();
    let (interrupt, done) = (shop.store.interrupt_handle(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Acquire) {
                interrupt.interrupt();
            }
        });
        let wrong = (0..5_000)
            .map(|_| shop.store.post_held(at(0)))
            .find(|read| !matches!(read, Ok(None) | Err(StoreError::Interrupted)));
        done.store(true, Ordering::Release);
        assert!(wrong.is_none(), "{wrong:?}");
    });
    assert!(matches!(shop.store.post_held(at(0)), Ok(None)));
}
