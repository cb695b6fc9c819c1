//! How this desk is set up: flags over environment over the user's file over the system's, checked at start.

mod error;
mod first;
pub mod key;
mod keymap;
mod kiosk;
mod layers;
mod load;
mod nearest;
mod roles;
mod screen;
mod shown;
mod sources;
mod taking_over;
mod zone;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::domain::email::{Email, Mailbox};
use crate::domain::history::Author;
use crate::domain::invite::Delivery;
use crate::domain::phone::{Phone, Region};
use crate::domain::role::RoleBook;

pub use error::{ConfigError, Pointed};
pub use first::{EXAMPLE, First, NewMail, NewPassword, write_first, write_password};
pub use keymap::{Bound, EVERYWHERE, KeyTable, Keymap};
pub use layers::Said;
pub use load::{REPLY_SECONDS, is_this_machine, load, mail_host, sign_in_url};
pub use screen::{Color, Cursor, Screen, Theme};
pub use shown::{Shown, shown};
pub use sources::{Flags, Places, SYSTEM_FILE, Sources};
pub use taking_over::TakenOver;

/// Everything that this desk has been told, read once at start.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The user's configuration file, there or not: first start writes it.
    pub file: PathBuf,
    /// The customer file.
    pub database: PathBuf,
    /// Where the log and what was put aside are kept.
    pub state: PathBuf,
    pub shop_name: String,
    /// Whom the reader of a letter may call.
    pub shop_phone: Option<Phone>,
    /// The time zone that screens and letters speak in.
    pub time_zone: TimeZone,
    pub region: Region,
    pub roles: RoleBook,
    /// Who works here, and at which desk.
    pub author: Author,
    pub portal: Portal,
    pub mail: Mail,
    pub screen: Screen,
    pub keys: Keymap,
    /// Whether the desk is all that its user may run on this machine.
    pub kiosk: bool,
    /// Days of which every automatic backup is kept; none are made for 0.
    pub keep_days: u16,
}

/// Where the portal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// With `{token}` where the token goes; without it no invite can be sent.
    pub sign_in_url: Option<String>,
    pub invite_valid_days: u16,
}

/// Stands in `sign_in_url` where the token goes.
pub const TOKEN_PLACE: &str = "{token}";

impl Portal {
    /// The one-time link of a token; `None` before the shop has said where its portal is.
    #[must_use]
    pub fn link(&self, token: &str) -> Option<String> {
        self.sign_in_url.as_ref().map(|url| url.replace(TOKEN_PLACE, token))
    }
}

/// How letters leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// `Riverside Auto <desk@riverside.example>`; always set when `delivery` is SMTP.
    pub from: Option<Mailbox>,
    pub reply_to: Option<Mailbox>,
    pub delivery: Delivery,
    /// Where `.eml` files go.
    pub folder: PathBuf,
    /// Whether desks only queue, and `frontdesk outbox send` delivers.
    pub only_by_timer: bool,
    /// A shop's own letter: any of `invite.txt`, `invite.html`, `subject.txt` in it replaces the built-in one.
    pub templates: Option<PathBuf>,
    /// Always set when `delivery` is SMTP.
    pub smtp: Option<Smtp>,
}

/// The sender of an `.eml` file where the shop has not named one; no mail can ever go there (RFC 2606).
const NOBODY: &str = "frontdesk@shop.invalid";

impl Mail {
    /// Whom a letter is from: as set up, under the shop's name where only an address was given.
    #[must_use]
    pub fn sender(&self, shop_name: &str) -> Mailbox {
        let named = |email: Email| Mailbox { name: Some(shop_name.to_owned()), email };
        match &self.from {
            Some(Mailbox { name: None, email }) => named(email.clone()),
            Some(from) => from.clone(),
            None => named(Email::kept(NOBODY.to_owned())),
        }
    }

    /// The domain after the @ of every Message-ID, as mail servers know it.
    #[must_use]
    pub fn sender_domain(&self) -> String {
        let sender = self.sender("").email;
        idna::domain_to_ascii(sender.domain()).unwrap_or_else(|_| "shop.invalid".to_owned())
    }
}

/// The shop's mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub username: Option<String>,
    /// Always set when there is a `username`.
    pub password: Option<PasswordSource>,
    pub ca_file: Option<PathBuf>,
    /// For one reply, or for opening the conversation, in seconds; a whole message gets three times that.
    pub timeout_seconds: u16,
}

impl Smtp {
    /// How long the server may take for one reply or to open the conversation, and a command for the password.
    #[must_use]
    pub fn reply_time(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds.into())
    }

    /// How long a whole message may take; then it is given up for now.
    #[must_use]
    pub fn message_time(&self) -> Duration {
        self.reply_time() * 3
    }

    /// The longest that one delivery takes, password and goodbye included: whoever claims an invite has to hold it
    /// longer than this.
    #[must_use]
    pub fn delivery_time(&self) -> Duration {
        self.reply_time() + self.message_time() + GOODBYE_TIME
    }
}

/// How long the answer to a goodbye is waited for, once the letter's fate is decided.
pub const GOODBYE_TIME: Duration = Duration::from_millis(500);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    StartTls,
    Tls,
    /// Refused beyond this machine.
    None,
}

impl Security {
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::None];

    /// The port where a server that works like this usually listens.
    #[must_use]
    pub fn port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }

    /// The word in the configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::None => "none",
        }
    }
}

/// Where the password comes from; it is read when mail is sent, never kept in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordSource {
    /// Run without a shell; what it prints is the password.
    Command(Vec<String>),
    /// A file that only its owner can read.
    File(PathBuf),
    /// `FRONTDESK_SMTP_PASSWORD`
    Environment,
}

/// The environment variable that holds the password of the mail server.
pub const PASSWORD_VARIABLE: &str = "FRONTDESK_SMTP_PASSWORD";
