//! Draws the help over the screen: what is typed, and the commands that answer it with their keys and what they
//! would do now or why not.

use super::form::text_field;
use super::look::Part;
use super::pen::Pen;
use super::question::outline;
use super::text::width;
use crate::app::help::Help;
use crate::app::keys::{HelpRow, Standing, named};
use crate::app::spot::Spot;

/// Keys longer than this are cut.
const KEYS_WIDTH: usize = 24;
const TITLE: &str = "Commands of this screen";

pub fn draw(pen: &mut Pen, help: &Help) {
    let rows = help.rows();
    let keys_width = help.all().iter().map(|row| width(&named(&row.keys))).max().unwrap_or_default().min(KEYS_WIDTH);
    let keys_width = u16::try_from(keys_width).unwrap_or(24);
    let columns = pen.width().saturating_sub(2).min(78);
    // As high as for all of them, so that typing moves nothing.
    let height = u16::try_from(help.height()).unwrap_or(u16::MAX).saturating_add(5).min(pen.height());
    let (x, y) = ((pen.width() - columns) / 2, (pen.height() - height) / 2);
    pen.clear(x.saturating_sub(1), y, columns + 2, height);
    outline(pen, x, y, columns, height, TITLE);
    let at = pen.text(x + 3, y + 1, "Find", 4, Part::Strong) + 2;
    for (line, (index, row)) in (y + 2..).zip(rows.iter().enumerate().skip(help.top).take(help.height())) {
        draw_row(pen, x, line, columns, keys_width, row);
        pen.spot(x + 1, line, columns - 2, Spot::Row(index));
        if index == help.selected {
            pen.text(x + 1, line, "►", 1, Part::Strong);
            pen.restyle(x + 3, line, columns - 5, Part::Row);
        }
    }
    if rows.is_empty() {
        pen.text(x + 3, y + 2, "No command here is called that.", columns - 5, Part::Plain);
    }
    let more = if help.top + help.height() < rows.len() { "   PgDn more" } else { "" };
    let foot = format!("Type to find   Enter runs it   Esc closes{more}");
    pen.text(x + 2, y + height - 2, &foot, columns - 4, Part::Faint);
    text_field(pen, &help.field, at, y + 1, (x + columns).saturating_sub(at + 2), true);
}

fn draw_row(pen: &mut Pen, x: u16, y: u16, columns: u16, keys_width: u16, row: &HelpRow) {
    let acts = matches!(row.standing, Standing::Acts(_));
    pen.text(x + 3, y, &named(&row.keys), keys_width, if acts { Part::Key } else { Part::Faint });
    let at = x + 3 + keys_width + 2;
    let room = (x + columns).saturating_sub(at + 2);
    match &row.standing {
        Standing::Acts(label) => pen.text(at, y, label, room, Part::Plain),
        Standing::Cannot { label, why } => pen.text(at, y, &format!("{label}: {why}"), room, Part::Faint),
        Standing::Absent => at,
    };
}
