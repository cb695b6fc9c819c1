//! What the user is doing: state and `update`. No terminal, no I/O, no clock.

pub mod answers;
pub mod car_form;
pub mod contact_form;
pub mod customer_form;
pub mod customer_page;
pub mod first_start;
pub mod form;
pub mod help;
pub mod key;
pub mod keys;
pub mod list;
pub mod question;
pub mod questions;
pub mod screen;
pub mod search;
pub mod step;
pub mod vocabulary;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

use self::customer_page::CustomerPage;
use self::first_start::FirstStart;
use self::form::Form;
use self::help::{Chosen, Help};
use self::key::Key;
use self::keys::{Binding, Shown, Standing};
use self::question::{Heard, Question};
use self::screen::{Dialog, Screen};
use self::search::SearchScreen;
use self::step::{Notice, Place, Step};
use self::vocabulary::{Effect, Event, Now, Size};
use crate::config::Settings;
use crate::domain::contact::ContactId;
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, Done, Refusal};
use crate::domain::history::Subject;
use crate::domain::record::Record;

/// The smallest window that shows a form with its message.
pub const SMALLEST: Size = Size { width: 60, height: 16 };
/// After a letter without a meaning, letters and Enter are swallowed until a pause this long (keys.md, rule 4).
const RUN: Duration = Duration::from_secs(1);
/// A second Enter within this of one that opened something is dropped (keys.md, rule 4).
const SECOND_ENTER: Duration = Duration::from_millis(300);

/// What screens may know of the desk: how it is set up, and the time.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub settings: &'a Settings,
    pub now: Now,
}

/// How the program begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    Desk,
    /// There is no customer file yet.
    FirstStart {
        database: PathBuf,
    },
}

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
    Binding { keys: &[Key::F(1), Key::Char('?')], command: Command::Help, label: "help", shown: Shown::Page },
    Binding {
        keys: &[Key::Esc, Key::F(3), Key::F(12), Key::Char('q')],
        command: Command::Back,
        label: "back",
        shown: Shown::Page,
    },
    Binding { keys: &[Key::F(5)], command: Command::Reload, label: "read the file again", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('l')], command: Command::Redraw, label: "draw the screen again", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('z')], command: Command::Suspend, label: "suspend", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('c')], command: Command::Cancel, label: "cancel", shown: Shown::Help },
    Binding { keys: &[Key::F(10), Key::Ctrl('q')], command: Command::Quit, label: "quit", shown: Shown::Page },
];

#[derive(Debug, Clone, PartialEq)]
pub struct App {
    pub settings: Settings,
    /// The moment of the last event: what the screen says is true as of then.
    pub now: Now,
    pub size: Size,
    /// The bottom one is Contacts or the first start; never empty.
    screens: Vec<Screen>,
    pub dialogs: Vec<Dialog>,
    pub notice: Option<Notice>,
    /// Why invites cannot go out now, when that is no person's address.
    pub post_held: Option<String>,
    /// The order that the file has not answered yet.
    ordered: Option<Deed>,
    /// A customer on the way to the screen; keys typed meanwhile wait for the page.
    opening: Option<(CustomerId, Option<ContactId>)>,
    held: VecDeque<Key>,
    /// Where the cursor goes when the record has been read again.
    stand_on: Option<Subject>,
    /// The last sign of a run of letters without a meaning.
    run: Option<Duration>,
    /// When Enter last opened something.
    opened_by_enter: Option<Duration>,
}

impl App {
    pub fn new(settings: Settings, opening: Opening) -> Self {
        let size = SMALLEST;
        let first = match opening {
            Opening::Desk => Screen::Search(SearchScreen::new(size)),
            Opening::FirstStart { database } => Screen::FirstStart(FirstStart::new(&settings, database)),
        };
        Self {
            settings,
            now: Now { wall: jiff::Timestamp::UNIX_EPOCH, steady: Duration::ZERO },
            size,
            screens: vec![first],
            dialogs: Vec::new(),
            notice: None,
            post_held: None,
            ordered: None,
            opening: None,
            held: VecDeque::new(),
            stand_on: None,
            run: None,
            opened_by_enter: None,
        }
    }

    /// The screen on top.
    ///
    /// # Panics
    /// Never: the bottom screen is not closed.
    pub fn screen(&self) -> &Screen {
        self.screens.last().expect("the bottom screen is never closed")
    }

    pub fn desk(&self) -> Desk<'_> {
        Desk { settings: &self.settings, now: self.now }
    }

    pub fn is_too_small(&self) -> bool {
        self.size.width < SMALLEST.width || self.size.height < SMALLEST.height
    }

    /// The customer whose record is open, under a form too.
    pub fn page(&self) -> Option<&CustomerPage> {
        self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Customer(page) => Some(page),
            _ => None,
        })
    }

    /// The steady moment at which something on the screen changes by itself: midnight, when `10:32` becomes a day.
    pub fn wake_at(&self) -> Option<Duration> {
        let zone = &self.settings.time_zone;
        let midnight = self.now.wall.to_zoned_datetime(zone.clone()).tomorrow().ok()?.start_of_day().ok()?;
        let wait = Duration::try_from(midnight.timestamp().duration_since(self.now.wall)).ok()?;
        Some(self.now.steady + wait)
    }

    /// Takes in what happened and says what to do. Never fails, never waits.
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        self.now = now;
        let steps = match event {
            Event::Started(size) => {
                self.resize(size);
                self.start()
            }
            Event::Resized(size) => {
                self.resize(size);
                Vec::new()
            }
            Event::KeyPressed(key) => return self.key_pressed(key),
            Event::Pasted(text) => self.pasted(&text),
            Event::TimeCame => Vec::new(),
            Event::Found { ticket, skip, hits } => {
                self.search_mut().map_or_else(Vec::new, |s| s.found(ticket, skip, hits))
            }
            Event::Counted { ticket, count } => {
                if let Some(search) = self.search_mut() {
                    search.counted(ticket, count);
                }
                Vec::new()
            }
            Event::RecordRead(record) => {
                self.record_read(*record);
                Vec::new()
            }
            Event::RecordMissing(id) => self.record_missing(id),
            Event::ReadFailed(words) => {
                self.opening = None;
                vec![Step::Say(Notice::alarm(words))]
            }
            Event::DeedWaiting(waited) => vec![Step::Say(answers::waiting(waited))],
            Event::DeedDone(done) => self.deed_done(&done),
            Event::DeedRefused(refusal) => self.deed_refused(&refusal),
            Event::DeedFailed(words) => {
                self.deed_answered();
                vec![Step::Say(Notice::alarm(words))]
            }
            Event::FileChanged => self.read_again(),
            Event::PostHeld(words) => {
                self.post_held = words;
                Vec::new()
            }
            Event::PlaceProbed { path, finding } => {
                if let Some(Screen::FirstStart(form)) = self.screens.last_mut() {
                    form.probed(&path, finding);
                }
                Vec::new()
            }
            Event::DeskReady(settings) => {
                self.settings = *settings;
                self.screens = vec![Screen::Search(SearchScreen::new(self.size))];
                self.start()
            }
            Event::DeskNotReady(words) => {
                if let Some(Screen::FirstStart(form)) = self.screens.last_mut() {
                    form.not_ready();
                }
                vec![Step::Say(Notice::alarm(words))]
            }
            Event::WorkerDied(words) => vec![Step::Say(Notice::alarm(words))],
            Event::Ended => return vec![Effect::Quit],
        };
        let mut effects = self.take(steps);
        effects.extend(self.release_held());
        effects
    }

    // ---- keys

    fn key_pressed(&mut self, key: Key) -> Vec<Effect> {
        if self.waits_for_a_screen() {
            self.held.push_back(key);
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
            // No blind keys: only leaving is heard, and the sentence on the screen says so.
            let quits = keys::command(KEYS, key) == Some(Command::Quit);
            return if quits { vec![Step::Quit] } else { Vec::new() };
        }
        if key == Key::Enter
            && self.opened_by_enter.take().is_some_and(|at| self.now.steady.saturating_sub(at) < SECOND_ENTER)
        {
            return Vec::new();
        }
        if !self.dialogs.is_empty() {
            return self.dialog_key(key);
        }
        if self.is_swallowed(key) {
            return Vec::new();
        }
        let is_typed = self.screen().is_typed_into();
        match keys::command(KEYS, key) {
            // On Contacts, Esc clears the search; letters are typed where there is a text field.
            Some(Command::Back) if key == Key::Esc && matches!(self.screen(), Screen::Search(_)) => {}
            Some(Command::Help | Command::Back) if is_typed && matches!(key, Key::Char(_)) => {}
            Some(command) => return self.run_everywhere(command),
            None => {}
        }
        let desk = Desk { settings: &self.settings, now: self.now };
        let screen = self.screens.last_mut().expect("the bottom screen is never closed");
        screen.on_key(key, &desk).unwrap_or_else(|| self.no_meaning(key))
    }

    fn dialog_key(&mut self, key: Key) -> Vec<Step> {
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
                    self.steps_of(key)
                }
            },
            None => Vec::new(),
        }
    }

    fn run_everywhere(&mut self, command: Command) -> Vec<Step> {
        match command {
            Command::Help => vec![Step::Help],
            Command::Back => vec![Step::Back],
            Command::Reload => self.read_again(),
            Command::Redraw => vec![Step::Do(Effect::Redraw)],
            Command::Suspend if matches!(self.screen(), Screen::Form(_) | Screen::FirstStart(_)) => {
                vec![Step::Say(Notice::plain("A form is open: save it or leave it first, then Ctrl-Z suspends."))]
            }
            Command::Suspend => vec![Step::Do(Effect::Suspend)],
            Command::Cancel => vec![Step::Ask(questions::quit(self.unsaved()))],
            Command::Quit => vec![Step::Quit],
        }
    }

    /// A letter without a meaning may be the start of a name for Search: it says so, and the rest of the run
    /// does nothing.
    fn no_meaning(&mut self, key: Key) -> Vec<Step> {
        match key {
            Key::Char(c) => {
                self.run = Some(self.now.steady);
                let words = format!("{c} is no key here. / searches, ? lists the keys.");
                vec![Step::Say(Notice::plain(words))]
            }
            _ => Vec::new(),
        }
    }

    fn is_swallowed(&mut self, key: Key) -> bool {
        let Some(last) = self.run else { return false };
        let in_the_run = self.now.steady.saturating_sub(last) < RUN && matches!(key, Key::Char(_) | Key::Enter);
        self.run = in_the_run.then_some(self.now.steady);
        in_the_run
    }

    fn pasted(&mut self, text: &str) -> Vec<Step> {
        if self.is_too_small() || self.waits_for_a_screen() {
            return Vec::new();
        }
        let desk = Desk { settings: &self.settings, now: self.now };
        let pasted = match (&self.dialogs[..], self.screens.last_mut()) {
            ([], Some(screen)) => screen.on_paste(text, &desk),
            _ => None,
        };
        pasted.unwrap_or_else(|| {
            vec![Step::Say(Notice::plain("A paste is only taken by a text field. / goes to Search."))]
        })
    }

    /// Keys typed before a page is drawn count: they wait for it (keys.md, rule 3).
    fn waits_for_a_screen(&self) -> bool {
        self.opening.is_some() || matches!(self.screen(), Screen::Search(search) if search.is_opening())
    }

    fn release_held(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while !self.waits_for_a_screen() {
            let Some(key) = self.held.pop_front() else { break };
            effects.extend(self.key_pressed(key));
        }
        effects
    }

    // ---- steps

    fn take(&mut self, steps: Vec<Step>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for step in steps {
            match step {
                Step::Do(Effect::Perform(deed)) => effects.extend(self.order(deed)),
                Step::Do(effect) => effects.push(effect),
                Step::Ask(question) => self.ask(question),
                Step::Go(place) => {
                    let steps = self.go(place);
                    effects.extend(self.take(steps));
                }
                Step::Say(notice) => self.notice = Some(notice),
                Step::Help => self.show_help(),
                Step::Back => {
                    let steps = self.back();
                    effects.extend(self.take(steps));
                }
                Step::Close => self.close(),
                Step::Quit => match self.unsaved() {
                    None => effects.push(Effect::Quit),
                    unsaved => self.ask(questions::quit(unsaved)),
                },
            }
        }
        effects
    }

    fn ask(&mut self, mut question: Question) {
        question.asked(self.now);
        self.dialogs.push(Dialog::Question(question));
    }

    /// One order at a time: the form or the row waits for its answer.
    fn order(&mut self, deed: Deed) -> Option<Effect> {
        if self.ordered.is_some() {
            self.notice = Some(Notice::plain("The last change is still being saved: one moment."));
            return None;
        }
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            form.set_saving(true);
        }
        self.notice = None;
        self.ordered = Some(deed.clone());
        Some(Effect::Perform(deed))
    }

    fn go(&mut self, place: Place) -> Vec<Step> {
        self.notice = None;
        let desk = Desk { settings: &self.settings, now: self.now };
        let record = self.page().map(|page| &page.record);
        let form = match (place, record) {
            (Place::Customer { id, contact }, _) => {
                self.opening = Some((id, contact));
                return vec![Step::Do(Effect::Read(id)), Step::Do(Effect::NoteOpened(id))];
            }
            (Place::Search { typed }, _) => {
                self.screens.truncate(1);
                return self.search_mut().map_or_else(Vec::new, |search| search.enter(typed.as_deref()));
            }
            (Place::NewCustomer { typed }, _) => Form::new_customer(&typed, &desk),
            (_, None) => return Vec::new(),
            (Place::EditCustomer, Some(record)) => Form::edit_customer(record, &desk),
            (Place::AddContact, Some(record)) => Form::add_contact(record, &desk),
            (Place::EditContact(id), Some(record)) => match record.contact(id) {
                Some(contact) => Form::edit_contact(record, contact, &desk),
                None => return Vec::new(),
            },
            (Place::AddCar, Some(record)) => Form::add_car(record, &desk),
            (Place::EditCar(id), Some(record)) => match record.car(id) {
                Some(car) => Form::edit_car(record, car, &desk),
                None => return Vec::new(),
            },
        };
        self.open(Screen::Form(form));
        Vec::new()
    }

    fn open(&mut self, mut screen: Screen) {
        screen.resized(self.size);
        self.screens.push(screen);
    }

    fn back(&mut self) -> Vec<Step> {
        match self.screens.last() {
            Some(Screen::Form(form)) if form.is_saving() => Vec::new(),
            Some(Screen::Form(form)) if form.is_changed() => vec![Step::Ask(form.leave_question())],
            Some(Screen::FirstStart(_) | Screen::Search(_)) => Vec::new(),
            _ => vec![Step::Close],
        }
    }

    fn close(&mut self) {
        if self.screens.len() > 1 {
            self.screens.pop();
            self.notice = None;
        }
    }

    fn show_help(&mut self) {
        let (desk, screen) = (self.desk(), self.screen());
        let mut rows = screen.help_rows(&desk);
        let typed = screen.is_typed_into();
        rows.extend(keys::help_rows(KEYS, |binding| match binding.command {
            Command::Help => Standing::Absent,
            Command::Back if matches!(screen, Screen::Search(_) | Screen::FirstStart(_)) => Standing::Absent,
            Command::Suspend if matches!(screen, Screen::Form(_) | Screen::FirstStart(_)) => {
                Standing::cannot("suspend", "a form is open")
            }
            _ => Standing::acts(binding.label),
        }));
        if typed {
            for row in &mut rows {
                row.keys = row.keys.replace(", q", "");
            }
        }
        self.dialogs.push(Dialog::Help(Help::new("Keys of this screen", rows, self.size)));
    }

    /// What would be lost by leaving now, in words.
    fn unsaved(&self) -> Option<String> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Form(form) if form.is_changed() => Some(form.title()),
            _ => None,
        })
    }

    // ---- answers

    fn start(&mut self) -> Vec<Step> {
        match self.screens.last_mut() {
            Some(Screen::Search(search)) => search.enter(Some("")),
            Some(Screen::FirstStart(form)) => form.started(),
            _ => Vec::new(),
        }
    }

    fn resize(&mut self, size: Size) {
        self.size = size;
        for screen in &mut self.screens {
            screen.resized(size);
        }
        for dialog in &mut self.dialogs {
            if let Dialog::Help(help) = dialog {
                help.resized(size);
            }
        }
    }

    fn search_mut(&mut self) -> Option<&mut SearchScreen> {
        match self.screens.first_mut() {
            Some(Screen::Search(search)) => Some(search),
            _ => None,
        }
    }

    fn page_mut(&mut self) -> Option<&mut CustomerPage> {
        self.screens.iter_mut().rev().find_map(|screen| match screen {
            Screen::Customer(page) => Some(page),
            _ => None,
        })
    }

    fn record_read(&mut self, record: Record) {
        let id = record.customer.id;
        if let Some((_, contact)) = self.opening.take_if(|(opening, _)| *opening == id) {
            self.screens.truncate(1);
            let page = CustomerPage::open(record, contact, self.size);
            self.open(Screen::Customer(page));
        } else {
            let stand_on = self.stand_on.take();
            if let Some(page) = self.page_mut().filter(|page| page.id() == id) {
                page.show(record);
                if let Some(subject) = stand_on {
                    page.stand_on(subject);
                }
            }
        }
    }

    fn record_missing(&mut self, id: CustomerId) -> Vec<Step> {
        self.opening.take_if(|(opening, _)| *opening == id);
        vec![Step::Say(Notice::alarm(
            "This customer is no longer in the file. Search again: another desk may have archived it.",
        ))]
    }

    /// The order was answered: whatever waited for it hears keys again, and says what it was.
    fn deed_answered(&mut self) -> Option<Deed> {
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            form.set_saving(false);
        }
        self.ordered.take()
    }

    fn deed_done(&mut self, done: &Done) -> Vec<Step> {
        let was_saving = matches!(self.screen(), Screen::Form(form) if form.is_saving());
        self.deed_answered();
        if was_saving {
            self.close();
        }
        let notice = Step::Say(answers::done(done, &self.desk()));
        if self.page().is_some_and(|page| page.id() == done.customer) {
            self.stand_on = Some(done.subject);
            return vec![notice, Step::Do(Effect::Read(done.customer))];
        }
        vec![Step::Go(Place::Customer { id: done.customer, contact: None }), notice]
    }

    fn deed_refused(&mut self, refusal: &Refusal) -> Vec<Step> {
        let ordered = self.deed_answered();
        if let (Refusal::SamePersonElsewhere { email, name, customer }, Some(deed)) = (refusal, &ordered) {
            return vec![Step::Ask(questions::same_person(deed, email, name, customer))];
        }
        let desk = Desk { settings: &self.settings, now: self.now };
        let mut steps = match self.screens.last_mut() {
            Some(Screen::Form(form)) => form.refuse(refusal, &desk),
            _ => vec![Step::Say(answers::refused(refusal, &desk))],
        };
        steps.extend(self.read_again());
        steps
    }

    /// Reads again what the screen shows.
    fn read_again(&mut self) -> Vec<Step> {
        let mut steps = self.search_mut().map_or_else(Vec::new, SearchScreen::ask_again);
        steps.extend(self.page().map(|page| Step::Do(Effect::Read(page.id()))));
        steps
    }
}

/// Every key table with the name of its screen, for the README and its test.
pub fn key_tables() -> Vec<(&'static str, Vec<(String, &'static str)>)> {
    vec![
        ("Everywhere", keys::printed(KEYS)),
        ("Contacts", keys::printed(search::KEYS)),
        ("Customer", keys::printed(customer_page::KEYS)),
        ("Forms", keys::printed(form::KEYS)),
    ]
}
