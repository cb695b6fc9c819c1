//! Draws the search among the contacts over the keys of the page, which are letters here: what is typed, how many
//! answer, and its own keys.

use super::form::text_field;
use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::text::width;
use crate::app::App;
use crate::app::find::Find;
use crate::app::key::Key;
use crate::app::keys::Hint;

/// Columns of what is typed.
const FIELD: u16 = 24;

pub fn draw(pen: &mut Pen, app: &App, find: &Find) {
    let y = pen.height().saturating_sub(2);
    pen.clear(0, y - 1, pen.width(), 3);
    let x = pen.text(1, y, "Find among the contacts:", pen.width(), Part::Strong) + 1;
    let said = match find.answers.len() {
        0 if find.field.text().trim().is_empty() => "name, role, email, phone".to_owned(),
        0 => "nobody here".to_owned(),
        count => format!("{} of {count}", find.at + 1),
    };
    let columns = u16::try_from(width(&said)).unwrap_or(pen.width());
    pen.text((x + FIELD + 2).min(pen.width().saturating_sub(columns + 1)), y, &said, pen.width(), Part::Faint);
    text_field(pen, &find.field, x, y, FIELD, true);
    let keys = [Hint::new(Key::Enter, "stay on this row"), Hint::new(Key::Down, "next"), Hint::new(Key::Esc, "back")];
    frame::row_hints(pen, app, y + 1, &keys);
}
