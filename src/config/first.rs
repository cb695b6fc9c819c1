//! The first configuration file: the commented example with what was answered at first start filled in.

use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::ConfigError;
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
}

impl First {
    /// The example with these answers in place of its comments.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.to_string_lossy().into_owned());
        let answers = [
            ("database", path(&self.database)),
            ("shop_name", self.shop_name.clone()),
            ("portal.sign_in_url", self.sign_in_url.clone()),
            ("mail.folder", path(&self.folder)),
        ];
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
                answer.as_ref().map(|answer| format!("{key} = {}", toml::Value::from(answer.as_str())))
            });
            text.push_str(answer.as_deref().unwrap_or(line));
            text.push('\n');
        }
        text
    }
}

/// Writes the first configuration file, whole or not at all, readable by its owner only; never over another.
pub fn write_first(path: &Path, first: &First) -> Result<(), ConfigError> {
    let text = first.to_toml();
    let write = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut file = tempfile::Builder::new()
            .prefix(".config")
            .permissions(fs::Permissions::from_mode(0o600))
            .tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => ConfigError::AlreadyThere(path.to_owned()),
        _ => ConfigError::NotWritten { path: path.to_owned(), reason: reason(&error) },
    })
}
