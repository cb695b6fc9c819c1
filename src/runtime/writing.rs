//! What the letter of an invite says: from the settings of the shop, the invitation, and its secret.

use crate::config::{Portal, Settings};
use crate::domain::moment;
use crate::domain::outbox::Invitation;
use crate::domain::secret::{Nonce, SecretKey, grouped_code};
use crate::mail::{Facts, MailError};

/// What opens the portal, once. It has no `Debug`: it never reaches a log.
pub struct Secret {
    pub link: String,
    /// In two groups.
    pub code: String,
}

impl Secret {
    /// Derived again for each letter, and never kept.
    pub fn of(nonce: &Nonce, key: &SecretKey, portal: &Portal) -> Result<Self, MailError> {
        Ok(Self { link: link(portal, &key.token(nonce))?, code: grouped_code(&key.code(nonce)) })
    }

    /// One that opens nothing, and looks so.
    pub fn sample(portal: &Portal) -> Result<Self, MailError> {
        Ok(Self { link: link(portal, "ONLY-A-PREVIEW-THIS-LINK-OPENS-NOTHING")?, code: "ONLY-SEEN".to_owned() })
    }
}

fn link(portal: &Portal, token: &str) -> Result<String, MailError> {
    portal.link(token).ok_or_else(|| {
        MailError::here(
            "The sign-in address of the portal is missing: sign_in_url under [portal] in the configuration.",
        )
    })
}

/// What the letter says.
pub fn facts(settings: &Settings, invitation: Invitation, secret: Secret) -> Facts {
    let Settings { mail, shop_name, shop_phone, region, time_zone, .. } = settings;
    Facts {
        from: mail.sender(shop_name),
        reply_to: mail.reply_to.clone(),
        to: invitation.email,
        message_id: invitation.message_id,
        date: invitation.queued_at,
        shop_name: shop_name.clone(),
        shop_phone: shop_phone.as_ref().map(|phone| phone.shown(*region)),
        contact_name: invitation.contact_name,
        customer_name: invitation.customer_name,
        invited_by: invitation.invited_by,
        link: secret.link,
        code: secret.code,
        valid_until: moment::in_full(invitation.expires_at, time_zone),
        preferences: invitation.preferences,
    }
}
