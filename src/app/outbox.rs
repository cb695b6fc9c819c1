//! The Outbox: every invite that has not arrived, with the server's words and what can be done.

use super::desk::Desk;
use super::key::Key;
use super::keys::{self, Binding, HelpRow, Hint, Shown, Standing};
use super::list;
use super::questions;
use super::step::{Notice, Place, Step};
use super::vocabulary::{Effect, Size};
use crate::domain::deed::Deed;
use crate::domain::outbox::Waiting;

/// Lines above the rows: title, count, rule, the columns.
const HEAD_LINES: u16 = 4;
/// Lines of the server's fault, where there is one.
const FAULT_LINES: u16 = 3;
/// Lines below them: the panel in six, the notice, the keys.
pub const FOOT_LINES: u16 = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Open,
    Edit,
    Retry,
    Revoke,
    ShowLink,
    Search,
    Up,
    Down,
    PageUp,
    PageDown,
}

/// The keys of the Outbox.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::Enter], command: Command::Open, label: "View Details", shown: Shown::Row },
    Binding { keys: &[Key::Char('e')], command: Command::Edit, label: "Edit", shown: Shown::Row },
    Binding { keys: &[Key::Char('i')], command: Command::Retry, label: "Try again", shown: Shown::Row },
    Binding { keys: &[Key::Char('x')], command: Command::Revoke, label: "Revoke invite", shown: Shown::Row },
    Binding { keys: &[Key::Char('l')], command: Command::ShowLink, label: "Show link", shown: Shown::Row },
    Binding { keys: &[Key::Char('/')], command: Command::Search, label: "Search", shown: Shown::Page },
    Binding { keys: &[Key::Up, Key::BackTab], command: Command::Up, label: "row above", shown: Shown::Help },
    Binding { keys: &[Key::Down, Key::Tab], command: Command::Down, label: "row below", shown: Shown::Help },
    Binding { keys: &[Key::PageUp], command: Command::PageUp, label: "page up", shown: Shown::Help },
    Binding { keys: &[Key::PageDown], command: Command::PageDown, label: "page down", shown: Shown::Help },
];

#[derive(Debug, Clone, PartialEq)]
pub struct OutboxScreen {
    /// `None` until they are read.
    pub rows: Option<Vec<Waiting>>,
    pub selected: usize,
    pub top: usize,
    /// Whether the server's fault stands above the rows.
    is_held: bool,
    size: Size,
}

impl OutboxScreen {
    pub fn new(is_held: bool, size: Size) -> Self {
        Self { rows: None, selected: 0, top: 0, is_held, size }
    }

    /// The rows as they are now; the cursor stays on its invite.
    pub fn show(&mut self, rows: Vec<Waiting>) {
        let kept = self.selection().map(|waiting| waiting.invite.id);
        let place = kept.and_then(|id| rows.iter().position(|waiting| waiting.invite.id == id));
        self.rows = Some(rows);
        self.select(place.unwrap_or(self.selected));
    }

    pub fn selection(&self) -> Option<&Waiting> {
        self.rows.as_ref()?.get(self.selected)
    }

    /// The first line of the rows.
    pub fn head_lines(&self) -> u16 {
        HEAD_LINES + if self.is_held { FAULT_LINES } else { 0 }
    }

    /// The server's fault has come or gone.
    pub fn set_held(&mut self, is_held: bool) {
        self.is_held = is_held;
        self.select(self.selected);
    }

    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(self.head_lines() + FOOT_LINES)).max(1)
    }

    pub fn resized(&mut self, size: Size) {
        self.size = size;
        self.select(self.selected);
    }

    pub fn standing(&self, command: Command, desk: &Desk) -> Standing {
        let now = desk.now.wall;
        let on_row = |label: &str| Standing::acts_if(self.selection().is_some(), label);
        match command {
            Command::Open => on_row("View Details"),
            Command::Edit => on_row("Edit"),
            Command::Retry => match self.selection() {
                None => Standing::Absent,
                Some(waiting) if waiting.can_retry(now) => Standing::acts("Try again"),
                Some(waiting) if waiting.needs_attention(now) => {
                    Standing::cannot("Try again", format!("Enter, then {}", desk.key('i')))
                }
                Some(_) => Standing::cannot("Try again", "it is being sent"),
            },
            Command::Revoke => {
                Standing::acts_if(self.selection().is_some_and(|w| w.invite.state_at(now).is_open()), "Revoke invite")
            }
            Command::ShowLink => {
                Standing::acts_if(self.selection().is_some_and(|w| w.invite.state_at(now).is_open()), "Show link")
            }
            Command::Search => Standing::acts("Search"),
            Command::Up => Standing::acts("row above"),
            Command::Down => Standing::acts("row below"),
            Command::PageUp => Standing::acts("page up"),
            Command::PageDown => Standing::acts("page down"),
        }
    }

    /// `None` for a key without a meaning here.
    pub fn on_key(&mut self, key: Key, desk: &Desk) -> Option<Vec<Step>> {
        if let Key::Char(digit @ '0'..='9') = key {
            return Some(vec![Step::Go(Place::Search { typed: Some(digit.to_string()) })]);
        }
        keys::command(KEYS, key).map(|command| self.run(command, desk))
    }

    pub fn clicked(&mut self, row: usize, desk: &Desk) -> Vec<Step> {
        if row == self.selected {
            return self.run(Command::Open, desk);
        }
        self.select(row);
        Vec::new()
    }

    pub fn hints(&self, shown: Shown, desk: &Desk) -> Vec<Hint> {
        keys::hints(KEYS, shown, |binding| self.standing(binding.command, desk))
    }

    pub fn help_rows(&self, desk: &Desk) -> Vec<HelpRow> {
        keys::help_rows(KEYS, |binding| self.standing(binding.command, desk))
    }

    fn run(&mut self, command: Command, desk: &Desk) -> Vec<Step> {
        let page = (self.height() / 2).max(1);
        match self.standing(command, desk) {
            Standing::Acts(_) => {}
            Standing::Cannot { label, why } => return vec![Step::Say(Notice::plain(format!("{label}: {why}.")))],
            // A key that is not printed here, but on other rows.
            Standing::Absent if self.selection().is_some() => {
                let words = format!("This link has ended. Enter, then {} sends a new invite.", desk.key('i'));
                return vec![Step::Say(Notice::plain(words))];
            }
            Standing::Absent => return Vec::new(),
        }
        let Some(waiting) = self.selection() else {
            return if command == Command::Search { vec![Step::Go(Place::Search { typed: None })] } else { Vec::new() };
        };
        match command {
            Command::Open => {
                return vec![Step::Go(Place::Customer { id: waiting.customer, contact: Some(waiting.contact) })];
            }
            Command::Edit => {
                return vec![Step::Go(Place::ContactOf { customer: waiting.customer, contact: waiting.contact })];
            }
            Command::Retry => return vec![Step::Do(Effect::Perform(Deed::RetryInvite { id: waiting.invite.id }))],
            Command::Revoke => return vec![Step::Ask(questions::revoke_waiting(waiting))],
            Command::ShowLink => return vec![Step::Do(Effect::ShowLink(waiting.invite.id))],
            Command::Search => return vec![Step::Go(Place::Search { typed: None })],
            Command::Up => self.select(self.selected.saturating_sub(1)),
            Command::Down => self.select(self.selected + 1),
            Command::PageUp => self.select(self.selected.saturating_sub(page)),
            Command::PageDown => self.select(self.selected + page),
        }
        Vec::new()
    }

    fn select(&mut self, row: usize) {
        let count = self.rows.as_ref().map_or(0, Vec::len);
        self.selected = row.min(count.saturating_sub(1));
        self.top = list::offset(self.top, self.selected, self.selected, self.height(), count);
    }
}
