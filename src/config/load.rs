//! From what was said, in its layers, to settings that hold together.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::keymap::keymap;
use super::kiosk;
use super::layers::{KIOSK, Layers, PASSWORD_IN_ENVIRONMENT, PASSWORD_WAYS, ROLES, STAFF, Value, text, words};
use super::zone;
use super::{
    Color, ConfigError, Cursor, Mail, PASSWORD_VARIABLE, PasswordSource, Portal, Screen, Security, Settings, Smtp,
    Sources, TOKEN_PLACE, Theme,
};
use crate::domain::email::Mailbox;
use crate::domain::history::Author;
use crate::domain::invite::{Delivery, VALID_DAYS};
use crate::domain::phone::{Phone, Region};
use crate::domain::role::RoleBook;
use crate::domain::text::{COMPANY_LIMIT, NAME_LIMIT, tidy};

/// What a shop is called that has not said its name.
const NAMELESS_SHOP: &str = "Car shop";
/// An invite fails with less than a day left, so one day would leave no time to deliver it.
const LEAST_VALID_DAYS: u16 = 2;
const MOST_VALID_DAYS: u16 = 60;
/// Days of which every automatic backup is kept.
const KEEP_DAYS: u16 = 7;
const MOST_KEEP_DAYS: u16 = 366;
/// For one reply of the mail server, in seconds.
pub const REPLY_SECONDS: u16 = 20;
const MOST_REPLY_SECONDS: u16 = 300;

impl Sources<'_> {
    fn layers(&self, user_file: &Path) -> Result<Layers, ConfigError> {
        let mut layers = Layers::new(self.places.as_ref().map(|places| places.home.clone()));
        layers.read_file(&self.system_file)?;
        if user_file != self.system_file {
            if !layers.read_file(user_file)? && self.named_file().is_some() {
                return Err(ConfigError::Missing(user_file.to_owned()));
            }
            kiosk::refuse_here(&layers, user_file)?;
        }
        let lossy = |path: &PathBuf| path.to_string_lossy().into_owned();
        layers.say("database", "FRONTDESK_DATABASE", self.variable("FRONTDESK_DATABASE"));
        layers.say("database", "--database", self.flags.database.as_ref().map(lossy));
        layers.say(STAFF, "FRONTDESK_STAFF", self.variable("FRONTDESK_STAFF"));
        layers.say(STAFF, "--staff", self.flags.staff.clone());
        layers.say("desk", "FRONTDESK_DESK", self.variable("FRONTDESK_DESK"));
        layers.say("desk", "--desk", self.flags.desk.clone());
        if let Some(said) = self.colorless() {
            layers.say("screen.theme", said, Some(Theme::Mono.word().to_owned()));
        }
        layers.say_on("screen.ascii", "--ascii", self.flags.ascii);
        let has_password = self.variable(PASSWORD_VARIABLE).map(|_| "set".to_owned());
        layers.say(PASSWORD_IN_ENVIRONMENT, PASSWORD_VARIABLE, has_password);
        Ok(layers)
    }

    /// Who has said that there are to be no colours: the flag, <https://no-color.org>, the older CLICOLOR, or the name
    /// of a terminal that has none.
    fn colorless(&self) -> Option<&'static str> {
        match self.flags.color {
            Color::Always => None,
            Color::Never => Some("--color"),
            Color::Auto if self.variable("NO_COLOR").is_some() => Some("NO_COLOR"),
            Color::Auto if self.variable("CLICOLOR").as_deref() == Some("0") => Some("CLICOLOR"),
            Color::Auto => self.variable("TERM").filter(|term| is_monochrome(term)).map(|_| "TERM"),
        }
    }
}

/// DEC's terminals up to the VT420, and whatever says `m` for monochrome behind its name, as in terminfo(5).
fn is_monochrome(term: &str) -> bool {
    let is_of_dec = term.strip_prefix("vt").is_some_and(|model| model.starts_with(['1', '2', '3', '4']));
    is_of_dec || term.ends_with("-m") || term.ends_with("-mono")
}

/// Reads and checks everything that this desk has been told.
pub fn load(sources: &Sources) -> Result<Settings, ConfigError> {
    load_with_layers(sources).map(|(settings, _)| settings)
}

/// With who said what.
pub(super) fn load_with_layers(sources: &Sources) -> Result<(Settings, Layers), ConfigError> {
    if sources.is_kiosk() { kiosk::narrowed(sources, from) } else { from(sources) }
}

fn from(sources: &Sources) -> Result<(Settings, Layers), ConfigError> {
    let file = sources.file()?;
    let layers = sources.layers(&file)?;
    let database = match layers.path("database")? {
        Some(path) => path,
        None => sources.place(|places| &places.data, "the customer file", "--database FILE")?.join("frontdesk.db"),
    };
    // Without a home, what belongs to the file stands beside it.
    let beside = database.parent().unwrap_or(Path::new("")).to_owned();
    let state = sources.places.as_ref().map_or_else(|| beside.clone(), |places| places.state.clone());
    let region = layers
        .get("region", |value| {
            let code = text(value)?;
            Region::new(&code).ok_or_else(|| "write a country by its two letters, as in \"US\"".to_owned())
        })?
        .unwrap_or(Region::US);
    let settings = Settings {
        mail: mail(sources, &layers, &beside)?,
        shop_name: short_text(&layers, "shop_name", COMPANY_LIMIT)?.unwrap_or_else(|| NAMELESS_SHOP.to_owned()),
        shop_phone: layers.text("shop_phone")?.and_then(|typed| Phone::read(&typed, region)),
        time_zone: time_zone(sources, &layers)?,
        region,
        roles: roles(&layers)?,
        author: Author {
            staff: short_text(&layers, STAFF, NAME_LIMIT)?.unwrap_or_else(|| sources.login()),
            desk: short_text(&layers, "desk", NAME_LIMIT)?.unwrap_or_else(|| sources.own_desk()),
            run: sources.run,
        },
        portal: portal(&layers)?,
        screen: screen(sources, &layers)?,
        keys: keymap(&layers, &sources.tables)?,
        kiosk: layers.flag(KIOSK)?.unwrap_or(false),
        keep_days: layers.number("backup.keep_days", 0, MOST_KEEP_DAYS)?.unwrap_or(KEEP_DAYS),
        file,
        database,
        state,
    };
    Ok((settings, layers))
}

/// A name that stands on screens, in the history and in letters.
fn short_text(layers: &Layers, key: &str, limit: usize) -> Result<Option<String>, ConfigError> {
    layers.get(key, |value| {
        let name = tidy(&text(value)?);
        match name.chars().count() {
            0 => Err("there is nothing in it that can be shown".to_owned()),
            count if count > limit => Err(format!("shorten this to {limit} characters")),
            _ => Ok(name),
        }
    })
}

fn roles(layers: &Layers) -> Result<RoleBook, ConfigError> {
    let own = layers.get(ROLES, |value| match value {
        Value::Roles(book) => Ok(book.clone()),
        _ => Err("write them as a section".to_owned()),
    })?;
    Ok(own.unwrap_or_else(RoleBook::of_the_guide))
}

fn time_zone(sources: &Sources, layers: &Layers) -> Result<TimeZone, ConfigError> {
    let named = layers.get("time_zone", |value| {
        let name = text(value)?;
        zone::named(&name)
            .ok_or_else(|| format!("there is no time zone {name}; write one as in \"America/Los_Angeles\""))
    })?;
    Ok(named.unwrap_or_else(|| zone::own(sources)))
}

fn screen(sources: &Sources, layers: &Layers) -> Result<Screen, ConfigError> {
    let themes = Theme::ALL.map(|theme| (theme.word(), theme));
    let cursors = Cursor::ALL.map(|cursor| (cursor.word(), cursor));
    Ok(Screen {
        theme: layers.choice("screen.theme", &themes)?.unwrap_or(Theme::Dark),
        cursor: layers.choice("screen.cursor", &cursors)?.unwrap_or(Cursor::Bar),
        ascii: layers.flag("screen.ascii")?.unwrap_or_else(|| !sources.has_utf8()),
        mouse: layers.flag("screen.mouse")?.unwrap_or(false),
        faint: sources.variable("TERM").as_deref() != Some("linux"),
    })
}

fn portal(layers: &Layers) -> Result<Portal, ConfigError> {
    Ok(Portal {
        sign_in_url: layers.get("portal.sign_in_url", |value| sign_in_url(&text(value)?))?,
        invite_valid_days: layers
            .number("portal.invite_valid_days", LEAST_VALID_DAYS, MOST_VALID_DAYS)?
            .unwrap_or(VALID_DAYS),
    })
}

/// The address of the portal, when a link made from it is safe to send; else why not.
pub fn sign_in_url(url: &str) -> Result<String, String> {
    if !url.contains(TOKEN_PLACE) {
        return Err(format!("{TOKEN_PLACE} is missing: it says where the one-time token goes"));
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`|".contains(c)) {
        return Err("there is a blank or a sign in it that cannot stand in a link".to_owned());
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    match scheme {
        _ if host.is_empty() || authority.contains(['@', '{']) => {
            Err("the host of the portal is missing in it".to_owned())
        }
        "https" => Ok(url.to_owned()),
        "http" if is_this_machine(host) => Ok(url.to_owned()),
        _ => Err("it has to begin with https://, or anybody on the way could take the link".to_owned()),
    }
}

fn mail(sources: &Sources, layers: &Layers, beside: &Path) -> Result<Mail, ConfigError> {
    let smtp = smtp(layers)?;
    let from = mailbox(layers, "mail.from")?;
    let deliveries = [Delivery::Folder, Delivery::Smtp].map(|delivery| (delivery.word(), delivery));
    let delivery = layers.choice("mail.delivery", &deliveries)?.unwrap_or(Delivery::Folder);
    if delivery == Delivery::Smtp {
        let no_host = smtp.is_none().then_some("the server's `host` under [mail.smtp]");
        let no_sender = from.is_none().then_some("the sender's address, `from` under [mail],");
        if let Some(missing) = no_host.or(no_sender) {
            return Err(layers.error("mail.delivery", format!("to send by smtp, {missing} is needed too")));
        }
    }
    // In a kiosk the user's folder does not count either.
    let is_kiosk = layers.flag(KIOSK)? == Some(true);
    let own_letter = || {
        let folder = sources.places.as_ref()?.config.join("mail");
        (folder.is_dir() && !is_kiosk).then_some(folder)
    };
    Ok(Mail {
        from,
        reply_to: mailbox(layers, "mail.reply_to")?,
        delivery,
        folder: match layers.path("mail.folder")? {
            Some(folder) => folder,
            None => sources.places.as_ref().map_or(beside, |places| &places.data).join("outbox"),
        },
        only_by_timer: layers.choice("mail.send_from", &[("desk", false), ("timer", true)])?.unwrap_or(false),
        templates: layers.path("mail.templates")?.or_else(own_letter),
        smtp,
    })
}

fn mailbox(layers: &Layers, key: &str) -> Result<Option<Mailbox>, ConfigError> {
    layers.get(key, |value| Mailbox::parse(&text(value)?).map_err(|problem| problem.sentence))
}

fn smtp(layers: &Layers) -> Result<Option<Smtp>, ConfigError> {
    let host = layers.get("mail.smtp.host", |value| mail_host(&text(value)?))?;
    let securities = Security::ALL.map(|security| (security.word(), security));
    let security = layers.choice("mail.smtp.security", &securities)?.unwrap_or(Security::StartTls);
    let port = layers.number("mail.smtp.port", 1, u16::MAX)?;
    let timeout_seconds = layers.number("mail.smtp.timeout_seconds", 1, MOST_REPLY_SECONDS)?.unwrap_or(REPLY_SECONDS);
    let username = layers.text("mail.smtp.username")?;
    let ca_file = layers.path("mail.smtp.ca_file")?;
    let password = password(layers)?;
    let Some(host) = host else { return Ok(None) };
    if security == Security::None && !is_this_machine(&host) {
        let words = format!(
            "security: without encryption the letters, and with them the sign-in links, could be read on the way to \
             {host}. Only a server on this machine may go without: write \"starttls\" or \"tls\""
        );
        return Err(layers.error("mail.smtp.security", words));
    }
    if username.is_some() && password.is_none() {
        let words = format!(
            "username: the password is missing. Add password_command or password_file below it, or set \
             {PASSWORD_VARIABLE}"
        );
        return Err(layers.error("mail.smtp.username", words));
    }
    let lonely = PASSWORD_WAYS.into_iter().find(|way| username.is_none() && layers.origin(way).is_some());
    if let Some(way) = lonely {
        return Err(layers.error(way, "the username for this password is missing: add username under [mail.smtp]"));
    }
    Ok(Some(Smtp {
        host,
        port: port.unwrap_or(security.port()),
        security,
        username,
        password,
        ca_file,
        timeout_seconds,
    }))
}

/// The name of a mail server, and nothing besides; else what is wrong with it.
pub fn mail_host(host: &str) -> Result<String, String> {
    let plain = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
    let advice = "write only the server's name, as in \"mail.riverside.example\"";
    plain.then(|| host.to_owned()).ok_or_else(|| advice.to_owned())
}

/// The environment over the files; two ways in one file are a mistake.
fn password(layers: &Layers) -> Result<Option<PasswordSource>, ConfigError> {
    let [command_key, file_key] = PASSWORD_WAYS;
    let command = layers.get(command_key, words)?.map(PasswordSource::Command);
    let file = layers.path(file_key)?.map(PasswordSource::File);
    match (command, file) {
        (Some(_), Some(_)) => Err(layers.error(
            file_key,
            "password_file: there is a password_command too. Keep one of them, so that it is clear which counts",
        )),
        _ if layers.origin(PASSWORD_IN_ENVIRONMENT).is_some() => Ok(Some(PasswordSource::Environment)),
        (command, file) => Ok(command.or(file)),
    }
}

/// Whether a host is this very machine, so that nothing said to it crosses a network.
pub fn is_this_machine(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
