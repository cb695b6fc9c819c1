//! What all forms do alike with keys: moving, typing, ticking, saving. A form is a struct of typed fields and one
//! focus; this only asks it for the field under the cursor.

use std::time::Duration;

use super::offer::Offer;
use super::text_field::TextField;
use super::ticks::{Moved, Ticks};
use super::{Command, KEYS};
use crate::app::desk::Desk;
use crate::app::key::Key;
use crate::app::keys;
use crate::app::list;
use crate::app::spot::Spot;
use crate::app::step::{Notice, Step};
use crate::app::vocabulary::{SMALLEST, Size};

/// Lines above the fields: title, whose record it is, a rule.
pub const HEAD_LINES: u16 = 3;
/// Lines below them: a rule, three for the problem and the guide's sentence, the keys.
pub const FOOT_LINES: u16 = 5;

/// A form, as far as keys are concerned.
pub trait Sheet {
    type Focus: Copy + PartialEq + 'static;
    /// Last of the places, from left to right; Enter and Space press one, Left and Right go to the next.
    const BUTTONS: &'static [Self::Focus];

    fn layout(&self) -> &Layout<Self::Focus>;
    fn layout_mut(&mut self) -> &mut Layout<Self::Focus>;
    /// The places of the cursor, in order, with the first and the last line of each.
    fn places(&self) -> Vec<Place<Self::Focus>>;
    fn text_at(&mut self, focus: Self::Focus) -> Option<&mut TextField>;
    fn ticks_at(&mut self, _focus: Self::Focus) -> Option<&mut Ticks> {
        None
    }
    /// Space on a toggle or a button; Enter on a button.
    fn press(&mut self, focus: Self::Focus, desk: &Desk) -> Vec<Step>;
    /// First Name, Last Name, Email and Phone, where the form has them; First Name is its first place.
    fn person(&mut self) -> Option<[&mut TextField; 4]> {
        None
    }
    /// A key that only this form knows at this place; `None` when it is not one.
    fn own_key(&mut self, _key: Key, _desk: &Desk) -> Option<Vec<Step>> {
        None
    }
    /// Called when the text under the cursor has changed.
    fn typed(&mut self, _focus: Self::Focus, _desk: &Desk) -> Vec<Step> {
        Vec::new()
    }
    fn save(&mut self, desk: &Desk) -> Vec<Step>;
    /// Takes the proposal of the role, where there is one.
    fn propose(&mut self, _desk: &Desk) {}
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
    burst: Burst,
    /// A person who was pasted into First Name.
    pub offer: Option<Offer>,
    /// Saving was tried: from then on every problem is shown.
    pub tried: bool,
    size: Size,
}

impl<F> Layout<F> {
    pub fn new(focus: F) -> Self {
        Self { focus, top: 0, saving: false, burst: Burst::default(), offer: None, tried: false, size: SMALLEST }
    }

    /// Lines between head and foot.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD_LINES + FOOT_LINES))
    }

    /// What is wrong with a field, in full. Once saving was tried it says first what came of that: the cursor, and the
    /// sentence, may have stood there before.
    pub fn in_full(&self, sentence: String) -> String {
        if self.tried { format!("Nothing is saved yet. {sentence}") } else { sentence }
    }
}

/// Keys in a row that no hand types so fast: a paste, on a terminal that does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Burst {
    last: Duration,
    keys: u8,
}

impl Burst {
    const PAUSE: Duration = Duration::from_millis(10);
    const KEYS: u8 = 6;

    /// Takes in the moment of a key, and tells whether it is one of a paste.
    fn hears(&mut self, now: Duration) -> bool {
        let is_fast = now.saturating_sub(self.last) < Self::PAUSE;
        *self = Self { last: now, keys: if is_fast { self.keys.saturating_add(1) } else { 0 } };
        self.keys >= Self::KEYS
    }
}

pub fn on_key<S: Sheet>(sheet: &mut S, key: Key, desk: &Desk) -> Vec<Step> {
    if sheet.layout().saving {
        return Vec::new();
    }
    let focus = sheet.layout().focus;
    let is_pasted = sheet.layout_mut().burst.hears(desk.now.steady);
    let on_button = S::BUTTONS.contains(&focus);
    if is_pasted && on_button && matches!(key, Key::Enter | Key::Char(_)) {
        let words = "That came as fast as a paste, and a paste presses no button. Press the key again.";
        return vec![Step::Say(Notice::plain(words))];
    }
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
    match key {
        Key::Left if on_button => return to_button(sheet, -1),
        Key::Right if on_button => return to_button(sheet, 1),
        _ => {}
    }
    match keys::command(KEYS, key) {
        Some(Command::Save) => return sheet.save(desk),
        Some(Command::Next) if key == Key::Enter && on_button => return sheet.press(focus, desk),
        Some(Command::Next) => return go(sheet, 1),
        Some(Command::Previous) => return go(sheet, -1),
        Some(Command::FillIn) => return fill_in(sheet, desk),
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
        Some(true) => {
            forget_offer(sheet, focus);
            sheet.typed(focus, desk)
        }
        _ => Vec::new(),
    }
}

/// What was pasted is offered as long as First Name holds it.
fn forget_offer<S: Sheet>(sheet: &mut S, changed: S::Focus) {
    if changed == sheet.places()[0].focus {
        sheet.layout_mut().offer = None;
    }
}

fn fill_in<S: Sheet>(sheet: &mut S, desk: &Desk) -> Vec<Step> {
    let Some(offer) = sheet.layout_mut().offer.take() else { return Vec::new() };
    let Some(fields) = sheet.person() else { return Vec::new() };
    offer.fill(fields, desk.settings.region);
    let focus = sheet.layout().focus;
    let steps = sheet.typed(focus, desk);
    // On to what is still to be filled in.
    let places = sheet.places();
    let next = places
        .iter()
        .map(|place| place.focus)
        .find(|focus| sheet.text_at(*focus).is_none_or(|field| field.text().is_empty()));
    if let Some(next) = next {
        stand_on(sheet, next);
    }
    steps
}

/// A click puts the cursor on a field, and presses what is no field.
pub fn clicked<S: Sheet>(sheet: &mut S, spot: Spot, desk: &Desk) -> Vec<Step> {
    let (Spot::Line { line, .. } | Spot::Tick { line, .. }) = spot else { return Vec::new() };
    let nth = if let Spot::Line { nth, .. } = spot { nth } else { 0 };
    let places = sheet.places();
    let focus =
        places.iter().filter(|place| (place.first..=place.last).contains(&line)).nth(nth).map(|place| place.focus);
    let Some(focus) = focus.filter(|_| !sheet.layout().saving) else { return Vec::new() };
    stand_on(sheet, focus);
    if let Some(ticks) = sheet.ticks_at(focus) {
        if let Spot::Tick { at, .. } = spot {
            ticks.clicked(at);
        }
        return Vec::new();
    }
    if sheet.text_at(focus).is_some() { Vec::new() } else { sheet.press(focus, desk) }
}

pub fn on_paste<S: Sheet>(sheet: &mut S, text: &str, desk: &Desk) -> Option<Vec<Step>> {
    let focus = sheet.layout().focus;
    if sheet.layout().saving {
        return Some(Vec::new());
    }
    let field = sheet.text_at(focus)?;
    let before = field.text().to_owned();
    field.paste(text);
    if focus == sheet.places()[0].focus && sheet.person().is_some() {
        sheet.layout_mut().offer = Offer::of(text, before, desk.settings.region);
    }
    Some(sheet.typed(focus, desk))
}

/// Moves the cursor by one place, round the form.
fn go<S: Sheet>(sheet: &mut S, by: isize) -> Vec<Step> {
    let next = neighbour(sheet, by);
    stand_on(sheet, next);
    Vec::new()
}

/// Moves the cursor by one button, where there is one.
fn to_button<S: Sheet>(sheet: &mut S, by: isize) -> Vec<Step> {
    let next = neighbour(sheet, by);
    if S::BUTTONS.contains(&next) {
        stand_on(sheet, next);
    }
    Vec::new()
}

fn neighbour<S: Sheet>(sheet: &S, by: isize) -> S::Focus {
    let places = sheet.places();
    let here = places.iter().position(|place| place.focus == sheet.layout().focus).unwrap_or_default();
    let next = match by {
        1 => here + 1,
        _ => here + places.len() - 1,
    };
    places[next % places.len()].focus
}

/// Nothing is saved yet: from now on every problem is shown, and the cursor stands on the first.
pub fn not_yet<S: Sheet>(sheet: &mut S, first: Option<S::Focus>) -> Vec<Step> {
    sheet.layout_mut().tried = true;
    if let Some(first) = first {
        stand_on(sheet, first);
    }
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
