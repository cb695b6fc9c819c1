//! What was read once and holds as long as the file is as it was then.

use std::cell::RefCell;

use rusqlite::Connection;

use crate::domain::customer::CustomerId;

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
        let version = conn.pragma_query_value(None, "data_version", |found| found.get(0))?;
        let state = (version, conn.total_changes());
        if let Some((of, kept)) = &*self.0.borrow()
            && *of == state
            && is_wanted(kept)
        {
            return Ok(kept.clone());
        }
        let value = read()?;
        *self.0.borrow_mut() = Some((state, value.clone()));
        Ok(value)
    }
}

/// Those whom a desk opened last, each with its words in the index.
pub struct Opened {
    pub desk: String,
    pub words: Vec<(CustomerId, Vec<String>)>,
}
