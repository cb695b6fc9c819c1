//! Who gets what: the people of one customer and the six message types, ticked right there and saved in one act.

use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::list;
use super::question::{Line, Question};
use super::step::{Notice, Step};
use super::vocabulary::{Effect, Size};
use crate::domain::address::Marks;
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, PreferenceEdit};
use crate::domain::email::Email;
use crate::domain::history::Subject;
use crate::domain::preference::{MessageType, Preferences};
use crate::domain::reach::{self, Unreached};
use crate::domain::record::Record;
use crate::domain::role::RoleBook;
use crate::domain::text::listed;

/// Lines above the people: title, hint, rule, two of headings.
pub const HEAD_LINES: u16 = 5;
/// Lines below them: the counts, the panel in four, the notice, the keys.
pub const FOOT_LINES: u16 = 8;
/// Lines of a person: the name, and the role or what is wrong.
pub const LINES_EACH: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Tick,
    Save,
    Up,
    Down,
    Left,
    Right,
}

/// The keys of Who gets what; there are no letters.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::Char(' ')], command: Command::Tick, label: "tick", shown: Shown::Page },
    Binding { keys: &[Key::F(2), Key::Ctrl('s')], command: Command::Save, label: "Save Changes", shown: Shown::Page },
    Binding { keys: &[Key::Up], command: Command::Up, label: "person above", shown: Shown::Help },
    Binding { keys: &[Key::Down, Key::Enter], command: Command::Down, label: "person below", shown: Shown::Help },
    Binding {
        keys: &[Key::Left, Key::BackTab],
        command: Command::Left,
        label: "message to the left",
        shown: Shown::Help,
    },
    Binding {
        keys: &[Key::Right, Key::Tab],
        command: Command::Right,
        label: "message to the right",
        shown: Shown::Help,
    },
];

/// A person of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub subject: Subject,
    pub name: String,
    /// The role on a row; `main customer` for the customer.
    pub role: String,
    pub email: Option<Email>,
    marks: Marks,
    /// What the role proposes.
    pub proposal: Option<Preferences>,
    before: Preferences,
    pub ticks: Preferences,
}

impl Person {
    /// Why a message type would not arrive.
    pub fn unreached(&self, message: MessageType) -> Option<Unreached> {
        reach::unreached(self.email.as_ref(), &self.marks, message)
    }

    /// Whether it is ticked and arrives.
    pub fn is_reached(&self, message: MessageType) -> bool {
        self.ticks.contains(message) && self.unreached(message).is_none()
    }

    /// By which way it comes: the address, or why none is there.
    pub fn way(&self) -> String {
        match (reach::unreachable(self.email.as_ref(), &self.marks), &self.email) {
            (None, Some(email)) => email.to_string(),
            (why_not, _) => why_not.unwrap_or(Unreached::NoEmail).beside().to_owned(),
        }
    }

    /// The ticks made by hand, over what stands there now.
    fn tick_as(&mut self, by_hand: &Self) {
        let (on, off) = (by_hand.ticks.without(by_hand.before), by_hand.before.without(by_hand.ticks));
        self.ticks = self.before.with(on).without(off);
    }

    /// Whether something is ticked that does not arrive.
    pub fn is_ticked_in_vain(&self) -> bool {
        self.ticks.iter().any(|message| self.unreached(message).is_some())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct WhoGetsWhat {
    pub customer: CustomerId,
    /// The name over the page.
    pub customer_name: String,
    /// The main customer first.
    pub people: Vec<Person>,
    pub row: usize,
    pub column: usize,
    /// The first person shown.
    pub top: usize,
    saving: bool,
    size: Size,
}

impl WhoGetsWhat {
    /// With the cursor on one of the people.
    pub fn new(record: &Record, roles: &RoleBook, at: Subject, size: Size) -> Self {
        let people = people(record, roles);
        let row = people.iter().position(|person| person.subject == at).unwrap_or_default();
        let mut screen = Self {
            customer: record.customer.id,
            customer_name: record.customer.details.name(),
            people,
            row,
            column: 0,
            top: 0,
            saving: false,
            size,
        };
        screen.scroll();
        screen
    }

    /// What a colleague has saved stands here at once, and what was ticked here over it.
    pub fn record_read(&mut self, record: &Record, roles: &RoleBook) {
        if record.customer.id != self.customer {
            return;
        }
        let at = self.person().subject;
        let before = std::mem::replace(&mut self.people, people(record, roles));
        for person in &mut self.people {
            if let Some(by_hand) = before.iter().find(|seen| seen.subject == person.subject) {
                person.tick_as(by_hand);
            }
        }
        let place = self.people.iter().position(|person| person.subject == at);
        self.row = place.unwrap_or(self.row).min(self.people.len() - 1);
        self.scroll();
    }

    pub fn message(&self) -> MessageType {
        MessageType::ALL[self.column]
    }

    pub fn person(&self) -> &Person {
        &self.people[self.row]
    }

    /// How many people with a usable address are ticked for a message type.
    pub fn reached(&self, message: MessageType) -> usize {
        self.people.iter().filter(|person| person.is_reached(message)).count()
    }

    /// Nobody is reached though somebody is ticked or a role proposes it; Marketing is never a gap.
    pub fn is_gap(&self, message: MessageType) -> bool {
        let wanted = |person: &Person| {
            person.ticks.contains(message) || person.proposal.is_some_and(|proposal| proposal.contains(message))
        };
        message != MessageType::Marketing && self.reached(message) == 0 && self.people.iter().any(wanted)
    }

    pub fn is_changed(&self) -> bool {
        self.changed().next().is_some()
    }

    pub fn is_saving(&self) -> bool {
        self.saving
    }

    /// The people whose ticks are not as they were.
    pub fn changed(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.ticks != person.before)
    }

    pub fn set_saving(&mut self, saving: bool) {
        self.saving = saving;
    }

    /// People that fit.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD_LINES + FOOT_LINES)) / LINES_EACH
    }

    pub fn resized(&mut self, size: Size) {
        self.size = size;
        self.scroll();
    }

    pub fn on_key(&mut self, key: Key) -> Option<Vec<Step>> {
        if self.saving {
            return Some(Vec::new());
        }
        keys::command(KEYS, key).map(|command| self.run(command))
    }

    /// A box is ticked by a click, like in a form.
    pub fn clicked(&mut self, row: usize, column: usize) -> Vec<Step> {
        if self.saving || row >= self.people.len() || column >= MessageType::ALL.len() {
            return Vec::new();
        }
        (self.row, self.column) = (row, column);
        self.run(Command::Tick)
    }

    pub fn standing(command: Command) -> Standing {
        let label = KEYS.iter().find(|binding| binding.command == command).map_or("", |binding| binding.label);
        Standing::acts(label)
    }

    pub fn hints() -> Vec<Hint> {
        keys::hints(KEYS, Shown::Page, |binding| Self::standing(binding.command))
    }

    pub fn help_rows() -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| Self::standing(binding.command))
    }

    pub fn leave_question(&self) -> Question {
        let changed: Vec<&str> = self.changed().map(|person| person.name.as_str()).collect();
        let body = vec![Line::Text(format!("Not saved: what {} would get.", listed(&changed)))];
        Question::new(format!("Leave Who gets what · {}?", self.customer_name), body, "Keep editing").stacked().or(
            'y',
            "Discard",
            vec![Step::Close],
        )
    }

    fn run(&mut self, command: Command) -> Vec<Step> {
        let columns = MessageType::ALL.len();
        match command {
            Command::Tick => {
                let message = self.message();
                let person = &mut self.people[self.row];
                person.ticks = person.ticks.toggled(message);
            }
            Command::Save => return self.save(),
            Command::Up => self.row = self.row.saturating_sub(1),
            Command::Down => self.row = (self.row + 1).min(self.people.len() - 1),
            Command::Left => self.column = (self.column + columns - 1) % columns,
            Command::Right => self.column = (self.column + 1) % columns,
        }
        self.scroll();
        Vec::new()
    }

    fn save(&self) -> Vec<Step> {
        if !self.is_changed() {
            return vec![Step::Close, Step::Say(Notice::plain("Nothing was changed."))];
        }
        let edits = self
            .changed()
            .map(|person| PreferenceEdit { subject: person.subject, before: person.before, after: person.ticks })
            .collect();
        vec![Step::Do(Effect::Perform(Deed::SetPreferences { customer: self.customer, edits }))]
    }

    fn scroll(&mut self) {
        self.top = list::offset(self.top, self.row, self.row, self.height(), self.people.len());
    }
}

/// The people of a record, the main customer first, as they are saved.
fn people(record: &Record, roles: &RoleBook) -> Vec<Person> {
    let customer = &record.customer.details;
    let own = Person {
        subject: Subject::Customer,
        name: customer.name(),
        role: "main customer".to_owned(),
        email: customer.email.clone(),
        marks: record.customer.marks.clone(),
        proposal: None,
        before: customer.preferences,
        ticks: customer.preferences,
    };
    let others = record.contacts.iter().map(|contact| {
        let details = &contact.details;
        let description = details.role_description.as_deref().unwrap_or_default();
        Person {
            subject: Subject::Contact(contact.id),
            name: details.name(),
            role: details.role_on_row().to_owned(),
            email: details.email.clone(),
            marks: contact.marks.clone(),
            proposal: details.role.as_deref().and_then(|role| roles.proposal(role, description)),
            before: details.preferences,
            ticks: details.preferences,
        }
    });
    std::iter::once(own).chain(others).collect()
}
