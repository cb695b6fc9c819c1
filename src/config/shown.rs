//! What this desk goes by, and who said it: for `frontdesk config show`.

use std::path::Path;

use toml::Value;

use super::layers::{KEYS, KIOSK, Origin, PASSWORD_IN_ENVIRONMENT, ROLES, STAFF, Said, WISHES};
use super::load::load_with_layers;
use super::{ConfigError, PasswordSource, Settings, Sources};
use crate::domain::role::RoleBook;

/// A setting as it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// With its section, as in `mail.smtp.host`; in brackets where no file says it.
    pub key: String,
    /// As a file would say it; `None` where nothing is set, or where it does not count.
    pub value: Option<String>,
    pub said: Said,
}

/// Every setting in the order of the file.
pub fn shown(sources: &Sources) -> Result<Vec<Shown>, ConfigError> {
    let (settings, layers) = load_with_layers(sources)?;
    let show = |key: &str| Shown {
        key: key.to_owned(),
        value: match key {
            ROLES => Some(roles(&settings.roles)),
            _ => value(&settings, key).map(|value| value.to_string()),
        },
        said: layers.origin(key).map_or_else(|| Said::Nobody(instead(key)), Origin::said),
    };
    let wished = layers.keys().iter().map(|wish| Shown {
        key: format!("{WISHES}.{}.{}", wish.screen, wish.command),
        value: wish.words().ok().map(|words| Value::from(words).to_string()),
        said: wish.said(),
    });
    Ok(KEYS.into_iter().map(show).chain(wished).collect())
}

/// On one line, in the order of the form.
fn roles(book: &RoleBook) -> String {
    let written: Vec<String> = book.iter().map(|role| format!("{:?} = {}", role.name, role.written())).collect();
    format!("{{ {} }}", written.join(", "))
}

/// What a key comes to.
fn value(settings: &Settings, key: &str) -> Option<Value> {
    let text = |text: &str| Value::from(text);
    let path = |path: &Path| Value::from(path.to_string_lossy().into_owned());
    let number = |number: u16| Value::from(i64::from(number));
    let Settings { mail, portal, author, .. } = settings;
    let smtp = mail.smtp.as_ref();
    let password = smtp.and_then(|smtp| smtp.password.as_ref());
    match key {
        "database" => Some(path(&settings.database)),
        "shop_name" => Some(text(&settings.shop_name)),
        "shop_phone" => settings.shop_phone.as_ref().map(|phone| text(phone.as_str())),
        "time_zone" => settings.time_zone.iana_name().map(text),
        "region" => Some(text(settings.region.code())),
        "desk" => Some(text(&author.desk)),
        KIOSK => Some(Value::from(settings.kiosk)),
        "portal.sign_in_url" => portal.sign_in_url.as_deref().map(text),
        "portal.invite_valid_days" => Some(number(portal.invite_valid_days)),
        "mail.from" => mail.from.as_ref().map(|from| text(&from.to_string())),
        "mail.reply_to" => mail.reply_to.as_ref().map(|to| text(&to.to_string())),
        "mail.delivery" => Some(text(mail.delivery.word())),
        "mail.folder" => Some(path(&mail.folder)),
        "mail.send_from" => Some(text(if mail.only_by_timer { "timer" } else { "desk" })),
        "mail.templates" => mail.templates.as_deref().map(path),
        "mail.smtp.host" => smtp.map(|smtp| text(&smtp.host)),
        "mail.smtp.port" => smtp.map(|smtp| number(smtp.port)),
        "mail.smtp.security" => smtp.map(|smtp| text(smtp.security.word())),
        "mail.smtp.username" => smtp?.username.as_deref().map(text),
        "mail.smtp.password_command" => match password? {
            PasswordSource::Command(words) => Some(Value::from(words.clone())),
            _ => None,
        },
        "mail.smtp.password_file" => match password? {
            PasswordSource::File(file) => Some(path(file)),
            _ => None,
        },
        "mail.smtp.ca_file" => smtp?.ca_file.as_deref().map(path),
        "mail.smtp.timeout_seconds" => smtp.map(|smtp| number(smtp.timeout_seconds)),
        "screen.theme" => Some(text(settings.screen.theme.word())),
        "screen.cursor" => Some(text(settings.screen.cursor.word())),
        "screen.ascii" => Some(Value::from(settings.screen.ascii)),
        "screen.mouse" => Some(Value::from(settings.screen.mouse)),
        "backup.keep_days" => Some(number(settings.keep_days)),
        STAFF => Some(text(&author.staff)),
        // Never what it is.
        PASSWORD_IN_ENVIRONMENT => (password? == &PasswordSource::Environment).then(|| text("…")),
        _ => None,
    }
}

/// Where a value comes from that nobody said.
fn instead(key: &str) -> &'static str {
    match key {
        STAFF => "the login name",
        "desk" => "the machine, over SSH the client",
        "time_zone" => "the machine",
        "screen.ascii" => "the locale",
        "mail.templates" => "the folder mail beside this user's configuration",
        _ => "default",
    }
}
