//! Draws the link of an invite alone on lines of its own, without a frame, so that a mouse can select it.

use super::look::Part;
use super::pen::Pen;
use super::text::wrap;
use crate::domain::outbox::ShownLink;

pub fn draw(pen: &mut Pen, link: &ShownLink) {
    let width = pen.width();
    pen.clear(0, 0, width, pen.height());
    pen.text(1, 0, &format!("The link of {}", link.contact_name), width, Part::Strong);
    pen.text(1, 1, "For this person only: whoever has it can sign in once.", width, Part::Plain);
    let mut y = 3;
    for line in wrap(&link.link, usize::from(width)) {
        pen.text(0, y, &line, width, Part::Plain);
        y += 1;
    }
    pen.text(1, y + 1, &format!("Code, with the email: {}", link.code), width, Part::Plain);
    let words = "The link was sent to the clipboard, if this terminal allows it. That it was shown is recorded.";
    for (y, line) in (y + 3..).zip(wrap(words, usize::from(width.saturating_sub(2)))) {
        pen.text(1, y, &line, width, Part::Faint);
    }
    pen.text(1, pen.height().saturating_sub(1), "Esc back", width, Part::Plain);
}
