//! What the user is doing: state and `update`. No terminal, no I/O, no clock.

pub mod answers;
mod awaiting;
mod beginning;
pub mod car_form;
mod colleague;
pub mod conflict;
pub mod contact_form;
pub mod customer_form;
pub mod customer_page;
pub mod desk;
mod drafts;
mod editing;
pub mod errand;
pub mod find;
pub mod first_start;
pub mod form;
pub mod forms;
pub mod help;
mod key_tables;
mod keyboard;
pub mod keys;
pub mod list;
pub mod mail_setup;
mod mouse;
mod navigation;
mod notices;
mod orders;
pub mod outbox;
mod post;
pub mod question;
pub mod questions;
pub mod screen;
pub mod search;
pub mod spot;
pub mod step;
pub mod vocabulary;
pub mod who_gets_what;
pub mod why;

pub use crate::config::key;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

pub use self::key_tables::key_tables;

use self::awaiting::{Awaited, Clashing, Early, Ordered, Saved, Then};
use self::customer_page::CustomerPage;
use self::desk::Desk;
use self::first_start::FirstStart;
use self::screen::{Dialog, Screen};
use self::search::SearchScreen;
use self::step::{Notice, Place, Step};
use self::vocabulary::{Effect, Event, Now, SMALLEST, Size};
use crate::config::Settings;
use crate::domain::customer::CustomerId;
use crate::domain::draft::Draft;
use crate::domain::editing::Editing;
use crate::domain::importing::Importing;
use crate::domain::outbox::Held;
use crate::domain::record::Record;

/// How the program begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    Desk,
    /// There is no customer file yet.
    FirstStart {
        database: PathBuf,
    },
}

/// What is not saved at this desk.
#[derive(Debug, Clone, PartialEq, Default)]
struct Drafts {
    /// Put aside, or open when the program ended; the newest first.
    waiting: Vec<Draft>,
    /// The open form as it was kept last.
    open: Option<Draft>,
    count: u32,
}

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
    /// What happened in the background, until nothing of the person's own is left to read.
    unsaid: VecDeque<Notice>,
    /// Why invites cannot go out now, from any desk, when that is no person's address.
    pub post_held: Option<Held>,
    /// Why none goes out from this desk.
    pub held_here: Option<String>,
    /// Who is bringing in a list, at another desk.
    pub importing: Option<Importing>,
    /// Forms that are open at other desks.
    edited_elsewhere: Vec<Editing>,
    /// What the others were told of the form here.
    told: Option<Editing>,
    ordered: Option<Ordered>,
    /// Keys typed meanwhile wait for the page.
    opening: Option<Awaited>,
    held: VecDeque<Early>,
    /// Forms that are not saved.
    drafts: Drafts,
    /// Until what stands there now has been read.
    clashing: Option<Clashing>,
    /// Until the record has been read again.
    stand_on: Option<Saved>,
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
            Opening::FirstStart { database } => Screen::FirstStart(FirstStart::new(&settings, &database)),
        };
        Self {
            settings,
            now: Now { wall: jiff::Timestamp::UNIX_EPOCH, steady: Duration::ZERO },
            size,
            screens: vec![first],
            dialogs: Vec::new(),
            notice: None,
            unsaid: VecDeque::new(),
            post_held: None,
            held_here: None,
            importing: None,
            edited_elsewhere: Vec::new(),
            told: None,
            ordered: None,
            opening: None,
            held: VecDeque::new(),
            drafts: Drafts::default(),
            clashing: None,
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
        Desk { settings: &self.settings, now: self.now, post: self.post() }
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
        let mut effects = self.take_in(event);
        self.say_what_waits();
        effects.extend(self.keep_the_form());
        effects.extend(self.tell_the_others());
        effects
    }

    fn take_in(&mut self, event: Event) -> Vec<Effect> {
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
            Event::Clicked(spot) => return self.clicked(spot),
            Event::Scrolled(wheel) => return self.scrolled(wheel),
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
            Event::NearestFound { ticket, nearest } => {
                if let Some(search) = self.search_mut() {
                    search.offer(ticket, nearest);
                }
                Vec::new()
            }
            Event::RecordRead(record) => self.record_read(*record),
            Event::BesideRead(record) => {
                let desk = Desk { settings: &self.settings, now: self.now, post: self.post() };
                match self.screens.first_mut() {
                    Some(Screen::Search(search)) => search.beside_read(&record, &desk),
                    _ => Vec::new(),
                }
            }
            Event::OutboxRead(rows) => {
                if let Some(Screen::Outbox(outbox)) = self.screens.last_mut() {
                    outbox.show(rows);
                }
                Vec::new()
            }
            Event::LinkShown(link) => {
                let text = link.link.clone();
                self.dialogs.push(Dialog::Link(link));
                vec![Step::Do(Effect::OfferToClipboard(text))]
            }
            Event::RecordMissing(id) => self.record_missing(id),
            Event::ReadFailed(words) => {
                (self.opening, self.stand_on, self.clashing) = (None, None, None);
                if let Some(search) = self.search_mut() {
                    search.read_failed();
                }
                vec![Step::Say(Notice::alarm(words))]
            }
            Event::DeedWaiting(waited) => {
                let is_deaf = self.screen().is_saving();
                let words = answers::waiting(waited, self.importing.as_ref(), is_deaf, &self.desk());
                vec![Step::Say(words)]
            }
            Event::ImportedElsewhere(importing) => {
                self.importing = importing;
                Vec::new()
            }
            Event::DeedDone(done) => self.deed_done(&done),
            Event::DeedRefused(refusal) => self.deed_refused(&refusal),
            Event::DeedFailed(words) => self.deed_failed(words),
            Event::FileChanged => self.read_again(),
            Event::EditedElsewhere(forms) => {
                self.edited_elsewhere = forms;
                Vec::new()
            }
            Event::PostHeld(held) => self.is_held_everywhere(held),
            Event::HeldHere(words) => self.is_held_here(words),
            Event::PlaceProbed { path, finding } => self.place_probed(&path, finding),
            Event::MailTried { first, outcome } => self.mail_tried(*first, outcome),
            Event::DeskReady { settings, said } => self.desk_ready(*settings, said),
            Event::DeskNotReady(words) => self.desk_not_ready(words),
            Event::AlikeFound { likeness, found, marks } => {
                if let Some(Screen::Form(form)) = self.screens.last_mut() {
                    form.who_is_alike(&likeness, found, marks);
                }
                Vec::new()
            }
            Event::DraftsFound(drafts) => self.drafts_found(drafts),
            Event::SettingsRead(settings) => self.settings_read(*settings),
            Event::SettingsWrong(words) => vec![Step::Say(answers::settings_wrong(&words))],
            Event::Impaired(words) => self.say_later(Notice::alarm(words)),
            Event::Ended => return vec![Effect::Quit],
        };
        let mut effects = self.take(steps);
        effects.extend(self.release_held());
        effects
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

    fn record_read(&mut self, record: Record) -> Vec<Step> {
        let id = record.customer.id;
        if let Some(Awaited { contact, then, .. }) = self.opening.take_if(|awaited| awaited.customer == id) {
            self.screens.truncate(1);
            if let Some(search) = self.search_mut() {
                search.left_for_a_page();
            }
            let page = CustomerPage::open(record, contact, self.size);
            self.open(Screen::Customer(page));
            self.share_drafts();
            return match then {
                Some(Then::Edit(contact)) => vec![Step::Go(Place::EditContact(contact))],
                Some(Then::Resume(draft)) => self.resume(draft),
                None => Vec::new(),
            };
        }
        let of_the_page = self.page().is_some_and(|page| page.id() == id);
        let clashing = self.clashing.take_if(|_| of_the_page);
        let once_more = clashing.map_or_else(Vec::new, |clashing| self.show_the_clash(clashing, &record));
        match self.screens.last_mut() {
            Some(Screen::Form(form)) => form.record_read(&record),
            Some(Screen::WhoGetsWhat(grid)) => grid.record_read(&record, &self.settings.roles),
            _ => {}
        }
        self.tell_of_a_colleague(&record);
        self.tell_what_arose(&record);
        let stand_on = self.stand_on.take_if(|saved| saved.is_known_to(&record));
        if let Some(page) = self.page_mut().filter(|page| page.id() == id) {
            page.show(record);
            if let Some(saved) = stand_on {
                page.stand_on(saved.on);
            }
        }
        once_more
    }

    fn record_missing(&mut self, id: CustomerId) -> Vec<Step> {
        self.opening.take_if(|awaited| awaited.customer == id);
        (self.stand_on, self.clashing) = (None, None);
        if let Some(search) = self.search_mut() {
            search.beside_missing();
        }
        vec![Step::Say(Notice::alarm("This customer is not in this file. Search again."))]
    }

    /// Reads again what the screen shows.
    pub(super) fn read_again(&mut self) -> Vec<Step> {
        let mut steps = self.search_mut().map_or_else(Vec::new, SearchScreen::ask_again);
        steps.extend(self.page().map(CustomerPage::read));
        if matches!(self.screen(), Screen::Outbox(_)) {
            steps.push(Step::Do(Effect::ReadOutbox));
        }
        steps
    }
}
