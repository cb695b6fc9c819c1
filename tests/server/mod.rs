//! The examples for a server under assets/server: each is read by the program that it is written for.

mod ssh;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use frontdesk::config::{Flags, Sources, load};
use tempfile::TempDir;

use crate::keeping::skipped;

const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk");
/// Where the package puts it.
const INSTALLED: &str = "/usr/bin/frontdesk";

fn example(name: &str) -> String {
    fs::read_to_string(examples().join(name)).expect("an example")
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/server")
}

fn names() -> BTreeSet<String> {
    let entries = fs::read_dir(examples()).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// Puts an example into a folder, with the program of these tests.
fn placed(folder: &TempDir, name: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, example(name).replace(INSTALLED, PROGRAM)).expect("written");
    path
}

/// Runs a checker; `None` where it is not installed, and then that is said.
fn checked(checker: &str, arguments: &[&str], files: &[PathBuf]) -> Option<String> {
    let Ok(read) = Command::new(checker).args(arguments).args(files).output() else {
        skipped(&format!("the examples for a server were not read by {checker}, which is not installed"));
        return None;
    };
    let said = String::from_utf8_lossy(&[read.stdout, read.stderr].concat()).into_owned();
    assert!(read.status.success(), "{checker}: {said}");
    Some(said)
}

#[test]
fn every_example_says_where_it_goes_and_is_installed_in_the_order_of_the_readme() {
    let readme = example("README.md");
    for name in names().iter().filter(|name| *name != "README.md") {
        let head = example(name).lines().next().expect("a line").to_owned();
        assert!(head.starts_with("# /etc/"), "{name} begins with {head}");
        let family = name.split('-').next().expect("a name");
        assert!(readme.contains(name.as_str()) || readme.contains(&format!("{family}-*.")), "{name}");
    }
}

#[test]
fn the_commands_in_the_examples_are_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut found = BTreeSet::new();
    for name in names() {
        for line in example(&name).lines().filter(|line| !line.starts_with('#')) {
            let commands = line.split(INSTALLED).skip(1).map(|rest| rest.split([',', '#']).next().unwrap_or_default());
            found.extend(commands.map(|words| words.trim().to_owned()));
        }
    }
    assert_eq!(
        found.iter().map(String::as_str).collect::<Vec<_>>(),
        ["", "backup /var/backups/frontdesk/frontdesk.db --replace", "outbox send", "portal access", "portal redeem",]
    );
    for words in found.iter().filter(|words| !words.is_empty()) {
        let mut command = Command::new(PROGRAM);
        command.env_clear().env("HOME", folder.path());
        // Understood, but there is no customer file: the portal says so in JSON.
        let ended = command.stdin(std::process::Stdio::null()).args(words.split(' ')).output().expect("it starts");
        let is_portal = words.starts_with("portal");
        assert_eq!(ended.status.code(), Some(if is_portal { 1 } else { 4 }), "{words}");
    }
}

#[test]
fn the_configuration_is_one_of_a_kiosk() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = load(&Sources {
        flags: Flags::default(),
        environment: &|name| (name == "USER").then(|| "ana".to_owned()),
        places: None,
        system_file: placed(&folder, "config.toml"),
        host: "server".to_owned(),
        run: 1,
        tables: frontdesk::app::key_tables(),
    })
    .expect("it is right");
    assert!(settings.kiosk && settings.mail.only_by_timer);
    // What the other examples take for granted.
    for name in ["frontdesk-outbox.service", "frontdesk-backup.service"] {
        let unit = example(name);
        let writable = unit.lines().find(|line| line.starts_with("ReadWritePaths=")).expect("paths");
        let shop = settings.database.parent().expect("a folder").display().to_string();
        assert!(writable.contains(&shop), "{name}: {writable}");
    }
}

#[test]
fn systemd_sudo_and_logrotate_take_theirs() {
    let folder = tempfile::tempdir().expect("a folder");
    let units: Vec<PathBuf> =
        names().iter().filter(|name| name.starts_with("frontdesk-")).map(|name| placed(&folder, name)).collect();
    assert_eq!(units.len(), 4);
    if let Some(said) = checked("systemd-analyze", &["verify", "--man=no"], &units) {
        assert_eq!(said, "");
    }
    checked("visudo", &["-c", "-f"], &[examples().join("sudoers")]);
    // It knows the users of this machine only.
    let own = folder.path().join("logrotate");
    fs::write(&own, example("logrotate").replace("    su frontdesk frontdesk\n", "")).expect("written");
    if let Some(said) = checked("logrotate", &["--debug", "--state", "/dev/null"], &[own]) {
        assert!(!said.contains("error:"), "{said}");
    }
}

/// The package is built by `.ci/package`; here only what it takes for granted.
#[test]
fn the_package_holds_the_program_what_it_says_of_itself_and_every_example() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("a manifest");
    let script = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/package")).expect("a script");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let assets = manifest["package"]["metadata"]["deb"]["assets"].as_array().expect("a list");
    let pairs: Vec<(&str, &str)> =
        assets.iter().map(|asset| (asset[0].as_str().expect("from"), asset[1].as_str().expect("to"))).collect();
    assert!(pairs.contains(&("target/dist/frontdesk", &INSTALLED[1..=INSTALLED.rfind('/').expect("a folder")])));
    for (from, _) in &pairs {
        match from.strip_prefix("target/said/") {
            // Its name, or that of the shell in the script's list.
            Some(made) => assert!(script.contains(made), "{from} is not made"),
            None if from.starts_with("target/") => {}
            None => assert!(examples().join("../..").join(from.trim_end_matches('*')).exists(), "{from} is not there"),
        }
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            pairs.iter().any(|(from, to)| *from == format!("target/said/{shell}") && to.contains(shell)),
            "{shell}"
        );
    }
}
