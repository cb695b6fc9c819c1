//! A backup put in the place of the file: alone, with every open link dead, and nothing lost.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;

use super::{Shop, count, integrity, names};

/// A shop with a backup in which Beatriz's invite is open.
fn with_backup() -> (Shop, PathBuf, i64) {
    let shop = Shop::new();
    let bea = shop.contact("Beatriz", "Quiñones");
    shop.run(&["invite", &bea.to_string()]).expect(0);
    shop.run(&["outbox", "send"]).expect(0);
    let backup = shop.path("copy.db");
    shop.run(&["backup", &backup.display().to_string()]).expect(0);
    (shop, backup, bea)
}

fn restore(shop: &Shop, backup: &std::path::Path) -> super::Ended {
    shop.run(&["restore", &backup.display().to_string()])
}

#[test]
fn it_revokes_lists_and_keeps() {
    let (shop, backup, bea) = with_backup();
    // What happens after the backup: a customer is added, and somebody loses access.
    let maria = shop.contact("Maria", "Lopez");
    shop.raw()
        .execute_batch(&format!(
            "UPDATE contact SET portal_access = 0 WHERE id = {maria};
             INSERT INTO customer (id, ref, company, preferences, sort_key) VALUES (9000, 'X', 'Late', 0, 'late');"
        ))
        .expect("written");
    let ended =
        restore(&shop, &backup).expect(0).saying("230 customers").saying("is kept as").saying("Invite them again");
    let listed: Vec<&str> = ended.answer.lines().collect();
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(
        listed[0].contains(&bea.to_string()) && listed[0].contains("bea@ledger.example  Beatriz Quiñones"),
        "{listed:?}"
    );
    assert!(
        listed[1].contains(&maria.to_string()) && ended.words.contains("The access of these people was off before")
    );

    let file = shop.database();
    assert_eq!(integrity(&file), "ok");
    assert_eq!(count(&file, "customer WHERE company = 'Late'"), 0);
    assert_eq!(count(&file, "invite WHERE state IN ('queued', 'sending', 'sent')"), 0);
    assert_eq!(count(&file, "history WHERE act = 'invite revoked' AND note = 'a backup was restored'"), 1);
    // Nothing goes out by itself, and the letter that was written before opens nothing.
    shop.run(&["outbox", "send"]).expect(0).saying("0 invites delivered");
    shop.run(&["invite", &bea.to_string()]).expect(0);
    // No number is given to somebody else.
    let last: i64 = shop
        .raw()
        .query_row("SELECT seq FROM sqlite_sequence WHERE name = 'customer'", [], |row| row.get(0))
        .expect("a number");
    assert_eq!(last, 9000);
    let kept = names(&shop.path("data")).into_iter().find(|name| name.contains(".before-restore.")).expect("kept");
    assert_eq!(count(&shop.path("data").join(kept), "customer WHERE company = 'Late'"), 1);
}

#[test]
fn it_waits_for_nobody_and_says_who_is_there() {
    let (shop, backup, _) = with_backup();
    let desk = shop.store();
    let own = format!("process {}", std::process::id());
    restore(&shop, &backup).expect(4).saying("is in use").saying(&own).saying("Nothing was changed");
    assert_eq!(count(&shop.database(), "invite WHERE state = 'sent'"), 1);
    drop(desk);
    restore(&shop, &backup).expect(0);
}

#[test]
fn it_takes_only_a_sound_backup() {
    let (shop, backup, _) = with_backup();
    let before = fs::read(shop.database()).expect("the file");
    restore(&shop, &shop.database()).expect(4).saying("is the customer file itself");
    restore(&shop, &shop.path("none.db")).expect(4).saying("There is no backup at");
    restore(&shop, &shop.path("data")).expect(4).saying("is a folder");
    restore(&shop, &shop.path("config.toml")).expect(4).saying("is not a frontdesk file");
    let mut bytes = fs::read(&backup).expect("the backup");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40_000].fill(0x5a);
    let damaged = shop.path("damaged.db");
    fs::write(&damaged, &bytes).expect("written");
    restore(&shop, &damaged).expect(4).saying("The backup").saying("is damaged and was not used");
    let newer = shop.path("newer.db");
    fs::copy(&backup, &newer).expect("copied");
    let conn = rusqlite::Connection::open(&newer).expect("a file");
    conn.pragma_update(None, "user_version", 99).expect("a pragma");
    drop(conn);
    restore(&shop, &newer).expect(4).saying("was written by a newer frontdesk");
    assert!(fs::read(shop.database()).expect("the file") == before, "a refused restore has changed the file");
    let left: Vec<String> = names(&shop.path("data")).into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_lost_or_damaged_file_is_replaced() {
    let (shop, backup, _) = with_backup();
    // The disk has lost the file, but not what a desk that died has left beside it.
    let wal = shop.path("data/frontdesk.db-wal");
    {
        let conn = shop.raw();
        conn.execute("UPDATE customer SET notes = 'not in the backup'", []).expect("written");
        fs::copy(&wal, shop.path("wal")).expect("a -wal");
    }
    fs::remove_file(shop.database()).expect("removed");
    fs::remove_file(shop.path("data/frontdesk.key")).expect("removed");
    fs::copy(shop.path("wal"), &wal).expect("left behind");
    restore(&shop, &backup).expect(0);
    assert_eq!(integrity(&shop.database()), "ok");
    assert_eq!(count(&shop.database(), "customer WHERE notes = 'not in the backup'"), 0);
    assert_eq!(shop.path("data/frontdesk.key").metadata().expect("a new key").len(), 32);

    fs::write(shop.database(), "no longer a customer file".repeat(900)).expect("written");
    restore(&shop, &backup).expect(0).saying("is kept as");
    assert_eq!(integrity(&shop.database()), "ok");
}

#[test]
fn killed_on_the_way_one_of_both_is_there() {
    let (shop, backup, _) = with_backup();
    let customers = count(&backup, "customer");
    for bytes in [0, 1, 60_000, 200_000, 400_000, 600_000] {
        let mut command = shop.command(&["restore", &backup.display().to_string()]);
        let mut run = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
        let is_far_enough = || {
            names(&shop.path("data"))
                .iter()
                .filter(|name| name.starts_with(".frontdesk-copy-"))
                .any(|name| shop.path("data").join(name).metadata().is_ok_and(|about| about.len() >= bytes))
        };
        while run.try_wait().expect("its state").is_none() && !is_far_enough() {
            thread::yield_now();
        }
        run.kill().ok();
        run.wait().expect("its end");
        assert_eq!((integrity(&shop.database()).as_str(), count(&shop.database(), "customer")), ("ok", customers));
    }
    restore(&shop, &backup).expect(0);
}

#[test]
fn what_people_asked_for_since_the_backup_is_not_lost() {
    let (shop, backup, _) = with_backup();
    let mark = |email: &str, mark: &str, how: &str| {
        shop.raw()
            .execute(
                "INSERT INTO address_mark (email_key, mark, said_by, how, staff, at) VALUES (?1, ?2, 'person', ?3, 'ana', 7)",
                (email, mark, how),
            )
            .expect("written");
    };
    mark("bea@ledger.example", "no messages", "by phone");
    restore(&shop, &backup).expect(0);
    let known = shop.store().marked_addresses().expect("the file answers");
    let bea = known.iter().find(|known| known.email == "bea@ledger.example").expect("still known");
    assert_eq!(
        (bea.marked.mark.word(), bea.marked.how.as_str(), bea.marked.staff.as_str()),
        ("no messages", "by phone", "ana")
    );
}
