//! `frontdesk config`: where the configuration is, what it comes to, whether it is right, and a first one.

use super::arguments::{Config, Global};
use super::failure::{Fails, Failure};
use super::office::{say, sources, tell};
use crate::config::{self, First, Said, Shown, Sources};

/// Values longer than this push what follows them to the right.
const WIDEST: usize = 52;

pub fn run(global: &Global, asked: Config) -> Result<u8, Failure> {
    let sources = sources(global.flags());
    match asked {
        Config::Path => path(&sources)?,
        Config::Show => show(&sources)?,
        Config::Check => check(&sources)?,
        Config::Init => init(&sources)?,
    }
    Ok(0)
}

fn path(sources: &Sources) -> Result<(), Failure> {
    let file = sources.file().fails()?;
    say(&file.display().to_string());
    if !file.exists() {
        tell("There is no file yet: `frontdesk config init` writes one.");
    }
    Ok(())
}

/// Prints what counts as a configuration would say it, each value with who said it.
fn show(sources: &Sources) -> Result<(), Failure> {
    let shown = config::shown(sources).fails()?;
    say("# Flags count over the environment, and that over these files, the last one first:");
    for file in sources.files().fails()? {
        say(&format!("#   {}{}", file.display(), if file.exists() { "" } else { " (not there)" }));
    }
    let mut open = "";
    for setting in &shown {
        let (section, name) = setting.key.rsplit_once('.').unwrap_or((open, &setting.key));
        if section != open {
            say(&format!("\n[{section}]"));
            open = section;
        }
        say(&line(name, setting));
    }
    Ok(())
}

fn line(name: &str, Shown { value, said, .. }: &Shown) -> String {
    // In brackets is what no file says.
    let own = name.strip_prefix('(').and_then(|name| name.strip_suffix(')'));
    let words = match (own, value, said) {
        (None, Some(value), _) => format!("{name} = {value}"),
        (Some(own), Some(value), _) => format!("# {own} = {value}"),
        (_, None, Said::Nobody(_)) => return format!("# {} is not set", own.unwrap_or(name)),
        (_, None, _) => format!("# {} does not count", own.unwrap_or(name)),
    };
    format!("{words:<WIDEST$}  # {said}")
}

fn check(sources: &Sources) -> Result<(), Failure> {
    config::load(sources).fails()?;
    for file in sources.files().fails()? {
        let words = if file.exists() { "nothing is wrong with it" } else { "is not there, and need not be" };
        say(&format!("{}: {words}.", file.display()));
    }
    Ok(())
}

fn init(sources: &Sources) -> Result<(), Failure> {
    let file = sources.file().fails()?;
    config::write_first(&file, &First::default()).fails()?;
    say(&file.display().to_string());
    tell(
        "Every setting is in it with what it means, none is changed yet: open it in an editor, then run `frontdesk config check`.",
    );
    Ok(())
}
