//! The automatic backup of each day, made by a real desk on a real terminal.

use std::fs;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use frontdesk::store::back_up_daily;
use jiff::ToSpan;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::{Shop, count, integrity, names, now};

#[test]
fn the_first_desk_of_a_day_makes_it() {
    let shop = Shop::new();
    let pair = native_pty_system().openpty(PtySize::default()).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_frontdesk"));
    command.env_clear();
    for (name, value) in [("TERM", "xterm"), ("LANG", "C.UTF-8"), ("USER", "ines")] {
        command.env(name, value);
    }
    command.env("HOME", shop.path(""));
    command.env("FRONTDESK_CONFIG", shop.path("config.toml"));
    let mut desk = pair.slave.spawn_command(command).expect("a desk");
    let mut screen = pair.master.try_clone_reader().expect("its screen");
    thread::spawn(move || std::io::copy(&mut screen, &mut std::io::sink()).ok());

    let folder = shop.path("data/backups");
    let today = now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let name = format!("frontdesk-{today}.db");
    let deadline = now() + 20.seconds();
    while !folder.join(&name).exists() {
        assert!(now() < deadline, "no backup after 20 seconds: {:?}", names(&folder));
        thread::yield_now();
    }
    desk.kill().expect("ended");
    desk.wait().expect("its end");
    assert_eq!((integrity(&folder.join(&name)).as_str(), names(&folder)), ("ok", vec![name]));
}

#[test]
fn the_rotation_keeps_what_it_says() {
    let shop = Shop::new();
    let first = jiff::civil::date(2026, 9, 1);
    let back_up = |day, keep| back_up_daily(&shop.database(), day, keep, now()).expect("the file answers");
    assert!(back_up(first, 0).is_none(), "0 makes none");
    assert!(!shop.path("data/backups").exists());
    let other = shop.path("data/backups/other-2020-01-01.db");
    for day in 0..40 {
        let made = back_up(first + day.days(), 3).expect("a backup");
        assert_eq!(made.customers, 230);
        assert!(back_up(first + day.days(), 3).is_none(), "one a day");
        fs::write(&other, "another file's").expect("written");
    }
    let kept = names(&shop.path("data/backups"));
    assert_eq!(kept.len(), 3 + 4 + 1, "{kept:?}");
    assert!(kept.contains(&"frontdesk-2026-10-10.db".to_owned()) && other.exists());
    assert_eq!(count(&shop.path("data/backups/frontdesk-2026-10-10.db"), "customer"), 230);
}

#[test]
fn two_desks_make_one() {
    let shop = Shop::new();
    let today = jiff::civil::date(2026, 9, 1);
    let (made, all) = channel();
    thread::scope(|scope| {
        for _ in 0..4 {
            let (made, file) = (made.clone(), shop.database());
            scope.spawn(move || made.send(back_up_daily(&file, today, 7, now())));
        }
    });
    let all: Vec<_> = (0..4).map(|_| all.recv_timeout(Duration::from_secs(20)).expect("an answer")).collect();
    assert_eq!(all.iter().filter(|made| matches!(made, Ok(Some(_)))).count(), 1, "{all:?}");
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(names(&shop.path("data/backups")), ["frontdesk-2026-09-01.db"]);
}
