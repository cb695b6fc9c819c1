//! What makes it run: the event loop, its threads, the terminal, signals, the clock and chance.

mod canvas;
pub mod chance;
pub mod clerk;
pub mod clock;
mod daily_backup;
mod desk;
mod drafts;
mod fault;
mod first_start;
mod input;
pub mod log;
pub mod postman;
mod reader;
pub mod signals;
mod staff;
pub mod terminal;
#[cfg(test)]
mod tests;
mod worker;
pub mod writing;

pub use self::desk::{Reread, run};
