//! The command line, as interfaces.md fixes it.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::config::{self, Flags};

/// Examples come first: they are what people look for.
pub const EXAMPLES: &str = "\
Examples:
  frontdesk                                  open the desk
  frontdesk demo                             a small town to try everything on
  frontdesk import customers customers.csv   bring in the list of the shop
  frontdesk export --output shop.json        everything, as JSON
  frontdesk backup /media/usb/shop.db        a whole copy while the desks go on
  frontdesk doctor                           whether all is as it should be
  frontdesk outbox send                      deliver what is due (for a timer)";

#[derive(Debug, Parser)]
#[command(
    name = "frontdesk",
    version,
    about = "The additional contacts of a car shop's customers, at the front desk",
    before_help = EXAMPLES,
    max_term_width = 100
)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Arguments {
    /// The arguments of this process.
    pub fn read() -> Result<Self, clap::Error> {
        let words: Vec<OsString> = std::env::args_os().collect();
        let mut definition = Self::command().color(color_of_help(&words));
        let matches = definition.try_get_matches_from_mut(words)?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut definition))
    }
}

/// What `--color` says; looked up before parsing, because help and complaints are printed instead of it.
fn color_of_help(words: &[OsString]) -> ColorChoice {
    let mut words = words.iter().filter_map(|word| word.to_str());
    let said = words.by_ref().find_map(|word| word.strip_prefix("--color").map(|rest| rest.strip_prefix('=')));
    match said.and_then(|value| value.or_else(|| words.next())) {
        Some("never") => ColorChoice::Never,
        Some("always") => ColorChoice::Always,
        _ => ColorChoice::Auto,
    }
}

/// Flags of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The customer file
    #[arg(long, global = true, value_name = "FILE")]
    pub database: Option<PathBuf>,
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Who works here; by default the login name
    #[arg(long, global = true, value_name = "NAME")]
    pub staff: Option<String>,
    /// The name of this desk; by default the machine's, over SSH the client's
    #[arg(long, global = true, value_name = "NAME")]
    pub desk: Option<String>,
    /// Colours on the screen
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Draw with plain ASCII
    #[arg(long, global = true)]
    pub ascii: bool,
}

impl Global {
    pub fn flags(&self) -> Flags {
        Flags {
            config: self.config.clone(),
            database: self.database.clone(),
            staff: self.staff.clone(),
            desk: self.desk.clone(),
            color: self.color.into(),
            ascii: self.ascii,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for config::Color {
    fn from(said: Color) -> Self {
        match said {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the desk on a throw-away copy of a small town; invites go to a folder as .eml files
    Demo,
    /// Bring in a list (CSV, vCard, Google Contacts, Outlook); nothing is ever removed, and no invite is sent
    #[command(subcommand)]
    Import(Import),
    /// Write everything out
    Export(Export),
    /// Queue a portal invite, by the same rules as the screen
    Invite {
        /// The number of the contact, as the export gives it
        contact: i64,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a whole copy of the customer file while the desks go on working
    Backup {
        /// Where to
        file: PathBuf,
        /// In place of the backup that is there
        #[arg(long)]
        replace: bool,
    },
    /// Put a backup in the place of the customer file, which is kept; every open invite is revoked
    Restore {
        /// The backup
        file: PathBuf,
    },
    /// Look whether everything is as it should be, and say what to do where it is not
    Doctor(Doctor),
    /// Invites that have not arrived
    #[command(subcommand)]
    Outbox(Outbox),
    /// Who has which role, and one role in place of another for everybody
    Roles {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
        #[command(subcommand)]
        act: Option<Roles>,
    },
    /// How this desk is set up
    #[command(subcommand)]
    Config(Config),
    /// What the portal asks: one JSON object in, one out
    #[command(subcommand)]
    Portal(Portal),
    /// Write what a shell needs to complete these commands
    Completions {
        /// Whose
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write the manual page
    Man,
}

#[derive(Debug, Subcommand)]
pub enum Import {
    /// The shop's own ref, names, company, email, phone, notes, cars, preferences
    Customers(ImportFile),
    /// The customer's ref, names, email, phone, role, primary, portal access, preferences
    Contacts(ImportFile),
}

#[derive(Debug, Args)]
pub struct ImportFile {
    /// The list
    pub file: PathBuf,
    /// Only say what would happen
    #[arg(long)]
    pub dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Export {
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
    /// Where to; standard output without it (CSV: a folder)
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// With the history of every customer
    #[arg(long)]
    pub history: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Json,
    /// customers.csv and contacts.csv in the folder PATH
    Csv,
    /// vCard 4.0
    Vcard,
}

#[derive(Debug, Clone, Copy, Args)]
pub struct Doctor {
    /// Also try the mail server, its certificate, the login and the sender, without sending anything
    #[arg(long)]
    pub mail: bool,
    /// Write the search index anew first
    #[arg(long)]
    pub repair: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Outbox {
    /// What waits, what failed, and why
    List {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Deliver what is due now, and end: 0 when all of it was delivered, 5 when any was deferred or failed
    Send,
    /// Make waiting invites due now
    Retry {
        /// The number of the invite
        #[arg(required_unless_present = "all")]
        invite: Option<i64>,
        /// All that wait
        #[arg(long, conflicts_with = "invite")]
        all: bool,
    },
    /// Write the letter that a contact would get to a file, with a link that opens nothing
    Preview {
        /// The number of the contact, as the export gives it
        contact: i64,
        /// Where to; preview-of-invite-CONTACT.eml in this folder without it
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make the link of an invite dead
    Revoke {
        /// The number of the invite
        invite: i64,
    },
}

#[derive(Debug, Subcommand)]
pub enum Roles {
    /// Give everybody who has one role another one of this shop, in one act
    Replace {
        /// The role that people have, perhaps one that the configuration does not name any more
        old: String,
        /// One of the configuration
        new: String,
        /// Without being asked
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Portal {
    /// Use an invite, exactly once
    Redeem,
    /// Who may sign in with an email now
    Access,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Config {
    /// Where the configuration of this user is
    Path,
    /// What counts, with who said it: a flag, the environment, a file and its line, or nobody
    Show,
    /// Whether every file is right; if not, what is wrong at which line and column
    Check,
    /// Write a first configuration with every setting and what it means; never over another
    Init,
}

/// Those in which the completions are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}
