//! The settings as they were said: each known key once, from the layer that counts, with the place where it stands.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Source};
use super::nearest::nearest;
use super::roles;
use crate::domain::role::RoleBook;
use crate::domain::text::reason;

/// Every key of the file, as interfaces.md fixes them, besides `shop_phone`, `desk` and `mail.templates`.
pub(super) const KEYS: [&str; 31] = [
    "database",
    "shop_name",
    "shop_phone",
    "time_zone",
    "region",
    "desk",
    KIOSK,
    ROLES,
    STAFF,
    "portal.sign_in_url",
    "portal.invite_valid_days",
    "mail.from",
    "mail.reply_to",
    "mail.delivery",
    "mail.folder",
    "mail.send_from",
    "mail.templates",
    "mail.smtp.host",
    "mail.smtp.port",
    "mail.smtp.security",
    "mail.smtp.username",
    "mail.smtp.password_command",
    "mail.smtp.password_file",
    "mail.smtp.ca_file",
    "mail.smtp.timeout_seconds",
    "screen.theme",
    "screen.cursor",
    "screen.ascii",
    "screen.mouse",
    "backup.keep_days",
    PASSWORD_IN_ENVIRONMENT,
];
/// Only in the file of the whole machine.
pub(super) const KIOSK: &str = "kiosk";
/// Never in a file. Said by `--staff` and `FRONTDESK_STAFF`.
pub(super) const STAFF: &str = "(staff)";
/// Never in a file. Said by `FRONTDESK_SMTP_PASSWORD`; only that it is there, never what it is.
pub(super) const PASSWORD_IN_ENVIRONMENT: &str = "(password)";

/// A section of the shop's own names.
pub(super) const ROLES: &str = "roles";

/// Two ways to the password, of which a file says one.
pub(super) const PASSWORD_WAYS: [&str; 2] = ["mail.smtp.password_command", "mail.smtp.password_file"];

/// The section that names keys of the keyboard.
pub(super) const WISHES: &str = "keys";

/// A value as far as settings need to tell them apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Flag(bool),
    Words(Vec<String>),
    Roles(RoleBook),
    /// Of a kind that no setting has, by name.
    Other(&'static str),
}

/// Who said a value.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    File(Rc<Source>, Range<usize>),
    /// A flag or an environment variable, by name.
    Named(&'static str),
}

impl Origin {
    pub(super) fn error(&self, words: impl Into<String>) -> ConfigError {
        match self {
            Self::File(source, span) => source.error(span.clone(), words),
            Self::Named(from) => ConfigError::Elsewhere { from, words: words.into() },
        }
    }

    /// For a person: a file with the line, else the name.
    pub(super) fn said(&self) -> Said {
        match self {
            Self::File(source, span) => Said::InFile { path: source.path.clone(), line: source.line(span.start) },
            Self::Named(name) => Said::By(name),
        }
    }

    /// The folder of the file that said it; what a flag or a variable says counts from where the program was started.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::File(source, _) => source.path.parent(),
            Self::Named(_) => None,
        }
    }

    /// Whether two values stand in one file.
    fn same_file(&self, other: &Self) -> bool {
        matches!((self, other), (Self::File(a, _), Self::File(b, _)) if a.path == b.path)
    }
}

/// Other keys for a command, as `[keys]` asks for them.
#[derive(Debug)]
pub(super) struct Wish {
    pub screen: String,
    pub command: String,
    value: Value,
    /// Where the screen, the command and the keys stand.
    at: [Origin; 3],
}

impl Wish {
    /// The names of the keys.
    pub(super) fn words(&self) -> Result<Vec<String>, ConfigError> {
        match &self.value {
            Value::Text(word) => Ok(vec![word.clone()]),
            Value::Words(words) if !words.is_empty() => Ok(words.clone()),
            _ => Err(self.error(format!("{}: {}", self.command, how_keys_are_written()))),
        }
    }

    /// Who said it.
    pub(super) fn said(&self) -> Said {
        self.at[2].said()
    }

    pub(super) fn error_at_screen(&self, words: impl Into<String>) -> ConfigError {
        self.at[0].error(words)
    }

    pub(super) fn error_at_command(&self, words: impl Into<String>) -> ConfigError {
        self.at[1].error(words)
    }

    pub(super) fn error(&self, words: impl Into<String>) -> ConfigError {
        self.at[2].error(words)
    }
}

/// How keys are written.
pub(super) fn how_keys_are_written() -> &'static str {
    "write a key as the help prints it, as in \"e\" or \"Ctrl-N\", or several as in [\"i\", \"F9\"]"
}

/// Who said a value, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    InFile {
        path: PathBuf,
        line: usize,
    },
    /// A flag or an environment variable.
    By(&'static str),
    /// Nobody, and where the value comes from instead.
    Nobody(&'static str),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InFile { path, line } => write!(f, "{}:{line}", path.display()),
            Self::By(name) | Self::Nobody(name) => f.write_str(name),
        }
    }
}

/// All layers laid over one another: what was said later counts.
#[derive(Debug)]
pub(super) struct Layers {
    found: BTreeMap<&'static str, (Value, Origin)>,
    /// Whatever `[keys]` says, the last of each command.
    keys: Vec<Wish>,
    /// For paths that begin with `~/`.
    home: Option<PathBuf>,
}

impl Layers {
    pub(super) fn new(home: Option<PathBuf>) -> Self {
        Self { found: BTreeMap::new(), keys: Vec::new(), home }
    }

    /// Lays a file over what was said before; `false` when there is none.
    pub(super) fn read_file(&mut self, path: &Path) -> Result<bool, ConfigError> {
        let text = match fs::read(path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|error| ConfigError::NotUtf8 {
                path: path.to_owned(),
                line: error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count(),
            })?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) if error.kind() == ErrorKind::IsADirectory => return Err(ConfigError::Folder(path.to_owned())),
            Err(error) => return Err(ConfigError::Unreadable { path: path.to_owned(), reason: reason(&error) }),
        };
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{FEFF}').map_or(text.clone(), str::to_owned);
        let source = Rc::new(Source { path: path.to_owned(), text });
        let table = DeTable::parse(&source.text).map_err(|error| {
            source.error(error.span().unwrap_or_default(), format!("this is not TOML: {}", one_line(error.message())))
        })?;
        let mut wrong = Vec::new();
        self.take(table.get_ref(), "", &source, &mut wrong);
        match wrong.into_iter().min_by_key(|(span, _)| span.start) {
            Some((span, words)) => Err(source.error(span, words)),
            None => Ok(true),
        }
    }

    fn take(&mut self, table: &DeTable, section: &str, source: &Rc<Source>, wrong: &mut Vec<(Range<usize>, String)>) {
        for (name, value) in table {
            let key =
                if section.is_empty() { name.get_ref().to_string() } else { format!("{section}.{}", name.get_ref()) };
            if key == WISHES {
                self.take_wishes(value, source, wrong);
            } else if key == ROLES {
                self.take_roles(name.span(), value.get_ref(), source, wrong);
            } else if let Some(known) = KEYS.into_iter().find(|known| *known == key) {
                let origin = Origin::File(Rc::clone(source), value.span());
                // One way to the password replaces the other of a lower layer.
                if let Some(at) = PASSWORD_WAYS.iter().position(|way| *way == known) {
                    let other = PASSWORD_WAYS[1 - at];
                    if self.origin(other).is_some_and(|said| !said.same_file(&origin)) {
                        self.found.remove(other);
                    }
                }
                self.found.insert(known, (read(value.get_ref()), origin));
            } else if KEYS.iter().any(|known| known.strip_prefix(&key).is_some_and(|rest| rest.starts_with('.'))) {
                match value.get_ref() {
                    DeValue::Table(inner) => self.take(inner, &key, source, wrong),
                    _ => wrong.push((name.span(), not_a_section(&key))),
                }
            } else {
                wrong.push((name.span(), unknown(section, name.get_ref())));
            }
        }
    }

    /// Takes `[keys.SCREEN]` with its commands.
    fn take_wishes(&mut self, keys: &Spanned<DeValue>, source: &Rc<Source>, wrong: &mut Vec<(Range<usize>, String)>) {
        let words = "write [keys.customer] or another screen on a line of its own, and its commands below";
        let Some(screens) = keys.get_ref().as_table() else { return wrong.push((keys.span(), words.to_owned())) };
        for (screen, commands) in screens {
            let Some(commands) = commands.get_ref().as_table() else {
                wrong.push((screen.span(), words.to_owned()));
                continue;
            };
            for (command, value) in commands {
                let at = |span| Origin::File(Rc::clone(source), span);
                let wish = Wish {
                    screen: screen.get_ref().to_string(),
                    command: command.get_ref().to_string(),
                    value: read(value.get_ref()),
                    at: [at(screen.span()), at(command.span()), at(value.span())],
                };
                self.keys.retain(|other| (&other.screen, &other.command) != (&wish.screen, &wish.command));
                self.keys.push(wish);
            }
        }
    }

    fn take_roles(
        &mut self,
        at: Range<usize>,
        section: &DeValue,
        source: &Rc<Source>,
        wrong: &mut Vec<(Range<usize>, String)>,
    ) {
        let Some(section) = section.as_table() else { return wrong.push((at, not_a_section(ROLES))) };
        match roles::read(section) {
            Ok(None) => {}
            Ok(Some(book)) => {
                self.found.insert(ROLES, (Value::Roles(book), Origin::File(Rc::clone(source), at)));
            }
            Err(flaws) => wrong.extend(flaws),
        }
    }

    /// What `[keys]` says.
    pub(super) fn keys(&self) -> &[Wish] {
        &self.keys
    }

    /// Lays a flag or a variable over the files.
    pub(super) fn say(&mut self, key: &'static str, from: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.found.insert(key, (Value::Text(value), Origin::Named(from)));
        }
    }

    /// Lays a flag that is on over the files.
    pub(super) fn say_on(&mut self, key: &'static str, from: &'static str, on: bool) {
        if on {
            self.found.insert(key, (Value::Flag(true), Origin::Named(from)));
        }
    }

    /// Who said a key, when anybody did.
    pub(super) fn origin(&self, key: &str) -> Option<&Origin> {
        self.found.get(key).map(|(_, origin)| origin)
    }

    /// An error at a key that was said.
    pub(super) fn error(&self, key: &str, words: impl Into<String>) -> ConfigError {
        self.origin(key).unwrap_or(&Origin::Named("configuration")).error(words)
    }

    /// The value of a key, if said, as `read` understands it; its words of complaint are put at the place.
    pub(super) fn get<T>(
        &self,
        key: &str,
        read: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        self.found
            .get(key)
            .map(|(value, origin)| read(value).map_err(|words| origin.error(format!("{}: {words}", last(key)))))
            .transpose()
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        self.get(key, text)
    }

    /// A path: `~/` is the home directory, and a relative one counts from the folder of its file.
    pub(super) fn path(&self, key: &str) -> Result<Option<PathBuf>, ConfigError> {
        let folder = self.origin(key).and_then(Origin::folder);
        self.get(key, |value| {
            let path = text(value)?;
            match (path.strip_prefix("~/"), &self.home) {
                (Some(rest), Some(home)) => Ok(home.join(rest)),
                (Some(_), None) => {
                    Err("~ means the home directory, and this user has none: write the whole path".to_owned())
                }
                (None, _) => Ok(folder.map_or_else(|| PathBuf::from(&path), |folder| folder.join(&path))),
            }
        })
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, key: &str, least: u16, most: u16) -> Result<Option<u16>, ConfigError> {
        self.get(key, |value| match value {
            Value::Number(number) => u16::try_from(*number)
                .ok()
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| format!("write a whole number from {least} to {most}")),
            other => Err(format!("write a whole number without quotes; this is {}", kind(other))),
        })
    }

    /// On or off.
    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        self.get(key, |value| match value {
            Value::Flag(flag) => Ok(*flag),
            other => Err(format!("write true or false without quotes; this is {}", kind(other))),
        })
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, ConfigError> {
        self.get(key, |value| {
            let said = text(value)?;
            choices.iter().find(|(word, _)| *word == said).map(|(_, meant)| *meant).ok_or_else(|| {
                let words: Vec<String> = choices.iter().map(|(word, _)| format!("\"{word}\"")).collect();
                let near = nearest(&said, choices.iter().map(|(word, _)| *word));
                let meant = near.map(|word| format!("; did you mean \"{word}\"?")).unwrap_or_default();
                format!("write one of {}{meant}", words.join(", "))
            })
        })
    }
}

/// A text that says something.
pub(super) fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) if text.trim().is_empty() => {
            Err("this is empty: fill it in, or take the line out".to_owned())
        }
        Value::Text(text) => Ok(text.clone()),
        other => Err(format!("write it in quotes; this is {}", kind(other))),
    }
}

/// A program and its arguments.
pub(super) fn words(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::Words(words) if words.first().is_some_and(|program| !program.is_empty()) => Ok(words.clone()),
        _ => Err("write the program and its arguments as a list, as in [\"pass\", \"show\", \"mail\"]".to_owned()),
    }
}

fn read(value: &DeValue) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => number
            .as_str()
            .parse()
            .or_else(|_| i64::from_str_radix(number.as_str(), number.radix()))
            .map_or(Value::Other("a number that is too big"), Value::Number),
        DeValue::Float(_) => Value::Other("a number with a point"),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Table(_) => Value::Other("a section"),
        DeValue::Array(items) => items
            .iter()
            .map(|item| item.get_ref().as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .map_or(Value::Other("a list of other things than texts"), Value::Words),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text in quotes",
        Value::Number(_) => "a number",
        Value::Flag(_) => "true or false",
        Value::Words(_) => "a list",
        Value::Roles(_) => "a section",
        Value::Other(kind) => kind,
    }
}

fn not_a_section(key: &str) -> String {
    format!("`{key}` is a section: write [{key}] on a line of its own, and its keys below")
}

/// What to say of a key that there is not, with what was probably meant.
fn unknown(section: &str, name: &str) -> String {
    if name.contains("password") {
        return "a password does not belong in this file. Use password_command, password_file or the environment \
                variable FRONTDESK_SMTP_PASSWORD, and take this one out"
            .to_owned();
    }
    let here = |known: &&str| known.rsplit_once('.').map_or("", |(section, _)| section) == section;
    if let Some(elsewhere) = KEYS.iter().find(|known| last(known) == name && !here(known)) {
        return match elsewhere.rsplit_once('.') {
            Some((right, _)) => format!("`{name}` belongs under [{right}]"),
            None => format!("`{name}` belongs at the top of the file, above the first section"),
        };
    }
    let sections = [ROLES, "portal", "mail", "mail.smtp", "screen", WISHES, "backup"].into_iter();
    match nearest(name, KEYS.into_iter().chain(sections).filter(here).map(last)) {
        Some(known) => format!("unknown key `{name}`: did you mean `{known}`?"),
        None => format!("unknown key `{name}`. `frontdesk config init` writes a file with every key there is"),
    }
}

fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
