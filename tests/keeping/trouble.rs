//! What the machine does to a file: a full disk, a file that can only be read.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use frontdesk::domain::customer::CustomerId;
use frontdesk::store::{Store, back_up_daily};

use super::{Ended, Shop, count, integrity, names, now, skipped};

/// A disk of a few hundred kilobytes, where this user may make one.
struct SmallDisk {
    path: PathBuf,
}

impl SmallDisk {
    fn mount(path: PathBuf, kilobytes: u32) -> Option<Self> {
        fs::create_dir(&path).expect("a folder");
        let size = format!("size={kilobytes}k,mode=700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(&path).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self { path })
    }

    /// Leaves no byte free.
    fn fill(&self) {
        use std::io::Write;
        let mut filler = fs::File::create(self.path.join("filler")).expect("a file");
        while filler.write_all(&[0; 4096]).is_ok() {}
    }

    /// Leaves so much, which is taken in the middle of something.
    fn fill_but(&self, kilobytes: u32) {
        let room = self.path.join("room");
        fs::write(&room, vec![0; kilobytes as usize * 1024]).expect("room for that");
        self.fill();
        fs::remove_file(room).expect("removed");
    }

    fn make_room(&self) {
        fs::remove_file(self.path.join("filler")).expect("removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.path).status().ok();
    }
}

/// Runs a command on another file than the shop's own.
fn run_on(shop: &Shop, file: &Path, arguments: &[&str]) -> Ended {
    Ended::of(shop.command(arguments).arg("--database").arg(file))
}

#[test]
fn a_full_disk_ends_in_a_sentence_and_works_again_with_room() {
    let shop = Shop::new();
    let Some(disk) = SmallDisk::mount(shop.path("small"), 4096) else {
        skipped("this user may not mount a small disk");
        return;
    };
    let copy = disk.path.join("copy.db").display().to_string();
    disk.fill();
    shop.run(&["backup", &copy]).expect(4).saying("There is no room for the copy in").saying("make room there");
    assert_eq!(names(&disk.path), ["filler"], "half a backup is left");
    disk.make_room();
    shop.run(&["backup", &copy]).expect(0);

    // The customer file itself on the small disk.
    let file = disk.path.join("shop.db");
    let on_disk = |arguments: &[&str]| run_on(&shop, &file, arguments);
    on_disk(&["restore", &copy]).expect(0);
    let bea = shop.contact("Beatriz", "Quiñones").to_string();
    disk.fill();
    let ended = on_disk(&["invite", &bea]).expect(4);
    assert!(ended.words.contains("full"), "{}", ended.words);
    on_disk(&["restore", &copy]).expect(4).saying("no room");
    // A desk that is open goes on without being started again.
    disk.make_room();
    let mut store = Store::open(&file, now()).expect("the file");
    disk.fill();
    let noted = (0..2000).map(|id| store.note_opened(CustomerId(id % 200 + 1), "desk 1", now())).find(Result::is_err);
    let words = noted.expect("the disk is full").expect_err("the disk is full").to_string();
    assert!(words.contains("The disk is full") && words.contains("make room, then try again"), "{words}");
    disk.make_room();
    store.note_opened(CustomerId(1), "desk 1", now()).expect("there is room again");
    drop(store);
    assert_eq!((integrity(&file).as_str(), count(&file, "invite")), ("ok", 0));
    on_disk(&["invite", &bea]).expect(0);
    on_disk(&["doctor"]).expect(1);
}

#[test]
fn a_disk_that_fills_in_the_middle_of_a_list_takes_in_none_of_it() {
    let shop = Shop::new();
    let Some(disk) = SmallDisk::mount(shop.path("small"), 6144) else {
        skipped("this user may not mount a small disk");
        return;
    };
    let copy = shop.path("copy.db").display().to_string();
    shop.run(&["backup", &copy]).expect(0);
    let file = disk.path.join("shop.db");
    let on_disk = |arguments: &[&str]| run_on(&shop, &file, arguments);
    on_disk(&["restore", &copy]).expect(0);
    let counts = || ["customer", "contact", "history"].map(|table| count(&file, table));

    let notes = "a line of the notes, ".repeat(45);
    let lists = [
        ("customers", "ref,company,notes", (0..1500).map(|row| format!("S{row},Stone {row},\"{notes}\"")).collect()),
        (
            "contacts",
            "customer_ref,first_name,last_name,role",
            (0..1500).map(|row| format!("C-10{:02},Ann{row},Stone{row},Assistant", row % 30 + 1)).collect::<Vec<_>>(),
        ),
    ];
    for (list, columns, rows) in lists {
        let write = |name: &str, rows: &[String]| {
            let path = shop.path(name);
            fs::write(&path, format!("{columns}\n{}\n", rows.join("\n"))).expect("a list");
            path.display().to_string()
        };
        let (long, short) = (write("long.csv", &rows), write("short.csv", &rows[..20]));
        let before = counts();
        disk.fill_but(300);
        let ended = on_disk(&["import", list, &long])
            .expect(4)
            .saying("The disk is full. Nothing was saved: make room, then try again.");
        assert!(ended.answer.is_empty(), "nothing came of it: {ended:?}");
        assert_eq!((integrity(&file).as_str(), counts()), ("ok", before), "{list}");
        assert!(!names(&disk.path).iter().any(|name| name.ends_with("importing")), "{:?}", names(&disk.path));
        disk.make_room();
        let ended = on_disk(&["import", list, &short]).expect(0);
        assert!(ended.answer.starts_with(&format!("20 {list} added")), "{ended:?}");
    }
}

#[test]
fn a_limit_on_file_sizes_leaves_nothing_half_done() {
    let shop = Shop::new();
    let folder = shop.path("copies");
    fs::create_dir(&folder).expect("a folder");
    // 64 blocks of 512 or 1024 bytes, and no signal at the limit.
    let script = format!("trap '' XFSZ; ulimit -f 64; exec {} \"$@\"", env!("CARGO_BIN_EXE_frontdesk"));
    let mut command = Command::new("sh");
    shop.at_home(command.args(["-c", &script, "sh", "backup"]).arg(folder.join("copy.db")));
    Ended::of(&mut command).expect(4).saying("copies").saying("Nothing was changed");
    assert!(names(&folder).is_empty(), "{:?}", names(&folder));
}

#[test]
fn what_root_makes_belongs_to_the_shop() {
    let shop = Shop::new();
    let folder = shop.path("theirs");
    fs::create_dir(&folder).expect("a folder");
    if chown(&folder, Some(65534), Some(65534)).is_err() {
        skipped("this user is not root");
        return;
    }
    let copy = shop.path("copy.db").display().to_string();
    shop.run(&["backup", &copy]).expect(0);
    let file = folder.join("shop.db");
    Ended::of(shop.command(&["restore", &copy]).arg("--database").arg(&file)).expect(0);
    back_up_daily(&file, jiff::civil::date(2026, 9, 1), 7, now()).expect("a backup");
    for name in ["shop.db", "shop.db.lock", "frontdesk.key", "backups", "backups/shop-2026-09-01.db"] {
        assert_eq!(folder.join(name).metadata().expect("made").uid(), 65534, "{name} is root's");
    }
}

/// The program as a user who is nobody's owner here.
fn as_nobody(shop: &Shop, arguments: &[&str]) -> Option<Ended> {
    let can = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    if !can(Command::new("setpriv").args(nobody).arg("true")) {
        skipped("this user cannot become another one");
        return None;
    }
    let mut command = Command::new("setpriv");
    shop.at_home(command.args(nobody).arg(env!("CARGO_BIN_EXE_frontdesk")).args(arguments));
    Some(Ended::of(&mut command))
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("changed");
}

#[test]
fn a_file_that_can_only_be_read_ends_in_a_sentence() {
    let shop = Shop::new();
    // Somebody else's file, which this user may look at.
    for (name, mode) in [("", 0o755), ("data", 0o755), ("data/frontdesk.db", 0o644), ("data/frontdesk.db.lock", 0o666)]
    {
        chmod(&shop.path(name), mode);
    }
    let bea = shop.contact("Beatriz", "Quiñones").to_string();
    let Some(ended) = as_nobody(&shop, &["invite", &bea]) else { return };
    ended.expect(4).saying("frontdesk.db").saying("Nothing was");
    let ended = as_nobody(&shop, &["doctor"]).expect("it worked before");
    assert!(ended.answer.contains("cannot be written by this user"), "{ended:?}");
    assert_eq!(count(&shop.database(), "invite"), 0);
}

#[test]
fn without_its_wal_the_file_is_as_it_was_before_and_sound() {
    let shop = Shop::new();
    let before = count(&shop.database(), "history");
    // A desk that keeps the last commits in the -wal, and is killed: the copy is made without it.
    let desk = shop.store();
    shop.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("all in the file");
    let bea = shop.contact("Beatriz", "Quiñones").to_string();
    shop.run(&["invite", &bea]).expect(0);
    assert!(count(&shop.database(), "history") > before);
    let there = shop.path("without");
    fs::create_dir(&there).expect("a folder");
    chmod(&there, 0o700);
    for name in ["frontdesk.db", "frontdesk.key"] {
        fs::copy(shop.path("data").join(name), there.join(name)).expect("copied");
    }
    drop(desk);
    let file = there.join("frontdesk.db");
    shop.configure("[backup]\nkeep_days = 0");
    Ended::of(shop.command(&["doctor"]).arg("--database").arg(&file)).expect(0);
    assert_eq!(count(&file, "history"), before, "the state of the last checkpoint, whole");
    Ended::of(shop.command(&["invite", &bea]).arg("--database").arg(&file)).expect(0);
}
