//! Contacts, the home screen: Search has the cursor, and the rows answer every key.

use super::desk::Desk;
use super::errand::Errand;
use super::form::TextField;
use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::list;
use super::spot::Spot;
use super::step::{Place, Step};
use super::vocabulary::{Effect, Size, Ticket};
use crate::domain::contact::ContactId;
use crate::domain::draft::Draft;
use crate::domain::record::Record;
use crate::domain::search::{Among, Count, FoundBy, Hit, Hits, QUERY_LIMIT, Query, Stretch};

/// Lines above the rows: where we are, the search, a rule, the columns.
pub const HEAD_LINES: u16 = 4;
/// Lines below them: a rule, two for the notice, the keys.
pub const FOOT_LINES: u16 = 4;
/// As many forms that wait as are shown; the others wait on their customers.
const UNFINISHED: usize = 4;
/// Rows asked for at a time; more are loaded as one scrolls.
const PAGE: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Open,
    NewCustomer,
    Outbox,
    Clear,
    Up,
    Down,
    PageUp,
    PageDown,
}

/// The keys of Contacts; everything else is typed into Search.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::Enter], command: Command::Open, label: "View Details", shown: Shown::Page },
    Binding {
        keys: &[Key::Ctrl('n'), Key::F(6)],
        command: Command::NewCustomer,
        label: "New customer",
        shown: Shown::Page,
    },
    Binding { keys: &[Key::Ctrl('o'), Key::F(7)], command: Command::Outbox, label: "Outbox", shown: Shown::Page },
    Binding { keys: &[Key::Esc], command: Command::Clear, label: "clear", shown: Shown::Page },
    Binding { keys: &[Key::Up, Key::BackTab], command: Command::Up, label: "row above", shown: Shown::Help },
    Binding { keys: &[Key::Down, Key::Tab], command: Command::Down, label: "row below", shown: Shown::Help },
    Binding { keys: &[Key::PageUp], command: Command::PageUp, label: "page up", shown: Shown::Help },
    Binding { keys: &[Key::PageDown], command: Command::PageDown, label: "page down", shown: Shown::Help },
];

/// What is known of the rows after those that are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Nothing,
    More,
    /// More are on their way.
    Coming,
}

/// What Enter waits for, and every later key with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// The rows of the typed text.
    Rows,
    /// The record that a question about it needs.
    Beside,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SearchScreen {
    pub field: TextField,
    pub rows: Vec<Hit>,
    pub selected: usize,
    /// The first row shown.
    pub top: usize,
    /// How many hits there are, when they are counted.
    pub count: Option<Count>,
    /// Whether the first rows have come at all.
    pub answered: bool,
    /// What else may have been meant, while nobody is found.
    pub nearest: Vec<String>,
    /// The one of them under the cursor.
    pub at_nearest: usize,
    beyond: Beyond,
    asked: Ticket,
    shown: Ticket,
    /// Forms that wait, above the rows while nothing is typed.
    unfinished: Vec<Draft>,
    /// The one of them under the cursor, which is then on no row.
    at_unfinished: Option<usize>,
    /// Where the cursor goes when the rows that are on their way have come.
    wanted: Option<usize>,
    /// What a customer is looked for.
    pub errand: Option<Errand>,
    awaited: Option<Awaited>,
    /// What was asked last may never be answered.
    has_failed: bool,
    size: Size,
}

impl SearchScreen {
    pub fn new(size: Size) -> Self {
        Self {
            field: TextField::new(QUERY_LIMIT),
            rows: Vec::new(),
            selected: 0,
            top: 0,
            count: None,
            answered: false,
            nearest: Vec::new(),
            at_nearest: 0,
            beyond: Beyond::Nothing,
            asked: Ticket::default(),
            shown: Ticket::default(),
            unfinished: Vec::new(),
            at_unfinished: None,
            wanted: None,
            errand: None,
            awaited: None,
            has_failed: false,
            size,
        }
    }

    /// Lines for the rows, below the forms that wait.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD_LINES + FOOT_LINES)).saturating_sub(self.unfinished().len())
    }

    /// The forms that wait, where they are shown: not while something is typed or looked for.
    pub fn unfinished(&self) -> &[Draft] {
        let hidden = self.errand.is_some() || !self.field.text().is_empty();
        if hidden { &[] } else { &self.unfinished[..self.unfinished.len().min(UNFINISHED)] }
    }

    pub fn show_unfinished(&mut self, drafts: Vec<Draft>) {
        self.unfinished = drafts;
        self.at_unfinished = None;
        self.scroll();
    }

    pub fn resized(&mut self, size: Size) {
        self.size = size;
        self.scroll();
    }

    pub fn selection(&self) -> Option<&Hit> {
        self.rows.get(self.selected)
    }

    /// Which of the forms that wait has the cursor.
    pub fn at_unfinished(&self) -> Option<usize> {
        self.at_unfinished.filter(|place| *place < self.unfinished().len())
    }

    /// Whether a key waits for the rows of what was typed, or for the question about a row.
    pub fn is_opening(&self) -> bool {
        self.awaited.is_some()
    }

    /// The record of the customer that the errand leads to.
    pub fn beside_read(&mut self, record: &Record, desk: &Desk) -> Vec<Step> {
        self.beside_missing();
        self.errand.as_ref().map_or_else(Vec::new, |errand| errand.asks(record, desk))
    }

    pub fn beside_missing(&mut self) {
        self.awaited.take_if(|awaited| *awaited == Awaited::Beside);
    }

    /// The file could not be read: no key waits for it, and Enter asks once more.
    pub fn read_failed(&mut self) {
        (self.awaited, self.wanted) = (None, None);
        self.has_failed = true;
        if self.beyond == Beyond::Coming {
            self.beyond = Beyond::More;
        }
    }

    /// A page has opened: nobody is looked for any more.
    pub fn left_for_a_page(&mut self) {
        (self.errand, self.awaited) = (None, None);
    }

    /// Enters the screen with its text selected, or with a new one.
    pub fn enter(&mut self, typed: Option<&str>) -> Vec<Step> {
        self.errand = None;
        if let Some(text) = typed {
            self.field.put(text);
            self.ask_anew()
        } else {
            self.field.select_all();
            self.ask_again()
        }
    }

    /// Enters the screen to look for a customer.
    pub fn enter_for(&mut self, errand: Errand) -> Vec<Step> {
        self.field.put("");
        self.errand = Some(errand);
        self.ask_anew()
    }

    pub fn on_key(&mut self, key: Key, desk: &Desk) -> Vec<Step> {
        let would_be_first = self.field.text().is_empty() || self.field.is_selected();
        if key == Key::Char('?') && would_be_first {
            return vec![Step::Help];
        }
        match (keys::command(KEYS, key), &self.errand) {
            (Some(Command::NewCustomer), Some(errand)) => errand.done_with_nobody(desk),
            (Some(command), _) => self.run(command),
            (None, _) if self.field.on_key(key) => self.ask_anew(),
            (None, _) => Vec::new(),
        }
    }

    pub fn clicked(&mut self, spot: Spot) -> Vec<Step> {
        match spot {
            Spot::Row(row) if row == self.selected && self.at_unfinished().is_none() => self.run(Command::Open),
            Spot::Row(row) => self.select(row),
            Spot::Unfinished(place) if self.at_unfinished() == Some(place) => self.run(Command::Open),
            Spot::Unfinished(place) => {
                self.at_unfinished = Some(place);
                Vec::new()
            }
            Spot::Meant(place) if self.at_nearest == place => self.run(Command::Open),
            Spot::Meant(place) => {
                self.at_nearest = place;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub fn on_paste(&mut self, text: &str) -> Vec<Step> {
        self.field.paste(text);
        self.ask_anew()
    }

    /// The rows of a search: of the newest one, else they came too late.
    pub fn found(&mut self, ticket: Ticket, skip: usize, hits: Hits) -> Vec<Step> {
        if ticket != self.asked {
            return Vec::new();
        }
        self.has_failed = false;
        let kept = (ticket == self.shown || skip > 0).then(|| self.selection().map(|hit| hit.customer)).flatten();
        self.rows.truncate(skip);
        self.rows.extend(hits.rows);
        self.answered = true;
        self.beyond = if hits.more { Beyond::More } else { Beyond::Nothing };
        if self.shown != ticket {
            self.shown = ticket;
            self.selected = 0;
            self.top = 0;
            self.nearest.clear();
        }
        match kept.and_then(|id| self.rows.iter().position(|hit| hit.customer == id)) {
            Some(place) => self.selected = place,
            // Rows that were read again after the file changed may end before the cursor's.
            None if self.selected >= self.rows.len() => self.wanted = self.wanted.or(Some(self.selected)),
            None => {}
        }
        self.scroll();
        let further = self.wanted.take().map_or_else(Vec::new, |row| self.select(row));
        if !further.is_empty() {
            return further;
        }
        if self.awaited.take_if(|awaited| *awaited == Awaited::Rows).is_some() {
            return self.open();
        }
        let typed = self.field.text().to_owned();
        let query = Query::read(&typed);
        let nobody = self.rows.is_empty() && !query.is_empty() && query.among() != Among::Archived;
        nobody.then_some(Step::Do(Effect::FindNearest { ticket, typed })).into_iter().collect()
    }

    /// What else may have been meant by the newest search.
    pub fn offer(&mut self, ticket: Ticket, nearest: Vec<String>) {
        if ticket == self.asked && self.rows.is_empty() {
            (self.nearest, self.at_nearest) = (nearest, 0);
        }
    }

    pub fn counted(&mut self, ticket: Ticket, count: Count) {
        if ticket == self.asked {
            self.count = Some(count);
        }
    }

    /// The same search once more, because the file changed; cursor and rows stay until the answer is there.
    pub fn ask_again(&mut self) -> Vec<Step> {
        let limit = self.rows.len().max(PAGE);
        vec![Step::Do(self.request(Stretch::first(limit)))]
    }

    pub fn standing(&self, command: Command) -> Standing {
        match command {
            Command::Open if self.at_unfinished().is_some() => Standing::acts("open the form"),
            Command::Open if self.meant().is_some() => {
                Standing::acts(format!("search for {}", self.meant().unwrap_or_default()))
            }
            Command::Open => {
                let label = self.errand.as_ref().map_or("View Details", Errand::label);
                Standing::acts_if(self.selection().is_some(), label)
            }
            Command::NewCustomer if matches!(self.errand, Some(Errand::Move { .. })) => {
                Standing::acts("a customer of its own")
            }
            Command::Outbox | Command::NewCustomer if self.errand.is_some() => Standing::Absent,
            Command::Outbox => Standing::acts("Outbox"),
            Command::NewCustomer => Standing::acts("New customer"),
            Command::Clear if self.errand.is_some() => Standing::acts("leave it"),
            Command::Clear => Standing::acts_if(!self.field.text().is_empty(), "clear"),
            Command::Up => Standing::acts("row above"),
            Command::Down => Standing::acts("row below"),
            Command::PageUp => Standing::acts("page up"),
            Command::PageDown => Standing::acts("page down"),
        }
    }

    pub fn hints(&self) -> Vec<Hint> {
        keys::hints(KEYS, Shown::Page, |binding| self.standing(binding.command))
    }

    pub fn help_rows(&self) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| self.standing(binding.command))
    }

    fn run(&mut self, command: Command) -> Vec<Step> {
        let page = (self.height() / 2).max(1);
        match command {
            Command::Open if self.shown != self.asked => {
                self.awaited = Some(Awaited::Rows);
                if std::mem::take(&mut self.has_failed) { self.ask_again() } else { Vec::new() }
            }
            Command::Open => match self.meant().map(str::to_owned) {
                Some(meant) => {
                    self.field.put(&meant);
                    self.ask_anew()
                }
                None => self.open(),
            },
            Command::Outbox if self.errand.is_some() => Vec::new(),
            Command::NewCustomer => {
                vec![Step::Go(Place::NewCustomer { typed: Query::name_in(self.field.text()).to_owned() })]
            }
            Command::Outbox => vec![Step::Go(Place::Outbox)],
            Command::Clear => {
                let errand = self.errand.take();
                if errand.is_none() && self.field.text().is_empty() {
                    return Vec::new();
                }
                if let Some(back) = errand.and_then(Errand::left) {
                    return vec![back];
                }
                self.field.put("");
                self.ask_anew()
            }
            Command::Up if self.meant().is_some() => {
                self.at_nearest = self.at_nearest.saturating_sub(1);
                Vec::new()
            }
            Command::Down if self.meant().is_some() => {
                self.at_nearest = (self.at_nearest + 1).min(self.nearest.len() - 1);
                Vec::new()
            }
            Command::Up => self.up(),
            Command::Down if self.at_unfinished().is_some() => {
                let next = self.at_unfinished().map(|place| place + 1);
                self.at_unfinished = next.filter(|place| *place < self.unfinished().len());
                Vec::new()
            }
            Command::Down => self.select(self.wanted.unwrap_or(self.selected) + 1),
            Command::PageUp => self.select(self.selected.saturating_sub(page)),
            Command::PageDown => self.select(self.selected + page),
        }
    }

    fn select(&mut self, row: usize) -> Vec<Step> {
        self.at_unfinished = None;
        self.wanted = (self.beyond == Beyond::Coming && row >= self.rows.len()).then_some(row);
        self.selected = row.min(self.rows.len().saturating_sub(1));
        self.scroll();
        let near_the_end = self.selected + self.height().max(1) >= self.rows.len();
        if self.beyond == Beyond::More && near_the_end {
            self.beyond = Beyond::Coming;
            self.wanted = (row >= self.rows.len()).then_some(row);
            let after = self.rows.last().map(|hit| hit.customer);
            return vec![Step::Do(self.request(Stretch { skip: self.rows.len(), after, limit: PAGE }))];
        }
        Vec::new()
    }

    /// The search under the cursor that may have been meant.
    fn meant(&self) -> Option<&str> {
        self.nearest.get(self.at_nearest).map(String::as_str).filter(|_| self.rows.is_empty())
    }

    /// Above the first row wait the forms.
    fn up(&mut self) -> Vec<Step> {
        let forms = self.unfinished().len();
        match self.at_unfinished() {
            Some(place) => self.at_unfinished = Some(place.saturating_sub(1)),
            None if self.selected == 0 && forms > 0 => self.at_unfinished = Some(forms - 1),
            None => return self.select(self.selected.saturating_sub(1)),
        }
        Vec::new()
    }

    fn open(&mut self) -> Vec<Step> {
        if let Some(draft) = self.at_unfinished().map(|place| &self.unfinished[place]) {
            return vec![Step::Go(Place::Draft(draft.id))];
        }
        if let (Some(errand), Some(hit)) = (&self.errand, self.selection()) {
            let steps = errand.done_at(hit);
            let asks_beside = steps.iter().any(|step| matches!(step, Step::Do(Effect::ReadBeside(_))));
            self.awaited = asks_beside.then_some(Awaited::Beside);
            return steps;
        }
        self.selection().map_or_else(Vec::new, |hit| {
            vec![Step::Go(Place::Customer { id: hit.customer, contact: matched_contact(hit) })]
        })
    }

    fn ask_anew(&mut self) -> Vec<Step> {
        (self.at_unfinished, self.wanted, self.has_failed) = (None, None, false);
        self.asked.0 += 1;
        vec![Step::Do(self.request(Stretch::first(PAGE.max(self.height()))))]
    }

    fn request(&self, stretch: Stretch) -> Effect {
        Effect::Search { ticket: self.asked, typed: self.field.text().to_owned(), stretch }
    }

    fn scroll(&mut self) {
        self.selected = self.selected.min(self.rows.len().saturating_sub(1));
        self.top = list::offset(self.top, self.selected, self.selected, self.height(), self.rows.len());
    }
}

fn matched_contact(hit: &Hit) -> Option<ContactId> {
    match &hit.found_by {
        FoundBy::Contact { id, .. } => Some(*id),
        _ => None,
    }
}
