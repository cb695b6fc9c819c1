//! Looks at what stands at a path, for those who have not decided to open it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::migrate::APPLICATION_ID;
use super::path::folder_of;
use super::{StoreError, row, transaction};

/// What stands at a path, for those who have not decided to open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    Nothing,
    NoFolder,
    Ours { customers: usize },
    NotOurs,
    Unreadable(String),
}

/// Looks at a path without changing anything.
pub fn probe(path: &Path) -> Probe {
    if !path.exists() {
        return if folder_of(path).is_dir() { Probe::Nothing } else { Probe::NoFolder };
    }
    let counted = connect(path).and_then(|conn| {
        let id: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if id != APPLICATION_ID {
            return Ok(None);
        }
        conn.query_row("SELECT count(*) FROM customer WHERE archived_at IS NULL", [], |found| row::count(found, 0))
            .map(Some)
    });
    match counted {
        Ok(Some(customers)) => Probe::Ours { customers },
        Ok(None) => Probe::NotOurs,
        Err(error) => match StoreError::of(&error, path) {
            StoreError::NotOurs(_) => Probe::NotOurs,
            other => Probe::Unreadable(other.to_string()),
        },
    }
}

/// Opens a file that is there, without changing anything. Also for looking at it only: a connection that cannot write
/// would leave a -wal and a -shm behind.
pub(super) fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(transaction::PATIENCE)?;
    Ok(conn)
}
