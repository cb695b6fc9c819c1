//! The one test binary.

mod commands;
mod desk;
mod desks;
mod flows;
mod keeping;
mod mail;
mod mail_server;
mod readme;
mod server;
mod terminal;
mod tidy;
