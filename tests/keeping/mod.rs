//! The file survives: backups, restoring, the doctor, and what happens when the machine fails. All with the real
//! binary on real files.

mod backups;
mod daily;
mod doctor;
mod mail_check;
mod replica;
mod restoring;
mod trouble;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use frontdesk::store::Store;
use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;

/// A shop on a machine of its own: a home, a configuration and a customer file in a folder.
pub struct Shop {
    folder: TempDir,
}

impl Shop {
    /// With the demo's town in its file.
    pub fn new() -> Self {
        let shop = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::create_dir(shop.path("data")).expect("a folder");
        Store::create(&shop.database(), now(), [7; 32]).expect("a file");
        shop.configure("");
        let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        for list in ["customers", "contacts"] {
            let file = town.join(format!("{list}.csv")).display().to_string();
            shop.run(&["import", list, &file]).expect(0);
        }
        shop
    }

    /// Writes the configuration anew, with something more at its end.
    pub fn configure(&self, more: &str) {
        let text = format!(
            "database = '{}'\nshop_name = 'Riverside Auto'\ntime_zone = 'UTC'\n\
             [portal]\nsign_in_url = 'https://portal.example.com/sign-in?token={{token}}'\n{more}\n",
            self.database().display()
        );
        fs::write(self.path("config.toml"), text).expect("written");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn database(&self) -> PathBuf {
        self.path("data/frontdesk.db")
    }

    /// The program, as it is called at this shop.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
        self.at_home(command.args(arguments));
        command
    }

    /// Gives a command the environment of this shop.
    pub fn at_home(&self, command: &mut Command) {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("USER", "ines")
            .env("FRONTDESK_CONFIG", self.path("config.toml"));
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// The file as another program sees it, which knows none of our rules.
    pub fn raw(&self) -> Connection {
        Connection::open(self.database()).expect("the file")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.database(), now()).expect("the file")
    }

    /// The number of a contact with access and an email, by name.
    pub fn contact(&self, first_name: &str, last_name: &str) -> i64 {
        self.raw()
            .query_row(
                "SELECT id FROM contact WHERE first_name = ?1 AND last_name = ?2 AND removed_at IS NULL",
                [first_name, last_name],
                |row| row.get(0),
            )
            .expect("a contact")
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub answer: String,
    pub words: String,
}

impl Ended {
    pub fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { code: status.code(), answer: text(stdout), words: text(stderr) }
    }

    /// Ended with this code, and said something a person can read.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        for jargon in ["SQLITE", "panicked", "os error", "Err(", "RUST_BACKTRACE"] {
            assert!(!self.words.contains(jargon), "{jargon} in: {}", self.words);
        }
        self
    }

    /// Said this on the way, on standard error.
    #[track_caller]
    pub fn saying(self, part: &str) -> Self {
        assert!(self.words.contains(part), "{part:?} is not in: {}", self.words);
        self
    }
}

/// What SQLite itself says of a file: "ok", or what is wrong.
pub fn integrity(path: &Path) -> String {
    let conn = Connection::open(path).expect("a file");
    conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer")
}

pub fn count(path: &Path, what: &str) -> i64 {
    let conn = Connection::open(path).expect("a file");
    conn.query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get(0)).expect("a count")
}

#[expect(clippy::disallowed_methods, reason = "the program that is run reads the real clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(Iterator::flatten).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Says that a test was not run, past the capture of the test runner.
pub fn skipped(why: &str) {
    writeln!(std::io::stderr(), "skipped: {why}").ok();
}
