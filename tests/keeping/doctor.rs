//! The doctor finds each flaw that is planted, says what to do, and changes nothing.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::{Ended, Shop, names};

/// A shop and the doctor's answer: exit code, and "check: finding" for each.
fn findings(shop: &Shop, code: i32) -> Vec<String> {
    let answer: Value = serde_json::from_str(&shop.run(&["doctor", "--json"]).expect(code).answer).expect("JSON");
    assert_eq!(answer["ok"], code == 0);
    let text = |finding: &Value, key: &str| finding[key].as_str().expect("text").to_owned();
    let findings = answer["findings"].as_array().expect("a list");
    assert!(findings.iter().all(|finding| text(finding, "remedy").len() > 10), "{findings:?}");
    findings.iter().map(|finding| format!("{}: {}", text(finding, "check"), text(finding, "finding"))).collect()
}

/// Exactly this one thing is found, after a flaw was planted.
#[track_caller]
fn finds(shop: &Shop, code: i32, part: &str) {
    let found = findings(shop, code);
    assert!(found.len() == 1 && found[0].contains(part), "{part:?} expected, found {found:#?}");
}

#[track_caller]
fn plant(shop: &Shop, sql: &str) {
    let conn = shop.raw();
    conn.execute_batch("PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on;").expect("a pragma");
    conn.execute_batch(sql).expect("planted");
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("changed");
}

#[test]
fn all_is_well_and_nothing_is_touched() {
    let shop = Shop::new();
    let before = (fs::read(shop.database()).expect("the file"), names(&shop.path("data")));
    let ended = shop.run(&["doctor"]).expect(0).saying("Everything is as it should be.");
    assert_eq!(ended.answer.lines().filter(|line| line.starts_with("ok  ")).count(), 9, "{}", ended.answer);
    assert_eq!(findings(&shop, 0), Vec::<String>::new());
    assert!((fs::read(shop.database()).expect("the file"), names(&shop.path("data"))) == before);
}

#[test]
fn rules_that_another_program_broke() {
    for (sql, part) in [
        ("UPDATE contact SET first_name = ' ' WHERE id = 1", "A first or last name is missing"),
        ("UPDATE contact SET role = 'Other', role_description = NULL WHERE id = 1", "The role Other has no description"),
        ("UPDATE contact SET email_key = 'Maria@Lopez.example' WHERE id = 1", "not found by the portal as it is written: Maria Lopez of"),
        (
            "INSERT INTO invite (contact_id, email, state, delivery, nonce, token_hash, message_id, queued_at, queued_by,
                                 queued_desk, expires_at, sent_at)
             SELECT id, email, 'sent', 'smtp', zeroblob(16), zeroblob(32), 'm', 0, 'ana', 'desk 1', 9e15, 1
             FROM contact WHERE id = 1;
             UPDATE contact SET portal_access = 0 WHERE id = 1;",
            "An invite is open without portal access",
        ),
        (
            "INSERT INTO invite (contact_id, email, state, delivery, nonce, token_hash, message_id, queued_at, queued_by,
                                 queued_desk, expires_at, sent_at)
             VALUES (1, 'else@where.example', 'sent', 'smtp', zeroblob(16), zeroblob(32), 'm', 0, 'ana', 'desk 1', 9e15, 1)",
            "An open invite went to another email",
        ),
        ("UPDATE contact SET portal_access = 1, email = NULL, email_key = NULL WHERE id = 1", "access without an email"),
    ] {
        let shop = Shop::new();
        plant(&shop, sql);
        let found = findings(&shop, 1);
        assert!(found.iter().any(|found| found.starts_with("rules: ") && found.contains(part)), "{sql}: {found:#?}");
    }
}

#[test]
fn rules_of_the_schema_that_were_taken_out() {
    for (sql, part, missing) in [
        (
            "DROP INDEX contact_one_primary; UPDATE contact SET is_primary = 1 WHERE customer_id = 1",
            "More than one contact is the primary contact",
            "contact_one_primary",
        ),
        (
            "DROP INDEX contact_one_holder; DROP TRIGGER contact_access_changed;
             UPDATE contact SET email = 'a@b.example', email_key = 'a@b.example', portal_access = 1 WHERE customer_id = 1",
            "One email signs in two persons",
            "contact_access_changed and contact_one_holder",
        ),
    ] {
        let shop = Shop::new();
        plant(&shop, sql);
        let found = findings(&shop, 1);
        for expected in [format!("file: Rules of the file itself are missing or were changed: {missing}"), part.to_owned()] {
            assert!(found.iter().any(|found| found.contains(&expected)), "{expected} is not in {found:#?}");
        }
    }
}

#[test]
fn an_index_out_of_step_is_found_and_put_right() {
    for sql in [
        "UPDATE contact SET last_name = 'Öztürk' WHERE id = 1",
        "DELETE FROM search_all WHERE rowid = 4294967295 - 3",
        "UPDATE listed SET customers = customers + 1",
        "INSERT INTO search_names (rowid, words) VALUES (4294967295 - 99999, 'nobody')",
    ] {
        let shop = Shop::new();
        plant(&shop, sql);
        finds(&shop, 1, "search: The search index does not say what the file says of");
        shop.run(&["doctor", "--repair"]).expect(0);
        assert_eq!(findings(&shop, 0), Vec::<String>::new());
    }
}

#[test]
fn lost_rows_and_damaged_pages() {
    let shop = Shop::new();
    plant(&shop, "UPDATE car SET customer_id = 77777 WHERE id = (SELECT min(id) FROM car)");
    let found = findings(&shop, 1);
    assert!(found.iter().any(|found| found.contains("1 row in car belong")), "{found:#?}");

    let shop = Shop::new();
    // The -wal is taken in when the last connection closes, so that the page on the disk is the one that is read.
    let pages: i64 = shop
        .raw()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'contact'", [], |row| row.get(0))
        .expect("a page");
    let mut bytes = fs::read(shop.database()).expect("the file");
    let start = usize::try_from(pages - 1).expect("a page") * 4096;
    bytes[start..start + 4096].fill(0x5a);
    fs::write(shop.database(), bytes).expect("damaged");
    finds(&shop, 4, "file: The file");
    shop.run(&["doctor"]).expect(4);
    shop.run(&["backup", &shop.path("copy.db").display().to_string()]).expect(4).saying("is damaged");
    assert!(!shop.path("copy.db").exists(), "a damaged file gives no backup");
}

#[test]
fn a_file_that_cannot_be_used() {
    let shop = Shop::new();
    plant(&shop, "PRAGMA user_version = 99");
    finds(&shop, 4, "was written by a newer frontdesk");
    fs::write(shop.database(), "something else".repeat(600)).expect("written");
    finds(&shop, 4, "is not a frontdesk file");
    fs::remove_file(shop.database()).expect("removed");
    finds(&shop, 4, "There is no customer file at");
}

#[test]
fn rights_that_are_too_wide_or_too_narrow() {
    let shop = Shop::new();
    chmod(&shop.database(), 0o644);
    finds(&shop, 1, "frontdesk.db is open to everybody on this machine (0644)");
    chmod(&shop.database(), 0o600);
    // What is kept in folders beside it is as private.
    for (folder, name) in [("frontdesk.db.editing", "7-1.json"), ("backups", "frontdesk-2026-09-01.db")] {
        let folder = shop.path("data").join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(name), "{}").expect("written");
        chmod(&folder, 0o777);
        chmod(&folder.join(name), 0o600);
        finds(&shop, 1, &format!("{} is open to everybody", folder.file_name().expect("a name").to_string_lossy()));
        chmod(&folder, 0o700);
        chmod(&folder.join(name), 0o644);
        finds(&shop, 1, &format!("{name} is open to everybody"));
        fs::remove_dir_all(&folder).expect("removed");
    }
    let key = shop.path("data/frontdesk.key");
    chmod(&key, 0o640);
    finds(&shop, 1, "frontdesk.key is open to others than its owner (0640)");
    chmod(&key, 0o600);
    chmod(&shop.path("data"), 0o777);
    finds(&shop, 1, "data is open to everybody");
    // A group's folder: what is in it is the group's too.
    chmod(&shop.path("data"), 0o2770);
    let found = findings(&shop, 1);
    assert!(found.iter().all(|found| found.contains("is closed to the group")), "{found:#?}");
    for name in names(&shop.path("data")) {
        chmod(&shop.path("data").join(name), 0o660);
    }
    assert_eq!(findings(&shop, 0), Vec::<String>::new());
    fs::remove_file(&key).expect("removed");
    finds(&shop, 1, "frontdesk.key cannot be used");
    // Before there is a file nobody misses its key.
    fs::remove_dir_all(shop.path("data")).expect("removed");
    fs::create_dir(shop.path("data")).expect("a folder");
    chmod(&shop.path("data"), 0o700);
    finds(&shop, 4, "There is no customer file at");
}

#[test]
fn a_groups_files_are_the_groups_whatever_the_umask() {
    let shop = Shop::new();
    let folder = shop.path("shared");
    fs::create_dir(&folder).expect("a folder");
    chmod(&folder, 0o2770);
    let file = folder.join("frontdesk.db");
    let copy = folder.join("copy.db");
    shop.run(&["backup", &copy.display().to_string()]).expect(0);
    let script = format!("umask 077; exec {} --database '{}' \"$@\"", env!("CARGO_BIN_EXE_frontdesk"), file.display());
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new("sh");
        shop.at_home(command.args(["-c", &script, "sh"]).args(arguments));
        Ended::of(&mut command)
    };
    run(&["restore", &copy.display().to_string()]).expect(0);
    run(&["outbox", "list"]).expect(0);
    run(&["doctor"]).expect(0);
    for name in names(&folder) {
        let mode = folder.join(&name).metadata().expect("a file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o660, "{name} has {mode:o}");
    }
}

#[test]
fn clocks_posts_and_missing_backups() {
    let shop = Shop::new();
    plant(&shop, "UPDATE history SET at = at + 86400000 WHERE id = (SELECT max(id) FROM history)");
    finds(&shop, 1, "clock: The newest entry of the history is in the future");
    let shop = Shop::new();
    plant(&shop, "UPDATE post SET held_until = 9000000000000000, held_since = 0, reason = 'The login was refused.'");
    finds(&shop, 1, "outbox: Nothing goes out for now: The login was refused.");
    let shop = Shop::new();
    plant(&shop, "UPDATE history SET at = at - 3 * 86400000");
    finds(&shop, 1, "backups: What was saved since");
    shop.configure("[backup]\nkeep_days = 0");
    assert_eq!(findings(&shop, 0), Vec::<String>::new());
    shop.configure("[backups]\nkeep_days = 0");
    finds(&shop, 1, "configuration: ");
}
