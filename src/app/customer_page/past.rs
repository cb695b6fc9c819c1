//! The History section: the newest entries, all of them, or those of one part of the record.

use super::{CustomerPage, Line, Section};
use crate::app::step::Step;
use crate::app::vocabulary::Effect;
use crate::domain::history::{Depth, Subject};

impl CustomerPage {
    /// Reads the record again, with as much of the history as is shown.
    pub fn read(&self) -> Step {
        Step::Do(Effect::Read(self.id(), self.depth))
    }

    /// The lines of the section under its heading; never none.
    pub(super) fn past(&self) -> Vec<Line> {
        let entries = self.record.history.iter().enumerate();
        let shown = entries.filter(|(_, entry)| self.only.is_none_or(|only| only == entry.subject));
        let mut lines: Vec<Line> = shown.map(|(index, _)| Line::Entry(index)).collect();
        match self.record.history_total.saturating_sub(self.record.history.len()) {
            0 if lines.is_empty() => lines.push(Line::NoHistory),
            0 => {}
            older => lines.push(Line::Older(older)),
        }
        lines
    }

    /// From another section: to the newest entry. Within: only the history of one part of the record, or everything
    /// again.
    pub(super) fn go_to_history(&mut self) {
        if self.section() != Section::History {
            let from = self.subject();
            self.go_to(Section::History);
            self.came_from = from;
            return;
        }
        self.only = if self.only.is_some() { None } else { self.narrowed_to() };
        let rows = self.rows();
        if !rows.contains(&self.row) {
            self.row = rows[self.range_of(Section::History).start];
        }
        self.scroll();
    }

    /// Whose history the key would show: of the row from which the cursor has just come, else of what the entry under
    /// it is about.
    fn narrowed_to(&self) -> Option<Subject> {
        let known = |subject: &Subject| self.name_in_history(*subject).is_some();
        self.came_from.filter(known).or_else(|| self.entry().map(|entry| entry.subject))
    }

    /// What the key of the section would do within it.
    pub(super) fn narrowing(&self) -> Option<String> {
        match (self.section(), self.only) {
            (Section::History, Some(_)) => Some("all history".to_owned()),
            (Section::History, None) => Some(format!("only {}", self.name_in_history(self.narrowed_to()?)?)),
            _ => None,
        }
    }

    /// The name of the only part of the record whose history is shown.
    pub fn only_name(&self) -> Option<&str> {
        self.name_in_history(self.only?)
    }

    /// A part of the record as its newest entry names it.
    fn name_in_history(&self, subject: Subject) -> Option<&str> {
        self.record.history.iter().find(|entry| entry.subject == subject).map(|entry| entry.subject_name.as_str())
    }

    /// Asks for every entry there is; the cursor then stands on the first that was not there.
    pub(super) fn read_whole_history(&mut self) -> Vec<Step> {
        self.depth = Depth::Whole;
        vec![self.read()]
    }
}
