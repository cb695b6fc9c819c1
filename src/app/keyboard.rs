//! The keyboard: which key is heard by a dialog, by every screen, or by the screen on top, and which are not heard.

use std::time::Duration;

use super::awaiting::Early;
use super::desk::Desk;
use super::find::{Find, Found};
use super::help::Chosen;
use super::key::Key;
use super::keys::{self, Binding, Shown};
use super::question::Heard;
use super::screen::{Dialog, Screen};
use super::step::{Notice, Step};
use super::vocabulary::Effect;
use super::why::Reasoned;
use super::{App, questions};
use crate::config::EVERYWHERE;
use crate::domain::contact::Contact;
use crate::domain::deed::Deed;
use crate::domain::history::EntryId;

/// After a letter without a meaning, letters and Enter are swallowed until a pause this long (keys.md, rule 4).
const RUN: Duration = Duration::from_secs(1);
/// A second Enter within this of one that opened something is dropped (keys.md, rule 4).
const SECOND_ENTER: Duration = Duration::from_millis(300);

/// Keys that mean the same on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Help,
    Back,
    Reload,
    Redraw,
    Suspend,
    Cancel,
    Quit,
}

pub const KEYS: &[Binding<Command>] = &[
    Binding {
        keys: &[Key::F(1), Key::Char('?'), Key::Ctrl('p'), Key::Char(':')],
        command: Command::Help,
        label: "help, and find a command",
        shown: Shown::Page,
    },
    Binding {
        keys: &[Key::Esc, Key::F(3), Key::F(12), Key::Char('q')],
        command: Command::Back,
        label: "back",
        shown: Shown::Page,
    },
    Binding {
        keys: &[Key::F(5)],
        command: Command::Reload,
        label: "read file and configuration again",
        shown: Shown::Help,
    },
    Binding { keys: &[Key::Ctrl('l')], command: Command::Redraw, label: "draw the screen again", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('z')], command: Command::Suspend, label: "suspend", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('c')], command: Command::Cancel, label: "cancel", shown: Shown::Help },
    Binding { keys: &[Key::F(10), Key::Ctrl('q')], command: Command::Quit, label: "quit", shown: Shown::Page },
];

impl App {
    pub(super) fn key_pressed(&mut self, key: Key) -> Vec<Effect> {
        if self.holds_keys() {
            self.held.push_back(Early::Key(key));
            return Vec::new();
        }
        let before = (self.screens.len(), self.dialogs.len());
        let steps = self.steps_of(key);
        let effects = self.take(steps);
        let opened = self.waits_for_a_screen() || (self.screens.len(), self.dialogs.len()) > before;
        if key == Key::Enter && opened {
            self.opened_by_enter = Some(self.now.steady);
        }
        effects
    }

    fn steps_of(&mut self, key: Key) -> Vec<Step> {
        if self.is_too_small() {
            // No blind keys: only leaving is heard, where nothing is lost by it, and the screen says so.
            let meant = self.settings.keys.meant(EVERYWHERE, key);
            let is_quit = meant.and_then(|key| keys::command(KEYS, key)) == Some(Command::Quit);
            let quits = is_quit && self.unsaved().is_none();
            return if quits { vec![Step::Quit] } else { Vec::new() };
        }
        let opened = self.opened_by_enter.take();
        if key == Key::Enter && opened.is_some_and(|at| self.now.steady.saturating_sub(at) < SECOND_ENTER) {
            return Vec::new();
        }
        if !self.dialogs.is_empty() {
            return self.dialog_key(key);
        }
        if self.is_swallowed(key) {
            return Vec::new();
        }
        match self.meant(key) {
            Some(key) => self.steps_of_own(key),
            None => self.no_meaning(key),
        }
    }

    /// The program's own key for one that was pressed. Where letters are typed, they stay what they are.
    fn meant(&self, key: Key) -> Option<Key> {
        let screen = self.screen();
        let is_typed = screen.is_typed_into() && matches!(key, Key::Char(_));
        if is_typed { Some(key) } else { self.settings.keys.meant(screen.table(), key) }
    }

    /// One of the program's own keys as this shop has it.
    pub fn printed(&self, own: Key) -> Key {
        self.settings.keys.printed(self.screen().table(), own)
    }

    /// What one of the program's own keys does on the screen on top.
    pub(super) fn steps_of_own(&mut self, key: Key) -> Vec<Step> {
        let is_typed = self.screen().is_typed_into();
        match keys::command(KEYS, key) {
            // On Contacts, Esc clears the search; letters are typed where there is a text field.
            Some(Command::Back) if key == Key::Esc && matches!(self.screen(), Screen::Search(_)) => {}
            Some(Command::Back) if matches!(self.screen(), Screen::Form(form) if form.takes_esc()) => {}
            Some(Command::Help | Command::Back) if is_typed && matches!(key, Key::Char(_)) => {}
            Some(command) => return self.run_everywhere(command),
            None => {}
        }
        if let Some(entry) = self.undo_of_the_notice(key) {
            return vec![Step::Do(Effect::Perform(Deed::Undo { entry }))];
        }
        let desk = Desk { settings: &self.settings, now: self.now, post: self.post() };
        let screen = self.screens.last_mut().expect("the bottom screen is never closed");
        let row = screen.row();
        let Some(steps) = screen.on_key(key, &desk) else { return self.no_meaning(key) };
        if screen.row() != row {
            self.notice = self.notice.take().and_then(Notice::left);
        }
        steps
    }

    /// `u` takes back at once what the notice has just said was done (keys.md).
    fn undo_of_the_notice(&self, key: Key) -> Option<EntryId> {
        let undoes = key.folded() == Key::Char('u') && matches!(self.screen(), Screen::Customer(_));
        self.notice.as_ref().filter(|_| undoes)?.undo
    }

    pub(super) fn dialog_key(&mut self, key: Key) -> Vec<Step> {
        if matches!(key, Key::Ctrl('c')) {
            self.dialogs.pop();
            return Vec::new();
        }
        match self.dialogs.last_mut() {
            Some(Dialog::Question(question)) => match question.hear(key, self.now) {
                Heard::Nothing => Vec::new(),
                Heard::Answered(steps) => {
                    self.dialogs.pop();
                    steps
                }
            },
            Some(Dialog::Help(help)) => match help.on_key(key) {
                Chosen::Nothing => Vec::new(),
                Chosen::Closed => {
                    self.dialogs.pop();
                    Vec::new()
                }
                Chosen::Key(key) => {
                    self.dialogs.pop();
                    self.steps_of_own(key)
                }
            },
            Some(Dialog::Find(_)) => {
                self.find(|find, contacts| find.on_key(key, contacts));
                Vec::new()
            }
            Some(Dialog::Why(why)) => match why.on_key(key) {
                Reasoned::Typing => Vec::new(),
                Reasoned::Cancelled => {
                    self.dialogs.pop();
                    Vec::new()
                }
                Reasoned::Given(deed) => {
                    self.dialogs.pop();
                    vec![Step::Do(Effect::Perform(deed))]
                }
            },
            Some(Dialog::Link(_)) => {
                if matches!(key.folded(), Key::Esc | Key::Enter | Key::Char('q')) {
                    self.dialogs.pop();
                }
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Gives a key or a paste to the search among the contacts, and moves the cursor to whom it found.
    fn find(&mut self, hear: impl FnOnce(&mut Find, &[Contact]) -> Found) {
        let (Some(Dialog::Find(find)), Some(Screen::Customer(page))) =
            (self.dialogs.last_mut(), self.screens.last_mut())
        else {
            return;
        };
        let found = hear(find, &page.record.contacts);
        if let Some(row) = found.row {
            page.stand_at(row);
        }
        if found.is_over {
            self.dialogs.pop();
        }
    }

    fn run_everywhere(&mut self, command: Command) -> Vec<Step> {
        match command {
            Command::Help => vec![Step::Help],
            Command::Back | Command::Cancel if self.gives_up_trying() => {
                vec![Step::Say(Notice::plain("The mail server is not tried any more. Nothing was written."))]
            }
            Command::Back => vec![Step::Back],
            Command::Reload => self.reload(),
            Command::Redraw => vec![Step::Do(Effect::Redraw)],
            // There is no shell to go to.
            Command::Suspend if self.settings.kiosk => Vec::new(),
            Command::Suspend
                if matches!(self.screen(), Screen::Form(_) | Screen::FirstStart(_) | Screen::MailSetup(_)) =>
            {
                vec![Step::Say(Notice::plain("A form is open: save it or leave it first, then Ctrl-Z suspends."))]
            }
            Command::Suspend => vec![Step::Do(Effect::Suspend)],
            Command::Cancel if self.unsaved().is_none() && self.screen().table() == keys::FIRST_START => {
                vec![Step::Ask(questions::quit_first_start())]
            }
            Command::Cancel => vec![Step::Ask(questions::quit(self.unsaved().as_ref()))],
            Command::Quit => vec![Step::Quit],
        }
    }

    /// A letter without a meaning may be the start of a name for Search: it says so, and the rest of the run
    /// does nothing.
    fn no_meaning(&mut self, key: Key) -> Vec<Step> {
        match key {
            Key::Char(c) => {
                self.run = Some(self.now.steady);
                let search = self.search_key().map_or_else(String::new, |search| format!("{search} searches, "));
                let words = format!("{c} is no key here. {search}{} lists the keys.", self.printed(Key::Char('?')));
                vec![Step::Say(Notice::plain(words))]
            }
            _ => Vec::new(),
        }
    }

    /// The key that goes to Search, where the screen has one: what holds unsaved work has none.
    fn search_key(&self) -> Option<Key> {
        let own = Key::Char('/');
        let leads_there = self.screen().help_rows(&self.desk()).iter().any(|row| row.keys.contains(&own));
        leads_there.then(|| self.printed(own))
    }

    fn is_swallowed(&mut self, key: Key) -> bool {
        let Some(last) = self.run else { return false };
        let in_the_run = self.now.steady.saturating_sub(last) < RUN && matches!(key, Key::Char(_) | Key::Enter);
        self.run = in_the_run.then_some(self.now.steady);
        in_the_run
    }

    pub(super) fn pasted(&mut self, text: &str) -> Vec<Step> {
        if self.is_too_small() {
            return Vec::new();
        }
        if self.holds_keys() {
            self.held.push_back(Early::Pasted(text.to_owned()));
            return Vec::new();
        }
        let desk = Desk { settings: &self.settings, now: self.now, post: self.post() };
        if let Some(Dialog::Find(_)) = self.dialogs.last() {
            self.find(|find, contacts| find.on_paste(text, contacts));
            return Vec::new();
        }
        if let Some(Dialog::Why(why)) = self.dialogs.last_mut() {
            why.field.paste(text);
            return Vec::new();
        }
        if let Some(Dialog::Help(help)) = self.dialogs.last_mut() {
            help.on_paste(text);
            return Vec::new();
        }
        let pasted = match (&self.dialogs[..], self.screens.last_mut()) {
            ([], Some(screen)) => screen.on_paste(text, &desk),
            _ => None,
        };
        pasted.unwrap_or_else(|| {
            let search = self.search_key().map_or_else(String::new, |search| format!(" {search} goes to Search."));
            vec![Step::Say(Notice::plain(format!("A paste is only taken by a text field.{search}")))]
        })
    }

    /// Keys typed before a page is drawn count: they wait for it (keys.md, rule 3), for the row of what was just saved,
    /// and for the choice that a clash asks for.
    fn waits_for_a_screen(&self) -> bool {
        self.opening.is_some()
            || self.stand_on.is_some()
            || self.clashing.is_some()
            || matches!(self.screen(), Screen::Search(search) if search.is_opening())
    }

    /// Whether keys wait. A dialog that stands there already hears what is typed.
    pub fn holds_keys(&self) -> bool {
        self.dialogs.is_empty() && self.waits_for_a_screen()
    }

    pub(super) fn release_held(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while !self.waits_for_a_screen() {
            effects.extend(match self.held.pop_front() {
                Some(Early::Key(key)) => self.key_pressed(key),
                Some(Early::Pasted(text)) => {
                    let steps = self.pasted(&text);
                    self.take(steps)
                }
                None => break,
            });
        }
        effects
    }
}
