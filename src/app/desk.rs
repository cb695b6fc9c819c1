//! What screens may know of the desk.

use super::key::Key;
use super::keys;
use super::vocabulary::Now;
use crate::config::Settings;
use crate::domain::inviting::Obstacle;
use crate::domain::outbox::Post;
use crate::domain::remedy::{By, Remedy};

/// How it is set up, the time, and whether its invites leave.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub settings: &'a Settings,
    pub now: Now,
    pub post: Post,
}

impl Desk<'_> {
    /// A key of the customer page as this shop has it, for a sentence that names it.
    pub fn key(&self, own: char) -> Key {
        self.key_of(keys::CUSTOMER, Key::Char(own))
    }

    /// A key of any table as this shop has it.
    pub fn key_of(&self, table: &str, own: Key) -> Key {
        self.settings.keys.printed(table, own)
    }

    /// `e corrects it`
    pub fn remedy(&self, remedy: Remedy) -> String {
        let own = match remedy.by {
            By::Editing => 'e',
            By::Inviting => 'i',
            By::Marking => 's',
            By::WhoGetsWhat => 'w',
            By::TakingBack => 'u',
        };
        format!("{} {}", self.key(own), remedy.does)
    }

    /// A sentence, and what can be done about it.
    pub fn with_remedy(&self, sentence: &str, remedy: Option<Remedy>) -> String {
        remedy.map_or_else(|| sentence.to_owned(), |remedy| format!("{sentence} {}.", self.remedy(remedy)))
    }

    /// Why no invite can be sent, in a few words.
    pub fn obstacle(&self, obstacle: &Obstacle) -> String {
        let words = obstacle.short();
        obstacle.remedy().map_or_else(|| words.to_owned(), |remedy| format!("{words}, {}", self.remedy(remedy)))
    }
}
