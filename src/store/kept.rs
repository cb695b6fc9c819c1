//! What was read once and holds as long as the file is as it was then.

use std::cell::RefCell;

use rusqlite::Connection;

use crate::domain::customer::CustomerId;
use crate::domain::search::Query;

/// A state of the file: what others have written, and what this connection has.
type State = (i64, u64);

pub struct Kept<T>(RefCell<Option<(State, T)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Kept<T> {
    /// What is kept, read again where the file has changed or something else is wanted.
    pub fn or_read(
        &self,
        conn: &Connection,
        is_wanted: impl FnOnce(&T) -> bool,
        read: impl FnOnce() -> Result<T, rusqlite::Error>,
    ) -> Result<T, rusqlite::Error> {
        if let Some(kept) = self.get(conn)?.filter(is_wanted) {
            return Ok(kept);
        }
        let value = read()?;
        self.keep(conn, value.clone())?;
        Ok(value)
    }

    /// What is kept, if the file is as it was then.
    pub fn get(&self, conn: &Connection) -> Result<Option<T>, rusqlite::Error> {
        let state = state(conn)?;
        Ok(self.0.borrow().as_ref().filter(|(of, _)| *of == state).map(|(_, kept)| kept.clone()))
    }

    /// Keeps what was read in the same transaction.
    pub fn keep(&self, conn: &Connection, value: T) -> Result<(), rusqlite::Error> {
        *self.0.borrow_mut() = Some((state(conn)?, value));
        Ok(())
    }
}

fn state(conn: &Connection) -> Result<State, rusqlite::Error> {
    let version = conn.pragma_query_value(None, "data_version", |found| found.get(0))?;
    Ok((version, conn.total_changes()))
}

/// All who answered a search.
pub struct Answered {
    pub query: Query,
    pub ids: Vec<CustomerId>,
}

/// Those whom a desk opened last, each with its words in the index.
pub struct Opened {
    pub desk: String,
    pub words: Vec<(CustomerId, Vec<String>)>,
}
