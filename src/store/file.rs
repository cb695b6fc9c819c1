//! Opening and making the file: its pragmas, its lock and its permissions.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::{Store, StoreError, key, migrate, rights, row, surroundings, transaction};
use crate::domain::secret::KEY_BYTES;

/// Marks a file as ours: "fdsk".
pub(super) const APPLICATION_ID: i32 = 0x6664_736b;
/// Compiled statements kept for use again.
const STATEMENTS: usize = 128;

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
        conn.query_row("SELECT count(*) FROM customer WHERE archived_at IS NULL", [], row::count).map(Some)
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

impl Store {
    /// Makes a new, empty file, and `frontdesk.key` beside it where there is none. Both are for their owner only;
    /// a folder that is shared by a group (setgid) shares them with it.
    pub fn create(path: &Path, now: Timestamp, fresh_key: [u8; KEY_BYTES]) -> Result<Self, StoreError> {
        let folder = folder_of(path);
        if !folder.is_dir() {
            return Err(StoreError::NoFolder(folder));
        }
        surroundings::check(path)?;
        key::ensure(path, fresh_key)?;
        // Made here rather than by SQLite, which would give it the permissions of the umask.
        rights::make_file(path, &folder).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => StoreError::Exists(path.to_path_buf()),
            _ => StoreError::io(&error, path),
        })?;
        Self::open_file(path, now).inspect_err(|_| {
            // Half a file would be taken for somebody else's; this one is ours alone, made a moment ago.
            for made in [path.to_path_buf(), beside(path, "-wal"), beside(path, "-shm")] {
                let _ = std::fs::remove_file(made);
            }
        })
    }

    /// Opens a file of ours, and brings it up to this program's step, with a backup beside it first.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, StoreError> {
        check_there(path)?;
        surroundings::check(path)?;
        Self::open_file(path, now)
    }

    fn open_file(path: &Path, now: Timestamp) -> Result<Self, StoreError> {
        let lock = take_lock(path)?;
        let broken = |error: rusqlite::Error| StoreError::of(&error, path);
        let conn = connect(path).map_err(broken)?;
        // Another program's file is left as it is, its journal mode too.
        migrate::usable_step(&conn, path)?;
        let inode = Inode::of(path).map_err(|error| StoreError::io(&error, path))?;
        let store = Self { conn, inode, path: path.to_path_buf(), patience: transaction::patient(), _lock: lock };
        store.prepare().map_err(broken)?;
        migrate::bring_up(&store, now)?;
        Ok(store)
    }

    /// SQLite goes on with a file that has lost its name, and what is saved in it is lost.
    pub(super) fn still_there(&self) -> Result<(), StoreError> {
        match Inode::of(&self.path) {
            Ok(found) if found == self.inode => Ok(()),
            _ => Err(StoreError::Gone(self.path.clone())),
        }
    }

    fn prepare(&self) -> Result<(), rusqlite::Error> {
        let conn = &self.conn;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        // Plans do not depend on what is bound: without this, every statement on a table with a partial index is compiled
        // anew whenever a parameter changes.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // No memory map: it would count as the program's memory and be no faster (search.md).
        conn.pragma_update(None, "mmap_size", 0)?;
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "trusted_schema", false)?;
        let _: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        conn.pragma_update(None, "synchronous", "FULL")
    }
}

/// Whether there is a file at all that can be opened.
pub(super) fn check_there(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    match path.metadata() {
        Ok(found) if found.is_dir() => Err(StoreError::Folder(path.to_path_buf())),
        Ok(found) if found.len() == 0 => Err(StoreError::NotOurs(path.to_path_buf())),
        Ok(_) => Ok(()),
        Err(_) if !folder.is_dir() => Err(StoreError::NoFolder(folder)),
        Err(error) => Err(StoreError::io(&error, path)),
    }
}

/// Which file it is, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inode {
    device: u64,
    number: u64,
}

impl Inode {
    pub(super) fn of(path: &Path) -> std::io::Result<Self> {
        path.metadata().map(|about| Self { device: about.dev(), number: about.ino() })
    }
}

/// The folder of a path, `.` where none is named.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The path with something more at its end: `frontdesk.db.lock`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The file that every running program holds a shared lock on; a restore needs it alone.
pub(super) fn lock_file(path: &Path) -> Result<File, StoreError> {
    let lock = beside(path, ".lock");
    let unusable = |error: std::io::Error| StoreError::io(&error, &lock);
    match rights::make_file(&lock, &folder_of(path)) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            OpenOptions::new().read(true).write(true).open(&lock).map_err(unusable)
        }
        made => made.map_err(unusable),
    }
}

pub(super) fn take_lock(path: &Path) -> Result<File, StoreError> {
    let lock = lock_file(path)?;
    match flock(&lock, FlockOperation::NonBlockingLockShared) {
        Ok(()) => Ok(lock),
        Err(Errno::WOULDBLOCK) => Err(StoreError::BeingRestored(path.to_path_buf())),
        Err(error) => Err(StoreError::io(&error.into(), &beside(path, ".lock"))),
    }
}
