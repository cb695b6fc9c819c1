//! What the doctor says of each flaw, and what to do about it.

use std::path::Path;

use crate::config::Settings;
use crate::domain::moment;
use crate::domain::text::{counted, listed, printable};
use crate::store::{Flaw, Rule, StoreError};

/// Names that are said before it is only counted.
const NAMES: usize = 3;

/// What is looked at, in the order of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    Configuration,
    Place,
    Rights,
    File,
    Rules,
    Search,
    Backups,
    Outbox,
    Clock,
    /// Only where it was asked for.
    Mail,
}

impl Area {
    pub const ALL: [Self; 10] = [
        Self::Configuration,
        Self::Place,
        Self::Rights,
        Self::File,
        Self::Rules,
        Self::Search,
        Self::Backups,
        Self::Outbox,
        Self::Clock,
        Self::Mail,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Place => "disk",
            Self::Rights => "rights",
            Self::File => "file",
            Self::Rules => "rules",
            Self::Search => "search",
            Self::Backups => "backups",
            Self::Outbox => "outbox",
            Self::Clock => "clock",
            Self::Mail => "mail",
        }
    }
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub area: Area,
    pub what: String,
    pub remedy: String,
}

impl Finding {
    pub fn new(area: Area, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { area, what: what.into(), remedy: remedy.into() }
    }
}

/// A file that cannot be used says itself why and what to do.
pub fn unusable(error: &StoreError) -> Finding {
    let remedy = match error {
        StoreError::Damaged(_) => RESTORE,
        _ => "Put that right, then look again.",
    };
    Finding::new(Area::File, error.to_string(), remedy)
}

const RESTORE: &str = "Leave every desk, keep this file, and put the last backup in its place: frontdesk restore FILE. \
                       Daily backups are in the folder `backups` beside it.";
const REPAIR: &str = "frontdesk doctor --repair writes the search index anew; nothing else is touched.";

pub fn of(flaw: &Flaw, settings: &Settings) -> Finding {
    let finding = |area, what: String, remedy: &str| Finding::new(area, what, remedy);
    let at = |moment| moment::in_full(moment, &settings.time_zone);
    match flaw {
        Flaw::NetworkShare(kind) => finding(
            Area::Place,
            format!("The file is on a network share ({kind}), where desks would damage it for one another."),
            "Keep it on a disk of this machine, and open the desks over SSH.",
        ),
        Flaw::LittleRoom { free, needed } => finding(
            Area::Place,
            format!(
                "There is little room on the disk: {} MB are free, {} MB are needed for backups.",
                free >> 20,
                needed.div_ceil(1 << 20)
            ),
            "Make room, or move old backups elsewhere.",
        ),
        Flaw::NotWritable(path) => finding(
            Area::Rights,
            format!("{} cannot be written by this user.", path.display()),
            "Ask whoever runs this machine for the right to write the file and its folder.",
        ),
        Flaw::Rights { path, found, wanted } => rights(path, *found, *wanted),
        Flaw::Key(error) => finding(
            Area::Rights,
            error.to_string(),
            "Without the right key no invite can be sent, and links sent before do not open.",
        ),
        Flaw::NotBackedUp { since } => finding(
            Area::Backups,
            format!("What was saved since {} is in no backup.", at(*since)),
            "Open a desk, which makes one each day, and see what it says. Where backups are made in another way, write \
             keep_days = 0 under [backup].",
        ),
        Flaw::OldSqlite(version) => finding(
            Area::File,
            format!("This program was built with SQLite {version}, which can lose what two desks save at once."),
            "Build it with SQLite 3.51.3 or later.",
        ),
        Flaw::OlderStep => finding(
            Area::File,
            "The file was written by an older frontdesk.".to_owned(),
            "Open a desk: it brings the file up, with a backup beside it first. Then look again.",
        ),
        Flaw::Damaged(lines) => {
            finding(Area::File, format!("The file is damaged. SQLite says: {}", some(lines)), RESTORE)
        }
        Flaw::Schema(names) => finding(
            Area::File,
            format!("Rules of the file itself are missing or were changed: {}.", some(names)),
            "Another program has changed the file. Export what is in it, and restore the last backup from before.",
        ),
        Flaw::LostReferences { table, rows } => finding(
            Area::File,
            format!("{} in {table} belong to something that is not there.", counted(*rows, "row")),
            "Another program has removed it. Restore the last backup from before.",
        ),
        Flaw::Forbidden(lines) => finding(
            Area::Rules,
            format!("The file holds values that it forbids. SQLite says: {}", some(lines)),
            "Another program wrote them. Correct the record on the screen, or restore the last backup from before.",
        ),
        Flaw::Index { customers } if customers.is_empty() => {
            finding(Area::Search, "The search index is damaged.".to_owned(), REPAIR)
        }
        Flaw::Index { customers } => finding(
            Area::Search,
            format!("The search index does not say what the file says of {}.", some(customers)),
            REPAIR,
        ),
        Flaw::Broken { rule, by } => {
            let (what, remedy) = broken(*rule);
            finding(Area::Rules, format!("{what}: {}.", some(by)), remedy)
        }
        Flaw::Clock { newest } => finding(
            Area::Clock,
            format!("The newest entry of the history is in the future: {}.", at(*newest)),
            "Check the clock of this machine and of every desk; links expire by it.",
        ),
        Flaw::PostHeld(reason) => finding(
            Area::Outbox,
            format!("Nothing goes out for now: {reason}"),
            "Put that right; it goes on by itself.",
        ),
        Flaw::LeftLying { invites, since } => finding(
            Area::Outbox,
            format!("{} not delivered by anybody since {}.", are(*invites), at(*since)),
            "Open a desk, or run frontdesk outbox send and see what it says.",
        ),
    }
}

fn are(invites: usize) -> String {
    format!("{} {}", counted(invites, "invite"), if invites == 1 { "was" } else { "were" })
}

fn rights(path: &Path, found: u32, wanted: u32) -> Finding {
    let what = match (found & 0o007, found & !wanted) {
        (1.., _) => "is open to everybody on this machine",
        (0, 1..) => "is open to others than its owner",
        (0, 0) => "is closed to the group that its folder belongs to",
    };
    let shared =
        if wanted & 0o070 == 0 { "   (where several users share it: first chmod 2770 on its folder)" } else { "" };
    Finding::new(
        Area::Rights,
        format!("{} {what} ({found:04o}).", path.display()),
        format!("chmod {wanted:o} {}{shared}", path.display()),
    )
}

/// What is wrong when a rule is broken, and how a person mends it on the screen.
fn broken(rule: Rule) -> (&'static str, &'static str) {
    match rule {
        Rule::NamesRequired => ("A first or last name is missing", "Edit the record and fill it in."),
        Rule::DescriptionRequired => ("The role Other has no description", "Edit the contact and describe the role."),
        Rule::OnePrimary => {
            ("More than one contact is the primary contact", "Edit the right one and save it as primary again.")
        }
        Rule::AccessNeedsEmail => (
            "Somebody has portal access without an email",
            "Edit the contact: fill in the email, or turn the access off.",
        ),
        Rule::OneHolder => (
            "One email signs in two persons of a customer",
            "Edit all but one of them: another email, or the access off.",
        ),
        Rule::EmailsCompare => {
            ("An email is not found by the portal as it is written", "Edit the record and save the email again.")
        }
        Rule::RemovedHasEnded => (
            "Somebody who was removed or archived still has portal access or is primary",
            "Restore the last backup from before, or ask whoever changed the file.",
        ),
        Rule::OneOpenInvite => ("Somebody has more than one open invite", "Revoke them and send a new one."),
        Rule::InviteNeedsAccess => (
            "An invite is open without portal access",
            "Revoke it: frontdesk outbox revoke NUMBER, or turn the access on.",
        ),
        Rule::InviteToCurrentEmail => {
            ("An open invite went to another email than the contact has now", "Send a new invite; the old link ends.")
        }
    }
}

/// The first few, and how many more.
fn some(items: &[String]) -> String {
    let mut few: Vec<String> = items.iter().take(NAMES).map(|item| printable(item).into_owned()).collect();
    if items.len() > NAMES {
        few.push(format!("{} more", items.len() - NAMES));
    }
    listed(&few)
}
