//! What every screen shares: the title line, the notice, and the lines of keys.

use super::look::Part;
use super::pen::Pen;
use super::text::{fit, fitting, width, wrap, wrap_within};
use crate::app::App;
use crate::app::key::Key;
use crate::app::keys::Hint;
use crate::app::spot::Spot;
use crate::app::step::{Notice, Tone};
use crate::domain::customer::CustomerId;
use crate::domain::history::Subject;
use crate::domain::importing::Importing;

/// From here the shop's name stands before the path.
const SHOP_WIDTH: u16 = 110;

/// Before a row that is open in a form at another desk; the panel says whose.
pub const EDITED: &str = "~";

/// Whose record this is, on the left; who works here, on the right.
pub fn title(pen: &mut Pen, app: &App, path: &str) {
    title_in(pen, app, &[path.to_owned()]);
}

/// The same by the first of several paths that has room, else by the last.
pub fn title_in(pen: &mut Pen, app: &App, paths: &[String]) {
    let author = &app.settings.author;
    let who = format!("{} · {} ", author.staff, author.desk);
    let shop = if pen.width() >= SHOP_WIDTH { format!("{} > ", app.settings.shop_name) } else { String::new() };
    let room = usize::from(pen.width()).saturating_sub(width(&who) + 2);
    // In a narrow window the path matters more than who reads it.
    let is_narrow = pen.width() < 70;
    let most = if is_narrow { usize::from(pen.width()).saturating_sub(2) } else { room };
    let path = format!(" {shop}{}", fitting(paths, most.saturating_sub(width(&shop) + 1)));
    let end = if width(&path) <= room || !is_narrow { pen.text_right(0, &who, Part::Faint) } else { pen.width() };
    pen.text(0, 0, &path, end.saturating_sub(2), Part::Strong);
}

/// Who edits the same record at another desk, at the right end of a rule, after so many columns of a title; returns
/// the column where it begins.
pub fn edited_elsewhere(pen: &mut Pen, app: &App, y: u16, title: usize, customer: CustomerId, subject: Subject) -> u16 {
    let Some(editing) = app.edited_elsewhere(customer, subject) else { return pen.width() };
    let whole = editing.words(app.now.wall, &app.settings.time_zone);
    let room = usize::from(pen.width()).saturating_sub(title);
    let words = format!(" {} ", if width(&whole) + 2 <= room { whole } else { editing.short() });
    let columns = u16::try_from(width(&words)).unwrap_or(u16::MAX).min(pen.width().saturating_sub(4));
    let x = pen.width() - columns - 2;
    pen.text(x, y, &words, columns, Part::Alarm);
    x
}

/// The same on the rule of a form.
pub fn form_edited_elsewhere(pen: &mut Pen, app: &App, y: u16) {
    if let Some((customer, subject)) = app.subject_of_the_form() {
        edited_elsewhere(pen, app, y, 2, customer, subject);
    }
}

/// What just happened, from line `y` on. Words that need more lines than that take them from what stands above, which
/// makes room for them: a notice is never cut.
pub fn notice(pen: &mut Pen, app: &App, y: u16, lines: u16, notice: &Notice) {
    let part = match notice.tone {
        Tone::Fine => Part::Fine,
        Tone::Plain => Part::Plain,
        Tone::Alarm => Part::Alarm,
    };
    let (wrapped, keys) = in_lines(pen, app, notice);
    let first = y.saturating_sub(more_lines(pen, app, lines, notice));
    for (line, text) in (first..y + lines).zip(&wrapped) {
        pen.clear(0, line, pen.width(), 1);
        pen.text(0, line, text, pen.width(), part);
        pen.spot(0, line, pen.width(), Spot::Covered);
        for (key, words) in &keys {
            if let Some((before, _)) = text.rsplit_once(words.as_str()) {
                let columns = |text: &str| u16::try_from(width(text)).unwrap_or_default();
                let at = columns(before);
                pen.restyle(at, line, columns(&app.printed(*key).to_string()), Part::Key);
                pen.spot(at, line, columns(words), Spot::Key(*key));
            }
        }
    }
}

/// How many lines a notice needs beside those that are always its own.
pub fn more_lines(pen: &Pen, app: &App, lines: u16, notice: &Notice) -> u16 {
    u16::try_from(in_lines(pen, app, notice).0.len()).unwrap_or(lines).saturating_sub(lines)
}

/// Its words, and the keys that end them: a key stays on one line with what it does.
fn in_lines(pen: &Pen, app: &App, notice: &Notice) -> (Vec<String>, Vec<(Key, String)>) {
    let mark = if notice.tone == Tone::Alarm { "! " } else { "" };
    let undo = notice.undo.map(|_| Hint::new(Key::Char('u'), "Undo"));
    let keys: Vec<(Key, String)> = notice
        .then
        .iter()
        .chain(&undo)
        .map(|hint| (hint.key, format!("{} {}", app.printed(hint.key), hint.words)))
        .collect();
    let room = usize::from(pen.width().saturating_sub(1));
    let words = if notice.is_left {
        let taken: usize = keys.iter().map(|(_, words)| width(words) + 2).sum();
        fit(&notice.words, room.saturating_sub(taken + width(mark) + 1))
    } else {
        notice.words.clone()
    };
    let mut lines = wrap(&format!(" {mark}{words}"), room);
    for (_, words) in &keys {
        let left = lines.last().map_or(0, |last| room.saturating_sub(width(last) + width(words)));
        match lines.last_mut() {
            Some(last) if left > 0 => *last = format!("{last}{}{words}", if left > 1 { "  " } else { " " }),
            _ => lines.push(format!(" {words}")),
        }
    }
    (lines, keys)
}

/// Wrapped text in at most so many lines.
pub fn paragraph(pen: &mut Pen, y: u16, lines: u16, words: &str, part: Part) {
    let columns = usize::from(pen.width().saturating_sub(1));
    for (line, text) in (y..).zip(wrap_within(words, columns, usize::from(lines))) {
        pen.text(0, line, &text, pen.width(), part);
    }
}

/// Keys and what they do; those that do not fit are left to the help, whose key stands at the right.
pub fn hints(pen: &mut Pen, app: &App, y: u16, hints: &[Hint]) {
    let help = help_hint(app);
    let end = pen.width().saturating_sub(columns_of(app, &help) + 1);
    hint_at(pen, app, end, y, pen.width(), &help);
    if help.words.starts_with('?') {
        // A key, too.
        pen.restyle(pen.width().saturating_sub(7), y, 1, Part::Key);
    }
    row_of_hints(pen, app, y, hints, end);
}

/// Keys and what they do, within a box.
pub fn hints_at(pen: &mut Pen, app: &App, x: u16, y: u16, hints: &[Hint]) {
    hints.iter().fold(x, |x, hint| hint_at(pen, app, x + 1, y, pen.width(), hint) + 2);
}

/// Keys and what they do, without the help.
pub fn row_hints(pen: &mut Pen, app: &App, y: u16, hints: &[Hint]) {
    row_of_hints(pen, app, y, hints, pen.width());
}

/// The same in so many lines; those that do not fit are left to the help.
pub fn hints_in_lines(pen: &mut Pen, app: &App, y: u16, lines: u16, hints: &[Hint]) {
    let (mut y, end) = (y, y + lines);
    let mut left = hints;
    if let [first, rest @ ..] = hints
        && lines > 1
        && columns_of(app, first) + 2 > pen.width()
    {
        long_hint(pen, app, y, first);
        (y, left) = (y + 2, rest);
    }
    for line in y..end {
        let is_last = line + 1 == end;
        let mut x = 1_u16;
        let fits = left.iter().take_while(|hint| {
            x = x.saturating_add(columns_of(app, hint)).saturating_add(3);
            x.saturating_sub(1) < pen.width()
        });
        let fitting = if is_last { left.len() } else { fits.count().max(1).min(left.len()) };
        row_of_hints(pen, app, line, &left[..fitting], pen.width());
        left = &left[fitting..];
    }
}

/// One that is longer than a line, in two.
fn long_hint(pen: &mut Pen, app: &App, y: u16, hint: &Hint) {
    let words_at = 2 + u16::try_from(width(&app.printed(hint.key).to_string())).unwrap_or_default();
    let lines = wrap_within(&hint.words, usize::from(pen.width().saturating_sub(words_at + 1)), 2);
    let mut words = lines.into_iter();
    let first = Hint { words: words.next().unwrap_or_default(), ..hint.clone() };
    hint_at(pen, app, 1, y, pen.width(), &first);
    let part = if hint.acts { Part::Plain } else { Part::Faint };
    pen.text(words_at, y + 1, &words.next().unwrap_or_default(), pen.width(), part);
}

fn row_of_hints(pen: &mut Pen, app: &App, y: u16, hints: &[Hint], end: u16) {
    let mut x = 1_u16;
    let mut left_out = false;
    for hint in hints {
        // The first is cut rather than left out.
        if x > 1 && x.saturating_add(columns_of(app, hint)).saturating_add(2) >= end {
            left_out = true;
        } else {
            x = hint_at(pen, app, x, y, end, hint) + 3;
        }
    }
    if left_out {
        pen.text(x.saturating_sub(2), y, "…", 1, Part::Faint);
    }
}

/// Some terminals keep F1 for themselves, so where letters are commands the sign stands there too.
fn help_hint(app: &App) -> Hint {
    let sign = Key::Char('?');
    let heard = !app.screen().is_typed_into() && app.printed(sign) == sign && app.printed(Key::F(1)) == Key::F(1);
    Hint::new(Key::F(1), if heard { "? help" } else { "help" })
}

fn columns_of(app: &App, hint: &Hint) -> u16 {
    let columns = width(&app.printed(hint.key).to_string()) + 1 + width(&hint.words);
    u16::try_from(columns).unwrap_or(u16::MAX)
}

fn hint_at(pen: &mut Pen, app: &App, x: u16, y: u16, end: u16, hint: &Hint) -> u16 {
    let (key, words) = if hint.acts { (Part::Key, Part::Plain) } else { (Part::Faint, Part::Faint) };
    pen.spot(x, y, columns_of(app, hint), Spot::Key(hint.key));
    let after = pen.text(x, y, &app.printed(hint.key).to_string(), end - x, key) + 1;
    pen.text(after, y, &hint.words, end.saturating_sub(after + 1), words)
}

/// What the lines above the keys say: what just happened, else who keeps others from saving, else what keeps invites
/// from going out.
pub fn said(app: &App, lines: u16) -> Option<Notice> {
    let importing = || app.importing.as_ref().map(|by| Notice::plain(importing_words(app, by)));
    let held = || {
        app.why_held().map(|words| {
            if lines > 1 {
                return Notice::alarm(words);
            }
            // It stays for long, and must not stand before the keys of a row.
            let short = match (&app.held_here, &app.post_held) {
                (None, Some(held)) => held.short(app.now.wall, &app.settings.time_zone),
                _ => "No invite leaves from here; nothing is lost.".to_owned(),
            };
            Notice::alarm(short).then(Some(Hint::new(Key::Char('o'), "Outbox says why")))
        })
    };
    app.notice.clone().or_else(importing).or_else(held)
}

fn importing_words(app: &App, importing: &Importing) -> String {
    let words = importing.words(app.now.wall, &app.settings.time_zone);
    format!("{words}. Searching goes on; what is saved meanwhile waits for it.")
}
