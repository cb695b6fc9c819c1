//! What the user is doing: state and `update`. No terminal, no I/O, no clock.

pub mod key;
pub mod keys;
pub mod list;
pub mod question;
pub mod step;
pub mod vocabulary;
