//! frontdesk: the additional contacts of a car shop's customers, at the front desk, in a terminal.
//!
//! The modules stand in the order to read them, which is the order in which they may depend: each imports only
//! those above it, and `store`, `mail` and `app` do not know one another. `tests/tidy.rs` holds this.

pub mod domain; // what is true
pub mod config; // how the desk is set up
pub mod store; // where it is kept
pub mod mail; // how it is sent
pub mod app; // what the user is doing
pub mod ui; // what the user sees
pub mod runtime; // what makes it run
pub mod cli; // the commands that need no screen
