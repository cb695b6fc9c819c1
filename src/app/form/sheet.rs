//! What all forms do alike with keys: moving, typing, ticking, saving. A form is a struct of typed fields and one
//! focus; this only asks it for the field under the cursor.

use super::text_field::TextField;
use super::ticks::{Moved, Ticks};
use super::{Command, KEYS};
use crate::app::desk::Desk;
use crate::app::key::Key;
use crate::app::keys;
use crate::app::list;
use crate::app::step::Step;
use crate::app::vocabulary::{SMALLEST, Size};

/// Lines above the fields: title, whose record it is, a rule.
pub const HEAD_LINES: u16 = 3;
/// Lines below them: a rule, three for the problem and the guide's sentence, the keys.
pub const FOOT_LINES: u16 = 5;

/// A form, as far as keys are concerned.
pub trait Sheet {
    type Focus: Copy + PartialEq;

    fn layout(&self) -> &Layout<Self::Focus>;
    fn layout_mut(&mut self) -> &mut Layout<Self::Focus>;
    /// The places of the cursor, in order, with the first and the last line of each.
    fn places(&self) -> Vec<Place<Self::Focus>>;
    fn text_at(&mut self, focus: Self::Focus) -> Option<&mut TextField>;
    fn ticks_at(&mut self, focus: Self::Focus) -> Option<&mut Ticks>;
    /// Space on a toggle or a button; Enter on a button.
    fn press(&mut self, focus: Self::Focus, desk: &Desk) -> Vec<Step>;
    fn is_button(&self, focus: Self::Focus) -> bool;
    /// A key that only this form knows at this place; `None` when it is not one.
    fn own_key(&mut self, key: Key, desk: &Desk) -> Option<Vec<Step>>;
    /// Called when the text under the cursor has changed.
    fn typed(&mut self, focus: Self::Focus, desk: &Desk) -> Vec<Step>;
    fn save(&mut self, desk: &Desk) -> Vec<Step>;
    /// Takes the proposal of the role, where there is one.
    fn propose(&mut self, desk: &Desk);
}

/// A place of the cursor and its lines on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<F> {
    pub focus: F,
    pub first: usize,
    pub last: usize,
}

/// Where the cursor is, what is in view, and whether the form waits for the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout<F> {
    pub focus: F,
    /// The first line shown.
    pub top: usize,
    /// Deaf until the file has answered.
    pub saving: bool,
    /// Saving was tried: from then on every problem is shown.
    pub tried: bool,
    size: Size,
}

impl<F> Layout<F> {
    pub fn new(focus: F) -> Self {
        Self { focus, top: 0, saving: false, tried: false, size: SMALLEST }
    }

    /// Lines between head and foot.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD_LINES + FOOT_LINES))
    }
}

pub fn on_key<S: Sheet>(sheet: &mut S, key: Key, desk: &Desk) -> Vec<Step> {
    if sheet.layout().saving {
        return Vec::new();
    }
    let focus = sheet.layout().focus;
    if let Some(steps) = sheet.own_key(key, desk) {
        return steps;
    }
    if let Some(moved) = sheet.ticks_at(focus).map(|ticks| ticks.on_key(key)) {
        match moved {
            Moved::Within => return Vec::new(),
            Moved::Up => return go(sheet, -1),
            Moved::Down => return go(sheet, 1),
            Moved::No => {}
        }
    }
    match keys::command(KEYS, key) {
        Some(Command::Save) => return sheet.save(desk),
        Some(Command::Next) if key == Key::Enter && sheet.is_button(focus) => return sheet.press(focus, desk),
        Some(Command::Next) => return go(sheet, 1),
        Some(Command::Previous) => return go(sheet, -1),
        // Of the whole form, which has heard it before.
        Some(Command::OpenAlike) => return Vec::new(),
        Some(Command::Tick) if sheet.text_at(focus).is_none() => return sheet.press(focus, desk),
        Some(Command::Propose) if sheet.text_at(focus).is_none() => {
            sheet.propose(desk);
            return Vec::new();
        }
        _ => {}
    }
    match sheet.text_at(focus).map(|field| field.on_key(key)) {
        Some(true) => sheet.typed(focus, desk),
        _ => Vec::new(),
    }
}

pub fn on_paste<S: Sheet>(sheet: &mut S, text: &str, desk: &Desk) -> Option<Vec<Step>> {
    let focus = sheet.layout().focus;
    if sheet.layout().saving {
        return Some(Vec::new());
    }
    sheet.text_at(focus)?.paste(text);
    Some(sheet.typed(focus, desk))
}

/// Moves the cursor by so many places.
fn go<S: Sheet>(sheet: &mut S, by: isize) -> Vec<Step> {
    let places = sheet.places();
    let here = places.iter().position(|place| place.focus == sheet.layout().focus).unwrap_or_default();
    let count = places.len();
    let next = match by {
        1 => (here + 1) % count,
        _ => (here + count - 1) % count,
    };
    stand_on(sheet, places[next].focus);
    Vec::new()
}

/// Puts the cursor on a place: its text is selected, and its lines are in view.
pub fn stand_on<S: Sheet>(sheet: &mut S, focus: S::Focus) {
    let left = sheet.layout().focus;
    if let Some(field) = sheet.text_at(left) {
        field.deselect();
    }
    sheet.layout_mut().focus = focus;
    if let Some(field) = sheet.text_at(focus) {
        field.select_all();
    }
    scroll(sheet);
}

pub fn resized<S: Sheet>(sheet: &mut S, size: Size) {
    sheet.layout_mut().size = size;
    scroll(sheet);
}

fn scroll<S: Sheet>(sheet: &mut S) {
    let places = sheet.places();
    let total = places.last().map_or(0, |place| place.last + 1);
    let layout = sheet.layout_mut();
    if let Some(place) = places.iter().find(|place| place.focus == layout.focus) {
        layout.top = list::offset(layout.top, place.first, place.last, layout.height(), total);
    }
}
