//! A pen that writes on the screen: every text is made printable, cut with an ellipsis, and measured in columns.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::look::{Look, Part};
use super::spots::Spots;
use super::text::{fit, width};
use crate::app::spot::Spot;
use crate::domain::text::printable;

pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    look: &'a Look,
    cursor: Option<Position>,
    spots: Spots,
}

impl<'a> Pen<'a> {
    pub fn new(buffer: &'a mut Buffer, area: Rect, look: &'a Look) -> Self {
        Self { buffer, area, look, cursor: None, spots: Spots::default() }
    }

    pub fn width(&self) -> u16 {
        self.area.width
    }

    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// Writes at most `columns` columns and returns the column after the text.
    pub fn text(&mut self, x: u16, y: u16, text: &str, columns: u16, part: Part) -> u16 {
        let columns = columns.min(self.area.width.saturating_sub(x));
        if y >= self.area.height || columns == 0 {
            return x;
        }
        let fitted = fit(text, usize::from(columns));
        let (left, top) = (self.area.x + x, self.area.y + y);
        // From nothing: what was drawn there before leaves no colour behind.
        let style = Style::reset().patch(self.look.style(part));
        self.buffer.set_stringn(left, top, &fitted, usize::from(columns), style);
        x + u16::try_from(width(&fitted)).unwrap_or(columns)
    }

    /// Writes against the right edge and returns the column where it begins.
    pub fn text_right(&mut self, y: u16, text: &str, part: Part) -> u16 {
        let columns = u16::try_from(width(text)).unwrap_or(u16::MAX).min(self.area.width);
        let x = self.area.width - columns;
        self.text(x, y, text, columns, part);
        x
    }

    /// A rule over the whole width.
    pub fn rule(&mut self, y: u16) {
        let line = "─".repeat(usize::from(self.area.width));
        self.text(0, y, &line, self.area.width, Part::Faint);
    }

    /// Gives a stretch of a line another look, keeping its text.
    pub fn restyle(&mut self, x: u16, y: u16, columns: u16, part: Part) {
        let columns = columns.min(self.area.width.saturating_sub(x));
        if y < self.area.height {
            let stretch = Rect { x: self.area.x + x, y: self.area.y + y, width: columns, height: 1 };
            self.buffer.set_style(stretch, self.look.style(part));
        }
    }

    /// Marks stretches of a text, in bytes, that was written here in at most so many columns.
    pub fn mark(&mut self, x: u16, y: u16, text: &str, columns: u16, stretches: &[Range<usize>]) {
        let column = |end: usize| u16::try_from(width(&printable(&text[..end]))).unwrap_or(u16::MAX).min(columns);
        for stretch in stretches {
            let (start, end) = (column(stretch.start), column(stretch.end));
            self.restyle(x + start, y, end - start, Part::Match);
        }
    }

    /// Empties a rectangle for what lies over the screen.
    pub fn clear(&mut self, x: u16, y: u16, columns: u16, lines: u16) {
        let columns = columns.min(self.area.width.saturating_sub(x));
        let blank = " ".repeat(usize::from(columns));
        for line in y..(y + lines).min(self.area.height) {
            // Whatever stood there may have been wide: its look goes too.
            self.buffer.set_stringn(self.area.x + x, self.area.y + line, &blank, usize::from(columns), Style::reset());
        }
    }

    /// Puts the terminal's cursor on the focus.
    pub fn put_cursor(&mut self, x: u16, y: u16) {
        let x = x.min(self.area.width.saturating_sub(1));
        self.cursor = Some(Position { x: self.area.x + x, y: self.area.y + y.min(self.area.height.saturating_sub(1)) });
    }

    /// Says that a stretch of a line can be clicked.
    pub fn spot(&mut self, x: u16, y: u16, columns: u16, spot: Spot) {
        let columns = columns.min(self.area.width.saturating_sub(x));
        if y < self.area.height {
            self.spots.add(Rect { x: self.area.x + x, y: self.area.y + y, width: columns, height: 1 }, spot);
        }
    }

    /// Takes from whatever was drawn so far what makes it stand out: what lies over it is what hears keys now.
    pub fn quieten(&mut self) {
        let loud = [Part::Key, Part::Fine, Part::Alarm].map(|part| self.look.style(part).fg);
        for position in self.area.positions() {
            let cell = &mut self.buffer[position];
            if cell.modifier.intersects(Modifier::BOLD | Modifier::REVERSED) || loud.contains(&Some(cell.fg)) {
                cell.set_style(Style::reset());
            }
        }
    }

    /// Covers whatever was drawn so far: only what lies over it can be clicked.
    pub fn cover(&mut self) {
        self.spots.add(self.area, Spot::Covered);
    }

    /// Where the terminal's cursor belongs, and what can be clicked.
    pub fn finish(self) -> (Option<Position>, Spots) {
        (self.cursor, self.spots)
    }
}
