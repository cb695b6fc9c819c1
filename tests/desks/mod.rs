//! Several programs on one file at once: what holds when they work at the same moment, are killed, or belong to
//! different users.

pub mod audit;
mod kills;
pub mod one_desk;
mod sharing;
mod storm;

use std::path::Path;
use std::process::{Command, Stdio};

/// A test of this binary, run as a process of its own that is told where and as whom to work.
fn process(test: &str, database: &Path, number: u32) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env(FILE, database)
        .env(NUMBER, number.to_string())
        .stdout(Stdio::null());
    command
}

const FILE: &str = "DESKS_FILE";
const NUMBER: &str = "DESKS_NUMBER";
