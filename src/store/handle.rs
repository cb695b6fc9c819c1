//! An open customer file, as every thread has one of its own, and the occasion on which something is done with it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;

use super::StoreError;
use super::kept::{Answered, Kept, Opened};
use super::path::Inode;
use crate::domain::history::Author;
use crate::domain::invite::Posting;
use crate::domain::secret::{Nonce, SecretKey};

/// Asked while another desk holds the write lock, with the time waited so far: whether to go on waiting.
pub type Patience = Box<dyn FnMut(Duration) -> bool + Send>;

/// An open customer file.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) patience: Patience,
    /// Tells this file from another that has taken its name.
    pub(super) inode: Inode,
    /// Those whom a desk opened last.
    pub(super) opened: Kept<Arc<Opened>>,
    /// All who answered the last search, where those were few.
    pub(super) answered: Kept<Arc<Answered>>,
    /// Shared with every running desk as long as it is open; a restore needs it alone.
    pub(super) _lock: File,
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

    pub(super) fn error(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::of(error, &self.path)
    }
}
