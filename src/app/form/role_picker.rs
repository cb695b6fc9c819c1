//! The choice of a role: all of them in sight while they are few, a list that opens where a shop has more.

use crate::app::key::Key;
use crate::domain::role::RoleBook;
use crate::domain::text::fold;

/// More roles than this are a list.
const IN_SIGHT: usize = 5;
/// As many letters as fit beside the label on the narrowest screen that is not scrolled.
const LETTERS_IN_SIGHT: usize = 34;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolePicker {
    /// The shop's roles; a role in use that is no longer among them stands at the end.
    pub names: Vec<String>,
    pub chosen: Option<usize>,
    before: Option<usize>,
    /// The place in the open list.
    pub open: Option<usize>,
    /// The list as it was before it was opened.
    is_list: bool,
}

/// What a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked {
    /// Another role is chosen.
    Role,
    /// Something else happened here.
    Heard,
    /// Not a key of the picker.
    No,
}

impl RolePicker {
    pub fn new(roles: &RoleBook, chosen: Option<&str>) -> Self {
        let mut names: Vec<String> = roles.iter().map(|role| role.name.clone()).collect();
        if let Some(own) = chosen.filter(|chosen| roles.find(chosen).is_none()) {
            names.push(own.to_owned());
        }
        let chosen = chosen.and_then(|chosen| names.iter().position(|name| fold(name) == fold(chosen)));
        let letters: usize = names.iter().map(|name| name.chars().count()).sum();
        let is_list = names.len() > IN_SIGHT || letters > LETTERS_IN_SIGHT;
        Self { names, chosen, before: chosen, open: None, is_list }
    }

    /// Chooses by name, one that the shop no longer has among them too.
    pub fn put(&mut self, name: Option<&str>) {
        self.chosen = name.map(|name| {
            self.names.iter().position(|known| fold(known) == fold(name)).unwrap_or_else(|| {
                self.names.push(name.to_owned());
                self.names.len() - 1
            })
        });
    }

    pub fn name(&self) -> Option<&str> {
        self.chosen.map(|chosen| self.names[chosen].as_str())
    }

    pub fn before(&self) -> Option<&str> {
        self.before.map(|before| self.names[before].as_str())
    }

    pub fn is_changed(&self) -> bool {
        self.chosen != self.before
    }

    /// Whether the roles are a list rather than marks in a row.
    pub fn is_list(&self) -> bool {
        self.is_list
    }

    pub fn on_key(&mut self, key: Key) -> Picked {
        match self.open {
            Some(at) => self.in_list(key, at),
            None => self.in_row(key),
        }
    }

    pub fn clicked(&mut self, role: usize) -> Picked {
        self.open = None;
        self.choose((role < self.names.len()).then_some(role))
    }

    fn in_row(&mut self, key: Key) -> Picked {
        let last = self.names.len() - 1;
        match key {
            Key::Char(' ') if self.is_list => {
                self.open = Some(self.chosen.unwrap_or_default());
                Picked::Heard
            }
            Key::Char(' ') => {
                self.choose(Some(self.chosen.map_or(0, |chosen| if chosen == last { 0 } else { chosen + 1 })))
            }
            Key::Char(letter) => self.type_ahead(letter, self.chosen).map_or(Picked::No, |at| self.choose(Some(at))),
            Key::Left => self.choose(Some(self.chosen.map_or(last, |chosen| chosen.saturating_sub(1)))),
            Key::Right => self.choose(Some(self.chosen.map_or(0, |chosen| (chosen + 1).min(last)))),
            Key::Backspace | Key::Delete => self.choose(None),
            _ => Picked::No,
        }
    }

    fn in_list(&mut self, key: Key, at: usize) -> Picked {
        let last = self.names.len() - 1;
        let mut open = at;
        match key {
            Key::Up => open = at.saturating_sub(1),
            Key::Down => open = (at + 1).min(last),
            Key::Home => open = 0,
            Key::End => open = last,
            Key::Enter | Key::Char(' ') | Key::Tab => {
                self.open = None;
                return self.choose(Some(at));
            }
            Key::Esc => {
                self.open = None;
                return Picked::Heard;
            }
            Key::Char(letter) => open = self.type_ahead(letter, Some(at)).unwrap_or(at),
            _ => {}
        }
        self.open = Some(open);
        Picked::Heard
    }

    fn choose(&mut self, role: Option<usize>) -> Picked {
        if self.chosen == role {
            return Picked::Heard;
        }
        self.chosen = role;
        Picked::Role
    }

    /// The next role after the chosen one that begins with a letter.
    fn type_ahead(&self, letter: char, from: Option<usize>) -> Option<usize> {
        let wanted = fold(&letter.to_string());
        let count = self.names.len();
        let start = from.map_or(0, |from| from + 1);
        (0..count).map(|step| (start + step) % count).find(|at| fold(&self.names[*at]).starts_with(&wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_arrows_and_space_choose() {
        let mut picker = RolePicker::new(&RoleBook::of_the_guide(), None);
        assert_eq!(picker.on_key(Key::Char('b')), Picked::Role);
        assert_eq!(picker.name(), Some("Bookkeeper"));
        picker.on_key(Key::Right);
        assert_eq!(picker.name(), Some("Other"));
        picker.on_key(Key::Backspace);
        assert_eq!(picker.name(), None);
        assert_eq!(picker.on_key(Key::Char('z')), Picked::No);
    }

    #[test]
    fn a_role_that_the_shop_no_longer_has_keeps_its_name() {
        let picker = RolePicker::new(&RoleBook::of_the_guide(), Some("Chauffeur"));
        assert_eq!(picker.name(), Some("Chauffeur"));
        assert!(!picker.is_changed());
    }
}
