//! Configuration files right and wrong, and what is said of each.

mod complaining;
mod layering;
mod pressing;
mod showing;
mod writing;

use std::fs;
use std::path::PathBuf;

use super::key::Key;
use super::*;

/// A desk with a home of its own, and nothing of this process.
struct Desk {
    home: tempfile::TempDir,
    flags: Flags,
    environment: Vec<(&'static str, &'static str)>,
}

impl Desk {
    fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a folder"), flags: Flags::default(), environment: Vec::new() }
    }

    fn with(config: &str) -> Self {
        let desk = Self::new();
        desk.write("config.toml", config.as_bytes());
        desk
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, content).expect("written");
        path
    }

    fn load(&self) -> Result<Settings, ConfigError> {
        self.ask(load)
    }

    /// Asks with everything that this desk has been told.
    fn ask<T>(&self, question: impl FnOnce(&Sources) -> T) -> T {
        let home = self.home.path();
        let environment = |name: &str| {
            self.environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let places =
            Places { home: home.into(), config: home.into(), data: home.join("data"), state: home.join("state") };
        question(&Sources {
            flags: self.flags.clone(),
            environment: &environment,
            places: Some(places),
            system_file: home.join("system.toml"),
            host: "counter.riverside.example".to_owned(),
            run: 7,
            tables: tables(),
        })
    }

    /// What is said of a wrong file, without the path of this test.
    fn complaint(config: &str) -> String {
        let desk = Self::with(config);
        let words = desk.load().expect_err("something is wrong").to_string();
        words.replace(&format!("{}/", desk.home.path().display()), "")
    }
}

/// The keys of a small program.
fn tables() -> Vec<KeyTable> {
    let table = |name, is_typed_into, commands: &[(&str, &'static [Key])]| KeyTable {
        name,
        title: name,
        is_typed_into,
        commands: commands.iter().map(|(name, keys)| Bound { name: (*name).to_owned(), keys, label: "" }).collect(),
    };
    vec![
        table(EVERYWHERE, false, &[("help", &[Key::F(1), Key::Char('?')]), ("quit", &[Key::F(10), Key::Ctrl('q')])]),
        table("contacts", true, &[("open", &[Key::Enter]), ("outbox", &[Key::Ctrl('o'), Key::F(7)])]),
        table("customer", false, &[("edit", &[Key::Char('e'), Key::Enter]), ("remove", &[Key::Char('d')])]),
    ]
}

fn first_line(words: &str) -> &str {
    words.lines().next().unwrap_or_default()
}

#[test]
fn nothing_said_is_a_working_desk() {
    let desk = Desk::new();
    let settings = desk.load().expect("defaults");
    assert_eq!(settings.database, desk.home.path().join("data/frontdesk.db"));
    assert_eq!(settings.mail.folder, desk.home.path().join("data/outbox"));
    assert_eq!(settings.author.desk, "counter");
    assert_eq!(settings.region, Region::US);
    assert_eq!(settings.portal, Portal { sign_in_url: None, invite_valid_days: 7 });
    assert_eq!(settings.mail.sender("Riverside").to_string(), "Riverside <frontdesk@shop.invalid>");
    assert_eq!(Desk::with("").load().expect("empty").region, Region::US);
    assert_eq!(Desk::with("\u{feff}region = \"DE\"\r\n").load().expect("with a mark").region.code(), "DE");
}

#[test]
fn backups_are_kept_for_as_long_as_is_said() {
    let kept = |config: &str| Desk::with(config).load().expect("settings").keep_days;
    assert_eq!([kept(""), kept("[backup]\nkeep_days = 30"), kept("[backup]\nkeep_days = 0")], [7, 30, 0]);
    assert!(Desk::complaint("[backup]\nkeep_days = 400").contains("write a whole number from 0 to 366"));
    assert!(Desk::complaint("keep_days = 3").contains("`keep_days` belongs under [backup]"));
}

#[test]
fn a_shop_has_its_own_roles_in_its_own_order() {
    let names = |config: &str| {
        let roles = Desk::with(config).load().expect("right").roles;
        roles.iter().map(|role| role.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("[roles]\n"), ["Spouse", "Assistant", "Bookkeeper", "Other"]);
    let own = "[roles]\nDriver = [\"Scheduling\"]\n\"Fleet manager\" = []\nOther = {}\n";
    assert_eq!(names(own), ["Driver", "Fleet manager", "Other"]);
    let desk = Desk::with(own);
    let shown = desk.ask(shown).expect("right").into_iter().find(|setting| setting.key == "roles").expect("shown");
    let value = shown.value.expect("set");
    assert_eq!(value, "{ \"Driver\" = [\"Scheduling\"], \"Fleet manager\" = [], \"Other\" = {} }");
    assert_eq!(names(&format!("roles = {value}")), ["Driver", "Fleet manager", "Other"], "what is shown can be said");
    for (config, words) in [
        (
            "[roles]\nDriver = [\"Car Updates\", \"Invoises\"]",
            "config.toml:2:26: there is no message type \"Invoises\": did you mean \"Invoices\"?",
        ),
        (
            "[roles]\nDriver = \"Invoices\"",
            "config.toml:2:10: write what the role proposes as a list of message types, as in [\"Invoices\", \
             \"Estimates\"]",
        ),
        ("[roles]\nDriver = [\"Marketing\"]", "config.toml:2:11: Marketing is only ever chosen by hand: take it out"),
        ("[roles]\nDriver = []\ndriver = []", "config.toml:3:1: the role Driver stands there already"),
        ("roles = 3", "config.toml:1:1: `roles` is a section: write [roles] on a line of its own, and its keys below"),
        ("[role]\nDriver = []", "config.toml:1:2: unknown key `role`: did you mean `roles`?"),
    ] {
        assert_eq!(first_line(&Desk::complaint(config)), words);
    }
}
