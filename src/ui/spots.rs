//! Where on the screen stands what can be clicked.

use ratatui::layout::{Position, Rect};

use crate::app::spot::Spot;

/// What stands where; of what lies over one another the last one counts.
#[derive(Debug, Clone, Default)]
pub struct Spots(Vec<(Rect, Spot)>);

impl Spots {
    pub fn add(&mut self, area: Rect, spot: Spot) {
        self.0.push((area, spot));
    }

    /// What stands at a cell.
    pub fn at(&self, x: u16, y: u16) -> Option<Spot> {
        self.0.iter().rev().find(|(area, _)| area.contains(Position { x, y })).map(|(_, spot)| *spot)
    }
}
