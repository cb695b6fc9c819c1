//! The commands that need no screen, and the way from the arguments to the desk. With `main.rs` the only place
//! that prints.

mod arguments;
mod backup;
mod columns;
mod config;
mod csv;
mod demo;
mod desk;
mod doctor;
mod export;
mod failure;
mod import;
mod invite;
mod manual;
mod office;
mod outbox;
mod portal;
mod preview;
mod progress;
mod restore;
mod roles;
mod text_file;
mod vcard;

use self::arguments::{Arguments, Command};
use self::failure::Failure;
use self::office::tell;

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
        Some(Command::Roles { json, act }) => roles::run(&arguments.global, act.as_ref(), json),
        Some(Command::Config(asked)) => config::run(&arguments.global, asked),
        Some(Command::Portal(asked)) => Ok(portal::run(&arguments.global, asked)),
        Some(Command::Completions { shell }) => manual::completions(shell),
        Some(Command::Man) => manual::page(),
    };
    match result {
        Ok(code) => code,
        Err(Failure { code, words }) => {
            tell(&format!("frontdesk: {words}"));
            code
        }
    }
}
