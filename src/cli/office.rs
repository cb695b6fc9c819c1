//! What every command works with: the settings of this process, the open file, and the two ways to speak.

use std::io::Write;

use jiff::Timestamp;

use super::arguments::Global;
use super::failure::{Fails, Failure};
use crate::app;
use crate::config::{Flags, Settings, Sources, load};
use crate::domain::deed::{Deed, Done, Refusal};
use crate::runtime::log::{self, Entry};
use crate::runtime::{chance, clerk, clock};
use crate::store::{Occasion, Store};

/// The settings of this process.
pub(super) fn settings(global: &Global) -> Result<Settings, Failure> {
    load(&sources(global.flags())).fails()
}

/// Everywhere that the settings of this process come from.
pub(super) fn sources(flags: Flags) -> Sources<'static> {
    Sources::of_this_process(flags, chance::run(), app::key_tables())
}

/// A command at work on the file.
pub(super) struct Office {
    pub(super) settings: Settings,
    pub(super) store: Store,
    /// When it began: what it writes is of that moment.
    pub(super) now: Timestamp,
}

impl Office {
    pub(super) fn open(global: &Global) -> Result<Self, Failure> {
        let settings = settings(global)?;
        let now = clock::wall();
        let store = Store::open(&settings.database, now).fails()?;
        Ok(Self { settings, store, now })
    }

    pub(super) fn now() -> Timestamp {
        clock::wall()
    }

    /// Runs something that writes, with all that an act needs.
    pub(super) fn act<T>(
        &mut self,
        act: impl FnOnce(&mut Store, &Occasion) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let key = self.store.key().fails()?;
        let occasion = Occasion {
            author: &self.settings.author,
            now: self.now,
            nonce: chance::nonce(),
            posting: &clerk::posting(&self.settings),
            key: &key,
        };
        act(&mut self.store, &occasion)
    }

    /// Carries out a deed, or says why it was refused.
    pub(super) fn perform(&mut self, deed: &Deed) -> Result<Result<Done, Refusal>, Failure> {
        let answer = self.act(|store, occasion| store.perform(deed, occasion).fails())?;
        if let Ok(done) = &answer {
            self.log(&Entry::Did(done));
        }
        Ok(answer)
    }

    pub(super) fn log(&self, entry: &Entry) {
        log::write(&self.settings.state, entry);
    }
}

/// An answer on standard output; a reader that has gone away is no error.
pub(super) fn say(words: &str) {
    let _ = writeln!(std::io::stdout(), "{words}");
}

/// Something to know, on standard error, which is the terminal: of a line that dropped nobody hears it.
pub(super) fn tell(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}
