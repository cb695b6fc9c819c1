//! Opening and making the file: its pragmas, its lock and its permissions.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::kept::Kept;
use super::migrate::Steps;
use super::path::{Inode, beside, folder_of};
use super::probe::connect;
use super::{Store, StoreError, backup, key, migrate, rights, surroundings, transaction};
use crate::domain::secret::KEY_BYTES;

/// What a connection keeps of the file in memory, in kibibytes: for each of a desk's threads, as the system keeps the
/// rest at hand; and for a long transaction, so that a page that changes often is written once.
pub(super) const CACHE: i32 = 2048;
pub(super) const LARGE_CACHE: i32 = 16 * 1024;
/// Compiled statements kept for use again.
const STATEMENTS: usize = 128;

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
        let store = Self {
            conn,
            inode,
            path: path.to_path_buf(),
            patience: transaction::patient(),
            opened: Kept::default(),
            answered: Kept::default(),
            _lock: lock,
        };
        store.prepare().map_err(broken)?;
        bring_up(&store, migrate::OURS, now)?;
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
        keep_in_memory(conn, CACHE)?;
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "trusted_schema", false)?;
        let _: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        conn.pragma_update(None, "synchronous", "FULL")
    }
}

/// Brings a file to the newest step. Two programs may try at once: the second one finds the work done.
pub(super) fn bring_up(store: &Store, steps: Steps, now: Timestamp) -> Result<(), StoreError> {
    let step = steps.usable_step(&store.conn, store.path())?;
    if step == steps.newest() {
        return Ok(());
    }
    if step > 0 {
        backup_before(store, step, now)?;
    }
    steps.take(&store.conn, step).map_err(|error| store.error(&error))
}

/// A whole copy beside the file before it is changed: `frontdesk.db.before-step-2.20261123T103200`.
fn backup_before(store: &Store, step: i64, now: Timestamp) -> Result<(), StoreError> {
    let target = beside(store.path(), &format!(".before-step-{}.{}", step + 1, now.strftime("%Y%m%dT%H%M%S")));
    let copy = backup::copy(&store.conn, store.path(), &folder_of(store.path()))?;
    let copied = connect(&copy).and_then(|conn| migrate::step_of(&conn)).map_err(|error| store.error(&error))?;
    if copied > step {
        // Another desk was a moment faster, and its copy is the one from before.
        return Ok(());
    }
    backup::put_in_place(copy, &target, true)
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

/// Sets how much of the file a connection keeps in memory.
pub(super) fn keep_in_memory(conn: &Connection, kibibytes: i32) -> Result<(), rusqlite::Error> {
    conn.pragma_update(None, "cache_size", -kibibytes)
}
