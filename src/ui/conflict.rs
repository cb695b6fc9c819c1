//! Draws a conflict: what both have changed side by side, and below it what is kept by itself.

use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::text::width;
use crate::app::App;
use crate::app::conflict::{Clash, Conflict, FOOT_LINES, HEAD_LINES, LINES_EACH, Side};
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::spot::Spot;
use crate::domain::history::{Change, Field, Value};

/// Where the fields' names end.
const THEIRS: u16 = 22;

pub fn draw(pen: &mut Pen, app: &App, conflict: &Conflict) {
    frame::title(pen, app, &format!("Contacts > {} > Edit · {}", conflict.customer_name, conflict.name));
    let colleague = &conflict.colleague;
    let words = format!("{} ({}) saved this {}, while you edited it.", colleague.staff, colleague.desk, colleague.at);
    pen.text(1, 1, &words, pen.width() - 1, Part::Alarm);
    pen.rule(2);
    pen.text(1, 3, "Choose where both changed. Nothing you typed is lost.", pen.width(), Part::Plain);
    let mine = THEIRS + (pen.width() - THEIRS) / 2;
    pen.text(1, 5, "Both changed", THEIRS, Part::Strong);
    pen.text(THEIRS, 5, &format!("{}, {}", colleague.staff, colleague.at), mine - THEIRS - 1, Part::Strong);
    pen.text(mine, 5, "You", pen.width() - mine, Part::Strong);
    let (top, bottom) = (conflict.top, conflict.top + conflict.height());
    let y =
        |line: usize| (top..bottom).contains(&line).then(|| HEAD_LINES + u16::try_from(line - top).unwrap_or_default());
    for (place, clash) in conflict.clashes.iter().enumerate() {
        let line = place * LINES_EACH;
        if let Some(y) = y(line) {
            values(pen, app, y, mine, (place, clash), place == conflict.at);
        }
        if let Some(y) = y(line + 1) {
            let before = shown(app, clash.field, &clash.before);
            pen.text(THEIRS + 4, y, &format!("before: {before}"), pen.width() - THEIRS - 4, Part::Faint);
        }
    }
    let head = conflict.clashes.len() * LINES_EACH + 1;
    if let Some(y) = y(head).filter(|_| !conflict.kept.is_empty()) {
        pen.text(1, y, "Only one changed: kept by itself", pen.width() - 1, Part::Strong);
    }
    for (line, (side, change)) in (head + 1..).zip(&conflict.kept) {
        if let Some(y) = y(line) {
            kept(pen, app, y, mine, *side, change);
        }
    }
    foot(pen, app, conflict);
}

fn values(pen: &mut Pen, app: &App, y: u16, mine: u16, (row, clash): (usize, &Clash), here: bool) {
    if here {
        pen.text(0, y, "►", 1, Part::Strong);
    }
    pen.text(1, y, clash.field.label(), THEIRS - 2, if here { Part::Strong } else { Part::Plain });
    for (x, end, side, value) in
        [(THEIRS, mine, Side::Theirs, &clash.theirs), (mine, pen.width(), Side::Mine, &clash.mine)]
    {
        pen.spot(x, y, end - x - 1, Spot::Cell { row, column: usize::from(side == Side::Mine) });
        let taken = clash.taken == Some(side);
        let mark = if taken { "(•)" } else { "( )" };
        let part = if taken { Part::Strong } else { Part::Plain };
        pen.text(x, y, &format!("{mark} {}", shown(app, clash.field, value)), end - x - 1, part);
    }
    if here {
        let x = if clash.taken == Some(Side::Mine) { mine } else { THEIRS };
        pen.put_cursor(x + 1, y);
    }
}

fn kept(pen: &mut Pen, app: &App, y: u16, mine: u16, side: Side, change: &Change) {
    pen.text(3, y, change.field.label(), THEIRS - 4, Part::Plain);
    let (x, end) = match side {
        Side::Theirs => (THEIRS + 4, mine),
        Side::Mine => (mine + 4, pen.width()),
    };
    pen.text(x, y, &shown(app, change.field, &change.new), end - x - 1, Part::Plain);
}

fn foot(pen: &mut Pen, app: &App, conflict: &Conflict) {
    let rule = pen.height() - FOOT_LINES + 2;
    let mut x = pen.width() / 10;
    for (key, label) in [(Key::F(2), "Save Changes"), (Key::Esc, "Back to the form")] {
        let button = format!("[ {label}: {} ]", app.printed(key));
        pen.spot(x, rule - 2, u16::try_from(width(&button)).unwrap_or(1), Spot::Key(key));
        x = pen.text(x, rule - 2, &button, pen.width(), Part::Plain) + 5;
    }
    pen.rule(rule);
    match &app.notice {
        Some(notice) => frame::notice(pen, app, rule + 1, 2, notice),
        None if conflict.too_early => {
            frame::paragraph(pen, rule + 1, 2, &format!(" {}", conflict.sentence(&app.desk())), Part::Alarm);
        }
        None => frame::paragraph(pen, rule + 1, 2, &format!(" {}", conflict.sentence(&app.desk())), Part::Plain),
    }
    let mut hints = conflict.hints();
    hints.insert(1, Hint::new(Key::Esc, "back"));
    frame::hints(pen, app, pen.height() - 1, &hints);
}

fn shown(app: &App, field: Field, value: &Value) -> String {
    value.shown(field, app.settings.region)
}
