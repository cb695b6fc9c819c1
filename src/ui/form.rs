//! Draws what all forms share: fields with what stands beside them, toggles, boxes, buttons, and the sentences below.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::frame;
use super::look::Part;
use super::pen::Pen;
use super::text::{width, wrap};
use crate::app::App;
use crate::app::form::sheet::{FOOT_LINES, HEAD_LINES, Layout};
use crate::app::form::{Aside, COLUMNS, TextField, Ticks};
use crate::app::keys::Hint;
use crate::app::spot::Spot;
use crate::domain::preference::MessageType;
use crate::domain::text::printable;

/// Where values begin, and the buttons below them.
pub const VALUE: u16 = 20;
/// In a narrower window the keys have less room than there are.
const NARROW: u16 = 70;

/// The lines of a form as far as they are in view.
pub struct View<'p, 'b> {
    pub pen: &'p mut Pen<'b>,
    top: usize,
    height: usize,
}

impl<'p, 'b> View<'p, 'b> {
    pub fn new<F>(pen: &'p mut Pen<'b>, layout: &Layout<F>) -> Self {
        Self { top: layout.top, height: layout.height(), pen }
    }

    /// The line of the screen for a line of the form.
    pub fn y(&self, line: usize) -> Option<u16> {
        let shown = line.checked_sub(self.top).filter(|shown| *shown < self.height)?;
        u16::try_from(shown).ok().map(|shown| HEAD_LINES + shown)
    }

    /// Where what stands beside a field begins: further left where it has no room and the field leaves it some.
    fn aside_at(&self, field: &TextField, aside: &Aside) -> u16 {
        let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
        // A wide window leaves it near its field: only behind a long text it goes further.
        let most = u16::try_from(u32::from(self.pen.width()) * 54 / 80).unwrap_or(54).min(100);
        let usual = most.min(54);
        let (Aside::Problem(words) | Aside::Note(words)) = aside;
        let whole = self.pen.width().saturating_sub(columns(words).saturating_add(2));
        // Behind its text stands the cursor.
        let free = columns(&shown_text(field, field.text())).saturating_add(VALUE + 3 - blanks_before(aside));
        usual.max(free.min(most)).min(whole.max(free))
    }

    /// A field with its label and what stands beside it.
    pub fn field(&mut self, line: usize, label: &str, field: &TextField, focused: bool, aside: Option<&Aside>) {
        let Some(y) = self.y(line) else { return };
        self.pen.spot(0, y, self.pen.width(), Spot::Line { line, nth: 0 });
        self.label(y, label, focused);
        let beside = aside.map(|aside| (self.aside_at(field, aside), blanks_before(aside)));
        let end = beside.map_or(self.pen.width() - 1, |(x, blanks)| x + blanks - 2);
        text_field(self.pen, field, VALUE, y, end - VALUE, focused);
        if let Some((x, _)) = beside {
            self.aside(x, y, aside);
        }
    }

    /// A label with the mark of the cursor.
    pub fn label(&mut self, y: u16, label: &str, focused: bool) {
        if focused {
            self.pen.text(0, y, "►", 1, Part::Strong);
        }
        self.pen.text(1, y, label, VALUE - 2, if focused { Part::Strong } else { Part::Plain });
    }

    pub fn aside(&mut self, x: u16, y: u16, aside: Option<&Aside>) {
        let room = self.pen.width().saturating_sub(x);
        match aside {
            Some(Aside::Problem(words)) => self.pen.text(x, y, &format!("! {words}"), room, Part::Alarm),
            Some(note @ Aside::Note(words)) => {
                let blanks = blanks_before(note);
                self.pen.text(x + blanks, y, words, room.saturating_sub(blanks), Part::Faint)
            }
            None => x,
        };
    }

    /// A toggle with the guide's full text, and the line below it.
    pub fn toggle(&mut self, line: usize, label: &str, on: bool, focused: bool, below: Option<&Aside>) {
        if let Some(y) = self.y(line) {
            self.pen.spot(0, y, self.pen.width(), Spot::Line { line, nth: 0 });
            if focused {
                self.pen.text(0, y, "►", 1, Part::Strong);
                self.pen.put_cursor(2, y);
            }
            let sign = if on { "x" } else { " " };
            let part = if focused { Part::Strong } else { Part::Plain };
            // In a narrow window without what the guide has in brackets: the sentence at the foot says it.
            let is_cut = 5 + width(label) > usize::from(self.pen.width());
            let label = label.split(" (").next().filter(|_| is_cut).unwrap_or(label);
            self.pen.text(1, y, &format!("[{sign}] {label}"), self.pen.width() - 1, part);
        }
        if let Some(y) = self.y(line + 1) {
            match below {
                Some(Aside::Problem(words)) => {
                    self.pen.text(8, y, &format!("! {words}"), self.pen.width() - 8, Part::Alarm);
                }
                Some(Aside::Note(words)) => {
                    self.pen.text(8, y, words, self.pen.width() - 8, Part::Faint);
                }
                None => {}
            }
        }
    }

    /// The six boxes under their heading.
    pub fn ticks(&mut self, line: usize, ticks: &Ticks, focused: bool, aside: Option<&Aside>) {
        if let Some(y) = self.y(line) {
            let after =
                self.pen.text(1, y, "Communication preferences", 25, if focused { Part::Strong } else { Part::Plain });
            if let Some(Aside::Note(words) | Aside::Problem(words)) = aside {
                let room = usize::from(self.pen.width().min(80)).saturating_sub(usize::from(after) + 2);
                let words = super::text::fit(words, room);
                let x = self.pen.width().min(80).saturating_sub(u16::try_from(width(&words)).unwrap_or_default() + 3);
                let part = if words.starts_with('!') { Part::Alarm } else { Part::Faint };
                self.pen.text(x.max(after + 2), y, &words, self.pen.width(), part);
            }
        }
        for (index, message) in MessageType::ALL.into_iter().enumerate() {
            let Some(y) = self.y(line + 1 + index / COLUMNS) else { continue };
            let x = 1 + 20 * u16::try_from(index % COLUMNS).unwrap_or_default();
            self.pen.spot(x, y, 19, Spot::Tick { line, at: index });
            let here = focused && index == ticks.at;
            let sign = if ticks.ticked.contains(message) { "x" } else { " " };
            let part = if here { Part::Strong } else { Part::Plain };
            self.pen.text(x, y, &format!("[{sign}] {}", message.label()), 19, part);
            if here {
                self.pen.text(0, y, "►", 1, Part::Strong);
                self.pen.put_cursor(x + 1, y);
            }
            if ticks.ticked.contains(message) != ticks.before().contains(message) && !ticks.before().is_empty() {
                let was = if ticks.before().contains(message) { "was on" } else { "was off" };
                self.pen.text(x + 4 + u16::try_from(message.label().len()).unwrap_or(9) + 1, y, was, 7, Part::Faint);
            }
        }
    }

    /// Buttons beside one another; the one under the cursor stands out.
    pub fn buttons(&mut self, line: usize, buttons: &[(&str, bool)]) {
        let Some(y) = self.y(line) else { return };
        let all: usize = buttons.iter().map(|(label, _)| width(label) + 9).sum();
        let room = self.pen.width().saturating_sub(u16::try_from(all).unwrap_or_default().saturating_sub(5));
        let mut x = VALUE.min(self.pen.width() / 4).min(room);
        for (nth, (label, focused)) in buttons.iter().enumerate() {
            if *focused {
                self.pen.text(0, y, "►", 1, Part::Strong);
                self.pen.put_cursor(x + 2, y);
            }
            let part = if *focused { Part::Cursor } else { Part::Plain };
            let after = self.pen.text(x, y, &format!("[ {label} ]"), self.pen.width(), part);
            self.pen.spot(x, y, after - x, Spot::Line { line, nth });
            x = after + 5;
        }
    }
}

/// A note begins under the words of a problem, behind its mark.
fn blanks_before(aside: &Aside) -> u16 {
    match aside {
        Aside::Problem(_) => 0,
        Aside::Note(_) => 2,
    }
}

/// The rule, the keys, the one that leaves among them, and what was just said, of every form.
pub fn foot(pen: &mut Pen, app: &App, hints: &[Hint], leave: Hint) {
    let rule = pen.height().saturating_sub(FOOT_LINES);
    pen.rule(rule);
    if let Some(notice) = &app.notice {
        for y in rule + 1..pen.height() - 1 {
            pen.clear(0, y, pen.width(), 1);
        }
        frame::notice(pen, app, rule + 1, 3, notice);
    }
    let mut hints = hints.to_vec();
    // In a narrow window before the keys that there is no room for.
    let place = if pen.width() < NARROW { hints.len().min(2) } else { hints.len() };
    hints.insert(place, leave);
    frame::hints(pen, app, pen.height() - 1, &hints);
}

/// What is wrong at the place under the cursor, in full, and what belongs there: whole, or not beside a long problem.
pub fn sentences(pen: &mut Pen, problem: Option<&str>, guide: &str) {
    let (mut y, end) = (pen.height() + 1 - FOOT_LINES, pen.height() - 1);
    let columns = usize::from(pen.width().saturating_sub(1));
    let lines = |words: &str| u16::try_from(wrap(words, columns).len()).unwrap_or(u16::MAX);
    if let Some(problem) = problem {
        let words = format!(" ! {problem}");
        let needed = lines(&words).min(end - y);
        frame::paragraph(pen, y, needed, &words, Part::Alarm);
        y += needed;
    }
    let guide = format!(" {guide}");
    if problem.is_none() || lines(&guide) <= end - y {
        frame::paragraph(pen, y, end - y, &guide, Part::Plain);
    }
}

/// A line of text, moved so that the cursor is in view, with an ellipsis where more stands beyond an edge.
pub fn text_field(pen: &mut Pen, field: &TextField, x: u16, y: u16, room: u16, focused: bool) {
    let text = shown_text(field, field.text());
    let columns = usize::from(room.max(2));
    if !focused {
        pen.text(x, y, &text, room, Part::Plain);
        return;
    }
    // Of what is shown: joined pictures take other columns than they say.
    let cursor = width(&shown_text(field, field.left_of_cursor()));
    let hidden = if cursor + 1 > columns { cursor + 2 - columns } else { 0 };
    let (shown, start) = tail(&text, hidden);
    let part = if field.is_selected() { Part::Selected } else { Part::Plain };
    let mut at = x;
    if start > 0 {
        at = pen.text(x, y, "…", 1, Part::Faint);
    }
    let left = room.saturating_sub(at - x);
    pen.text(at, y, &shown, left, part);
    let column = cursor.saturating_sub(start);
    pen.put_cursor(at + u16::try_from(column).unwrap_or_default(), y);
}

/// A part of a field's text as it is shown.
fn shown_text<'t>(field: &TextField, text: &'t str) -> Cow<'t, str> {
    if field.is_secret() { Cow::Owned("•".repeat(width(text))) } else { printable(text) }
}

/// What is left of a text when at least so many columns are hidden at its start, and how many were.
fn tail(text: &str, hidden: usize) -> (String, usize) {
    let mut gone = 0;
    let mut rest = text;
    for grapheme in text.graphemes(true) {
        if gone >= hidden {
            break;
        }
        gone += width(grapheme);
        rest = &rest[grapheme.len()..];
    }
    (rest.to_owned(), gone)
}
