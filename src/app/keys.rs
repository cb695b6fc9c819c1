//! Key tables: one per screen, which feeds dispatch, the bottom lines, the help and the README.

use std::fmt::Debug;

use super::key::Key;
use crate::config::{Bound, KeyTable};

/// The tables by the names that the configuration gives them.
pub const CONTACTS: &str = "contacts";
pub const CUSTOMER: &str = "customer";
pub const FORMS: &str = "forms";
pub const FIRST_START: &str = "first_start";
pub const OUTBOX: &str = "outbox";
pub const WHO_GETS_WHAT: &str = "who_gets_what";
pub const CONFLICT: &str = "conflict";

/// Where a key is printed at the bottom of its screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// On the upper line, for the row under the cursor.
    Row,
    /// On the lower line, for the page.
    Page,
    /// Only in the help.
    Help,
}

/// One command of a screen with its keys; the first key is the one that is printed.
#[derive(Debug, Clone, Copy)]
pub struct Binding<C: 'static> {
    pub keys: &'static [Key],
    pub command: C,
    /// The guide's word for it.
    pub label: &'static str,
    pub shown: Shown,
}

/// What a command would do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It acts; with its label of the moment (`Resend invite`).
    Acts(String),
    /// It cannot, and why: printed after the label.
    Cannot { label: String, why: String },
    /// It has no meaning here and is not printed.
    Absent,
}

impl Standing {
    pub fn acts(label: impl Into<String>) -> Self {
        Self::Acts(label.into())
    }

    pub fn cannot(label: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Cannot { label: label.into(), why: why.into() }
    }

    /// Acts where a condition holds, else is absent.
    pub fn acts_if(condition: bool, label: &str) -> Self {
        if condition { Self::acts(label) } else { Self::Absent }
    }
}

/// The command of a key.
pub fn command<C: Copy>(table: &[Binding<C>], key: Key) -> Option<C> {
    let key = key.folded();
    table.iter().find(|binding| binding.keys.contains(&key)).map(|binding| binding.command)
}

/// A line of the help: keys, what they would do now, and the place in its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// As this shop has them.
    pub keys: Vec<Key>,
    pub standing: Standing,
    /// The key that runs it.
    pub run: Key,
}

/// The lines of the help for a table.
pub fn help_rows<C: Copy>(table: &[Binding<C>], standing: impl Fn(&Binding<C>) -> Standing) -> Vec<HelpRow> {
    table
        .iter()
        .map(|binding| HelpRow { keys: binding.keys.to_vec(), standing: standing(binding), run: binding.keys[0] })
        .filter(|row| row.standing != Standing::Absent)
        .collect()
}

/// The hints of a bottom line: key and words; commands that cannot act say why.
pub fn hints<C: Copy>(table: &[Binding<C>], shown: Shown, standing: impl Fn(&Binding<C>) -> Standing) -> Vec<Hint> {
    table
        .iter()
        .filter(|binding| binding.shown == shown)
        .filter_map(|binding| match standing(binding) {
            Standing::Acts(label) => Some(Hint { key: binding.keys[0], words: label, acts: true }),
            Standing::Cannot { label, why } => {
                Some(Hint { key: binding.keys[0], words: format!("{label}: {why}"), acts: false })
            }
            Standing::Absent => None,
        })
        .collect()
}

/// A key and what it does, at the bottom of a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The program's own; printed as this shop has it.
    pub key: Key,
    pub words: String,
    pub acts: bool,
}

impl Hint {
    pub fn new(key: Key, words: impl Into<String>) -> Self {
        Self { key, words: words.into(), acts: true }
    }
}

/// `d, Del`
#[must_use]
pub fn named(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A table as the configuration and the README read it; a command's name is that of its variant.
pub fn table<C: Copy + Debug>(
    name: &'static str,
    title: &'static str,
    is_typed_into: bool,
    bindings: &[Binding<C>],
) -> KeyTable {
    let bound = |binding: &Binding<C>| Bound {
        name: in_snake_case(&format!("{:?}", binding.command)),
        keys: binding.keys,
        label: binding.label,
    };
    KeyTable { name, title, is_typed_into, commands: bindings.iter().map(bound).collect() }
}

/// `AddContact` as `add_contact`.
fn in_snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
