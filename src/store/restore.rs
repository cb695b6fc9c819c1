//! A backup in the place of the file. It is made ready beside it and gets the file's name in one step; the file that
//! was there is kept. No link that was sent before opens the portal any more, and nothing is sent.

use std::collections::BTreeSet;
use std::fs::{File, copy, hard_link, remove_file};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;
use rustix::fs::{FlockOperation, flock};

use super::file::lock_file;
use super::history::NewEntry;
use super::marks::MarkedAddress;
use super::path::{Inode, beside, folder_of};
use super::probe::connect;
use super::{StoreError, at_work, backup, derived, key, marks, migrate, outbox, row};
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::history::{Act, Author, Subject};
use crate::domain::secret::KEY_BYTES;

/// What a restore came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The file that was there before, under its new name.
    pub kept: Option<PathBuf>,
    pub customers: usize,
    /// Whose invite was open: its link is dead.
    pub invite_again: Vec<Whom>,
    /// Who has access again that was turned off after the backup was made.
    pub access_again: Vec<Whom>,
}

/// A person on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whom {
    pub contact: ContactId,
    pub name: String,
    pub email: String,
    pub customer: CustomerId,
    pub customer_name: String,
}

/// What the file that is replaced knows better.
#[derive(Default)]
struct Before {
    /// The last ids that were given out, by table: they are never given out again.
    last_ids: Vec<(String, i64)>,
    /// Contacts without access, removed ones among them.
    without_access: BTreeSet<ContactId>,
    /// What people asked for, and where mail does not arrive, since the backup too: consent is never lost.
    addresses: Vec<MarkedAddress>,
}

/// Puts the backup in the place of the file at `path`, which may be missing. Nobody else may be at work on it.
pub fn restore(
    path: &Path,
    backup: &Path,
    author: &Author,
    now: Timestamp,
    fresh_key: [u8; KEY_BYTES],
) -> Result<Restored, StoreError> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(StoreError::NoFolder(folder));
    }
    let source = open_backup(path, backup)?;
    let lock = lock_file(path)?;
    flock(&lock, FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| StoreError::AtWork { path: path.to_path_buf(), who: at_work::said(&lock) })?;
    key::ensure(path, fresh_key)?;
    let before = last_look(path);
    let copy = backup::copy(&source, backup, &folder).map_err(|error| of_backup(error, backup))?;
    drop(source);
    let mut restored = make_ready(&copy, backup, &before, author, now)?;
    File::open(&copy).and_then(|file| file.sync_all()).map_err(|error| StoreError::io(&error, path))?;
    restored.kept = keep(path, now)?;
    backup::put_in_place(copy, path, true)?;
    Ok(restored)
}

fn open_backup(path: &Path, backup: &Path) -> Result<Connection, StoreError> {
    let found = Inode::of(backup).map_err(|error| of_backup(StoreError::io(&error, backup), backup))?;
    if backup.is_dir() {
        return Err(StoreError::Folder(backup.to_path_buf()));
    }
    if Inode::of(path).is_ok_and(|own| own == found) {
        return Err(StoreError::Itself(backup.to_path_buf()));
    }
    let conn = connect(backup).map_err(|error| of_backup(StoreError::of(&error, backup), backup))?;
    match migrate::usable_step(&conn, backup) {
        Ok(0) => Err(StoreError::NotOurs(backup.to_path_buf())),
        Ok(_) => Ok(conn),
        Err(error) => Err(of_backup(error, backup)),
    }
}

/// Reads from the file what only it knows, and takes what its `-wal` holds into it. A damaged one says nothing.
fn last_look(path: &Path) -> Before {
    let look = || {
        let conn = connect(path)?;
        let last_ids = conn
            .prepare("SELECT name, seq FROM sqlite_sequence")?
            .query_map([], |found| Ok((row::words(found, 0)?, found.get(1)?)))?
            .collect::<Result<Vec<_>, rusqlite::Error>>()?;
        let without_access = conn
            .prepare("SELECT id FROM contact WHERE portal_access = 0")?
            .query_map([], |found| found.get(0).map(ContactId))?
            .collect::<Result<BTreeSet<_>, rusqlite::Error>>()?;
        let _ = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        // An older file knows nothing of addresses.
        let addresses = marks::all(&conn).unwrap_or_default();
        Ok::<_, rusqlite::Error>(Before { last_ids, without_access, addresses })
    };
    look().unwrap_or_default()
}

/// Everything that has to be different in the file from what the backup says.
fn make_ready(
    copy: &Path,
    backup: &Path,
    before: &Before,
    author: &Author,
    now: Timestamp,
) -> Result<Restored, StoreError> {
    let broken = |error: rusqlite::Error| of_backup(StoreError::of(&error, backup), backup);
    let conn = Connection::open(copy).map_err(broken)?;
    let step = migrate::usable_step(&conn, backup)?;
    let change = || {
        // A copy that is not finished when the machine dies is thrown away: no journal has to outlast it.
        let _: String = conn.pragma_update_and_check(None, "journal_mode", "MEMORY", |found| found.get(0))?;
        conn.pragma_update(None, "foreign_keys", true)?;
        migrate::take_steps(&conn, step)?;
        conn.execute_batch("BEGIN IMMEDIATE")?;
        for (table, last) in &before.last_ids {
            never_again(&conn, table, *last)?;
        }
        marks::take_over(&conn, &before.addresses)?;
        let invite_again = revoke_open(&conn, author, now)?;
        derived::anew(&conn)?;
        let access_again = persons(&conn, "portal_access = 1 AND archived_at IS NULL")?
            .into_iter()
            .filter(|whom| before.without_access.contains(&whom.contact))
            .collect();
        let customers = conn
            .query_row("SELECT count(*) FROM customer WHERE archived_at IS NULL", [], |found| row::count(found, 0))?;
        conn.execute_batch("COMMIT")?;
        let sound: String = conn.query_row("PRAGMA integrity_check(1)", [], |found| row::words(found, 0))?;
        Ok((sound == "ok", Restored { kept: None, customers, invite_again, access_again }))
    };
    match change().map_err(broken)? {
        (true, restored) => Ok(restored),
        (false, _) => Err(StoreError::DamagedBackup(backup.to_path_buf())),
    }
}

/// An id that a portal or an export may know is not given to somebody else.
fn never_again(conn: &Connection, table: &str, last: i64) -> Result<(), rusqlite::Error> {
    conn.execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", (table, last))?;
    conn.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, ?2
         WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)
           AND EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1 AND sql LIKE '%AUTOINCREMENT%')",
        (table, last),
    )?;
    Ok(())
}

/// Makes every open link dead, with its entry in the history.
fn revoke_open(conn: &Connection, author: &Author, now: Timestamp) -> Result<Vec<Whom>, rusqlite::Error> {
    let open = "state IN ('queued', 'sending', 'sent')";
    let holders = persons(conn, &format!("EXISTS (SELECT 1 FROM invite WHERE contact_id = contact.id AND {open})"))?;
    conn.execute(&format!("UPDATE invite SET state = 'revoked', ended_at = ?1 WHERE {open}"), [now.as_millisecond()])?;
    outbox::let_go(conn)?;
    for whom in &holders {
        NewEntry::new(whom.customer, Subject::Contact(whom.contact), &whom.name, Act::InviteRevoked)
            .note("a backup was restored")
            .write(conn, author, now)?;
    }
    Ok(holders)
}

fn persons(conn: &Connection, condition: &str) -> Result<Vec<Whom>, rusqlite::Error> {
    conn.prepare(&format!(
        "SELECT contact.id, contact.first_name || ' ' || contact.last_name, contact.email, customer.id,
                coalesce(company, customer.first_name || ' ' || customer.last_name)
         FROM contact JOIN customer ON customer.id = customer_id
         WHERE {condition} ORDER BY sort_key, contact.last_name, contact.id"
    ))?
    .query_map([], |found| {
        Ok(Whom {
            contact: ContactId(found.get(0)?),
            name: row::words(found, 1)?,
            email: row::words(found, 2)?,
            customer: CustomerId(found.get(3)?),
            customer_name: row::words(found, 4)?,
        })
    })?
    .collect()
}

/// Gives the file that is replaced a second, dated name, so that at every moment one of both is whole. A `-wal` that
/// could not be taken in goes with it: beside the restored file it would be taken for that file's own.
fn keep(path: &Path, now: Timestamp) -> Result<Option<PathBuf>, StoreError> {
    let kept = beside(path, &format!(".before-restore.{}", now.strftime("%Y%m%dT%H%M%S")));
    let wal = beside(path, "-wal");
    let is_there = path.exists();
    if is_there {
        second_name(path, &kept)?;
    }
    if wal.metadata().is_ok_and(|about| about.len() > 0) {
        second_name(&wal, &beside(&kept, "-wal"))?;
    }
    for left in [wal, beside(path, "-shm")] {
        match remove_file(&left) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(StoreError::io(&error, &left)),
            _ => {}
        }
    }
    Ok(is_there.then_some(kept))
}

fn second_name(path: &Path, name: &Path) -> Result<(), StoreError> {
    match hard_link(path, name) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(StoreError::Exists(name.to_path_buf())),
        // Some file systems know no second names.
        Err(_) => copy(path, name).map(|_| ()).map_err(|error| StoreError::io(&error, name)),
        Ok(()) => Ok(()),
    }
}

/// What is wrong with a backup is not wrong with the file.
fn of_backup(error: StoreError, backup: &Path) -> StoreError {
    match error {
        StoreError::Damaged(_) => StoreError::DamagedBackup(backup.to_path_buf()),
        StoreError::NotFound(_) => StoreError::NoBackup(backup.to_path_buf()),
        other => other,
    }
}
