//! What the rows of a list have claimed so far, on disk: a list may have millions of rows, and an import takes little
//! memory whatever its length.

use std::env;

use rusqlite::{Connection, OptionalExtension};

use super::StoreError;

/// Claims by their fingerprints, each with the line that made it. They go when this goes.
pub struct Claims {
    conn: Connection,
}

impl Claims {
    pub fn none() -> Result<Self, StoreError> {
        // Without a name it is a file that only this connection knows, and none as long as its pages fit in memory.
        let made = Connection::open("").and_then(|conn| {
            conn.pragma_update(None, "journal_mode", "OFF")?;
            conn.execute_batch("CREATE TABLE claim (key INTEGER PRIMARY KEY, line INTEGER NOT NULL) STRICT; BEGIN")?;
            Ok(Self { conn })
        });
        made.map_err(|error| failed(&error))
    }

    /// The line that made a claim.
    pub fn line_of(&self, key: u64) -> Result<Option<u64>, StoreError> {
        let found = self.conn.prepare_cached("SELECT line FROM claim WHERE key = ?1").and_then(|mut statement| {
            statement.query_row([key.cast_signed()], |found| found.get(0).map(i64::cast_unsigned)).optional()
        });
        found.map_err(|error| failed(&error))
    }

    /// Keeps a claim that nobody made before.
    pub fn keep(&self, key: u64, line: u64) -> Result<(), StoreError> {
        let kept = self
            .conn
            .prepare_cached("INSERT INTO claim (key, line) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute([key.cast_signed(), line.cast_signed()]));
        kept.map(drop).map_err(|error| failed(&error))
    }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    StoreError::of(error, &env::temp_dir())
}
