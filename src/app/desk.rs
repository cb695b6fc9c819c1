//! What screens may know of the desk.

use super::key::Key;
use super::keys;
use super::vocabulary::Now;
use crate::config::Settings;

/// How it is set up, and the time.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub settings: &'a Settings,
    pub now: Now,
}

impl Desk<'_> {
    /// A key of the customer page as this shop has it, for a sentence that names it.
    pub fn key(&self, own: char) -> Key {
        self.settings.keys.printed(keys::CUSTOMER, Key::Char(own))
    }
}
