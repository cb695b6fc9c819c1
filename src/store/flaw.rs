//! What can be wrong with a file and what it stands in, for whoever says it in words.

use std::path::PathBuf;

use jiff::Timestamp;

use super::{Rule, StoreError};

/// Something that is not as it should be.
#[derive(Debug)]
pub enum Flaw {
    /// The folder is on a disk of another machine, of this kind.
    NetworkShare(&'static str),
    /// In bytes.
    LittleRoom {
        free: u64,
        needed: u64,
    },
    /// This user may not write it.
    NotWritable(PathBuf),
    Rights {
        path: PathBuf,
        found: u32,
        wanted: u32,
    },
    Key(StoreError),
    /// Changes since this moment are in no backup.
    NotBackedUp {
        since: Timestamp,
    },
    /// The library has a known fault.
    OldSqlite(&'static str),
    /// Of an older program; the next desk brings it up.
    OlderStep,
    /// Pages of the file, in SQLite's words.
    Damaged(Vec<String>),
    /// Tables, indexes and triggers that are missing or not ours, by name.
    Schema(Vec<String>),
    /// Rows that point to rows that are not there.
    LostReferences {
        table: String,
        rows: usize,
    },
    /// Values that the schema forbids, in SQLite's words.
    Forbidden(Vec<String>),
    /// Search would miss these customers, or find them by what they no longer have.
    Index {
        customers: Vec<String>,
    },
    Broken {
        rule: Rule,
        by: Vec<String>,
    },
    /// The newest entry of the history is in the future.
    Clock {
        newest: Timestamp,
    },
    /// No desk sends anything, for this reason.
    PostHeld(String),
    /// Invites that nobody delivers.
    LeftLying {
        invites: usize,
        since: Timestamp,
    },
}
