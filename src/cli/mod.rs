//! The commands that need no screen, and the way from the arguments to the desk. With `main.rs` the only place
//! that prints.
#![expect(clippy::disallowed_macros, reason = "this is the place that the lint points to")]

mod arguments;
mod backup;
mod config;
mod csv;
mod demo;
mod desk;
mod doctor;
mod export;
mod failure;
mod import;
mod invite;
mod outbox;
mod portal;
mod progress;
mod restore;
mod text_file;
mod vcard;

use jiff::Timestamp;

use self::arguments::{Arguments, Command, Global};
use self::failure::{Fails, Failure};
use crate::config::{Settings, Sources, load};
use crate::runtime::{chance, clerk, clock};
use crate::store::{Occasion, Store};

/// Runs the program and returns its exit code: 0 done, 1 failed, 2 usage, 3 configuration, 4 database, 5 mail.
#[must_use]
pub fn main() -> u8 {
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(asked) => {
            // Help and version are answers, not errors; clap prints each where it belongs.
            let _ = asked.print();
            return if asked.use_stderr() { failure::USAGE } else { 0 };
        }
    };
    let result = match arguments.command {
        None => desk::open(&arguments.global),
        Some(Command::Demo) => demo::run(&arguments.global),
        Some(Command::Import(list)) => import::run(&arguments.global, &list),
        Some(Command::Export(wanted)) => export::run(&arguments.global, &wanted),
        Some(Command::Invite { contact, json }) => invite::run(&arguments.global, contact, json),
        Some(Command::Outbox(asked)) => outbox::run(&arguments.global, &asked),
        Some(Command::Backup { file, replace }) => backup::run(&arguments.global, &file, replace),
        Some(Command::Restore { file }) => restore::run(&arguments.global, &file),
        Some(Command::Doctor(asked)) => doctor::run(&arguments.global, asked),
        Some(Command::Config(asked)) => config::run(&arguments.global, asked),
        Some(Command::Portal(asked)) => Ok(portal::run(&arguments.global, asked)),
    };
    match result {
        Ok(code) => code,
        Err(Failure { code, words }) => {
            eprintln!("frontdesk: {words}");
            code
        }
    }
}

/// The settings of this process.
fn settings(global: &Global) -> Result<Settings, Failure> {
    load(&Sources::of_this_process(global.flags(), chance::run())).fails()
}

/// A command at work on the file.
struct Office {
    settings: Settings,
    store: Store,
    /// When it began: what it writes is of that moment.
    now: Timestamp,
}

impl Office {
    fn open(global: &Global) -> Result<Self, Failure> {
        let settings = settings(global)?;
        let now = clock::wall();
        let store = Store::open(&settings.database, now).fails()?;
        Ok(Self { settings, store, now })
    }

    fn now() -> Timestamp {
        clock::wall()
    }

    /// Runs something that writes, with all that an act needs.
    fn act<T>(&mut self, act: impl FnOnce(&mut Store, &Occasion) -> Result<T, Failure>) -> Result<T, Failure> {
        let key = self.store.key().fails()?;
        let occasion = Occasion {
            author: &self.settings.author,
            now: self.now,
            nonce: chance::nonce(),
            posting: &clerk::posting(&self.settings),
            key: &key,
        };
        act(&mut self.store, &occasion)
    }
}

/// An answer on standard output; a reader that has gone away is no error.
fn say(words: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{words}");
}

/// Something to know, on standard error.
fn tell(words: &str) {
    eprintln!("{words}");
}
