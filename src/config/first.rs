//! The first configuration file: the commented example with what was answered at first start filled in.

use std::fmt;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PersistError};
use toml::Value;

use super::{ConfigError, Mail, PasswordSource, Smtp};
use crate::domain::email::Mailbox;
use crate::domain::invite::Delivery;
use crate::domain::text::reason;

/// Every key with what it means; all of them commented out.
pub const EXAMPLE: &str = include_str!("../../assets/config.toml");

/// What first start asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct First {
    pub database: Option<PathBuf>,
    pub shop_name: Option<String>,
    pub sign_in_url: Option<String>,
    /// Where `.eml` files go.
    pub folder: Option<PathBuf>,
    pub mail: Option<NewMail>,
}

/// The mail server that first start asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    pub from: Mailbox,
    /// Its password stands in a file, where it has one.
    pub smtp: Smtp,
    pub password: Option<NewPassword>,
}

/// A password on its way from the form into its file. Its `Debug` says nothing: it never reaches a log.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    #[must_use]
    pub fn new(password: &str) -> Self {
        Self(password.to_owned())
    }

    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl NewMail {
    /// The settings that it comes to.
    #[must_use]
    pub fn applied_to(&self, mail: &Mail) -> Mail {
        Mail { from: Some(self.from.clone()), delivery: Delivery::Smtp, smtp: Some(self.smtp.clone()), ..mail.clone() }
    }

    fn answers(&self) -> Vec<(&'static str, Option<Value>)> {
        let Smtp { host, port, security, username, password, .. } = &self.smtp;
        let password = match password {
            Some(PasswordSource::File(path)) => Some(text_of(path)),
            _ => None,
        };
        vec![
            ("mail.delivery", Some(Value::from(Delivery::Smtp.word()))),
            ("mail.from", Some(Value::from(self.from.to_string()))),
            ("mail.smtp.host", Some(Value::from(host.as_str()))),
            ("mail.smtp.security", Some(Value::from(security.word()))),
            ("mail.smtp.port", Some(Value::from(i64::from(*port)))),
            ("mail.smtp.username", username.as_deref().map(Value::from)),
            ("mail.smtp.password_file", password),
        ]
    }
}

fn text_of(path: &Path) -> Value {
    Value::from(path.to_string_lossy().into_owned())
}

impl First {
    /// The example with these answers in place of its comments.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let path = |path: &Option<PathBuf>| path.as_deref().map(text_of);
        let mut answers = vec![
            ("database", path(&self.database)),
            ("shop_name", self.shop_name.as_deref().map(Value::from)),
            ("portal.sign_in_url", self.sign_in_url.as_deref().map(Value::from)),
            ("mail.folder", path(&self.folder)),
        ];
        answers.extend(self.mail.iter().flat_map(NewMail::answers));
        let mut section = String::new();
        let mut text = String::with_capacity(EXAMPLE.len() + 200);
        for line in EXAMPLE.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                section = format!("{name}.");
            }
            let key = line.strip_prefix("# ").and_then(|line| line.split_once(" = ")).map(|(key, _)| key);
            let answer = key.and_then(|key| {
                let (_, answer) =
                    answers.iter().find(|(known, _)| known.strip_prefix(section.as_str()) == Some(key))?;
                answer.as_ref().map(|answer| format!("{key} = {answer}"))
            });
            text.push_str(answer.as_deref().unwrap_or(line));
            text.push('\n');
        }
        text
    }
}

/// Writes the first configuration file, whole or not at all, readable by its owner only; never over another.
pub fn write_first(path: &Path, first: &First) -> Result<(), ConfigError> {
    write(path, first.to_toml().as_bytes(), |file| file.persist_noclobber(path)).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => ConfigError::AlreadyThere(path.to_owned()),
        _ => ConfigError::NotWritten { path: path.to_owned(), reason: reason(&error) },
    })
}

/// Writes a password into the file that the mail server's settings name, readable by its owner only.
pub fn write_password(path: &Path, password: &NewPassword) -> Result<(), ConfigError> {
    let line = format!("{}\n", password.reveal());
    write(path, line.as_bytes(), |file| file.persist(path))
        .map_err(|error| ConfigError::PasswordNotWritten { path: path.to_owned(), reason: reason(&error) })
}

/// A file gets its name when it is whole.
fn write(
    path: &Path,
    content: &[u8],
    name: impl FnOnce(NamedTempFile) -> Result<File, PersistError>,
) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".config")
        .permissions(fs::Permissions::from_mode(0o600))
        .tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    name(file).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}
