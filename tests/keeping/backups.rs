//! Backups by order: whole, of one moment, and never half there.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use frontdesk::domain::contact::ContactDetails;
use frontdesk::domain::customer::CustomerId;
use frontdesk::domain::deed::{Deed, SamePerson};

use super::{Shop, count, integrity, names};
use crate::desks::one_desk::OneDesk;

#[test]
fn a_backup_is_whole_and_holds_no_secret() {
    let shop = Shop::new();
    let id = shop.contact("Beatriz", "Quiñones").to_string();
    shop.run(&["invite", &id]).expect(0);
    shop.run(&["outbox", "send"]).expect(0);
    let target = shop.path("copy.db");
    shop.run(&["backup", &target.display().to_string()]).expect(0).saying("230 customers and 395 contacts");
    assert_eq!(integrity(&target), "ok");
    assert_eq!(count(&target, "history"), count(&shop.database(), "history"));
    assert_eq!(target.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    assert_eq!(names(target.parent().expect("a folder")).iter().filter(|name| name.contains("copy")).count(), 1);

    // What would open the portal: the key, the link of the letter and its code.
    let folder = shop.path(".local/share/frontdesk/outbox");
    let letter = names(&folder).pop().expect("a letter");
    let letter = fs::read_to_string(folder.join(letter)).expect("a letter").replace("=\n", "").replace("=\r\n", "");
    let token = letter.split("token=3D").nth(1).expect("a link").split(|c: char| c.is_whitespace() || c == '"').next();
    let token = token.expect("a token");
    assert!(token.len() > 30, "{token}");
    let kept = fs::read(&target).expect("the backup");
    let holds = |secret: &[u8]| kept.windows(secret.len()).any(|part| part == secret);
    assert!(!holds(token.as_bytes()), "the link is in the backup");
    assert!(!holds(&[7; 32]), "the key is in the backup");
    assert!(holds("Quiñones".as_bytes()));
}

#[test]
fn nothing_is_written_over() {
    let shop = Shop::new();
    let target = shop.path("copy.db").display().to_string();
    shop.run(&["backup", &target]).expect(0);
    let first = fs::read(&target).expect("the backup");
    shop.raw().execute("UPDATE customer SET notes = 'changed'", []).expect("changed");
    shop.run(&["backup", &target]).expect(4).saying("There is already a file at");
    assert_eq!(fs::read(&target).expect("the backup"), first);
    shop.run(&["backup", &target, "--replace"]).expect(0);
    assert_eq!(count(target.as_ref(), "customer WHERE notes = 'changed'"), 230);

    let own = shop.database().display().to_string();
    shop.run(&["backup", &own, "--replace"]).expect(4).saying("is the customer file itself");
    let key = shop.path("data/frontdesk.key").display().to_string();
    shop.run(&["backup", &key, "--replace"]).expect(4).saying("is not a frontdesk file");
    assert_eq!(fs::read(&key).expect("the key"), [7; 32]);
    shop.run(&["backup", &shop.path("data").display().to_string()]).expect(4).saying("is a folder");
    shop.run(&["backup", &shop.path("none/copy.db").display().to_string()]).expect(4).saying("does not exist");
}

#[test]
fn a_backup_is_of_one_moment_while_a_desk_works() {
    let shop = Shop::new();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut ana = OneDesk::at(&shop.database(), 1);
            for number in 0_u32.. {
                if done.load(Ordering::Acquire) {
                    break;
                }
                let details = ContactDetails {
                    first_name: format!("Name{number}"),
                    last_name: "Added".into(),
                    ..ContactDetails::default()
                };
                let deed = Deed::AddContact {
                    customer: CustomerId(1),
                    details,
                    same_person: SamePerson::NotAsked,
                    primary_seen: None,
                };
                ana.order(&deed).expect("added");
            }
        });
        for number in 0..5 {
            let target = shop.path(&format!("copy{number}.db"));
            shop.run(&["backup", &target.display().to_string()]).expect(0);
            assert_eq!(integrity(&target), "ok");
            // Each contact comes with its entry of the history, in one transaction.
            let added = count(&target, "contact WHERE last_name = 'Added'");
            let told = count(&target, "history WHERE act = 'added' AND subject LIKE '% Added'");
            assert_eq!(added, told);
        }
        done.store(true, Ordering::Release);
    });
    assert!(count(&shop.path("copy4.db"), "contact") > count(&shop.path("copy0.db"), "contact"));
}

#[test]
fn killed_on_the_way_it_never_has_its_name() {
    let shop = Shop::new();
    // Some forty megabytes, so that a kill can fall into the writing.
    shop.raw()
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
             INSERT INTO history (customer_id, at, staff, desk, run, act, subject, changes, note)
             SELECT 1, 0, 'ana', 'desk 1', 1, 'changed', 'Lopez', '{}', hex(randomblob(500)) FROM n",
        )
        .expect("filled");
    let whole = count(&shop.database(), "history");
    let folder = shop.path("backups here");
    fs::create_dir(&folder).expect("a folder");
    let mut caught = 0;
    for megabytes in [0, 1, 3, 8, 15, 22, 30, 36] {
        let target = folder.join(format!("{megabytes}.db"));
        let mut command = shop.command(&["backup", &target.display().to_string()]);
        let mut backup = command.stderr(Stdio::null()).spawn().expect("the program");
        // SQLite keeps a journal beside it.
        let is_copy = |name: &String| name.starts_with(".frontdesk-copy-") && !name.ends_with("-journal");
        let unfinished = || names(&folder).into_iter().find(is_copy);
        let written = || {
            let size = unfinished().and_then(|name| folder.join(name).metadata().ok());
            size.is_some_and(|about| about.len() >= megabytes * 1024 * 1024)
        };
        while backup.try_wait().expect("its state").is_none() && !written() {
            thread::yield_now();
        }
        backup.kill().ok();
        backup.wait().expect("its end");
        if let Some(left) = unfinished() {
            caught += 1;
            assert!(!target.exists(), "a half backup has its name: {:?}", names(&folder));
            fs::remove_file(folder.join(&left)).expect("removed");
        } else {
            assert_eq!((integrity(&target).as_str(), count(&target, "history")), ("ok", whole));
        }
    }
    assert!(caught > 3, "only {caught} of 8 were caught in the middle");
    assert_eq!(integrity(&shop.database()), "ok");
}
