//! Where it is kept: one SQLite file for all desks. The only module that knows SQL.
//!
//! Every thread opens a [`Store`] of its own. Everything that changes goes through [`Store::perform`], an import, the
//! outbox or the portal, each one transaction that takes the write lock at its start.

mod alike;
mod archive;
mod at_work;
mod attention;
mod backup;
mod car;
mod checkup;
mod contact;
mod customer;
mod daily;
mod elsewhere;
mod error;
mod file;
mod history;
mod import;
mod index;
mod invite;
mod joining;
mod key;
mod leaving;
mod migrate;
mod outbox;
mod perform;
mod portal;
mod record;
mod restore;
mod rights;
mod row;
mod rules;
mod search;
mod surroundings;
mod transaction;
mod undo;

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::Connection;

pub use self::backup::Backup;
pub use self::checkup::{Checkup, Flaw, examine};
pub use self::daily::back_up_daily;
pub use self::error::StoreError;
pub use self::file::{Probe, probe};
pub use self::import::{Import, Known, KnownContact, Put};
pub use self::outbox::{Outcome, Parcel, Settled};
pub use self::portal::{Account, Answer, Asked, Denied, Redeem};
pub use self::restore::{Restored, Whom, restore};
pub use self::rules::Rule;
pub use self::search::View;
pub use self::transaction::Patience;
use crate::domain::history::Author;
use crate::domain::invite::Posting;
use crate::domain::secret::{Nonce, SecretKey};

/// An open customer file.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    patience: Patience,
    /// Tells this file from another that has taken its name.
    inode: file::Inode,
    /// Shared with every running desk as long as it is open; a restore needs it alone.
    _lock: File,
}

/// When, by whom and under which circumstances a deed is done.
#[derive(Clone, Copy)]
pub struct Occasion<'a> {
    pub author: &'a Author,
    pub now: Timestamp,
    /// Random; used when an invite is queued.
    pub nonce: Nonce,
    pub posting: &'a Posting,
    pub key: &'a SecretKey,
}

/// Stops a running read from another thread.
pub struct InterruptHandle(rusqlite::InterruptHandle);

impl InterruptHandle {
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Store {
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn interrupt_handle(&self) -> InterruptHandle {
        InterruptHandle(self.conn.get_interrupt_handle())
    }

    /// Changes whenever another connection has written to the file.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.conn.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|error| self.error(&error))
    }

    fn error(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(error, &self.path)
    }
}

#[cfg(test)]
mod tests;
