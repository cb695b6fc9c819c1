//! Draws the box in which the reason for what is said of an address is typed.

use super::form::text_field;
use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::question::outline;
use crate::app::App;
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::why::Why;

/// Lines of the box, its frame included.
const HEIGHT: u16 = 7;

pub fn draw(pen: &mut Pen, app: &App, why: &Why) {
    let columns = pen.width().saturating_sub(2).min(78);
    let (x, y) = ((pen.width() - columns) / 2, (pen.height() - HEIGHT) / 2);
    pen.clear(x.saturating_sub(1), y, columns + 2, HEIGHT);
    outline(pen, x, y, columns, HEIGHT, &why.title());
    let (words, part) = if why.is_missing {
        ("! A few words are required: by phone, in the shop, by mail.", Part::Alarm)
    } else {
        (why.asks(), Part::Plain)
    };
    pen.text(x + 2, y + 1, words, columns - 4, part);
    pen.text(x + 2, y + 3, "Reason", 6, Part::Strong);
    let hints = [Hint::new(Key::Enter, "Save Changes"), Hint::new(Key::Esc, "leave it as it is")];
    frame::hints_at(pen, app, x + 1, y + HEIGHT - 2, &hints);
    text_field(pen, &why.field, x + 10, y + 3, columns - 13, true);
}
