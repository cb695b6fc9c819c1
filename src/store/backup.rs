//! Copies of the whole file: by order, every day, before a step of the schema and for a restore.
//!
//! `VACUUM INTO` makes them, rather than SQLite's backup interface: it reads as of one moment without keeping any desk
//! from writing, its copy is one file without a `-wal`, and nothing that was removed from the rows survives in it. It
//! reads every row, so that a damaged file gives no backup rather than a damaged one.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use tempfile::TempPath;

use super::path::{Inode, folder_of};
use super::probe::{Probe, connect, probe};
use super::{Store, StoreError, rights, row};

/// Begins the name of a copy that is not whole yet.
const UNFINISHED: &str = ".frontdesk-copy-";
/// A copy that was not finished after this long never will be: whoever made it has died.
const GIVEN_UP_SECONDS: i64 = 6 * 3600;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub customers: usize,
    pub contacts: usize,
}

impl Store {
    /// Writes a whole copy, as of one moment, while desks go on working. It gets its name when it is whole and safely
    /// on the disk. Only an older backup may be replaced, and only where that was asked for.
    pub fn back_up(&self, target: &Path, replace: bool, now: Timestamp) -> Result<Backup, StoreError> {
        check_target(&self.path, target, replace)?;
        sweep(&folder_of(target), now);
        let copy = copy(&self.conn, &self.path, &folder_of(target))?;
        let backup = read_back(&copy, &self.path, target)?;
        put_in_place(copy, target, replace)?;
        Ok(backup)
    }
}

/// What a copy may not be written over.
fn check_target(file: &Path, target: &Path, replace: bool) -> Result<(), StoreError> {
    let folder = folder_of(target);
    if !folder.is_dir() {
        return Err(StoreError::NoFolder(folder));
    }
    let Ok(found) = Inode::of(target) else { return Ok(()) };
    let is_itself = Inode::of(file).is_ok_and(|own| own == found);
    match probe(target) {
        _ if target.is_dir() => Err(StoreError::Folder(target.to_path_buf())),
        _ if is_itself => Err(StoreError::Itself(target.to_path_buf())),
        _ if !replace => Err(StoreError::Exists(target.to_path_buf())),
        Probe::Ours { .. } => Ok(()),
        _ => Err(StoreError::NotOurs(target.to_path_buf())),
    }
}

/// A whole copy of the file at `source` in a folder, under a name that says it is not finished.
pub(super) fn copy(conn: &Connection, source: &Path, folder: &Path) -> Result<TempPath, StoreError> {
    let unusable = |error: &std::io::Error| no_room_in(folder, StoreError::io(error, folder));
    // Made for its owner alone.
    let target = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(|error| unusable(&error))?;
    rights::hand_over(target.as_file(), folder, rights::file_mode(folder)).map_err(|error| unusable(&error))?;
    conn.execute("VACUUM INTO ?1", [PathText(target.path())]).map_err(|error| {
        match StoreError::of(&error, source) {
            StoreError::Unusable { reason, .. } => StoreError::Unusable { path: target.path().to_path_buf(), reason },
            other => no_room_in(folder, other),
        }
    })?;
    // SQLite leaves that to others for a copy.
    target.as_file().sync_all().map_err(|error| unusable(&error))?;
    Ok(target.into_temp_path())
}

/// Gives a finished copy its name.
pub(super) fn put_in_place(copy: TempPath, target: &Path, replace: bool) -> Result<(), StoreError> {
    let placed = if replace { copy.persist(target) } else { copy.persist_noclobber(target) };
    placed.map_err(|failed| match failed.error.kind() {
        ErrorKind::AlreadyExists => StoreError::Exists(target.to_path_buf()),
        _ => StoreError::io(&failed.error, target),
    })?;
    sync_folder(&folder_of(target))
}

/// Makes a new name in a folder outlast a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|opened| opened.sync_all()).map_err(|error| StoreError::io(&error, folder))
}

/// Reads the whole copy once: a backup that nobody has read is a hope.
fn read_back(copy: &Path, source: &Path, target: &Path) -> Result<Backup, StoreError> {
    let read = connect(copy).and_then(|conn| {
        let sound: String = conn.query_row("PRAGMA integrity_check(1)", [], |found| row::words(found, 0))?;
        let count = |table: &str, gone: &str| {
            conn.query_row(&format!("SELECT count(*) FROM {table} WHERE {gone} IS NULL"), [], |found| {
                row::count(found, 0)
            })
        };
        Ok((sound == "ok", count("customer", "archived_at")?, count("contact", "removed_at")?))
    });
    let (is_sound, customers, contacts) = read.map_err(|error| StoreError::of(&error, copy))?;
    if !is_sound {
        return Err(StoreError::Damaged(source.to_path_buf()));
    }
    Ok(Backup { path: target.to_path_buf(), customers, contacts })
}

/// Removes what copies left behind that were killed on the way.
fn sweep(folder: &Path, now: Timestamp) {
    // Only tidying up: a folder that does not let itself be read says so when the copy is made.
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().as_bytes().starts_with(UNFINISHED.as_bytes())) {
        let age = entry.metadata().map(|about| now.as_second() - about.mtime());
        if age.is_ok_and(|seconds| seconds > GIVEN_UP_SECONDS) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn no_room_in(folder: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::NoRoom(folder.to_path_buf()),
        other => other,
    }
}

/// A path as SQLite takes it, whatever bytes are in it.
struct PathText<'a>(&'a Path);

impl ToSql for PathText<'_> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>, rusqlite::Error> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0.as_os_str().as_bytes())))
    }
}
