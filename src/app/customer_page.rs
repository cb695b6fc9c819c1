//! The customer page: one record on one page that scrolls, with the cursor on a row and commands for it.

mod commands;
mod key_table;
mod panel;
mod past;

use std::ops::Range;

pub use commands::invite_hint;
pub use key_table::{Command, KEYS};
pub use panel::{Panel, PanelLine};

use super::desk::Desk;
use super::list;
use super::vocabulary::Size;
use crate::domain::car::CarId;
use crate::domain::contact::{Contact, ContactId};
use crate::domain::customer::CustomerId;
use crate::domain::draft::{Draft, DraftId};
use crate::domain::history::{Depth, Entry, EntryId, Subject};
use crate::domain::record::Record;
use crate::domain::review::{Check, review};

/// Lines above the page: whose record it is, the sections, a rule.
pub const HEAD_LINES: u16 = 3;
/// Lines below it: the panel with its title and keys, the notice, the page's keys.
pub const FOOT_LINES: u16 = 7;
/// Lines of the Review section: the guide's four sentences.
const CHECKS: usize = 4;
/// Among them the one that lists who has portal access.
const ACCESS_CHECK: usize = 1;
/// Where the messages of the contacts stand as letters, and there is room to say what they mean.
const LEGEND_WIDTHS: Range<u16> = 80..150;
/// From here the customer's notes have a line of their own.
const NOTES_LINE_WIDTH: u16 = 100;

/// What the cursor can stand on, by identity: the cursor stays where it was when the record is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    Customer,
    Car(CarId),
    AddCar,
    Contact(ContactId),
    NoContacts,
    /// A form that waits here.
    Unfinished(DraftId),
    /// One of the four checks of the guide.
    Check(usize),
    Entry(EntryId),
    NoHistory,
    /// Entries that were not read.
    Older,
}

impl Row {
    /// The part of the record that a row is.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Customer => Some(Subject::Customer),
            Self::Car(id) => Some(Subject::Car(id)),
            Self::Contact(id) => Some(Subject::Contact(id)),
            _ => None,
        }
    }
}

/// The parts of the page, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Customer,
    Cars,
    Contacts,
    Review,
    History,
}

impl Section {
    pub const ALL: [Self; 5] = [Self::Customer, Self::Cars, Self::Contacts, Self::Review, Self::History];
}

/// One line of the page as it scrolls; the index tells which of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Customer,
    /// Another record for which this one could be taken.
    Alike,
    Notes,
    Car(usize),
    AddCar,
    ContactsHead,
    Contact(usize),
    NoContacts,
    /// What the marks of the contacts mean.
    Legend,
    Unfinished(usize),
    ReviewHead,
    Check(usize),
    HistoryHead,
    Entry(usize),
    NoHistory,
    /// So many entries are older than those that were read.
    Older(usize),
    Blank,
}

/// The state of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerPage {
    pub record: Record,
    /// Forms of this customer that wait.
    pub unfinished: Vec<Draft>,
    pub row: Row,
    /// The first line shown.
    pub top: usize,
    /// The only part of the record whose history is shown.
    pub only: Option<Subject>,
    /// The part of the record from which the cursor came to the history, until it moves there.
    came_from: Option<Subject>,
    /// How much of the history is read.
    depth: Depth,
    size: Size,
}

impl CustomerPage {
    /// Opens with the cursor on the contact that matched the search, else on the first one.
    pub fn open(record: Record, matched: Option<ContactId>, size: Size) -> Self {
        let mut page = Self {
            record,
            unfinished: Vec::new(),
            row: Row::NoContacts,
            top: 0,
            only: None,
            came_from: None,
            depth: Depth::Newest,
            size,
        };
        page.row = page.first_of(Section::Contacts);
        if let Some(id) = matched.filter(|id| page.record.contact(*id).is_some()) {
            page.row = Row::Contact(id);
        }
        page.scroll();
        page
    }

    pub fn id(&self) -> CustomerId {
        self.record.customer.id
    }

    /// The record as it is now; the cursor stays on its row, or near the place where that was.
    pub fn show(&mut self, record: Record) {
        let place = self.rows().iter().position(|row| *row == self.row).unwrap_or_default();
        let section = self.section();
        self.record = record;
        let rows = self.rows();
        if !rows.contains(&self.row) {
            let range = self.range_of(section);
            self.row = rows[place.clamp(range.start, range.end - 1)];
        }
        self.scroll();
    }

    pub fn show_unfinished(&mut self, drafts: Vec<Draft>) {
        let place = self.rows().iter().position(|row| *row == self.row).unwrap_or_default();
        self.unfinished = drafts;
        let rows = self.rows();
        if !rows.contains(&self.row) {
            self.row = rows[place.min(rows.len() - 1)];
        }
        self.scroll();
    }

    /// Puts the cursor on what was just saved.
    pub fn stand_on(&mut self, subject: Subject) {
        let row = match subject {
            Subject::Customer => Row::Customer,
            Subject::Car(id) => Row::Car(id),
            Subject::Contact(id) => Row::Contact(id),
        };
        self.stand_at(row);
    }

    /// Puts the cursor on a row, if it is there.
    pub fn stand_at(&mut self, row: Row) {
        if self.rows().contains(&row) {
            self.row = row;
            self.scroll();
        }
    }

    pub fn is_archived(&self) -> bool {
        self.record.customer.archived_at.is_some()
    }

    /// Whether a clicked row had the cursor already.
    pub fn clicked(&mut self, place: usize) -> bool {
        let Some(row) = self.rows().get(place).copied() else { return false };
        let again = row == self.row;
        self.stand_at(row);
        again
    }

    pub fn resized(&mut self, size: Size) {
        self.size = size;
        self.scroll();
    }

    pub fn contact(&self) -> Option<&Contact> {
        match self.row {
            Row::Contact(id) => self.record.contact(id),
            _ => None,
        }
    }

    /// What of the record is under the cursor.
    pub fn subject(&self) -> Option<Subject> {
        self.row.subject()
    }

    /// The form that waits under the cursor.
    pub fn draft(&self) -> Option<&Draft> {
        match self.row {
            Row::Unfinished(id) => self.unfinished.iter().find(|draft| draft.id == id),
            _ => None,
        }
    }

    pub fn entry(&self) -> Option<&Entry> {
        match self.row {
            Row::Entry(id) => self.record.history.iter().find(|entry| entry.id == id),
            _ => None,
        }
    }

    /// The guide's checks of this record.
    pub fn review(&self, desk: &Desk) -> [Check; CHECKS] {
        review(&self.record, &desk.settings.roles, desk.now.wall)
    }

    /// The newest act of this run that `u` would take back.
    pub fn newest_undoable(&self) -> Option<&Entry> {
        self.record.history.iter().find(|entry| entry.undoable)
    }

    /// All rows, in the order of the page.
    pub fn rows(&self) -> Vec<Row> {
        self.lines().into_iter().filter_map(|line| self.row_of(line)).collect()
    }

    /// The lines of the whole page.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::Customer];
        if !self.record.alikes.is_empty() {
            lines.push(Line::Alike);
        }
        if self.record.customer.details.notes.is_some() && self.size.width >= NOTES_LINE_WIDTH {
            lines.push(Line::Notes);
        }
        lines.extend((0..self.record.cars.len()).map(Line::Car));
        lines.extend([Line::AddCar, Line::Blank, Line::ContactsHead]);
        lines.extend((0..self.record.contacts.len()).map(Line::Contact));
        if self.record.contacts.is_empty() {
            lines.push(Line::NoContacts);
        }
        lines.extend((0..self.unfinished.len()).map(Line::Unfinished));
        let has_marks = !self.record.contacts.is_empty() && LEGEND_WIDTHS.contains(&self.size.width);
        lines.extend([if has_marks { Line::Legend } else { Line::Blank }, Line::ReviewHead]);
        lines.extend((0..CHECKS).map(Line::Check));
        lines.extend([Line::Blank, Line::HistoryHead]);
        lines.extend(self.past());
        lines
    }

    /// The row that a line belongs to.
    pub fn row_of(&self, line: Line) -> Option<Row> {
        match line {
            Line::Customer => Some(Row::Customer),
            Line::Car(index) => Some(Row::Car(self.record.cars[index].id)),
            Line::AddCar => Some(Row::AddCar),
            Line::Contact(index) => Some(Row::Contact(self.record.contacts[index].id)),
            Line::NoContacts => Some(Row::NoContacts),
            Line::Unfinished(index) => Some(Row::Unfinished(self.unfinished[index].id)),
            Line::Check(index) => Some(Row::Check(index)),
            Line::Entry(index) => Some(Row::Entry(self.record.history[index].id)),
            Line::NoHistory => Some(Row::NoHistory),
            Line::Older(_) => Some(Row::Older),
            Line::Alike
            | Line::Notes
            | Line::ContactsHead
            | Line::Legend
            | Line::ReviewHead
            | Line::HistoryHead
            | Line::Blank => None,
        }
    }

    pub fn section(&self) -> Section {
        match self.row {
            Row::Customer => Section::Customer,
            Row::Car(_) | Row::AddCar => Section::Cars,
            Row::Contact(_) | Row::NoContacts | Row::Unfinished(_) => Section::Contacts,
            Row::Check(_) => Section::Review,
            Row::Entry(_) | Row::NoHistory | Row::Older => Section::History,
        }
    }

    /// Rows of the page between head and foot.
    pub fn height(&self) -> usize {
        usize::from(self.size.height.saturating_sub(HEAD_LINES + FOOT_LINES))
    }

    fn first_of(&self, section: Section) -> Row {
        self.rows()[self.range_of(section).start]
    }

    /// The places of a section's rows; never empty, because every section has a row for having none.
    fn range_of(&self, section: Section) -> Range<usize> {
        let cars = self.record.cars.len() + 1;
        let contacts = self.record.contacts.len().max(1) + self.unfinished.len();
        let review = 1 + cars + contacts;
        let starts = [0, 1, 1 + cars, review, review + CHECKS, self.rows().len()];
        let place = section as usize;
        starts[place]..starts[place + 1]
    }

    fn move_by(&mut self, by: isize) {
        let rows = self.rows();
        let place = rows.iter().position(|row| *row == self.row).unwrap_or_default();
        self.row = rows[place.saturating_add_signed(by).min(rows.len() - 1)];
        self.came_from = None;
        self.scroll();
    }

    fn go_to(&mut self, section: Section) {
        if self.section() != section {
            self.row = self.first_of(section);
            self.scroll();
        }
    }

    fn turn_section(&mut self, by: usize) {
        let count = Section::ALL.len();
        self.go_to(Section::ALL[(self.section() as usize + by) % count]);
    }

    /// Keeps the row in view, and the heading above the first row of its section with it.
    fn scroll(&mut self) {
        let lines = self.lines();
        let last = lines.iter().position(|line| self.row_of(*line) == Some(self.row)).unwrap_or_default();
        let is_head = |line: &Line| matches!(line, Line::ContactsHead | Line::ReviewHead | Line::HistoryHead);
        let first = if last > 0 && is_head(&lines[last - 1]) { last - 1 } else { last };
        self.top = list::offset(self.top, first, last, self.height(), lines.len());
    }
}
