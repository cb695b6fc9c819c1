//! How it is sent: an invite becomes a letter, and a letter leaves by the shop's mail server or as a file in a folder.
//! The only module that names lettre and the template engine.

mod folder;
mod letter;
mod line;
mod message;
mod password;
mod recording;
mod smtp;
mod verdict;

use crate::config::{Mail, PASSWORD_VARIABLE};
use crate::domain::email::Mailbox;
use crate::domain::invite::Delivery;

pub use folder::FolderMailer;
pub use letter::{Facts, Letter, Letters};
pub use recording::RecordingMailer;
pub use smtp::SmtpMailer;

/// Takes letters out of the house.
pub trait Mailer: Send {
    /// Returns when the letter has left: the mail server took it, or the file is safely written.
    fn deliver(&mut self, letter: &Letter) -> Result<(), MailError>;

    /// Everything but a letter: whether one from this sender could leave now.
    fn rehearse(&mut self, _sender: &Mailbox) -> Result<(), MailError> {
        Ok(())
    }
}

/// Why a letter has not left. Whose fault it is decides what happens next, so the three are never mixed up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// For good, and because of this address or this letter: the invite fails, with these words.
    #[error("{words}")]
    Refused { words: String },
    /// For now: the invite waits and is tried again.
    #[error("{} Nothing is lost: the invite waits here and is tried again by itself.", self.what())]
    Deferred { words: String },
    /// Nobody's address is at fault but the set-up: certificate, login, sender, folder. The whole queue waits.
    #[error("{} Nothing is lost: the invites wait here until that is put right.", self.what())]
    Setup { words: String },
    /// The shop's own letter cannot be used; the built-in one is not sent in its place.
    #[error("{} Nothing is lost: the invites wait here until that is put right.", self.what())]
    Template { file: String, line: Option<usize>, reason: String },
}

impl MailError {
    /// What is wrong, without what becomes of the invite.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Refused { words } | Self::Deferred { words } | Self::Setup { words } => words.clone(),
            Self::Template { file, line, reason } => {
                format!("The letter {file}{} cannot be used: {reason}.", at_line(*line))
            }
        }
    }

    fn refused(words: impl Into<String>) -> Self {
        Self::Refused { words: words.into() }
    }

    fn deferred(words: impl Into<String>) -> Self {
        Self::Deferred { words: words.into() }
    }

    fn setup(words: impl Into<String>) -> Self {
        Self::Setup { words: words.into() }
    }
}

fn at_line(line: Option<usize>) -> String {
    line.map(|line| format!(", line {line},")).unwrap_or_default()
}

/// The mailer that the shop has set up. `environment` looks up the variable that may hold the password.
pub fn mailer(mail: &Mail, environment: &dyn Fn(&str) -> Option<String>) -> Result<Box<dyn Mailer>, MailError> {
    match (mail.delivery, &mail.smtp) {
        (Delivery::Folder, _) => Ok(Box::new(FolderMailer::new(mail.folder.clone()))),
        (Delivery::Smtp, Some(smtp)) => {
            Ok(Box::new(SmtpMailer::new(smtp.clone(), mail.sender_domain(), environment(PASSWORD_VARIABLE))))
        }
        (Delivery::Smtp, None) => Err(MailError::setup(
            "No mail server is set up. Write its name as host under [mail.smtp] in the configuration.",
        )),
    }
}
