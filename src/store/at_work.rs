//! Who is at work on a file: the programs that hold its lock, as far as the system tells.

use std::fs::{File, read, read_to_string};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{major, minor};

use crate::domain::text::{listed, printable};

/// `: ines (frontdesk, process 4121) and ana (frontdesk outbox send, process 4130)`; nothing where nobody is known.
pub(super) fn said(lock: &File) -> String {
    let who: Vec<String> = processes(lock).into_iter().map(described).collect();
    if who.is_empty() { String::new() } else { format!(": {}", listed(&who)) }
}

/// The processes that hold a lock on this file, from a list that Linux keeps.
fn processes(lock: &File) -> Vec<u32> {
    let (Ok(about), Ok(locks)) = (lock.metadata(), read_to_string("/proc/locks")) else { return Vec::new() };
    let file = format!("{:02x}:{:02x}:{}", major(about.dev()), minor(about.dev()), about.ino());
    // `1: FLOCK  ADVISORY  READ 4121 08:01:131090 0 EOF`
    let mut found: Vec<u32> = locks
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace().skip_while(|word| *word != "FLOCK").skip(3);
            let process = words.next()?.parse().ok()?;
            (words.next()? == file).then_some(process)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// `ines (frontdesk outbox send, process 4121)`
fn described(process: u32) -> String {
    let about = Path::new("/proc").join(process.to_string());
    let command = read(about.join("cmdline")).unwrap_or_default();
    let mut words = command.split(|byte| *byte == 0).map(String::from_utf8_lossy).filter(|word| !word.is_empty());
    let program = words.next().map(|path| path.rsplit('/').next().unwrap_or_default().to_owned());
    let words: Vec<String> = program.into_iter().chain(words.map(std::borrow::Cow::into_owned)).collect();
    let user = about.metadata().map_or_else(|_| "somebody".to_owned(), |about| user(about.uid()));
    let doing = if words.is_empty() { String::new() } else { format!("{}, ", printable(&words.join(" "))) };
    format!("{user} ({doing}process {process})")
}

/// The login name of a user of this machine.
fn user(id: u32) -> String {
    let users = read_to_string("/etc/passwd").unwrap_or_default();
    let name = users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        (parts.nth(1)?.parse() == Ok(id)).then(|| name.to_owned())
    });
    name.unwrap_or_else(|| format!("user {id}"))
}
