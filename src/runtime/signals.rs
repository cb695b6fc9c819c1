//! Signals, taken by one thread and told as events.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Duration;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::terminal;
use crate::app::key::Key;
use crate::app::vocabulary::Event;

/// A desk that has not left after this, once told to, hangs in a line that takes nothing; it is ended as if it had
/// not listened.
const LEAVE_WITHIN: Duration = Duration::from_secs(5);

/// What the signals thread and the desk share.
pub struct Line {
    pub inbox: Sender<Event>,
    /// Set when the shell has continued the program, which then takes the terminal again.
    pub continued: Arc<AtomicBool>,
    /// Hangs up when the desk has left.
    pub left: Receiver<()>,
}

/// Takes the signals over from the system's own handling; from now on none is missed.
pub fn take() -> std::io::Result<Signals> {
    Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
}

/// Set by Ctrl-C from now on, for a command that ends by itself when it sees it.
pub fn stop_flag() -> std::io::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGINT, Arc::clone(&stop))?;
    Ok(stop)
}

/// Tells the desk, for as long as there is one.
pub fn listen(mut signals: Signals, line: &Line) {
    for signal in signals.forever() {
        match signal {
            SIGWINCH => tell(line, Event::Resized(terminal::size())),
            // Asked for from outside: it is the key, with the key's rules.
            SIGTSTP => tell(line, Event::KeyPressed(Key::Ctrl('z'))),
            SIGCONT => {
                line.continued.store(true, Ordering::Release);
                // The window may have changed meanwhile, too.
                tell(line, Event::Resized(terminal::size()));
            }
            _ => leave(line, signal),
        }
    }
}

fn tell(line: &Line, event: Event) {
    // A desk that has left needs to know nothing more.
    line.inbox.send(event).ok();
}

fn leave(line: &Line, signal: i32) {
    if line.left.try_recv() != Err(TryRecvError::Disconnected) {
        tell(line, Event::Ended);
        if line.left.recv_timeout(LEAVE_WITHIN) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    } else if signal == SIGHUP {
        // One line that drops may send several; the desk is on its way out.
        return;
    }
    // A desk that has left and waits for the post: the signal means what it always does.
    terminal::give_back();
    // Without the handling, the process goes on and the next signal finds it here again.
    emulate_default_handler(signal).ok();
}

/// Whether there is a shell that could continue the program: not where it is the session itself, as over
/// `ssh host frontdesk`.
pub fn can_stop() -> std::io::Result<bool> {
    Ok(getsid(None)? != getpgrp())
}

/// Stops the program, with whatever runs in the same job of the shell, until the shell continues it.
pub fn stop() -> std::io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}
