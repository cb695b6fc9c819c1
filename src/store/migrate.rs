//! Steps of the schema, forward only, each in a transaction of its own. `user_version` is the step of a file.

use std::path::Path;

use rusqlite::Connection;

use super::StoreError;

/// Marks a file as ours: "fdsk".
pub(super) const APPLICATION_ID: i32 = 0x6664_736b;
/// Steps in their order, the first one being step 1.
#[derive(Clone, Copy)]
pub(super) struct Steps<'a>(pub(super) &'a [&'a str]);

/// Every step that this program knows.
pub(super) const OURS: Steps = Steps(&[
    include_str!("../../assets/schema/0001_first.sql"),
    include_str!("../../assets/schema/0002_held_since.sql"),
    include_str!("../../assets/schema/0003_archived.sql"),
    include_str!("../../assets/schema/0004_addresses.sql"),
]);

/// The step that this program knows.
pub(super) fn newest() -> i64 {
    OURS.newest()
}

pub(super) fn step_of(conn: &Connection) -> Result<i64, rusqlite::Error> {
    conn.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The step of a file that this program can use; 0 where nothing is in it yet.
pub(super) fn usable_step(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    OURS.usable_step(conn, path)
}

/// Takes every step that a file lacks.
pub(super) fn take_steps(conn: &Connection, from: i64) -> Result<(), rusqlite::Error> {
    OURS.take(conn, from)
}

impl Steps<'_> {
    pub(super) fn newest(self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    pub(super) fn usable_step(self, conn: &Connection, path: &Path) -> Result<i64, StoreError> {
        let broken = |error| StoreError::of(&error, path);
        let (id, step) = identity(conn).map_err(broken)?;
        let is_new = id == 0 && step == 0 && is_empty(conn).map_err(broken)?;
        if id != APPLICATION_ID && !is_new {
            return Err(StoreError::NotOurs(path.to_path_buf()));
        }
        if step > self.newest() {
            return Err(StoreError::Newer { path: path.to_path_buf(), found: step, known: self.newest() });
        }
        Ok(step)
    }

    pub(super) fn take(self, conn: &Connection, from: i64) -> Result<(), rusqlite::Error> {
        let lacking = self.0.iter().zip(1..).skip_while(|(_, number)| *number <= from);
        lacking.into_iter().try_for_each(|(sql, number)| take_step(conn, sql, number))
    }
}

fn identity(conn: &Connection) -> Result<(i32, i64), rusqlite::Error> {
    Ok((conn.pragma_query_value(None, "application_id", |row| row.get(0))?, step_of(conn)?))
}

fn is_empty(conn: &Connection) -> Result<bool, rusqlite::Error> {
    conn.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))
}

fn take_step(conn: &Connection, sql: &str, number: i64) -> Result<(), rusqlite::Error> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let taken = (|| {
        // Another desk may have taken the step while this one waited for the lock.
        if step_of(conn)? >= number {
            return Ok(());
        }
        conn.execute_batch(sql)?;
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
        conn.pragma_update(None, "user_version", number)
    })();
    match taken {
        Ok(()) => conn.execute_batch("COMMIT"),
        Err(error) => {
            let _ = conn.execute_batch("ROLLBACK");
            Err(error)
        }
    }
}
