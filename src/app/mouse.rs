//! The mouse, where the configuration allows it: a click is a key that is printed, a row, a box or a button; the
//! wheel moves over rows. There is nothing that only the mouse can do.

use super::App;
use super::desk::Desk;
use super::help::Chosen;
use super::key::Key;
use super::question::Heard;
use super::screen::{Dialog, Screen};
use super::spot::{Spot, Wheel};
use super::step::Step;
use super::vocabulary::Effect;

/// Rows of a turn of the wheel.
const ROWS: usize = 3;

impl App {
    pub(super) fn clicked(&mut self, spot: Spot) -> Vec<Effect> {
        if self.is_too_small() || self.holds_keys() {
            return Vec::new();
        }
        let steps = if self.dialogs.is_empty() { self.screen_clicked(spot) } else { self.dialog_clicked(spot) };
        self.take(steps)
    }

    pub(super) fn scrolled(&mut self, wheel: Wheel) -> Vec<Effect> {
        let over = (self.dialogs.last(), self.screen());
        let lists = matches!(over, (Some(Dialog::Help(_)), _))
            || matches!(over, (None, Screen::Search(_) | Screen::Customer(_) | Screen::Outbox(_)));
        if self.is_too_small() || self.holds_keys() || !lists {
            return Vec::new();
        }
        let key = match wheel {
            Wheel::Up => Key::Up,
            Wheel::Down => Key::Down,
        };
        let mut effects = Vec::new();
        for _ in 0..ROWS {
            let steps = if self.dialogs.is_empty() { self.steps_of_own(key) } else { self.dialog_key(key) };
            effects.extend(self.take(steps));
        }
        effects
    }

    fn screen_clicked(&mut self, spot: Spot) -> Vec<Step> {
        if let Spot::Key(key) = spot {
            return self.steps_of_own(key);
        }
        let desk = Desk { settings: &self.settings, now: self.now, post: self.post() };
        self.screens.last_mut().map_or_else(Vec::new, |screen| screen.clicked(spot, &desk))
    }

    fn dialog_clicked(&mut self, spot: Spot) -> Vec<Step> {
        let now = self.now;
        match (self.dialogs.last_mut(), spot) {
            (Some(Dialog::Question(question)), Spot::Answer(answer)) => match question.clicked(answer, now) {
                Heard::Nothing => Vec::new(),
                Heard::Answered(steps) => {
                    self.dialogs.pop();
                    steps
                }
            },
            (Some(Dialog::Help(help)), Spot::Row(row)) => match help.clicked(row) {
                Chosen::Key(key) => {
                    self.dialogs.pop();
                    self.steps_of_own(key)
                }
                Chosen::Nothing | Chosen::Closed => Vec::new(),
            },
            (Some(_), Spot::Key(key)) => self.dialog_key(key),
            _ => Vec::new(),
        }
    }
}
