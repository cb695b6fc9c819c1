//! `frontdesk man` and `frontdesk completions`: from the same definition as the parsing and the help.

use std::io::{self, ErrorKind, Write};

use clap::{Arg, Command, CommandFactory};
use clap_complete::{generate, shells};
use roff::{Inline, Roff, bold, italic, roman};

use super::arguments::{Arguments, EXAMPLES, Shell};
use super::failure::{FAILED, Failure};
use crate::config::{PASSWORD_VARIABLE, SYSTEM_FILE};
use crate::domain::text::reason;

/// The day on which the page last said something new.
const DATE: &str = "2026-11-24";
const EXIT_CODES: [(&str, &str); 6] = [
    ("0", "Done."),
    ("1", "Failed, or something was left out or found."),
    ("2", "The command line was not understood."),
    ("3", "The configuration is wrong."),
    ("4", "The customer file cannot be used."),
    ("5", "Mail could not be delivered."),
];
const VARIABLES: [(&str, &str); 7] = [
    ("FRONTDESK_DATABASE", "The customer file, where --database does not say it."),
    ("FRONTDESK_CONFIG", "The configuration file, where --config does not say it."),
    ("FRONTDESK_STAFF", "Who works here, where --staff does not say it."),
    ("FRONTDESK_DESK", "The name of this desk, where --desk does not say it."),
    (PASSWORD_VARIABLE, "The password of the mail server."),
    ("NO_COLOR, CLICOLOR", "No colours where the first is set or the second is 0; --color counts over both."),
    ("TERM", "What the terminal is: one without colours, such as vt100, gets none unless --color says always."),
];
const FILES: [(&str, &str); 6] = [
    ("~/.config/frontdesk/config.toml", "How this desk is set up."),
    (SYSTEM_FILE, "The same for the whole machine; the user's file counts over it."),
    ("~/.local/share/frontdesk/frontdesk.db", "The customer file, where nothing else is configured."),
    ("frontdesk.key", "Beside the customer file: the key of the invite links. It is in no backup; keep a copy apart."),
    (
        "~/.local/state/frontdesk/frontdesk.log",
        "What was done, by numbers; up to 1 MB, and as much again in frontdesk.log.1.",
    ),
    ("~/.local/state/frontdesk/drafts/", "Forms that are not saved."),
];

pub fn page() -> Result<u8, Failure> {
    print(manual().to_roff().as_bytes())
}

pub fn completions(shell: Shell) -> Result<u8, Failure> {
    let (mut definition, mut script) = (Arguments::command(), Vec::new());
    let name = definition.get_name().to_owned();
    match shell {
        Shell::Bash => generate(shells::Bash, &mut definition, name, &mut script),
        Shell::Zsh => generate(shells::Zsh, &mut definition, name, &mut script),
        Shell::Fish => generate(shells::Fish, &mut definition, name, &mut script),
    }
    print(&script)
}

fn print(page: &[u8]) -> Result<u8, Failure> {
    match io::stdout().write_all(page) {
        // `frontdesk man | head` is no failure.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(failed(&error)),
        _ => Ok(0),
    }
}

fn failed(error: &io::Error) -> Failure {
    Failure::new(FAILED, format!("It could not be written ({}). Choose another place.", reason(error)))
}

fn manual() -> Roff {
    let mut definition = Arguments::command();
    definition.build();
    let about = definition.get_about().map(ToString::to_string).unwrap_or_default();
    let version = format!("frontdesk {}", env!("CARGO_PKG_VERSION"));
    let mut roff = Roff::new();
    roff.control("TH", ["FRONTDESK", "1", DATE, &version, "User Commands"]);
    roff.control("SH", ["NAME"]).text([roman(format!("frontdesk - {}", about.to_lowercase()))]);
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([bold("frontdesk"), roman(" ["), italic("OPTIONS"), roman("] ["), italic("COMMAND"), roman("]")]);
    roff.control("SH", ["DESCRIPTION"]).text([roman(sentence(&about))]);
    roff.text([roman("Without a command it opens the desk, a screen on this terminal; the keys are shown on it.")]);
    roff.control("SH", ["OPTIONS"]);
    for argument in definition.get_arguments() {
        entry(&mut roff, argument);
    }
    roff.control("SH", ["COMMANDS"]);
    for command in doers(&definition) {
        describe(&mut roff, command);
    }
    table(&mut roff, "EXIT STATUS", &EXIT_CODES);
    table(&mut roff, "ENVIRONMENT", &VARIABLES);
    table(&mut roff, "FILES", &FILES);
    roff.control("SH", ["EXAMPLES"]).control("nf", []);
    for line in EXAMPLES.lines().skip(1) {
        roff.text([roman(line.trim_start())]);
    }
    roff.control("fi", []);
    roff
}

/// Commands that do something themselves.
fn doers(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    below
        .flat_map(|below| {
            let itself = (!below.is_subcommand_required_set()).then_some(below);
            itself.into_iter().chain(doers(below))
        })
        .collect()
}

/// A command, what it does, and what belongs to it alone.
fn describe(roff: &mut Roff, command: &Command) {
    let own = || command.get_arguments().filter(|argument| !argument.is_global_set() && argument.get_id() != "help");
    let mut head: Vec<Inline> = vec![bold(command.get_bin_name().unwrap_or(command.get_name()))];
    for argument in own().filter(|argument| argument.is_positional()) {
        head.extend([roman(" "), italic(value_of(argument))]);
    }
    roff.control("TP", []).text(head);
    roff.text([roman(sentence(&command.get_about().map(ToString::to_string).unwrap_or_default()))]);
    for argument in own().filter(|argument| argument.get_help().is_some()) {
        roff.control("RS", []);
        entry(roff, argument);
        roff.control("RE", []);
    }
}

/// An argument and what it is for.
fn entry(roff: &mut Roff, argument: &Arg) {
    let mut head = Vec::new();
    if let Some(short) = argument.get_short() {
        head.extend([bold(format!("-{short}")), roman(", ")]);
    }
    if let Some(long) = argument.get_long() {
        head.push(bold(format!("--{long}")));
    }
    if argument.get_action().takes_values() {
        head.extend((!head.is_empty()).then(|| roman(" ")));
        head.push(italic(value_of(argument)));
    }
    roff.control("TP", []).text(head).text([roman(sentence(&meaning(argument)))]);
}

fn value_of(argument: &Arg) -> String {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// What an argument is for, with the words that it takes.
fn meaning(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let words: Vec<String> = argument.get_possible_values().iter().map(|word| word.get_name().to_owned()).collect();
    match (help.as_str(), argument.get_action().takes_values() && !words.is_empty()) {
        (_, false) => help,
        ("", true) => format!("One of {}", words.join(", ")),
        (_, true) => format!("{help}: {}", words.join(", ")),
    }
}

fn sentence(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("{}.", words.trim_end_matches('.')) }
}

fn table(roff: &mut Roff, title: &str, rows: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (name, meaning) in rows {
        roff.control("TP", []).text([bold(*name)]).text([roman(*meaning)]);
    }
}
