//! What sending an invite needs, tried without sending one: the letter at every look, the rest with `--mail`.

use super::words::{Area, Finding};
use crate::config::{Mail, Settings};
use crate::mail::{self, Letters, MailError, Names};

/// What keeps this desk, and no other, from sending.
pub fn letter(mail: &Mail) -> Option<Finding> {
    let fault = Letters::load(mail.templates.as_deref()).err()?;
    Some(Finding::new(Area::Configuration, fault.what(), remedy(&fault, mail)))
}

/// What keeps invites from leaving: the portal's address, and the way out.
pub fn findings(settings: &Settings) -> Vec<Finding> {
    let mail = &settings.mail;
    let no_portal = settings.portal.sign_in_url.is_none().then(|| {
        Finding::new(
            Area::Mail,
            "The sign-in address of the portal is missing, so no invite can be sent.",
            "Write it as sign_in_url under [portal] in the configuration.",
        )
    });
    let environment = |name: &str| std::env::var(name).ok();
    let way_out = mail::mailer(mail, &environment)
        .and_then(|mut mailer| mailer.rehearse(&mail.sender(&settings.shop_name), &Names::CONFIGURATION))
        .err();
    no_portal
        .into_iter()
        .chain(way_out.map(|error| Finding::new(Area::Mail, error.what(), remedy(&error, mail))))
        .collect()
}

fn remedy(error: &MailError, mail: &Mail) -> &'static str {
    match error {
        MailError::Deferred { .. } | MailError::Away { .. } => {
            "Invites wait in the outbox and are tried again by themselves; look again later."
        }
        MailError::Here { .. } if !mail.only_by_timer => {
            "No invite leaves from this desk until that is put right; the others send theirs."
        }
        _ => "Invites wait in the outbox until that is put right; then look again.",
    }
}
