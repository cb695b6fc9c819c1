//! The help: every key of the screen with what it would do now, which is also the menu that runs it.

use super::key::Key;
use super::keys::{HelpRow, Standing};
use super::list;
use super::vocabulary::Size;

/// Lines around the rows: frame, notes, and the keys of the help itself.
const FRAME_LINES: u16 = 6;

#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    pub title: String,
    pub rows: Vec<HelpRow>,
    pub selected: usize,
    pub top: usize,
    size: Size,
}

/// What the help made of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    Nothing,
    Closed,
    /// Run this key on the screen below.
    Key(Key),
}

impl Help {
    pub fn new(title: impl Into<String>, rows: Vec<HelpRow>, size: Size) -> Self {
        Self { title: title.into(), rows, selected: 0, top: 0, size }
    }

    /// Rows that fit.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(FRAME_LINES)).max(1)
    }

    pub fn resized(&mut self, size: Size) {
        self.size = size;
        self.select(self.selected);
    }

    pub fn on_key(&mut self, key: Key) -> Chosen {
        let page = self.height().div_ceil(2);
        match key.folded() {
            Key::Esc | Key::F(1 | 3 | 12) | Key::Char('q' | '?') => return Chosen::Closed,
            Key::Enter => return self.chosen(),
            Key::Up | Key::BackTab => self.select(self.selected.saturating_sub(1)),
            Key::Down | Key::Tab => self.select(self.selected + 1),
            Key::PageUp => self.select(self.selected.saturating_sub(page)),
            Key::PageDown => self.select(self.selected + page),
            Key::Home => self.select(0),
            Key::End => self.select(usize::MAX),
            _ => {}
        }
        Chosen::Nothing
    }

    fn chosen(&self) -> Chosen {
        match self.rows.get(self.selected) {
            Some(HelpRow { standing: Standing::Acts(_), run, .. }) => Chosen::Key(*run),
            _ => Chosen::Nothing,
        }
    }

    fn select(&mut self, row: usize) {
        self.selected = row.min(self.rows.len().saturating_sub(1));
        self.top = list::offset(self.top, self.selected, self.selected, self.height(), self.rows.len());
    }
}
