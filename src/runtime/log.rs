//! The log: what this user's programs did, for whoever looks after them. One line for each thing, with numbers that
//! lead to people only in the customer file; what a server or a person said stands there, not here.

use std::fmt;
use std::fs::{DirBuilder, OpenOptions, metadata, rename};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::clock;
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::deed::Done;
use crate::domain::history::Subject;
use crate::domain::invite::InviteId;

/// From here on the file is set aside under `.1`, in the place of the one before: there is never more than twice this.
const LIMIT: u64 = 1024 * 1024;

/// Something that is worth a line.
#[derive(Debug)]
pub enum Entry<'a> {
    Started,
    /// How it was left.
    Ended(&'static str),
    Did(&'a Done),
    /// Not saved, in the words of the store, which name files and no people.
    NotSaved(String),
    /// What became of an attempt to deliver.
    Delivery(InviteId, &'static str),
    /// No invite leaves for now.
    PostHeld,
    SignedIn {
        contact: ContactId,
        customer: CustomerId,
    },
    /// In one word of the portal's answer.
    NotSignedIn(&'static str),
    Imported {
        added: usize,
        changed: usize,
    },
    BackedUp,
    NotBackedUp(String),
    Restored,
    /// Of the program; the details are in a file of their own.
    Fault,
}

impl fmt::Display for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started => write!(f, "the desk of frontdesk {} was opened", env!("CARGO_PKG_VERSION")),
            Self::Ended(how) => write!(f, "the desk was left: {how}"),
            Self::Did(done) => write_deed(f, done),
            Self::NotSaved(why) => write!(f, "not saved: {why}"),
            Self::Delivery(invite, what) => write!(f, "invite {}: {what}", invite.0),
            Self::PostHeld => f.write_str("no invite leaves for now; frontdesk doctor --mail says why"),
            Self::SignedIn { contact, customer } => {
                write!(f, "contact {} of customer {} signed in by an invite", contact.0, customer.0)
            }
            Self::NotSignedIn(reason) => write!(f, "the portal was told: {reason}"),
            Self::Imported { added, changed } => write!(f, "a list was brought in: {added} added, {changed} changed"),
            Self::BackedUp => f.write_str("a backup was made"),
            Self::NotBackedUp(why) => write!(f, "no backup was made: {why}"),
            Self::Restored => f.write_str("a backup was put in the place of the file"),
            Self::Fault => f.write_str("a fault of the program: see fault.log"),
        }
    }
}

fn write_deed(f: &mut fmt::Formatter<'_>, done: &Done) -> fmt::Result {
    let undone = if done.undone { "undone, now " } else { "" };
    write!(f, "{undone}{}: ", done.act.word())?;
    match done.subject {
        Subject::Customer => {}
        Subject::Contact(contact) => write!(f, "contact {} of ", contact.0)?,
        Subject::Car(car) => write!(f, "car {} of ", car.0)?,
    }
    write!(f, "customer {}", done.customer.0)?;
    done.invite.map_or(Ok(()), |invite| write!(f, ", invite {}", invite.0))
}

/// Where the log is kept.
#[must_use]
pub fn file_in(state: &Path) -> PathBuf {
    state.join("frontdesk.log")
}

/// Writes a line. A log that cannot be written keeps nobody from working.
pub fn write(state: &Path, entry: &Entry) {
    let line = format!("{} [{}] {entry}\n", clock::wall().strftime("%Y-%m-%dT%H:%M:%SZ"), std::process::id());
    append(&file_in(state), &line).ok();
}

/// Adds to a file that is for its owner only and does not grow without end. It is opened anew each time: several
/// desks write to it, and any of them may have set it aside.
pub fn append(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    if metadata(file).is_ok_and(|about| about.len() >= LIMIT) {
        let mut aside = file.as_os_str().to_owned();
        aside.push(".1");
        rename(file, aside)?;
    }
    // In one piece, so that lines of two desks do not run into one another.
    OpenOptions::new().append(true).create(true).mode(0o600).open(file)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn it_is_for_its_owner_and_never_more_than_twice_its_size() {
        let home = tempfile::tempdir().expect("a folder");
        let state = home.path().join("deep/state");
        let file = file_in(&state);
        write(&state, &Entry::Started);
        assert_eq!(metadata(&file).expect("written").permissions().mode() & 0o777, 0o600);
        assert_eq!(metadata(&state).expect("made").permissions().mode() & 0o777, 0o700);
        let line = "x".repeat(200_000) + "\n";
        for _ in 0..30 {
            append(&file, &line).expect("appended");
        }
        write(&state, &Entry::Ended("quit"));
        let names: Vec<_> =
            fs::read_dir(&state).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
        assert_eq!(names.len(), 2, "set aside once: {names:?}");
        let sizes = ["frontdesk.log", "frontdesk.log.1"].map(|name| metadata(state.join(name)).expect("it").len());
        assert!(sizes.iter().all(|size| *size < LIMIT + 300_000), "{sizes:?}");
        assert!(fs::read_to_string(&file).expect("text").ends_with("the desk was left: quit\n"));
    }
}
