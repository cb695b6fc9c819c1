//! What is said of the commands: the help against the list that others rely on, the manual page, and completions in
//! the shells themselves.

use std::collections::BTreeMap;
use std::process::Command;

use super::Shop;
use crate::keeping::skipped;

/// Every command of interfaces.md with what belongs to it alone. Scripts rely on these names: one that is missing
/// here is not promised, and one that is promised is there.
const COMMANDS: [(&str, &str); 23] = [
    ("backup", "<FILE> --replace"),
    ("completions", "<SHELL>"),
    ("config check", ""),
    ("config init", ""),
    ("config path", ""),
    ("config show", ""),
    ("demo", ""),
    ("doctor", "--json --mail --repair"),
    ("export", "--format --history --output"),
    ("import contacts", "<FILE> --dry-run --json"),
    ("import customers", "<FILE> --dry-run --json"),
    ("invite", "<CONTACT> --json"),
    ("man", ""),
    ("outbox list", "--json"),
    ("outbox preview", "<CONTACT> --output"),
    ("outbox retry", "[INVITE] --all"),
    ("outbox revoke", "<INVITE>"),
    ("outbox send", ""),
    ("portal access", ""),
    ("portal redeem", ""),
    ("restore", "<FILE>"),
    ("roles", "--json"),
    ("roles replace", "<OLD> <NEW> --yes"),
];
/// What every command takes.
const GLOBAL: [&str; 7] = ["--ascii", "--color", "--config", "--database", "--desk", "--help", "--staff"];

/// The lines of a part of the help, `Options:` for example, that begin something.
fn part<'a>(help: &'a str, title: &str) -> Vec<&'a str> {
    let lines = help.lines().skip_while(|line| *line != title).skip(1).take_while(|line| !line.is_empty());
    lines.filter(|line| line.len() - line.trim_start().len() <= 6).map(str::trim_start).collect()
}

/// Adds a command and those below it, with what each takes, by its own help.
fn walk(shop: &Shop, command: &[&str], found: &mut BTreeMap<String, String>) {
    let help = shop.run(&[command, &["-h"]].concat()).succeeds().said;
    let below: Vec<&str> = part(&help, "Commands:").iter().filter_map(|line| line.split(' ').next()).collect();
    for name in below.iter().filter(|name| **name != "help") {
        walk(shop, &[command, &[*name]].concat(), found);
    }
    let flags = part(&help, "Options:").into_iter().filter_map(|line| {
        let flag = line.trim_start_matches("-h, ").trim_start_matches("-V, ").split(' ').next()?;
        flag.starts_with("--").then_some(flag)
    });
    let (global, mut own): (Vec<&str>, Vec<&str>) = flags.partition(|flag| GLOBAL.contains(flag));
    assert_eq!(global.len(), GLOBAL.len(), "{command:?}: {help}");
    own.sort_unstable();
    let usage = help.lines().find(|line| line.starts_with("Usage:")).expect("a usage");
    let places = usage
        .split(' ')
        .skip(2 + command.len())
        .filter(|word| !["[OPTIONS]", "[COMMAND]"].contains(word) && !word.starts_with("--"));
    let does_something_itself = below.is_empty() || usage.contains("[COMMAND]");
    if does_something_itself && !command.is_empty() {
        found.insert(command.join(" "), places.chain(own).collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn the_help_has_the_commands_and_flags_that_others_rely_on() {
    let mut found = BTreeMap::new();
    walk(&Shop::bare(), &[], &mut found);
    let promised = COMMANDS.map(|(command, takes)| (command.to_owned(), takes.to_owned()));
    assert_eq!(found, BTreeMap::from(promised));
}

#[test]
fn the_help_begins_with_examples_that_are_understood() {
    let shop = Shop::bare();
    let help = shop.run(&["--help"]).succeeds().said;
    assert!(help.starts_with("Examples:\n"), "{help}");
    let examples = part(&help, "Examples:");
    assert!(examples.len() > 5, "{help}");
    let longest = help.lines().take_while(|line| !line.is_empty()).map(|line| line.chars().count()).max();
    assert!(longest <= Some(80), "an example does not fit the usual window: {help}");
    for example in examples {
        let command = example.split("   ").next().expect("a command");
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        shop.run(&[&words[..], &["--help"]].concat()).succeeds();
    }
}

#[test]
fn the_manual_page_has_no_warnings_and_every_command() {
    let shop = Shop::bare();
    let page = shop.run(&["man"]).succeeds().said;
    for (command, takes) in COMMANDS {
        let command = format!("frontdesk {command}").trim_end().replace('-', "\\-");
        assert!(page.contains(&command), "{command}");
        for flag in takes.split(' ').filter(|word| word.starts_with("--")) {
            assert!(page.contains(&flag.replace('-', "\\-")), "{command} {flag}");
        }
    }
    let file = shop.write("frontdesk.1", &page);
    let readers: [(&str, &[&str]); 2] =
        [("groff", &["-man", "-ww", "-z", "-Tutf8"]), ("mandoc", &["-Tlint", "-Wwarning"])];
    for (reader, arguments) in readers {
        match Command::new(reader).args(arguments).arg(&file).output() {
            Ok(read) => {
                let said = [read.stdout, read.stderr].concat();
                assert_eq!(String::from_utf8_lossy(&said), "", "{reader}");
            }
            Err(_) => skipped(&format!("the manual page was not read by {reader}, which is not installed")),
        }
    }
}

#[test]
fn completions_work_in_the_shells_themselves() {
    let shop = Shop::bare();
    let asks: [(&str, &[&str], &str); 3] = [
        (
            "bash",
            &["--norc", "--noprofile", "-c"],
            "source FILE; COMP_WORDS=(frontdesk imp); COMP_CWORD=1; _frontdesk frontdesk imp frontdesk; \
             complete -p frontdesk; echo \"${COMPREPLY[@]}\"",
        ),
        (
            "zsh",
            &["-f", "-c"],
            "autoload -U compinit; compinit -u -D; source FILE; echo $_comps[frontdesk]; \
             _describe() { echo ${(P)4} }; _frontdesk_commands",
        ),
        ("fish", &["--no-config", "-c"], "source FILE; complete -C 'frontdesk imp'"),
    ];
    for (shell, arguments, ask) in asks {
        let file = shop.write(shell, shop.run(&["completions", shell]).succeeds().said);
        let ask = ask.replace("FILE", &file.display().to_string());
        match Command::new(shell).args(arguments).arg(ask).env("HOME", shop.path("")).output() {
            Ok(answer) => {
                let (said, told) = (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
                assert!(said.contains("import") && told.is_empty(), "{shell}: {said} {told}");
            }
            Err(_) => skipped(&format!("completions were not tried in {shell}, which is not installed")),
        }
    }
}
