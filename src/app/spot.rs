//! What of a screen can be clicked. The drawing says where each of them stands; the app, what a click on it means.

use super::key::Key;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A key that is printed, one of the program's own: clicked is as good as pressed.
    Key(Key),
    /// A row of the list, by its place among all of them.
    Row(usize),
    /// A form that waits above the rows of Contacts.
    Unfinished(usize),
    /// A search that may have been meant.
    Meant(usize),
    /// A line of a form, and which of several places on it.
    Line { line: usize, nth: usize },
    /// One of the boxes for message types, and its line of the form.
    Tick { line: usize, at: usize },
    /// A role of the form.
    Role(usize),
    /// A cell of a grid.
    Cell { row: usize, column: usize },
    /// An answer to a question.
    Answer(usize),
    /// What lies under a dialog, which alone is heard.
    Covered,
}

/// A turn of the wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wheel {
    Up,
    Down,
}
