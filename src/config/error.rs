//! What is wrong with a setting, and where: file, line, column and a caret, or the flag or variable that said it.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;

use unicode_width::UnicodeWidthStr;

use crate::domain::text::printable;

/// Why this desk cannot start as it is set up. Each says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}")]
    InFile(Pointed),
    /// A flag or an environment variable.
    #[error("{from}: {words}")]
    Elsewhere { from: &'static str, words: String },
    #[error(
        "There is no configuration at {}. Check the path, or write one there with `frontdesk config init`.",
        .0.display()
    )]
    Missing(PathBuf),
    #[error("{} is a folder, not a configuration file. Name the file in it, perhaps config.toml.", .0.display())]
    Folder(PathBuf),
    #[error("The configuration {} cannot be read ({reason}). Check its owner and its mode.", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("{}:{line}: the text is not UTF-8. Save the file as UTF-8 and start again.", .path.display())]
    NotUtf8 { path: PathBuf, line: usize },
    #[error("This user has no home directory, so there is no place for {what}. Set HOME, or give {instead}.")]
    NoHome { what: &'static str, instead: &'static str },
    #[error("There is a configuration at {} already. Nothing was written.", .0.display())]
    AlreadyThere(PathBuf),
    #[error("The configuration {} could not be written ({reason}). Nothing was changed.", .path.display())]
    NotWritten { path: PathBuf, reason: String },
    #[error("The password could not be written into {} ({reason}). Nothing was changed.", .path.display())]
    PasswordNotWritten { path: PathBuf, reason: String },
}

/// A configuration file as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub path: PathBuf,
    pub text: String,
}

impl Source {
    /// The line, from 1, on which a part of this file begins.
    pub(super) fn line(&self, start: usize) -> usize {
        self.text[..floor_char(&self.text, start)].matches('\n').count() + 1
    }

    /// An error that points at a part of this file.
    pub(super) fn error(self: &Rc<Self>, span: Range<usize>, words: impl Into<String>) -> ConfigError {
        let start = floor_char(&self.text, span.start);
        let line_start = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[line_start..].lines().next().unwrap_or_default();
        let in_line = start - line_start;
        let end = floor_char(&self.text, span.end).saturating_sub(line_start).clamp(in_line, line.len().max(in_line));
        let before = line.get(..in_line).unwrap_or(line);
        ConfigError::InFile(Pointed {
            path: self.path.clone(),
            line: self.line(start),
            column: before.chars().count() + 1,
            excerpt: printable(without_secret(line)).into_owned(),
            indent: printable(before).width(),
            width: line.get(in_line..end).map_or(1, UnicodeWidthStr::width).max(1),
            words: words.into(),
        })
    }
}

/// A place in a configuration file with what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointed {
    pub path: PathBuf,
    pub line: usize,
    pub column: usize,
    pub words: String,
    excerpt: String,
    indent: usize,
    width: usize,
}

impl fmt::Display for Pointed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, words, excerpt, indent, width } = self;
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "{}:{line}:{column}: {words}", path.display())?;
        writeln!(f, "  {number} | {excerpt}")?;
        write!(f, "  {margin} | {}{}", " ".repeat(*indent), "^".repeat(*width))
    }
}

/// The line without what follows a key such as `password`: somebody who puts one into the file must not find it
/// again on the screen or in a log.
fn without_secret(line: &str) -> &str {
    let lower = line.to_ascii_lowercase();
    let secret = ["password", "passwd", "secret"]
        .iter()
        .flat_map(|word| lower.match_indices(word))
        .find(|(at, _)| !["password_command", "password_file"].iter().any(|known| lower[*at..].starts_with(known)));
    let value = secret.and_then(|(at, _)| line[at..].find('=').map(|equals| at + equals + 1));
    value.map_or(line, |at| &line[..at])
}

/// The nearest character boundary at or before an index.
fn floor_char(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
