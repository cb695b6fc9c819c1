//! How the program begins: the first screen, what the first start hears of the world, and the configuration read
//! once more.

use std::path::Path;

use super::key::Key;
use super::mail_setup::MailSetup;
use super::screen::Screen;
use super::search::SearchScreen;
use super::step::{Notice, Step};
use super::vocabulary::{Effect, Finding, FirstSettings};
use super::{App, answers};
use crate::config::Settings;

impl App {
    pub(super) fn start(&mut self) -> Vec<Step> {
        match self.screens.last_mut() {
            Some(Screen::Search(search)) => search.enter(Some("")),
            Some(Screen::FirstStart(form)) => form.started(),
            _ => Vec::new(),
        }
    }

    pub(super) fn place_probed(&mut self, path: &Path, finding: Finding) -> Vec<Step> {
        if let Some(Screen::FirstStart(form)) = self.screens.last_mut() {
            form.probed(path, finding);
        }
        Vec::new()
    }

    /// What the server says counts only while the form waits for it.
    pub(super) fn mail_tried(&mut self, first: FirstSettings, outcome: Result<String, String>) -> Vec<Step> {
        let waits = self.mail_setup_mut().is_some_and(|form| form.took(&first));
        match outcome {
            _ if !waits => Vec::new(),
            Ok(said) => vec![Step::Do(Effect::SetUp(FirstSettings { said: Some(said), ..first }))],
            Err(words) => self.desk_not_ready(words),
        }
    }

    /// Whether the mail server was being tried, and is not any more.
    pub(super) fn gives_up_trying(&mut self) -> bool {
        self.mail_setup_mut().is_some_and(MailSetup::give_up)
    }

    fn mail_setup_mut(&mut self) -> Option<&mut MailSetup> {
        match self.screens.last_mut() {
            Some(Screen::MailSetup(form)) => Some(form),
            _ => None,
        }
    }

    /// At work with what the first start has made or found; with a word about the mail server that was tried.
    pub(super) fn desk_ready(&mut self, settings: Settings, said: Option<String>) -> Vec<Step> {
        self.settings = settings;
        self.screens = vec![Screen::Search(SearchScreen::new(self.size))];
        self.notice = said.map(Notice::fine);
        self.start()
    }

    /// The form hears keys again, with why nothing was written.
    pub(super) fn desk_not_ready(&mut self, words: String) -> Vec<Step> {
        match self.screens.last_mut() {
            Some(Screen::FirstStart(form)) => form.not_ready(),
            Some(Screen::MailSetup(form)) => form.not_ready(),
            _ => {}
        }
        vec![Step::Say(Notice::alarm(words))]
    }

    /// Reads the file again, and the configuration, where the desk is at work already.
    pub(super) fn reload(&mut self) -> Vec<Step> {
        // What was said before, a fault of the configuration for one, may be mended.
        self.notice = None;
        let mut steps = self.read_again();
        if matches!(self.screens.first(), Some(Screen::Search(_))) {
            steps.push(Step::Do(Effect::ReadSettings));
        }
        steps
    }

    pub(super) fn settings_read(&mut self, settings: Settings) -> Vec<Step> {
        let taken = self.settings.take_over(settings);
        let news = answers::settings_taken_over(&taken, self.printed(Key::Ctrl('q')));
        // Whoever asked is answered, but not over something that was said meanwhile.
        let nothing_new =
            || self.notice.is_none().then(|| Notice::plain("Read again: nothing is new in the configuration."));
        news.or_else(nothing_new).map(Step::Say).into_iter().collect()
    }
}
