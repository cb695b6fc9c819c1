//! Draws the search among the contacts over the two lowest lines: what is typed, how many answer, and the keys.

use super::form::text_field;
use super::frame;
use super::look::Part;
use super::pen::Pen;
use crate::app::App;
use crate::app::find::Find;
use crate::app::key::Key;
use crate::app::keys::Hint;

/// Columns of what is typed.
const FIELD: u16 = 24;

pub fn draw(pen: &mut Pen, app: &App, find: &Find) {
    let y = pen.height().saturating_sub(2);
    pen.clear(0, y, pen.width(), 2);
    let x = pen.text(1, y, "Find among the contacts:", pen.width(), Part::Strong) + 1;
    let said = match find.answers.len() {
        0 if find.field.text().trim().is_empty() => "name, role, email, phone".to_owned(),
        0 => "nobody here".to_owned(),
        count => format!("{} of {count}", find.at + 1),
    };
    pen.text(x + FIELD + 2, y, &said, pen.width(), Part::Faint);
    text_field(pen, &find.field, x, y, FIELD, true);
    let keys = [Hint::new(Key::Enter, "stay on this row"), Hint::new(Key::Down, "next"), Hint::new(Key::Esc, "back")];
    frame::row_hints(pen, app, y + 1, &keys);
}
