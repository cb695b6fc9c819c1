//! The laws of ARCHITECTURE.md that a test can hold.

mod circles;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk::app::key::Key;
use frontdesk::config::EVERYWHERE;

/// A file with two things in it is two files.
const LONGEST_FILE: usize = 620;
/// Names that say nothing.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "common", "helpers", "manager", "types"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                found.push(entry);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
}

fn name(file: &Path) -> String {
    file.strip_prefix(root()).expect("a file of the project").display().to_string()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).expect("a text")
}

/// The top-level module of a file of `src`.
fn module(file: &Path) -> String {
    let inner = file.strip_prefix(root().join("src")).expect("a file of src");
    let first = inner.iter().next().expect("a part").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments, so that a word in a sentence is no import.
fn code(file: &Path) -> String {
    text(file).lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The modules in the order of `lib.rs`.
fn layers() -> Vec<String> {
    let lib = text(&root().join("src/lib.rs"));
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.split(';').next().map(str::to_owned)).collect()
}

#[test]
fn a_module_imports_only_those_above_it() {
    let layers = layers();
    assert_eq!(layers, ["domain", "config", "store", "mail", "app", "ui", "runtime", "cli"]);
    let siblings = ["store", "mail", "app"];
    let place = |module: &str| layers.iter().position(|layer| layer == module);
    for file in files("src") {
        let here = module(&file);
        let Some(rank) = place(&here) else { continue };
        for part in code(&file).split("crate::").skip(1) {
            let other: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(used) = place(&other) else { continue };
            assert!(used <= rank, "{} imports {other}, which is declared below it", name(&file));
            let strangers = siblings.contains(&here.as_str()) && siblings.contains(&other.as_str()) && here != other;
            assert!(!strangers, "{} knows {other}: store, mail and app do not know one another", name(&file));
        }
    }
}

#[test]
fn each_library_is_named_where_it_belongs() {
    let homes: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("rusqlite::", &["store"][..]),
        ("lettre::", &["mail"]),
        ("minijinja::", &["mail"]),
        ("crossterm::", &["runtime"]),
        ("ratatui::", &["ui", "runtime"]),
        ("tui_input::", &["app"]),
        ("clap::", &["cli"]),
        ("csv::", &["cli"]),
        ("anyhow::", &["runtime", "cli", "main"]),
        ("toml::", &["config", "domain"]),
        ("getrandom::", &["runtime"]),
    ]);
    for file in files("src") {
        let (code, here) = (code(&file), module(&file));
        for (library, homes) in &homes {
            let named = code.match_indices(library).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            assert!(!named || homes.contains(&here.as_str()), "{} names {library}", name(&file));
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_is_one_thing() {
    for file in files("src").into_iter().chain(files("tests")) {
        let text = text(&file);
        assert!(text.starts_with("//! "), "{} opens without saying what it is", name(&file));
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines: two things in one?", name(&file));
        let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(!EMPTY_NAMES.contains(&stem.as_str()), "{} says nothing by its name", name(&file));
    }
}

#[test]
fn what_is_drawn_mirrors_what_is_done() {
    let screens: BTreeSet<String> = files("src/app").iter().filter_map(|file| stem(file)).collect();
    let drawn: BTreeSet<String> = files("src/ui").iter().filter_map(|file| stem(file)).collect();
    for screen in [
        "search",
        "customer_page",
        "contact_form",
        "customer_form",
        "car_form",
        "first_start",
        "mail_setup",
        "form",
        "forms",
        "question",
        "help",
        "outbox",
        "who_gets_what",
        "conflict",
        "find",
    ] {
        assert!(screens.contains(screen) && drawn.contains(screen), "{screen} is not in both app and ui");
    }
}

/// The name of a file, or of the folder whose `mod.rs` it is.
fn stem(file: &Path) -> Option<String> {
    let named = if file.file_name()? == "mod.rs" { file.parent()? } else { file };
    Some(named.file_stem()?.to_string_lossy().into_owned())
}

#[test]
fn one_terminal_library_and_every_package_with_its_reason() {
    let lock = text(&root().join("Cargo.lock"));
    assert_eq!(lock.matches("name = \"crossterm\"\n").count(), 1, "two versions would be two event queues");
    let manifest = text(&root().join("Cargo.toml"));
    let named = ["anyhow", "crossterm", "directories", "ratatui", "rusqlite", "serde", "tui-input"];
    let dependencies =
        manifest.split("[dependencies]").nth(1).expect("dependencies").split("\n[").next().expect("a part");
    for line in dependencies.lines().filter(|line| line.contains(" = ")) {
        let package = line.split(" = ").next().unwrap_or_default().trim();
        let code = package.replace('-', "_");
        let used = files("src").iter().any(|file| text(file).contains(&code)) || package == "tokio";
        assert!(used, "{package} is not used");
        let reason = line.contains('#') || named.contains(&package) || package == "lettre";
        assert!(reason, "{package} stands in Cargo.toml without its reason");
    }
}

#[test]
fn no_key_is_bound_twice() {
    let tables = frontdesk::app::key_tables();
    let everywhere: Vec<Key> = tables[0].commands.iter().flat_map(|bound| bound.keys).copied().collect();
    for table in &tables {
        let mut seen = BTreeSet::new();
        for key in table.commands.iter().flat_map(|bound| bound.keys) {
            assert!(seen.insert(key.to_string()), "{}: {key} is bound twice", table.title);
            // Esc clears the search on Contacts before it goes back.
            let shared = table.name != EVERYWHERE && everywhere.contains(key);
            assert!(!shared || *key == Key::Esc, "{}: {key} means something else everywhere", table.title);
        }
    }
}

#[test]
fn every_command_has_a_name_of_its_own() {
    for table in frontdesk::app::key_tables() {
        let names: BTreeSet<&str> = table.commands.iter().map(|bound| bound.name.as_str()).collect();
        assert_eq!(names.len(), table.commands.len(), "{}", table.title);
    }
}
