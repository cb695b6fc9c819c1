//! How it is sent: an invite becomes a letter, and a letter leaves by the shop's mail server or as a file in a folder.
//! The only module that names lettre and the template engine.

mod error;
mod folder;
mod letter;
mod line;
mod mailer;
mod message;
mod names;
mod password;
mod recording;
mod smtp;
mod verdict;

use crate::config::{Mail, PASSWORD_VARIABLE, Security};
use crate::domain::invite::Delivery;

pub use error::MailError;
pub use folder::FolderMailer;
pub use letter::{Facts, Letter, Letters};
pub use mailer::Mailer;
pub use message::eml;
pub use names::Names;
pub use recording::RecordingMailer;
pub use smtp::SmtpMailer;

/// The mailer that the shop has set up. `environment` looks up the variable that may hold the password.
pub fn mailer(mail: &Mail, environment: &dyn Fn(&str) -> Option<String>) -> Result<Box<dyn Mailer>, MailError> {
    match (mail.delivery, &mail.smtp) {
        (Delivery::Folder, _) => Ok(Box::new(FolderMailer::new(mail.folder.clone()))),
        (Delivery::Smtp, Some(smtp)) => {
            Ok(Box::new(SmtpMailer::new(smtp.clone(), mail.sender_domain(), environment(PASSWORD_VARIABLE))))
        }
        (Delivery::Smtp, None) => Err(MailError::here(
            "No mail server is set up. Write its name as host under [mail.smtp] in the configuration.",
        )),
    }
}

/// What was tried by a rehearsal, when all of it went well.
#[must_use]
pub fn rehearsed(mail: &Mail, shop_name: &str) -> String {
    let sender = mail.sender(shop_name).email;
    match (&mail.smtp, mail.delivery) {
        (Some(smtp), Delivery::Smtp) => {
            let line = match smtp.security {
                Security::StartTls => "encrypted by STARTTLS",
                Security::Tls => "encrypted from the first byte",
                Security::None => "on this machine",
            };
            let login = smtp.username.as_ref().map(|name| format!("the login {name} and ")).unwrap_or_default();
            format!(
                "The mail server {}, port {}, {line}, takes {login}letters from {sender}. Nothing was sent.",
                smtp.host, smtp.port
            )
        }
        _ => format!("Invites are written as files into {}. Nothing was written now.", mail.folder.display()),
    }
}
