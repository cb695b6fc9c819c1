//! What is on the screen: a frame is drawn whole and sent as its differences, in one write, or not at all when
//! nothing changed.
//!
//! Deliberately absent: "synchronized update" around a frame. One write arrives whole, and 16 bytes more would be a
//! third of what moving over the list costs.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::style::Print;
use crossterm::terminal::{self, Clear};
use data_encoding::BASE64;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::terminal::{is_held, output};
use crate::app::App;
use crate::app::vocabulary;
use crate::ui::{self, spots::Spots};

/// The screen of the desk.
pub struct Canvas<W: Write> {
    terminal: Terminal<Differences<W>>,
    /// What can be clicked, as it is shown now; the keyboard thread asks it.
    spots: Arc<Mutex<Spots>>,
}

impl<W: Write> Canvas<W> {
    pub fn new(out: W, size: vocabulary::Size) -> io::Result<Self> {
        // The look has decided on colours; the library would ask NO_COLOR again, and hear it before a flag.
        crossterm::style::force_color_output(true);
        Ok(Self { terminal: Terminal::new(Differences::new(out, size))?, spots: Arc::default() })
    }

    /// What can be clicked, kept as it is shown.
    pub fn spots(&self) -> Arc<Mutex<Spots>> {
        Arc::clone(&self.spots)
    }

    /// Shows the app.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        self.terminal.backend_mut().size = within(app.size);
        let spots = &self.spots;
        self.terminal.draw(|frame| {
            // Before the frame is sent: nobody can click on it sooner.
            *spots.lock().unwrap_or_else(PoisonError::into_inner) = ui::draw(frame, app);
        })?;
        Ok(())
    }

    /// Forgets what is on the screen: the next frame is sent whole.
    pub fn clear(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.clear()
    }

    /// Offers text to the clipboard of the person's own machine, over SSH too (OSC 52).
    pub fn offer_to_clipboard(&mut self, text: &str) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.queue(&Print(format_args!("\x1b]52;c;{}\x07", BASE64.encode(text.as_bytes()))));
        backend.flush()
    }
}

/// A window of no columns or lines is one that is being made.
fn within(size: vocabulary::Size) -> Size {
    Size { width: size.width.max(1), height: size.height.max(1) }
}

/// ratatui's way to the terminal, in place of its `CrosstermBackend`, which sends colours and cursor anew with every
/// frame and flushes in between; here a frame without a difference sends nothing. It also speaks of colours in ways
/// that a plain terminal takes for blinking (`38;5;6`) or does not know (`59`).
struct Differences<W: Write> {
    out: W,
    /// What will be written at the end of the frame.
    frame: String,
    size: Size,
    /// Whether and where the cursor is, as far as that is known.
    shown: Option<bool>,
    at: Option<Position>,
}

impl<W: Write> Differences<W> {
    fn new(out: W, size: vocabulary::Size) -> Self {
        Self { out, frame: String::with_capacity(16 * 1024), size: within(size), shown: None, at: None }
    }

    fn forget(&mut self) {
        self.shown = None;
        self.at = None;
    }

    fn queue(&mut self, command: &impl Command) {
        command.write_ansi(&mut self.frame).expect("writing into a string does not fail");
    }

    fn show(&mut self, shown: bool) {
        if self.shown != Some(shown) {
            if shown {
                self.queue(&Show);
            } else {
                self.queue(&Hide);
            }
            self.shown = Some(shown);
        }
    }
}

impl<W: Write> Backend for Differences<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut dressed = Dress::PLAIN;
        let mut next = None;
        for (x, y, cell) in content {
            if next != Some((x, y)) {
                self.queue(&MoveTo(x, y));
            }
            next = Some((x + 1, y));
            let wanted = Dress::of(cell);
            if wanted != dressed {
                self.queue(&wanted);
                dressed = wanted;
            }
            self.queue(&Print(cell.symbol()));
        }
        if dressed != Dress::PLAIN {
            self.queue(&Dress::PLAIN);
        }
        if next.is_some() {
            self.at = None;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.show(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.show(true);
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Never asked of the terminal: its answer would arrive among the keys.
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.at != Some(position) {
            self.queue(&MoveTo(position.x, position.y));
            self.at = Some(position);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.queue(&Clear(match region {
            ClearType::All => terminal::ClearType::All,
            ClearType::AfterCursor => terminal::ClearType::FromCursorDown,
            ClearType::BeforeCursor => terminal::ClearType::FromCursorUp,
            ClearType::CurrentLine => terminal::ClearType::CurrentLine,
            ClearType::UntilNewLine => terminal::ClearType::UntilNewLine,
        }));
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        // As the app knows it, not as the window is at this instant: a frame has one size.
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let written = self.out.write_all(self.frame.as_bytes()).and_then(|()| self.out.flush());
        self.frame.clear();
        written
    }
}

/// How a cell looks, in the words that every terminal knows (ECMA-48 SGR, and 90 to 97 for the bright colours).
/// A background is never painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dress {
    color: Option<usize>,
    modifier: Modifier,
}

impl Dress {
    const PLAIN: Self = Self { color: None, modifier: Modifier::empty() };
    /// In the order of their numbers.
    const COLORS: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    const MODIFIERS: [(Modifier, u8); 3] = [(Modifier::BOLD, 1), (Modifier::DIM, 2), (Modifier::REVERSED, 7)];

    fn of(cell: &Cell) -> Self {
        Self { color: Self::COLORS.iter().position(|color| *color == cell.fg), modifier: cell.modifier }
    }
}

/// Always from the plain look on: no terminal has to know how to end one thing and keep the other.
impl Command for Dress {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str("\x1b[0")?;
        for (_, number) in Self::MODIFIERS.iter().filter(|(modifier, _)| self.modifier.contains(*modifier)) {
            write!(out, ";{number}")?;
        }
        match self.color {
            Some(dark @ 0..8) => write!(out, ";{}", 30 + dark)?,
            Some(bright) => write!(out, ";{}", 90 + bright - 8)?,
            None => {}
        }
        out.write_char('m')
    }
}

/// Standard output while the terminal is held; afterwards frames go nowhere.
pub struct Screen(std::fs::File);

impl Screen {
    pub fn open() -> io::Result<Self> {
        output().map(Self)
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_held() { self.0.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
