//! How the parts of a screen look: sixteen colours, no painted background, and no state by colour alone.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::config::{Cursor, Screen, Theme};

/// What a piece of text is, rather than what colour it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Plain,
    /// Whose record this is, headings, buttons.
    Strong,
    /// Rules, labels, what stands in the background.
    Faint,
    /// A key that acts.
    Key,
    /// Done, fine.
    Fine,
    /// In need of a person.
    Alarm,
    /// The button or the value under the cursor.
    Cursor,
    /// The row of a list under the cursor, which has its mark besides.
    Row,
    /// What was typed for, within what answers it.
    Match,
    /// Selected text, which typing replaces.
    Selected,
}

/// How parts look on this terminal, by the shop's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look(pub Screen);

impl Look {
    pub fn style(&self, part: Part) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let reversed = plain.add_modifier(Modifier::REVERSED);
        match part {
            Part::Plain => plain,
            Part::Strong => bold,
            Part::Match => bold.add_modifier(Modifier::UNDERLINED),
            Part::Faint => self.faint(),
            Part::Key => self.ink(bold, Color::Cyan, Color::Blue),
            Part::Fine => self.ink(plain, Color::Green, Color::Blue),
            Part::Alarm => self.ink(bold, Color::Red, Color::Red),
            Part::Row if self.0.cursor == Cursor::Mark => plain,
            Part::Row | Part::Cursor | Part::Selected => reversed,
        }
    }

    fn ink(self, style: Style, on_dark: Color, on_light: Color) -> Style {
        match self.0.theme {
            Theme::Dark => style.fg(on_dark),
            Theme::Light => style.fg(on_light),
            Theme::Mono => style,
        }
    }

    /// Half as bright, which a terminal that cannot do it leaves as it is. "Bright black" would be darker than some
    /// dark backgrounds (Solarized, for one); on a light one it is read everywhere.
    fn faint(self) -> Style {
        match self.0.theme {
            Theme::Light => Style::new().fg(Color::DarkGray),
            Theme::Dark | Theme::Mono if self.0.faint => Style::new().add_modifier(Modifier::DIM),
            Theme::Dark | Theme::Mono => Style::new(),
        }
    }

    /// Replaces what a terminal without UTF-8 cannot show.
    pub fn fall_back(&self, buffer: &mut Buffer) {
        if !self.0.ascii {
            return;
        }
        for cell in &mut buffer.content {
            if !cell.symbol().is_ascii() {
                let plain = ascii_of(cell.symbol());
                cell.set_symbol(plain.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

fn ascii_of(symbol: &str) -> char {
    let first = symbol.chars().next().unwrap_or(' ');
    match first {
        '─' => '-',
        '│' => '|',
        '┌' | '┐' | '└' | '┘' => '+',
        '►' => '>',
        '√' | '•' => '*',
        '·' => '.',
        '…' => '~',
        letter => crate::domain::text::fold(&letter.to_string())
            .chars()
            .next()
            .filter(char::is_ascii)
            .map_or('?', |folded| if letter.is_uppercase() { folded.to_ascii_uppercase() } else { folded }),
    }
}
