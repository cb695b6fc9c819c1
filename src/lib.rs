//! frontdesk: the additional contacts of a car shop's customers, at the front desk, in a terminal.
//!
//! The modules stand in the order to read them, which is the order in which they may depend: each imports only
//! those above it, and `store`, `mail` and `app` do not know one another. `tests/tidy.rs` holds this.

/// What is true.
pub mod domain;
/// How the desk is set up.
pub mod config;
/// Where it is kept.
pub mod store;
/// How it is sent.
pub mod mail;
/// What the user is doing.
pub mod app;
/// What the user sees.
pub mod ui;
/// What makes it run.
pub mod runtime;
/// The commands that need no screen.
pub mod cli;
