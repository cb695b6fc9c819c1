//! A line of text under the cursor: selected when it is entered, limited, and safe against any paste.

use tui_input::{Input, InputRequest};

use super::super::key::Key;
use crate::domain::text::tidy;

#[derive(Debug, Clone)]
pub struct TextField {
    input: Input,
    /// In characters.
    limit: usize,
    before: String,
    /// Typing replaces the text, arrows edit it.
    selected: bool,
    /// What Ctrl-U took away, to be put back.
    erased: Option<String>,
    /// Something was left out at the limit.
    cut: bool,
    /// Shown as dots.
    secret: bool,
}

/// Equal when they show and mean the same; what Ctrl-U remembers does not count.
impl PartialEq for TextField {
    fn eq(&self, other: &Self) -> bool {
        (self.text(), self.input.cursor(), self.selected, &self.before)
            == (other.text(), other.input.cursor(), other.selected, &other.before)
    }
}

impl TextField {
    pub fn new(limit: usize) -> Self {
        Self::with("", limit)
    }

    pub fn with(text: &str, limit: usize) -> Self {
        Self {
            input: Input::new(text.to_owned()),
            limit,
            before: text.to_owned(),
            selected: false,
            erased: None,
            cut: false,
            secret: false,
        }
    }

    /// Never shown as what it is.
    #[must_use]
    pub fn kept_secret(self) -> Self {
        Self { secret: true, ..self }
    }

    pub fn is_secret(&self) -> bool {
        self.secret
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// What it held when the form was opened.
    pub fn before(&self) -> &str {
        &self.before
    }

    pub fn is_changed(&self) -> bool {
        self.text().trim() != self.before.trim()
    }

    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// The text before the cursor.
    pub fn left_of_cursor(&self) -> &str {
        let text = self.text();
        text.char_indices().nth(self.input.cursor()).map_or(text, |(end, _)| &text[..end])
    }

    /// `78 of 80` near the limit, and what was left out at it.
    pub fn room(&self) -> Option<String> {
        let length = self.text().chars().count();
        match self.limit.saturating_sub(length) {
            _ if self.cut => Some(format!("{length} of {}, rest left out", self.limit)),
            left if left <= self.limit / 20 => Some(format!("{length} of {}", self.limit)),
            _ => None,
        }
    }

    pub fn put(&mut self, text: &str) {
        self.input = Input::new(text.chars().take(self.limit).collect());
        (self.selected, self.cut) = (false, false);
    }

    /// On entry: what is there is selected.
    pub fn select_all(&mut self) {
        self.selected = !self.text().is_empty();
        self.cut = false;
        self.input.handle(InputRequest::GoToEnd);
    }

    pub fn deselect(&mut self) {
        self.selected = false;
    }

    /// Whether the text changed.
    pub fn on_key(&mut self, key: Key) -> bool {
        let before = self.text().to_owned();
        let replaces =
            std::mem::take(&mut self.selected) && !matches!(key, Key::Left | Key::Right | Key::Home | Key::End);
        match key {
            Key::Char(c) => {
                if replaces {
                    self.put("");
                }
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            Key::Backspace | Key::Delete if replaces => self.put(""),
            Key::Backspace => self.edit(InputRequest::DeletePrevChar),
            Key::Delete => self.edit(InputRequest::DeleteNextChar),
            Key::Ctrl('w') => self.edit(InputRequest::DeletePrevWord),
            Key::Ctrl('k') => self.edit(InputRequest::DeleteTillEnd),
            Key::Ctrl('u') => self.erase_or_put_back(),
            Key::Ctrl('e') | Key::End => self.edit(InputRequest::GoToEnd),
            Key::Home => self.edit(InputRequest::GoToStart),
            Key::Left => self.edit(InputRequest::GoToPrevChar),
            Key::Right => self.edit(InputRequest::GoToNextChar),
            _ => self.selected = replaces,
        }
        self.text() != before
    }

    /// Takes a paste as one line, once, and cut at the limit.
    pub fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.selected) {
            self.put("");
        }
        // No more than could fit is looked at: a paste of a megabyte costs nothing.
        let within: String = text.chars().take(self.limit * 4).collect();
        let whole = within.len() == text.len();
        self.insert(&tidy(&within));
        self.cut |= !whole;
    }

    fn insert(&mut self, text: &str) {
        let value = self.text().to_owned();
        let at = self.input.cursor();
        let room = self.limit.saturating_sub(value.chars().count());
        let taken: String = text.chars().filter(|c| !c.is_control()).take(room).collect();
        self.cut = taken.chars().count() < text.chars().count();
        let together: String = value.chars().take(at).chain(taken.chars()).chain(value.chars().skip(at)).collect();
        self.input = Input::new(together).with_cursor(at + taken.chars().count());
    }

    fn edit(&mut self, request: InputRequest) {
        self.cut = false;
        self.input.handle(request);
    }

    fn erase_or_put_back(&mut self) {
        let text = self.text().to_owned();
        match self.erased.take() {
            Some(erased) if text.is_empty() => self.put(&erased),
            _ => {
                self.put("");
                self.erased = Some(text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: &mut TextField, text: &str) {
        for c in text.chars() {
            field.on_key(Key::Char(c));
        }
    }

    #[test]
    fn typing_replaces_what_is_selected_and_arrows_edit_it() {
        let mut field = TextField::with("Maria", 20);
        field.select_all();
        typed(&mut field, "Ana");
        assert_eq!((field.text(), field.is_changed()), ("Ana", true));
        field.put("Maria");
        field.select_all();
        field.on_key(Key::Home);
        typed(&mut field, "X");
        assert_eq!(field.text(), "XMaria");
    }

    #[test]
    fn ctrl_u_erases_and_puts_back() {
        let mut field = TextField::with("Maria", 20);
        field.on_key(Key::Ctrl('u'));
        assert_eq!(field.text(), "");
        field.on_key(Key::Ctrl('u'));
        assert_eq!(field.text(), "Maria");
    }

    #[test]
    fn a_paste_is_one_line_and_stops_at_the_limit() {
        let mut field = TextField::new(10);
        field.paste("one\r\ntwo\u{1b}[31m");
        assert_eq!(field.text(), "one two [3");
        assert_eq!(field.room().as_deref(), Some("10 of 10, rest left out"));
        let mut long = TextField::new(80);
        long.paste(&"x".repeat(1_000_000));
        assert_eq!(long.text().len(), 80);
    }

    #[test]
    fn the_cursor_knows_wide_letters() {
        let mut field = TextField::new(20);
        typed(&mut field, "山田");
        assert_eq!(field.left_of_cursor(), "山田");
        field.on_key(Key::Left);
        assert_eq!(field.left_of_cursor(), "山");
        field.on_key(Key::Home);
        assert_eq!(field.left_of_cursor(), "");
    }
}
