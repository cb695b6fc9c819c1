//! The keys that a shop has chosen for itself: read from `[keys]`, translated to the program's own where they are
//! pressed, and back where they are printed. So the tables of the screens stay the only ones.

use super::ConfigError;
use super::key::Key;
use super::layers::{Layers, Wish, how_keys_are_written};
use super::nearest::nearest;

/// The table of the keys that mean the same on every screen.
pub const EVERYWHERE: &str = "everywhere";

/// The commands of a screen with their keys, as the program has them.
#[derive(Debug, Clone)]
pub struct KeyTable {
    /// As `[keys.NAME]` has it.
    pub name: &'static str,
    pub title: &'static str,
    /// Letters are typed there.
    pub is_typed_into: bool,
    pub commands: Vec<Bound>,
}

/// A command with its keys.
#[derive(Debug, Clone)]
pub struct Bound {
    /// As the configuration has it.
    pub name: String,
    pub keys: &'static [Key],
    pub label: &'static str,
}

/// What has other keys than the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keymap(Vec<Rebound>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rebound {
    table: &'static str,
    own: &'static [Key],
    chosen: Vec<Key>,
}

impl Keymap {
    /// The program's own key for one that was pressed; `None` for one that was given away.
    #[must_use]
    pub fn meant(&self, table: &str, key: Key) -> Option<Key> {
        let pressed = key.folded();
        let mut here = self.0.iter().filter(|rebound| rebound.table == table || rebound.table == EVERYWHERE);
        if let Some(rebound) = here.clone().find(|rebound| rebound.chosen.contains(&pressed)) {
            return Some(if rebound.own.contains(&pressed) { key } else { rebound.own[0] });
        }
        (!here.any(|rebound| rebound.own.contains(&pressed))).then_some(key)
    }

    /// All keys of the command whose own keys these are.
    #[must_use]
    pub fn chosen(&self, table: &str, own: &[Key]) -> Vec<Key> {
        let rebound = own.first().and_then(|first| self.rebound(table, *first));
        rebound.map_or_else(|| own.to_vec(), |rebound| rebound.chosen.clone())
    }

    /// The key to print for a command that has this one by itself.
    #[must_use]
    pub fn printed(&self, table: &str, own: Key) -> Key {
        match self.rebound(table, own) {
            Some(rebound) if !rebound.chosen.contains(&own) => rebound.chosen[0],
            _ => own,
        }
    }

    fn rebound(&self, table: &str, own: Key) -> Option<&Rebound> {
        self.0
            .iter()
            .find(|rebound| (rebound.table == table || rebound.table == EVERYWHERE) && rebound.own.contains(&own))
    }
}

/// Reads and checks `[keys]`.
pub(super) fn keymap(layers: &Layers, tables: &[KeyTable]) -> Result<Keymap, ConfigError> {
    let mut keymap = Keymap::default();
    let mut said = Vec::new();
    for wish in layers.keys() {
        let table = table_of(wish, tables)?;
        let bound = command_of(wish, table, tables)?;
        let mut chosen = Vec::new();
        for word in wish.words()? {
            let key = key_of(wish, &word, table)?;
            if !chosen.contains(&key) {
                chosen.push(key);
            }
        }
        chosen.extend(bound.keys.iter().copied().filter(|key| is_fixed(*key)));
        keymap.0.push(Rebound { table: table.name, own: bound.keys, chosen });
        said.push((wish, table));
    }
    for (wish, table) in said {
        if let Some(words) = conflict(wish, table, tables, &keymap) {
            return Err(wish.error(words));
        }
    }
    Ok(keymap)
}

fn table_of<'t>(wish: &Wish, tables: &'t [KeyTable]) -> Result<&'t KeyTable, ConfigError> {
    let names = || tables.iter().map(|table| table.name);
    tables.iter().find(|table| table.name == wish.screen).ok_or_else(|| {
        wish.error_at_screen(match nearest(&wish.screen, names()) {
            Some(name) => format!("no screen is called `{}`: did you mean `{name}`?", wish.screen),
            None => {
                format!("no screen is called `{}`. There are {}", wish.screen, names().collect::<Vec<_>>().join(", "))
            }
        })
    })
}

fn command_of<'t>(wish: &Wish, table: &'t KeyTable, tables: &[KeyTable]) -> Result<&'t Bound, ConfigError> {
    let names = || table.commands.iter().map(|bound| bound.name.as_str());
    table.commands.iter().find(|bound| bound.name == wish.command).ok_or_else(|| {
        let elsewhere = tables.iter().find(|table| table.commands.iter().any(|bound| bound.name == wish.command));
        wish.error_at_command(match (nearest(&wish.command, names()), elsewhere) {
            (_, Some(right)) => format!("`{}` belongs under [keys.{}]", wish.command, right.name),
            (Some(name), None) => format!("unknown command `{}`: did you mean `{name}`?", wish.command),
            (None, None) => {
                format!("unknown command `{}`. There are {}", wish.command, names().collect::<Vec<_>>().join(", "))
            }
        })
    })
}

fn key_of(wish: &Wish, word: &str, table: &KeyTable) -> Result<Key, ConfigError> {
    let Some(key) = Key::named(word) else {
        let words = format!("{}: there is no key `{word}`; {}", wish.command, how_keys_are_written());
        return Err(wish.error(words));
    };
    let wrong = match key {
        Key::Ctrl('h' | 'i' | 'j' | 'm') => Some("a terminal sends the same for it as for Backspace, Tab or Enter"),
        Key::Char('0'..='9') => Some("digits begin a search"),
        key if is_fixed(key) => Some("it means the same everywhere and cannot be given away"),
        Key::Char(_) if table.is_typed_into => {
            Some("on this screen it is typed; choose an F-key, or Ctrl and a letter")
        }
        _ => None,
    };
    wrong.map_or(Ok(key), |why| Err(wish.error(format!("{}: {key} is no choice: {why}", wish.command))))
}

/// Keys that move, choose and leave: whoever loses one of them is lost. Ctrl-Z also comes as a signal.
fn is_fixed(key: Key) -> bool {
    !matches!(key, Key::Char(_) | Key::Ctrl(_) | Key::F(_) | Key::Delete)
        || matches!(key, Key::Char(' ') | Key::Ctrl('c' | 'z'))
}

/// What else has a chosen key, in words.
fn conflict(wish: &Wish, table: &KeyTable, tables: &[KeyTable], keymap: &Keymap) -> Option<String> {
    let near = |other: &&KeyTable| table.name == EVERYWHERE || other.name == EVERYWHERE || other.name == table.name;
    let own = table.commands.iter().find(|bound| bound.name == wish.command)?;
    let chosen = keymap.chosen(table.name, own.keys);
    for other in tables.iter().filter(near) {
        for bound in &other.commands {
            if other.name == table.name && bound.name == wish.command {
                continue;
            }
            let theirs = keymap.chosen(other.name, bound.keys);
            if let Some(key) = chosen.iter().find(|key| !is_fixed(**key) && theirs.contains(key)) {
                return Some(format!(
                    "{}: {key} is the key of `{}` under [keys.{}] already; give that another one, or choose another here",
                    wish.command, bound.name, other.name
                ));
            }
        }
    }
    None
}
