//! Draws Who gets what: people in rows, message types in columns, gaps below.

use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::text::width;
use crate::app::App;
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::spot::Spot;
use crate::app::who_gets_what::{FOOT_LINES, HEAD_LINES, LINES_EACH, Person, WhoGetsWhat};
use crate::domain::preference::MessageType;

/// Columns of a message type.
const CELL: u16 = 8;
/// A name that has fewer columns stands on a line of its own.
const NAME_LEAST: u16 = 16;

pub fn draw(pen: &mut Pen, app: &App, grid: &WhoGetsWhat) {
    frame::title(pen, app, &format!("Contacts > {} > Who gets what", grid.customer_name));
    let words = format!("Arrows move, Space ticks. Nothing is saved before {}.", app.printed(Key::F(2)));
    pen.text(1, 1, &words, pen.width(), Part::Faint);
    pen.rule(2);
    frame::edited_elsewhere(pen, app, 2, 2, grid.customer, grid.person().subject);
    for (column, message) in (0_u16..).zip(MessageType::ALL) {
        let (first, second) = heading(message);
        let x = cell_at(pen, column);
        pen.text(x, 3, first, CELL - 1, Part::Faint);
        pen.text(x, 4, second, CELL - 1, Part::Faint);
    }
    // A long notice takes its lines from the people, who come back.
    let more = app.notice.as_ref().map_or(0, |notice| frame::more_lines(pen, app, 1, notice));
    let height = grid.height().saturating_sub(usize::from(more).div_ceil(LINES_EACH));
    let top = grid.top.max((grid.row + 1).saturating_sub(height));
    let shown = grid.people.iter().enumerate().skip(top).take(height);
    let place = format!("{} of {}", grid.row + 1, grid.people.len());
    // Where the people do not fit, that there are others.
    if grid.people.len() > height && width(&place) <= usize::from(cell_at(pen, 0).saturating_sub(3)) {
        pen.text(1, 4, &place, pen.width(), Part::Faint);
    }
    for (y, (index, person)) in (HEAD_LINES..).step_by(LINES_EACH).zip(shown) {
        draw_person(pen, grid, y, index, person);
    }
    let foot = pen.height().saturating_sub(FOOT_LINES + more);
    // Below the people it counts, not below what the window leaves empty.
    let people = u16::try_from(height.min(grid.people.len() - top) * LINES_EACH).unwrap_or(foot);
    reached(pen, grid, (HEAD_LINES + people + 1).min(foot));
    panel(pen, grid, foot + 1);
    if let Some(notice) = &app.notice {
        frame::notice(pen, app, pen.height() - 2, 1, notice);
    }
    let mut hints = WhoGetsWhat::hints();
    hints.push(Hint::new(Key::Esc, "leave"));
    frame::hints(pen, app, pen.height() - 1, &hints);
}

/// Broken where a column of eight has no room for the word.
fn heading(message: MessageType) -> (&'static str, &'static str) {
    match message {
        MessageType::Scheduling => ("Sched-", "uling"),
        MessageType::CarUpdates => ("Car", "Updates"),
        MessageType::Contracts => ("Con-", "tracts"),
        MessageType::Invoices => ("In-", "voices"),
        MessageType::Estimates => ("Esti-", "mates"),
        MessageType::Marketing => ("Market-", "ing"),
    }
}

/// Message types stand against the right edge, but not further than people can follow a line.
fn cell_at(pen: &Pen, column: u16) -> u16 {
    let first = pen.width().min(96).saturating_sub(CELL * 6 + 1).max(4);
    first + CELL * column
}

fn draw_person(pen: &mut Pen, grid: &WhoGetsWhat, y: u16, index: usize, person: &Person) {
    let here = index == grid.row;
    let name_width = cell_at(pen, 0) - 5;
    if here {
        pen.text(1, y, "►", 1, Part::Strong);
    }
    let in_vain = person.is_ticked_in_vain();
    if in_vain {
        pen.text(2, y, "!", 1, Part::Alarm);
    }
    let part = if here { Part::Strong } else { Part::Plain };
    let (way, way_part) = (person.way(), if in_vain { Part::Alarm } else { Part::Faint });
    // Where the boxes leave a name no room they stand below it.
    let y = if name_width < NAME_LEAST {
        let after = pen.text(4, y, &person.name, pen.width() - 4, part);
        pen.text(after, y, &format!(", {way}"), pen.width() - after, way_part);
        y + 1
    } else {
        let with_role = format!("{}, {}", person.name, person.role);
        let name = if width(&with_role) <= usize::from(name_width) { &with_role } else { &person.name };
        pen.text(4, y, name, name_width, part);
        // Below the boxes nothing stands on this line.
        pen.text(4, y + 1, &way, pen.width() - 5, way_part);
        y
    };
    for (column, message) in (0_u16..).zip(MessageType::ALL) {
        let sign = match person.ticks.contains(message) {
            false => "·",
            true if person.is_reached(message) => "x",
            true => "!",
        };
        let x = cell_at(pen, column);
        pen.spot(x, y, CELL - 1, Spot::Cell { row: index, column: usize::from(column) });
        if here && usize::from(column) == grid.column {
            pen.text(x, y, &format!("[{sign}]"), 3, Part::Strong);
            pen.put_cursor(x + 1, y);
        } else {
            pen.text(x + 1, y, sign, 1, if sign == "!" { Part::Alarm } else { Part::Plain });
        }
    }
}

fn reached(pen: &mut Pen, grid: &WhoGetsWhat, y: u16) {
    // Before a `!` where the names have little room.
    pen.text(cell_at(pen, 0).saturating_sub(9).min(4), y, "Reached", 10, Part::Strong);
    for (column, message) in (0_u16..).zip(MessageType::ALL) {
        let (words, part) = match (grid.reached(message), grid.is_gap(message)) {
            (count, true) => (format!("!{count}"), Part::Alarm),
            (count, false) => (format!(" {count}"), Part::Plain),
        };
        pen.text(cell_at(pen, column), y, &words, CELL, part);
    }
}

/// The tick under the cursor, in words.
fn panel(pen: &mut Pen, grid: &WhoGetsWhat, y: u16) {
    let (person, message) = (grid.person(), grid.message());
    pen.rule(y);
    let title = format!(" {} · {} · {} ", person.name, person.role, message.label());
    pen.text(2, y, &title, pen.width() - 4, Part::Strong);
    let ticked = person.ticks.contains(message);
    let sent = match (ticked, person.unreached(message)) {
        (false, _) => "Not sent to this person.".to_owned(),
        (true, None) => format!("Sent to {}.", person.way()),
        (true, Some(why)) => format!("! Ticked, but it does not arrive: {} {}.", person.name, why.words()),
    };
    let proposed = match person.proposal {
        Some(proposal) if proposal.contains(message) => format!(" Proposed for the role {}.", person.role),
        _ => String::new(),
    };
    let part = if ticked && !person.is_reached(message) { Part::Alarm } else { Part::Plain };
    frame::paragraph(pen, y + 1, 2, &format!(" {sent}{proposed}"), part);
    if grid.is_gap(message) {
        frame::paragraph(pen, y + 3, 1, &format!(" ! Nobody gets {}.", message.label()), Part::Alarm);
    } else if person.is_reached(message) && grid.reached(message) == 1 {
        let words = format!(" Without this tick nobody would get {}.", message.label());
        frame::paragraph(pen, y + 3, 1, &words, Part::Plain);
    }
}
