//! How the parts of a screen look: sixteen colours, no painted background, and no state by colour alone.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

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
    /// The row or the button under the cursor.
    Cursor,
    /// Selected text, which typing replaces.
    Selected,
}

/// What this terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub color: bool,
    /// The locale is not UTF-8: marks and lines are plain ASCII.
    pub ascii: bool,
}

impl Look {
    pub fn style(&self, part: Part) -> Style {
        let style = match part {
            Part::Plain => Style::new(),
            Part::Strong => Style::new().add_modifier(Modifier::BOLD),
            Part::Faint => Style::new().fg(Color::DarkGray),
            Part::Key => Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            Part::Fine => Style::new().fg(Color::Green),
            Part::Alarm => Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            Part::Cursor | Part::Selected => Style::new().add_modifier(Modifier::REVERSED),
        };
        if self.color { style } else { Style { fg: None, ..style } }
    }

    /// Replaces what a terminal without UTF-8 cannot show.
    pub fn fall_back(&self, buffer: &mut Buffer) {
        if !self.ascii {
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
