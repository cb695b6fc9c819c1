//! The six communication preferences as boxes: proposed by a role, ticked by hand, and never overwritten.

use crate::app::key::Key;
use crate::domain::preference::{MessageType, Preferences};

/// Boxes of a row of the form.
pub const COLUMNS: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticks {
    pub ticked: Preferences,
    /// Ticked or unticked by a person: no proposal touches these.
    by_hand: Preferences,
    before: Preferences,
    /// The box under the cursor.
    pub at: usize,
}

/// What a key did among the boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    Within,
    /// Beyond the first or the last row.
    Up,
    Down,
    /// Not a key of the boxes.
    No,
}

impl Ticks {
    pub fn new(ticked: Preferences) -> Self {
        Self { ticked, by_hand: Preferences::NONE, before: ticked, at: 0 }
    }

    pub fn is_changed(&self) -> bool {
        self.ticked != self.before
    }

    pub fn before(&self) -> Preferences {
        self.before
    }

    /// Puts a proposal into every box that nobody has touched.
    pub fn propose(&mut self, proposal: Preferences) {
        for message in MessageType::ALL.into_iter().filter(|message| !self.by_hand.contains(*message)) {
            self.ticked = self.ticked.set(message, proposal.contains(message));
        }
    }

    /// Takes a proposal as it is: somebody has asked for it.
    pub fn take(&mut self, proposal: Preferences) {
        self.ticked = proposal;
        self.by_hand = Preferences::from_bits(u8::MAX);
    }

    pub fn clicked(&mut self, at: usize) {
        if let Some(message) = MessageType::ALL.get(at) {
            self.at = at;
            self.tick(*message);
        }
    }

    pub fn on_key(&mut self, key: Key) -> Moved {
        let last = MessageType::ALL.len() - 1;
        match key {
            Key::Char(' ') => self.tick(MessageType::ALL[self.at]),
            Key::Char(c) => {
                let letter = c.to_ascii_uppercase();
                match MessageType::ALL.into_iter().position(|message| message.letter() == letter) {
                    Some(at) => {
                        self.at = at;
                        self.tick(MessageType::ALL[at]);
                    }
                    None => return Moved::No,
                }
            }
            Key::Left => self.at = self.at.saturating_sub(1),
            Key::Right => self.at = (self.at + 1).min(last),
            Key::Up if self.at < COLUMNS => return Moved::Up,
            Key::Up => self.at -= COLUMNS,
            Key::Down if self.at + COLUMNS > last => return Moved::Down,
            Key::Down => self.at += COLUMNS,
            _ => return Moved::No,
        }
        Moved::Within
    }

    fn tick(&mut self, message: MessageType) {
        self.ticked = self.ticked.toggled(message);
        self.by_hand = self.by_hand.set(message, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_leaves_alone_what_a_person_has_chosen() {
        let mut ticks = Ticks::new(Preferences::NONE);
        ticks.on_key(Key::Char('m'));
        ticks.propose([MessageType::Invoices, MessageType::Estimates].into_iter().collect());
        assert_eq!(ticks.ticked.marks(), "···IEM");
        ticks.on_key(Key::Char('I'));
        ticks.propose([MessageType::Invoices].into_iter().collect());
        assert_eq!(ticks.ticked.marks(), "·····M");
    }

    #[test]
    fn arrows_move_in_the_boxes_and_out_of_them() {
        let mut ticks = Ticks::new(Preferences::NONE);
        assert_eq!(ticks.on_key(Key::Up), Moved::Up);
        assert_eq!(ticks.on_key(Key::Right), Moved::Within);
        assert_eq!(ticks.on_key(Key::Down), Moved::Within);
        assert_eq!(ticks.at, 4);
        assert_eq!(ticks.on_key(Key::Down), Moved::Down);
    }
}
