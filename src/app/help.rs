//! The help, which is also the palette: every command of the screen with its keys and what it would do now or why
//! not; what is typed filters them, and Enter runs one.

use super::form::TextField;
use super::key::Key;
use super::keys::{HelpRow, Standing};
use super::list;
use super::vocabulary::Size;
use crate::domain::search::QUERY_LIMIT;
use crate::domain::text::fold;

/// Lines around the rows: frame, what is typed, notes, and the keys of the help itself.
const FRAME_LINES: u16 = 7;

#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    /// What is typed.
    pub field: TextField,
    pub selected: usize,
    pub top: usize,
    all: Vec<HelpRow>,
    size: Size,
}

/// What the help made of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    Nothing,
    Closed,
    /// Run this key, one of the program's own, on the screen below.
    Key(Key),
}

impl Help {
    pub fn new(all: Vec<HelpRow>, size: Size) -> Self {
        Self { field: TextField::new(QUERY_LIMIT), selected: 0, top: 0, all, size }
    }

    /// The commands that answer what is typed: every word of it stands in what they do or is one of their keys.
    pub fn rows(&self) -> Vec<&HelpRow> {
        let typed = fold(self.field.text());
        let words: Vec<&str> = typed.split_whitespace().collect();
        self.all.iter().filter(|row| words.iter().all(|word| answers(row, word))).collect()
    }

    /// Every command, whatever is typed.
    pub fn all(&self) -> &[HelpRow] {
        &self.all
    }

    /// Rows that fit, and no more than there are.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(FRAME_LINES)).clamp(1, self.all.len().max(1))
    }

    pub fn resized(&mut self, size: Size) {
        self.size = size;
        self.select(self.selected);
    }

    pub fn on_key(&mut self, key: Key) -> Chosen {
        let page = self.height().div_ceil(2);
        match key {
            Key::Esc | Key::F(1 | 3 | 12) | Key::Ctrl('p') => return Chosen::Closed,
            Key::Char('?' | ':') if self.field.text().is_empty() => return Chosen::Closed,
            Key::Enter => return self.chosen(),
            Key::Up | Key::BackTab => self.select(self.selected.saturating_sub(1)),
            Key::Down | Key::Tab => self.select(self.selected + 1),
            Key::PageUp => self.select(self.selected.saturating_sub(page)),
            Key::PageDown => self.select(self.selected + page),
            Key::Home => self.select(0),
            Key::End => self.select(usize::MAX),
            typed => {
                if self.field.on_key(typed) {
                    self.select(0);
                }
            }
        }
        Chosen::Nothing
    }

    /// The first click selects, the second runs.
    pub fn clicked(&mut self, row: usize) -> Chosen {
        if row == self.selected {
            return self.chosen();
        }
        self.select(row);
        Chosen::Nothing
    }

    pub fn on_paste(&mut self, text: &str) {
        self.field.paste(text);
        self.select(0);
    }

    fn chosen(&self) -> Chosen {
        match self.rows().get(self.selected) {
            Some(HelpRow { standing: Standing::Acts(_), run, .. }) => Chosen::Key(*run),
            _ => Chosen::Nothing,
        }
    }

    fn select(&mut self, row: usize) {
        let count = self.rows().len();
        self.selected = row.min(count.saturating_sub(1));
        self.top = list::offset(self.top, self.selected, self.selected, self.height(), count);
    }
}

fn answers(row: &HelpRow, word: &str) -> bool {
    let label = match &row.standing {
        Standing::Acts(label) | Standing::Cannot { label, .. } => label.as_str(),
        Standing::Absent => "",
    };
    fold(label).contains(word) || row.keys.iter().any(|key| fold(&key.to_string()) == word)
}
