//! What can go wrong with the file, in sentences that say what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::text::reason;

/// Why the file could not be read or written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("There is no customer file at {0}. Check the path, or start frontdesk to make one.")]
    NotFound(PathBuf),
    #[error("There is already a file at {0}. It was left as it is.")]
    Exists(PathBuf),
    #[error("{0} is a folder. Name a file in it.")]
    Folder(PathBuf),
    #[error(
        "{path} is on a network share ({kind}), where desks would damage it for one another. Nothing was changed: keep it on a disk of this machine, and open the desks over SSH."
    )]
    NetworkShare { path: PathBuf, kind: &'static str },
    #[error("{0} is the customer file itself, not a copy of it. Name another file.")]
    Itself(PathBuf),
    #[error("There is no backup at {0}. Nothing was changed: check the path.")]
    NoBackup(PathBuf),
    #[error("The backup {0} is damaged and was not used. Nothing was changed: restore an older one.")]
    DamagedBackup(PathBuf),
    #[error(
        "{path} is in use{who}. Nothing was changed: leave every desk and end every command on it, then try again."
    )]
    AtWork { path: PathBuf, who: String },
    #[error("There is no room for the copy in {0}. Nothing was written: make room there, or choose another place.")]
    NoRoom(PathBuf),
    #[error("The folder {0} does not exist. Make it first, or choose another path.")]
    NoFolder(PathBuf),
    #[error("{0} is not a frontdesk file. It was left as it is: check the path.")]
    NotOurs(PathBuf),
    #[error(
        "{path} was written by a newer frontdesk (step {found}; this one knows {known}). Update this program; the file was left as it is."
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("A newer frontdesk has updated the file. Nothing was saved here: quit and start the updated program.")]
    Updated,
    #[error("Another desk has been writing to the file for too long. Nothing was saved: try again in a moment.")]
    Busy,
    #[error(
        "The file can only be read, not written. Nothing was saved: ask whoever runs this machine for the right to write {0} and its folder."
    )]
    ReadOnly(PathBuf),
    #[error("The disk is full. Nothing was saved: make room, then try again.")]
    Full,
    #[error("The file {0} is damaged. Stop working on it and restore the last backup beside it.")]
    Damaged(PathBuf),
    #[error(
        "The file {0} was moved, replaced or deleted while it was in use. Nothing was saved: put the file back, or quit and start again."
    )]
    Gone(PathBuf),
    #[error("The file {0} is being restored from a backup. Start again in a minute.")]
    BeingRestored(PathBuf),
    #[error(
        "The key {path} cannot be used ({reason}). Invites need it: put the right one back, or ask whoever runs this machine."
    )]
    Key { path: PathBuf, reason: String },
    #[error("The search was stopped for a newer one.")]
    Interrupted,
    #[error("{path} cannot be used: {reason}. Nothing was changed.")]
    Unusable { path: PathBuf, reason: String },
    #[error("The file's own rules refused this change ({0}). Nothing was saved.")]
    Rule(String),
    #[error("The file could not be used ({0}). Nothing was saved: try again, or restart frontdesk.")]
    Other(String),
}

impl StoreError {
    /// What SQLite said, in our words.
    pub(super) fn of(error: &rusqlite::Error, path: &Path) -> Self {
        let path = path.to_path_buf();
        match error {
            rusqlite::Error::SqliteFailure(failure, words) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly(path),
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::DatabaseCorrupt => Self::Damaged(path),
                ErrorCode::NotADatabase => Self::NotOurs(path),
                ErrorCode::OperationInterrupted => Self::Interrupted,
                ErrorCode::CannotOpen => Self::Unusable { path, reason: "it cannot be opened".to_owned() },
                ErrorCode::SystemIoFailure => {
                    Self::Unusable { path, reason: "the disk does not answer as it should, or is full".to_owned() }
                }
                ErrorCode::ConstraintViolation => Self::Rule(words.clone().unwrap_or_else(|| failure.to_string())),
                _ => Self::Other(words.clone().unwrap_or_else(|| failure.to_string())),
            },
            other => Self::Other(other.to_string()),
        }
    }

    pub(super) fn io(error: &std::io::Error, path: &Path) -> Self {
        use std::io::ErrorKind;
        let path = path.to_path_buf();
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound(path),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unusable { path, reason: reason(error) },
        }
    }
}
