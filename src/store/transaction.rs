//! Writing: one transaction that has the write lock from its start, or a refusal that wrote nothing.

use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::{Patience, Store, StoreError, derived, migrate};
use crate::domain::deed::Refusal;

/// How long one try for the lock takes.
const STEP: Duration = Duration::from_millis(100);
/// How long to wait when nobody has said otherwise.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Waits ten seconds.
pub(super) fn patient() -> Patience {
    Box::new(|waited| waited < PATIENCE)
}

/// Why a transaction ends without having written.
#[derive(Debug)]
pub(super) enum Halt {
    Refused(Refusal),
    Sql(rusqlite::Error),
    Broken(StoreError),
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<rusqlite::Error> for Halt {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Broken(error)
    }
}

impl Store {
    /// Who is asked while another desk is writing.
    pub fn set_patience(&mut self, patience: Patience) {
        self.patience = patience;
    }

    /// Runs `work` with the write lock and commits; a halt rolls everything back.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, Halt>,
    ) -> Result<Result<T, Refusal>, StoreError> {
        self.still_there()?;
        self.begin()?;
        let worked = self.same_step().and_then(|()| {
            let before = derived::newest_act(&self.conn)?;
            let value = work(&self.conn)?;
            derived::catch_up(&self.conn, before)?;
            Ok(value)
        });
        let worked = worked.and_then(|value| {
            self.conn.execute_batch("COMMIT")?;
            Ok(value)
        });
        match worked {
            Ok(value) => Ok(Ok(value)),
            Err(halt) => {
                // A full disk has rolled back by itself already.
                let _ = self.conn.execute_batch("ROLLBACK");
                match halt {
                    Halt::Refused(refusal) => Ok(Err(refusal)),
                    Halt::Sql(error) => Err(self.error(&error)),
                    Halt::Broken(error) => Err(error),
                }
            }
        }
    }

    /// Takes the write lock at once: a transaction that read first would fail with BUSY however long it waits.
    fn begin(&mut self) -> Result<(), StoreError> {
        let mut waited = Duration::ZERO;
        self.conn.busy_timeout(STEP).map_err(|error| self.error(&error))?;
        let began = loop {
            match self.conn.execute_batch("BEGIN IMMEDIATE") {
                Ok(()) => break Ok(()),
                Err(rusqlite::Error::SqliteFailure(failure, _)) if failure.code == ErrorCode::DatabaseBusy => {
                    waited += STEP;
                    if !(self.patience)(waited) {
                        break Err(StoreError::Busy);
                    }
                }
                Err(error) => break Err(self.error(&error)),
            }
        };
        self.conn.busy_timeout(PATIENCE).map_err(|error| self.error(&error))?;
        began
    }

    /// A newer program may have brought the file up while this one was running.
    fn same_step(&self) -> Result<(), Halt> {
        if migrate::step_of(&self.conn)? == migrate::newest() { Ok(()) } else { Err(StoreError::Updated.into()) }
    }
}
