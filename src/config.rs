//! How this desk is set up: flags over environment over the user's file over the system's, checked at start.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use crate::domain::history::Author;
use crate::domain::invite::Delivery;
use crate::domain::phone::Region;
use crate::domain::role::RoleBook;

/// Everything that this desk has been told, read once at start.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The customer file.
    pub database: PathBuf,
    pub shop_name: String,
    /// The time zone that screens and letters speak in.
    pub time_zone: TimeZone,
    pub region: Region,
    pub roles: RoleBook,
    /// Who works here, and at which desk.
    pub author: Author,
    pub portal: Portal,
    pub mail: Mail,
}

/// Where the portal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// With `{token}` where the token goes; without it no invite can be sent.
    pub sign_in_url: Option<String>,
    pub invite_valid_days: u16,
}

/// How letters leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// `Riverside Auto <desk@riverside.example>`
    pub from: Option<String>,
    pub reply_to: Option<String>,
    pub delivery: Delivery,
    /// Where `.eml` files go.
    pub folder: PathBuf,
    /// Whether desks only queue, and `frontdesk outbox send` delivers.
    pub only_by_timer: bool,
    /// A shop's own letter: any of `invite.txt`, `invite.html`, `subject.txt` in it replaces the built-in one.
    pub templates: Option<PathBuf>,
    /// Set when `delivery` is SMTP.
    pub smtp: Option<Smtp>,
}

/// The shop's mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub username: Option<String>,
    pub password: Option<PasswordSource>,
    pub ca_file: Option<PathBuf>,
    /// For one reply, in seconds; a whole message gets three times that.
    pub timeout_seconds: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    StartTls,
    Tls,
    /// Refused beyond this machine.
    None,
}

/// Where the password comes from; it is read when mail is sent, never kept in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordSource {
    /// Run without a shell; its first line is the password.
    Command(Vec<String>),
    /// A file that only its owner can read.
    File(PathBuf),
    /// `FRONTDESK_SMTP_PASSWORD`
    Environment,
}
