//! Draws the help over the screen: keys, what each would do now or why not.

use super::look::Part;
use super::pen::Pen;
use super::question::outline;
use super::text::width;
use crate::app::help::Help;
use crate::app::keys::{HelpRow, Standing};

pub fn draw(pen: &mut Pen, help: &Help) {
    let keys_width = help.rows.iter().map(|row| width(&row.keys)).max().unwrap_or_default().min(24);
    let keys_width = u16::try_from(keys_width).unwrap_or(24);
    let columns = pen.width().saturating_sub(2).min(78);
    let shown = help.rows.len().min(help.height());
    let height = u16::try_from(shown).unwrap_or(u16::MAX).saturating_add(4).min(pen.height());
    let (x, y) = ((pen.width() - columns) / 2, (pen.height() - height) / 2);
    pen.clear(x.saturating_sub(1), y, columns + 2, height);
    outline(pen, x, y, columns, height, &help.title);
    for (line, (index, row)) in (y + 1..).zip(help.rows.iter().enumerate().skip(help.top).take(shown)) {
        draw_row(pen, x, line, columns, keys_width, row);
        if index == help.selected {
            pen.text(x + 1, line, "►", 1, Part::Strong);
            pen.restyle(x + 3, line, columns - 5, Part::Row);
            pen.put_cursor(x + 1, line);
        }
    }
    let more = if shown < help.rows.len() { "   PgDn more" } else { "" };
    let foot = format!("Up and Down choose, Enter runs it   Esc closes{more}");
    pen.text(x + 2, y + height - 2, &foot, columns - 4, Part::Faint);
}

fn draw_row(pen: &mut Pen, x: u16, y: u16, columns: u16, keys_width: u16, row: &HelpRow) {
    pen.text(x + 3, y, &row.keys, keys_width, Part::Key);
    let at = x + 3 + keys_width + 2;
    let room = (x + columns).saturating_sub(at + 2);
    match &row.standing {
        Standing::Acts(label) => pen.text(at, y, label, room, Part::Plain),
        Standing::Cannot { label, why } => pen.text(at, y, &format!("{label}: {why}"), room, Part::Faint),
        Standing::Absent => at,
    };
}
