//! Everywhere that settings come from: flags, environment, this user's places, the machine.

use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

use super::layers::{KIOSK, Layers};
use super::{Color, ConfigError, KeyTable};
use crate::domain::text::tidy;

/// The configuration of the whole machine.
pub const SYSTEM_FILE: &str = "/etc/xdg/frontdesk/config.toml";

/// What the command line said.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub database: Option<PathBuf>,
    pub staff: Option<String>,
    pub desk: Option<String>,
    pub color: Color,
    pub ascii: bool,
}

/// Where this user's files are (XDG).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub home: PathBuf,
    pub config: PathBuf,
    pub data: PathBuf,
    pub state: PathBuf,
}

impl Places {
    /// `None` without a home directory.
    #[must_use]
    pub fn of_this_user() -> Option<Self> {
        let (base, project) = (BaseDirs::new()?, ProjectDirs::from("", "", "frontdesk")?);
        Some(Self {
            home: base.home_dir().to_owned(),
            config: project.config_dir().to_owned(),
            data: project.data_dir().to_owned(),
            state: project.state_dir().unwrap_or_else(|| project.data_dir()).to_owned(),
        })
    }

    /// The same below a home directory, whatever the environment says of places.
    pub(super) fn below(home: &Path) -> Self {
        Self {
            home: home.to_owned(),
            config: home.join(".config/frontdesk"),
            data: home.join(".local/share/frontdesk"),
            state: home.join(".local/state/frontdesk"),
        }
    }
}

/// Everywhere that settings come from. A test gives its own and needs no process.
#[derive(Clone)]
pub struct Sources<'a> {
    pub flags: Flags,
    /// Looks up an environment variable.
    pub environment: &'a dyn Fn(&str) -> Option<String>,
    pub places: Option<Places>,
    pub system_file: PathBuf,
    /// The name of this machine.
    pub host: String,
    /// Of this start of the program; see `domain::history::Author`.
    pub run: i64,
    /// The keys of every screen, as far as there are screens.
    pub tables: Vec<KeyTable>,
}

impl Sources<'static> {
    /// As this process finds them.
    #[must_use]
    pub fn of_this_process(flags: Flags, run: i64, tables: Vec<KeyTable>) -> Self {
        Self {
            flags,
            environment: &|name| std::env::var(name).ok(),
            places: Places::of_this_user(),
            system_file: PathBuf::from(SYSTEM_FILE),
            host: rustix::system::uname().nodename().to_string_lossy().into_owned(),
            run,
            tables,
        }
    }
}

impl Sources<'_> {
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(name).filter(|value| !value.is_empty())
    }

    /// The file that a flag or a variable names; it has to be there.
    pub(super) fn named_file(&self) -> Option<PathBuf> {
        self.flags.config.clone().or_else(|| self.variable("FRONTDESK_CONFIG").map(PathBuf::from))
    }

    /// Whether the machine's file makes this a kiosk; one that cannot be read is complained of when it is loaded.
    pub(super) fn is_kiosk(&self) -> bool {
        let mut layers = Layers::new(None);
        layers.read_file(&self.system_file).is_ok() && layers.flag(KIOSK) == Ok(Some(true))
    }

    /// The configuration files in the order in which they are read, there or not.
    pub fn files(&self) -> Result<Vec<PathBuf>, ConfigError> {
        let mut files = vec![self.system_file.clone(), self.file()?];
        files.dedup();
        Ok(files)
    }

    /// The user's configuration file, there or not; in a kiosk the machine's.
    pub fn file(&self) -> Result<PathBuf, ConfigError> {
        if self.is_kiosk() {
            return Ok(self.system_file.clone());
        }
        match (self.named_file(), &self.places) {
            (Some(file), _) => Ok(file),
            (None, Some(places)) => Ok(places.config.join("config.toml")),
            (None, None) => Err(ConfigError::NoHome { what: "the configuration", instead: "--config FILE" }),
        }
    }

    /// Whether this terminal's texts are UTF-8, by the locale.
    pub(super) fn has_utf8(&self) -> bool {
        let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| self.variable(name));
        let locale = said.unwrap_or_default().to_uppercase();
        locale.contains("UTF-8") || locale.contains("UTF8")
    }

    /// The login name; over SSH that is the user who logged in.
    pub(super) fn login(&self) -> String {
        let name = ["USER", "LOGNAME"].iter().find_map(|name| self.variable(name)).map(|name| tidy(&name));
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("user {}", rustix::process::getuid().as_raw()))
    }

    /// The client's address over SSH, else this machine without its domain.
    pub(super) fn own_desk(&self) -> String {
        let client = ["SSH_CONNECTION", "SSH_CLIENT"].iter().find_map(|name| self.variable(name));
        let client = client.as_deref().and_then(|value| value.split_whitespace().next()).map(tidy);
        let host = || tidy(self.host.split('.').next().unwrap_or_default());
        client.filter(|client| !client.is_empty()).unwrap_or_else(host)
    }

    pub(super) fn place<'a>(
        &'a self,
        of: impl FnOnce(&'a Places) -> &'a PathBuf,
        what: &'static str,
        instead: &'static str,
    ) -> Result<&'a PathBuf, ConfigError> {
        self.places.as_ref().map(of).ok_or(ConfigError::NoHome { what, instead })
    }
}
