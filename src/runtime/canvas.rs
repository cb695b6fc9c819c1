//! What is on the screen: a frame is drawn whole and sent as its differences, in one write, or not at all when
//! nothing changed.
//!
//! Deliberately absent: "synchronized update" around a frame. One write arrives whole, and 16 bytes more would be a
//! third of what moving over the list costs.

use std::io::{self, Write};

use crossterm::Command;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::style::Print;
use data_encoding::BASE64;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::terminal;
use crate::app::App;
use crate::app::vocabulary;
use crate::ui::{self, look::Look};

/// The screen of the desk.
pub struct Canvas<W: Write> {
    terminal: Terminal<Differences<W>>,
}

impl<W: Write> Canvas<W> {
    pub fn new(out: W, size: vocabulary::Size) -> io::Result<Self> {
        // The look has decided on colours; the library would ask NO_COLOR again, and hear it before a flag.
        crossterm::style::force_color_output(true);
        Ok(Self { terminal: Terminal::new(Differences::new(out, size))? })
    }

    /// Shows the app.
    pub fn draw(&mut self, app: &App, look: Look) -> io::Result<()> {
        self.terminal.backend_mut().size = within(app.size);
        self.terminal.draw(|frame| ui::draw(frame, app, &look))?;
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

/// ratatui's way to the terminal. `CrosstermBackend` alone sends the colours and the cursor anew with every frame,
/// and flushes in between; here a frame without a difference sends nothing.
struct Differences<W: Write> {
    out: W,
    /// What will be written at the end of the frame.
    bytes: Vec<u8>,
    size: Size,
    /// Whether and where the cursor is, as far as that is known.
    shown: Option<bool>,
    at: Option<Position>,
}

impl<W: Write> Differences<W> {
    fn new(out: W, size: vocabulary::Size) -> Self {
        Self { out, bytes: Vec::with_capacity(16 * 1024), size: within(size), shown: None, at: None }
    }

    fn forget(&mut self) {
        self.shown = None;
        self.at = None;
    }

    fn queue(&mut self, command: &impl Command) {
        let mut text = String::new();
        command.write_ansi(&mut text).expect("writing into a string does not fail");
        self.bytes.extend_from_slice(text.as_bytes());
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
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.at = None;
        CrosstermBackend::new(&mut self.bytes).draw(content)
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
        CrosstermBackend::new(&mut self.bytes).clear()
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        CrosstermBackend::new(&mut self.bytes).clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        // As the app knows it, not as the window is at this instant: a frame has one size.
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let written = self.out.write_all(&self.bytes).and_then(|()| self.out.flush());
        self.bytes.clear();
        written
    }
}

/// Standard output while the terminal is held; afterwards frames go nowhere.
pub struct Screen(std::fs::File);

impl Screen {
    pub fn open() -> io::Result<Self> {
        terminal::output().map(Self)
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if terminal::is_held() { self.0.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
