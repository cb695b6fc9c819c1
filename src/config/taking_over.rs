//! What of a configuration that was read again counts at once, and what waits for a new start.

use super::Settings;
use crate::domain::history::Author;

/// What came of reading the configuration again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TakenOver {
    /// Counts from now on, as the configuration calls it.
    pub at_once: Vec<&'static str>,
    /// Counts when the program starts the next time.
    pub later: Vec<&'static str>,
}

impl Settings {
    /// Takes over what only the screen goes by. Everything else is also held by threads at work, or decides which
    /// file this is.
    pub fn take_over(&mut self, read: Settings) -> TakenOver {
        let who = |author: &Author| (author.staff.clone(), author.desk.clone());
        let at_once = [
            ("[screen]", self.screen != read.screen),
            ("[keys]", self.keys != read.keys),
            ("[roles]", self.roles != read.roles),
        ];
        let later = [
            ("database", self.database != read.database),
            ("shop_name", self.shop_name != read.shop_name),
            ("shop_phone", self.shop_phone != read.shop_phone),
            ("time_zone", self.time_zone != read.time_zone),
            ("region", self.region != read.region),
            ("desk", who(&self.author) != who(&read.author)),
            ("kiosk", self.kiosk != read.kiosk),
            ("[portal]", self.portal != read.portal),
            ("[mail]", self.mail != read.mail),
            ("[backup]", self.keep_days != read.keep_days),
        ];
        (self.screen, self.keys, self.roles) = (read.screen, read.keys, read.roles);
        let named = |all: &[(&'static str, bool)]| all.iter().filter(|(_, new)| *new).map(|(name, _)| *name).collect();
        TakenOver { at_once: named(&at_once), later: named(&later) }
    }
}
