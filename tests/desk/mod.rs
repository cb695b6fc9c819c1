//! A desk for stories: the real app, the real store on a real file, the real drawing, and a clock that stands still
//! until it is told to go. A story is a script of keys and a picture; nothing sleeps.

mod late;
mod script;
mod svg;
pub mod town;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use frontdesk::app::vocabulary::{Effect, Event, FirstSettings, Now, Size};
use frontdesk::app::{App, Opening};
use frontdesk::config::{Keymap, Mail, Portal, Screen, Settings};
use frontdesk::domain::customer::CustomerId;
use frontdesk::domain::deed::{Deed, Done, Refusal};
use frontdesk::domain::draft::{Draft, DraftId};
use frontdesk::domain::history::Author;
use frontdesk::domain::invite::{Delivery, Posting};
use frontdesk::domain::phone::Region;
use frontdesk::domain::record::Record;
use frontdesk::domain::role::RoleBook;
use frontdesk::domain::search::{Query, Stretch};
use frontdesk::domain::secret::{KEY_BYTES, NONCE_BYTES, grouped_code};
use frontdesk::store::{Occasion, OpenForm, Outcome, Parcel, Store, View, open_elsewhere};
use frontdesk::ui::{self, spots::Spots};
use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use tempfile::TempDir;

pub use late::{LateDesk, Worker};
pub use script::keys;

/// When every story begins: Monday 23 November 2026, 10:32 in Los Angeles.
const BEGINNING: &str = "2026-11-23T18:32:00Z";
/// Between two keys of somebody who looks at the screen.
const UNHURRIED: u64 = 400;
/// Between two keys of somebody who types a name.
const FAST: u64 = 60;

/// How the shops of these tests send their invites.
pub fn posting(delivery: Delivery) -> Posting {
    Posting { has_sign_in_address: true, valid_days: 7, delivery, sender_domain: "riverside.example".into() }
}

/// A desk at its terminal.
pub struct Desk {
    pub app: App,
    pub store: Store,
    pub author: Author,
    /// What was offered to the clipboard.
    pub clipboard: Vec<String>,
    /// Forms that are kept because they are not saved.
    pub kept: BTreeMap<DraftId, Draft>,
    /// Whether the program was left.
    pub left: bool,
    /// The shell has the terminal.
    pub suspended: bool,
    /// With which settings the mail server was tried last; what it says is for the story to decide.
    pub tried: Option<FirstSettings>,
    open_form: OpenForm,
    milliseconds: u64,
    deeds: u8,
    folder: Rc<TempDir>,
}

impl Desk {
    /// A desk at work on the town of the stories.
    pub fn new() -> Self {
        let mut desk = Self::on_an_empty_file();
        town::build(&mut desk);
        desk.start(80, 24);
        desk
    }

    /// A desk on a file without a customer; not started yet.
    pub fn on_an_empty_file() -> Self {
        let folder = Rc::new(tempfile::tempdir().expect("a folder"));
        let path = folder.path().join("shop.db");
        let store = Store::create(&path, beginning(), [7; KEY_BYTES]).expect("a new file");
        Self::at(folder, store, "ines", "desk 2", 1)
    }

    /// A desk for which no customer file is found; what stands at the place of the file is for the story to say.
    pub fn without_a_file() -> Self {
        let mut desk = Self::on_an_empty_file();
        let database = PathBuf::from("/home/ines/.local/share/frontdesk/frontdesk.db");
        let settings = settings(database.clone(), desk.author.clone());
        desk.app = App::new(settings, Opening::FirstStart { database });
        desk.start(80, 24);
        desk
    }

    /// A colleague at another desk, on the same file.
    pub fn colleague(&self) -> Self {
        let store = Store::open(self.store.path(), beginning()).expect("the same file");
        let mut desk = Self::at(Rc::clone(&self.folder), store, "ana", "desk 1", 2);
        desk.milliseconds = self.milliseconds;
        desk.deeds = 100;
        desk.start(80, 24);
        desk
    }

    /// The same desk started again after its terminal has died: what was kept is found.
    pub fn started_again(self) -> Self {
        let mut desk = self.started_again_before_drafts_are_found();
        let found = desk.kept.values().cloned().collect();
        desk.happens(Event::DraftsFound(found));
        desk
    }

    /// The same, at once: what was kept is read by a thread of its own.
    pub fn started_again_before_drafts_are_found(self) -> Self {
        let store = Store::open(self.store.path(), beginning()).expect("the same file");
        let mut desk = Self::at(self.folder, store, &self.author.staff, &self.author.desk, self.author.run + 10);
        (desk.milliseconds, desk.deeds) = (self.milliseconds + 60_000, 50);
        desk.start(80, 24);
        desk.kept = self.kept;
        desk
    }

    fn at(folder: Rc<TempDir>, store: Store, staff: &str, name: &str, run: i64) -> Self {
        let author = Author { staff: staff.into(), desk: name.into(), run };
        let settings = settings(store.path().to_path_buf(), author.clone());
        let open_form = OpenForm::new(store.path(), run);
        Self {
            open_form,
            app: App::new(settings, Opening::Desk),
            store,
            author,
            clipboard: Vec::new(),
            kept: BTreeMap::new(),
            left: false,
            suspended: false,
            tried: None,
            milliseconds: 0,
            deeds: 0,
            folder,
        }
    }

    /// A shop with its own roles, as its configuration says them.
    pub fn with_roles(mut self, roles: &str) -> Self {
        let table = toml::de::DeTable::parse(roles).expect("TOML");
        self.app.settings.roles = RoleBook::read(table.get_ref()).expect("roles");
        self
    }

    /// Draws with plain ASCII from now on.
    pub fn in_ascii(mut self) -> Self {
        self.app.settings.screen.ascii = true;
        self
    }

    /// As on a server where it is all that somebody may run.
    pub fn in_a_kiosk(mut self) -> Self {
        self.app.settings.kiosk = true;
        self
    }

    pub fn start(&mut self, width: u16, height: u16) {
        self.happens(Event::Started(Size { width, height }));
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.happens(Event::Resized(Size { width, height }));
    }

    /// Types a script like `lopez<Enter>a`, looking at the screen after each key.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        self.press(script, UNHURRIED)
    }

    /// Types a script without looking.
    pub fn fast(&mut self, script: &str) -> &mut Self {
        self.press(script, FAST)
    }

    /// Keys at once, as a terminal without bracketed paste sends a paste.
    pub fn burst(&mut self, script: &str) -> &mut Self {
        self.press(script, 0)
    }

    fn press(&mut self, script: &str, pause: u64) -> &mut Self {
        for key in keys(script) {
            self.milliseconds += pause;
            self.happens(Event::KeyPressed(key));
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.milliseconds += UNHURRIED;
        self.happens(Event::Pasted(text.to_owned()));
        self
    }

    /// Lets time pass.
    pub fn pass(&mut self, seconds: u64) -> &mut Self {
        self.milliseconds += seconds * 1000;
        self.happens(Event::TimeCame);
        self
    }

    /// What a colleague has saved arrives.
    pub fn file_changed(&mut self) -> &mut Self {
        self.happens(Event::EditedElsewhere(open_elsewhere(self.store.path(), self.author.run)));
        self.happens(Event::FileChanged);
        self
    }

    /// Something happens, and what the app orders is carried out on the spot.
    pub fn happens(&mut self, event: Event) {
        let now = self.now();
        for effect in self.app.update(event, now) {
            for answer in self.carry_out(effect) {
                self.happens(answer);
            }
        }
    }

    /// Does what the app orders; what the world answers to it, in this order.
    fn carry_out(&mut self, effect: Effect) -> Vec<Event> {
        let Effect::Search { ticket, typed, stretch } = effect else { return Vec::from_iter(self.answer(effect)) };
        let (query, now) = (Query::read(&typed), self.now().wall);
        let view = View { desk: self.author.desk.clone(), region: Region::US, now };
        let hits = self.store.search(&query, &view, stretch).expect("the file answers");
        let mut answers = vec![Event::Found { ticket, skip: stretch.skip, hits }];
        if stretch.skip == 0 {
            let count = self.store.count(&query, now).expect("the file answers");
            answers.push(Event::Counted { ticket, count });
        }
        answers
    }

    fn answer(&mut self, effect: Effect) -> Option<Event> {
        let now = self.now().wall;
        match effect {
            Effect::FindNearest { ticket, typed } => {
                let view = View { desk: self.author.desk.clone(), region: Region::US, now };
                let nearest = self.store.nearest(&Query::read(&typed), &view).expect("the file answers");
                Some(Event::NearestFound { ticket, nearest })
            }
            Effect::FindAlike(likeness) => {
                let found = self.store.alike(&likeness).expect("the file answers");
                let marks = self.store.marks(likeness.email.as_ref()).expect("the file answers");
                Some(Event::AlikeFound { likeness, found, marks })
            }
            Effect::Read(id, depth) => {
                let record = self.store.record(id, &self.author, depth.entries()).expect("the file answers");
                Some(record.map_or(Event::RecordMissing(id), |record| Event::RecordRead(Box::new(record))))
            }
            Effect::ReadBeside(id) => {
                let record = self.store.record(id, &self.author, 0).expect("the file answers");
                Some(record.map_or(Event::RecordMissing(id), |record| Event::BesideRead(Box::new(record))))
            }
            Effect::ReadOutbox => Some(Event::OutboxRead(self.store.outbox(now).expect("the file answers"))),
            Effect::ShowLink(id) => {
                let shown = self.store.open_link(id, &self.author, now).expect("the file answers");
                let key = self.store.key().expect("a key");
                shown.map(|(contact_name, nonce)| {
                    Event::LinkShown(frontdesk::domain::outbox::ShownLink {
                        contact_name,
                        link: format!("https://portal.example/{}", key.token(&nonce)),
                        code: grouped_code(&key.code(&nonce)),
                    })
                })
            }
            Effect::NoteOpened(id) => {
                self.store.note_opened(id, &self.author.desk, now).expect("the file answers");
                None
            }
            Effect::Perform(deed) => Some(match self.perform(&deed) {
                Ok(done) => Event::DeedDone(done),
                Err(refusal) => Event::DeedRefused(refusal),
            }),
            Effect::OfferToClipboard(text) => {
                self.clipboard.push(text);
                None
            }
            Effect::Quit => {
                self.left = true;
                None
            }
            Effect::KeepDraft(draft) => {
                self.kept.insert(draft.id, *draft);
                None
            }
            Effect::TellEditing(editing) => {
                self.open_form.tell(editing.as_ref()).expect("told");
                None
            }
            Effect::LetDraftGo(id) => {
                self.kept.remove(&id);
                None
            }
            Effect::Suspend => {
                self.suspended = true;
                None
            }
            Effect::TryMail(first) => {
                self.tried = Some(first);
                None
            }
            Effect::Probe(_) | Effect::SetUp(_) | Effect::ReadSettings | Effect::Redraw | Effect::Search { .. } => None,
        }
    }

    /// Carries a deed out by the hand of this desk.
    pub fn perform(&mut self, deed: &Deed) -> Result<Done, Refusal> {
        self.deeds += 1;
        let posting = posting(Delivery::Smtp);
        let key = self.store.key().expect("a key");
        let now = self.now().wall;
        let nonce = [self.deeds; NONCE_BYTES];
        let occasion = Occasion { author: &self.author, now, nonce, posting: &posting, key: &key };
        self.store.perform(deed, &occasion).expect("the file answers")
    }

    /// The postman takes the next invite that is due; what he says of it is for the story to decide.
    pub fn post(&mut self, outcome: &Outcome) -> Option<Parcel> {
        let (author, now) = (self.author.clone(), self.now().wall);
        let parcel = self.store.claim_due(&author, now, SignedDuration::from_mins(2)).expect("the file answers")?;
        self.file_changed();
        self.store.settle(&parcel, outcome, &author, now).expect("the file answers");
        self.file_changed();
        Some(parcel)
    }

    /// The record of a customer, by a part of its name.
    pub fn record(&self, typed: &str) -> Record {
        let view = View { desk: self.author.desk.clone(), region: Region::US, now: self.now().wall };
        let hits = self.store.search(&Query::read(typed), &view, Stretch::first(1)).expect("the file answers");
        let id: CustomerId = hits.rows.first().expect("somebody is found").customer;
        self.store.record(id, &self.author, 200).expect("the file answers").expect("a record")
    }

    /// The cells of the screen, the place of the cursor, and what can be clicked.
    fn screen(&self) -> (Buffer, Position, Spots) {
        drawn(&self.app)
    }

    /// Clicks on words of the screen, the first time that they stand on it.
    pub fn click(&mut self, words: &str) -> &mut Self {
        self.milliseconds += UNHURRIED;
        self.click_at_once(words)
    }

    /// Clicks without having looked.
    pub fn click_at_once(&mut self, words: &str) -> &mut Self {
        let (buffer, _, spots) = self.screen();
        let line = |y: u16| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let (x, y) = (0..buffer.area.height)
            .find_map(|y| line(y).split_once(words).map(|(before, _)| (before.chars().count(), y)))
            .unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{}", self.picture()));
        if let Some(spot) = spots.at(u16::try_from(x).expect("a column"), y) {
            self.happens(Event::Clicked(spot));
        }
        self
    }

    /// The screen as an image.
    pub fn svg(&self) -> String {
        let (buffer, cursor, _) = self.screen();
        svg::drawn(&buffer, cursor)
    }

    /// The screen as text, with the place of the cursor below it.
    pub fn picture(&self) -> String {
        let (buffer, cursor, _) = self.screen();
        let (width, height) = (buffer.area.width, buffer.area.height);
        let mut lines = Vec::new();
        for y in 0..height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                line.push_str(symbol);
                skip = ui::text::width(symbol).saturating_sub(1);
            }
            lines.push(format!("│{line}│"));
        }
        lines.push(format!("cursor at column {}, line {}", cursor.x, cursor.y));
        lines.join("\n")
    }

    /// The same as running text: a sentence is found though it takes several lines.
    pub fn running_text(&self) -> String {
        self.picture().replace('│', "").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What is underlined on the screen, stretch by stretch.
    pub fn marked(&self) -> Vec<String> {
        self.stretches(|cell| cell.modifier.contains(Modifier::UNDERLINED))
    }

    /// What has the colour of a key that acts, stretch by stretch.
    pub fn coloured_keys(&self) -> Vec<String> {
        self.stretches(|cell| cell.fg == Color::Cyan)
    }

    fn stretches(&self, is_meant: impl Fn(&Cell) -> bool) -> Vec<String> {
        let (buffer, _, _) = self.screen();
        let stretches = buffer.content.chunk_by(|a, b| is_meant(a) == is_meant(b));
        stretches.filter(|cells| is_meant(&cells[0])).map(|cells| cells.iter().map(Cell::symbol).collect()).collect()
    }

    pub fn now(&self) -> Now {
        let steady = Duration::from_millis(self.milliseconds);
        let since = SignedDuration::try_from(steady).expect("a span");
        Now { wall: beginning().saturating_add(since).expect("a moment"), steady }
    }
}

/// The cells of a screen, the place of the cursor, and what can be clicked.
pub fn drawn(app: &App) -> (Buffer, Position, Spots) {
    let Size { width, height } = app.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen");
    let mut spots = Spots::default();
    terminal.draw(|frame| spots = ui::draw(frame, app)).expect("drawn");
    (terminal.backend().buffer().clone(), terminal.get_cursor_position().expect("a cursor"), spots)
}

pub fn beginning() -> Timestamp {
    BEGINNING.parse().expect("a moment")
}

/// The settings of the shop in the stories.
pub fn settings(database: PathBuf, author: Author) -> Settings {
    Settings {
        file: "/home/ines/.config/frontdesk/config.toml".into(),
        database,
        state: "/home/ines/.local/state/frontdesk".into(),
        shop_name: "Riverside Auto".into(),
        shop_phone: None,
        time_zone: jiff::tz::TimeZone::get("America/Los_Angeles").expect("a zone"),
        region: Region::US,
        roles: RoleBook::of_the_guide(),
        author,
        screen: Screen::default(),
        keys: Keymap::default(),
        kiosk: false,
        keep_days: 7,
        portal: Portal {
            sign_in_url: Some("https://portal.example/sign-in?token={token}".into()),
            invite_valid_days: 7,
        },
        mail: Mail {
            from: None,
            reply_to: None,
            delivery: Delivery::Smtp,
            folder: "/home/ines/.local/share/frontdesk/outbox".into(),
            only_by_timer: false,
            templates: None,
            smtp: None,
        },
    }
}
