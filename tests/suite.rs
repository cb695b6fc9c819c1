//! The one test binary.

mod mail;
mod mail_server;
