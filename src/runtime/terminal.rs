//! The terminal's modes: taken on the way in, given back exactly once on every way out.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use rustix::io::retry_on_intr;
use rustix::termios::{OptionalActions, Termios, isatty, tcgetattr, tcgetwinsize, tcsetattr};

use crate::app::vocabulary::Size;

/// Why the desk does not start here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error(
        "The desk needs a terminal for its screen and its keys. Without one there are the commands: import, export, invite, outbox, portal, backup, doctor (frontdesk --help lists them)."
    )]
    NotATerminal,
    #[error(
        "The terminal says that it is {}, which cannot show a screen. Set TERM to what it is, for example TERM=xterm-256color, or use the commands (frontdesk --help lists them).",
        if .term.is_empty() { "of no kind (TERM is not set)" } else { .term }
    )]
    Dumb { term: String },
}

/// Whether standard input and output are a terminal that can show the desk.
pub fn check(term: Option<&str>) -> Result<(), Unfit> {
    if !isatty(rustix::stdio::stdin()) || !isatty(rustix::stdio::stdout()) {
        return Err(Unfit::NotATerminal);
    }
    match term.unwrap_or_default() {
        term @ ("" | "dumb" | "unknown") => Err(Unfit::Dumb { term: term.to_owned() }),
        _ => Ok(()),
    }
}

/// The modes as they were found; `None` while the terminal is the shell's. Taking them out is giving them back, so
/// whoever comes first does it, and it is done once.
static FOUND: Mutex<Option<Termios>> = Mutex::new(None);

/// Whether clicks and the wheel are asked for, which is the terminal's to take back too.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Buttons and the wheel only, told in a way that knows columns beyond 223; nothing of every movement.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Holds the terminal; dropping it gives the terminal back.
pub struct Held(());

impl Held {
    /// Takes the terminal, with its mouse or without.
    pub fn take(mouse: bool) -> io::Result<Self> {
        MOUSE.store(mouse, Ordering::Release);
        // Held before it is whole, so that half of it is given back as well.
        let held = Self(());
        take()?;
        Ok(held)
    }

    /// Takes it again after the shell had it, also when nobody gave it back (a stop that could not be caught).
    pub fn take_again(&self) -> io::Result<()> {
        take()
    }

    /// Asks for the mouse, or no longer.
    pub fn set_mouse(&self, mouse: bool) -> io::Result<()> {
        if MOUSE.swap(mouse, Ordering::AcqRel) == mouse {
            return Ok(());
        }
        output()?.write_all(if mouse { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
    }

    /// Gives it back for a while; [`Held::take_again`] ends that.
    pub fn lend(&self) {
        give_back();
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    let tty = rustix::stdio::stdin();
    {
        let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match &*found {
            Some(before) => before.clone(),
            None => tcgetattr(tty)?,
        };
        let mut raw = before.clone();
        raw.make_raw();
        // Interrupted when the shell stops and continues a program that it has put into the background.
        retry_on_intr(|| tcsetattr(tty, OptionalActions::Now, &raw))?;
        *found = Some(before);
    }
    let mut modes = Vec::new();
    queue!(modes, EnterAlternateScreen, EnableBracketedPaste, Hide, Clear(ClearType::All))?;
    if MOUSE.load(Ordering::Acquire) {
        queue!(modes, Print(MOUSE_ON))?;
    }
    output()?.write_all(&modes)
}

/// Gives the terminal back, if it is held. Any thread may call it at any time, the panic hook too: it cannot fail
/// and waits for no lock that is held while something else is waited for.
pub fn give_back() {
    let Some(before) = FOUND.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
    let mut modes = Vec::new();
    let mouse = if MOUSE.load(Ordering::Acquire) { MOUSE_OFF } else { "" };
    // Cleared first: a terminal without a second screen would go on showing the customers.
    let queued = queue!(
        modes,
        Print(mouse),
        ResetColor,
        Clear(ClearType::All),
        MoveTo(0, 0),
        DisableBracketedPaste,
        Show,
        LeaveAlternateScreen
    );
    // The modes of the line first: they work even where nothing can be written any more.
    let given = retry_on_intr(|| tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &before));
    let written = queued.and_then(|()| output()?.write_all(&modes));
    // A terminal that is gone has nothing to give back, and nobody to tell.
    drop((given, written));
}

/// Whether the terminal is held; nothing is drawn on the shell's.
pub fn is_held() -> bool {
    FOUND.lock().unwrap_or_else(PoisonError::into_inner).is_some()
}

/// Standard output without a buffer of its own: a frame is one write.
pub fn output() -> io::Result<File> {
    Ok(rustix::stdio::stdout().as_fd().try_clone_to_owned()?.into())
}

/// The window. A line that does not know its size (a serial console) counts as 80×24.
pub fn size() -> Size {
    match tcgetwinsize(rustix::stdio::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size { width: size.ws_col, height: size.ws_row },
        _ => Size { width: 80, height: 24 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_say_what_to_do() {
        assert!(Unfit::NotATerminal.to_string().contains("frontdesk --help"));
        let unset = Unfit::Dumb { term: String::new() }.to_string();
        assert!(unset.contains("TERM is not set"), "{unset}");
        assert!(Unfit::Dumb { term: "dumb".to_owned() }.to_string().contains("it is dumb,"));
    }
}
