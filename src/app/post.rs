//! Whether invites leave: from this desk, or from any.

use super::App;
use super::screen::Screen;
use super::step::Step;
use crate::domain::outbox::{Held, Post};

impl App {
    /// What becomes of an invite that waits.
    pub fn post(&self) -> Post {
        match (&self.held_here, &self.post_held) {
            (Some(_), _) => Post::HeldHere,
            (None, Some(_)) => Post::Held,
            (None, None) => Post::Goes,
        }
    }

    /// Why nothing goes out.
    pub fn why_held(&self) -> Option<String> {
        let from_any = || self.post_held.as_ref().map(|held| held.sentence(self.now.wall, &self.settings.time_zone));
        self.held_here.clone().or_else(from_any)
    }

    pub(super) fn is_held_everywhere(&mut self, held: Option<Held>) -> Vec<Step> {
        self.post_held = held;
        self.tell_the_outbox()
    }

    pub(super) fn is_held_here(&mut self, words: Option<String>) -> Vec<Step> {
        self.held_here = words;
        self.tell_the_outbox()
    }

    /// It has lines less for its rows while it says why.
    fn tell_the_outbox(&mut self) -> Vec<Step> {
        let is_held = self.post() != Post::Goes;
        if let Some(Screen::Outbox(outbox)) = self.screens.last_mut() {
            outbox.set_held(is_held);
        }
        Vec::new()
    }
}
