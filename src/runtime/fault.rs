//! A fault of the program itself (a panic): the terminal is given back first, then a plain sentence says what
//! happened, and the details are kept in a file.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::Cell;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::path::{Path, PathBuf};

use super::log::{self, Entry};
use super::{clock, terminal};

thread_local! {
    /// Whether a fault of this thread is told by whoever waits for it, on the screen.
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// From now on a fault gives the terminal back and is written down in this folder.
pub fn watch(state: &Path) {
    let (file, state) = (log_in(state), state.to_owned());
    set_hook(Box::new(move |fault| {
        log::write(&state, &Entry::Fault);
        let kept = keep(&file, fault);
        if CONTAINED.get() {
            return;
        }
        terminal::give_back();
        let words = match kept {
            Ok(()) => sentence(Some(&file)),
            Err(_) => format!("{}\n{fault}", sentence(None)),
        };
        // Where not even that can be written there is nobody to read it.
        writeln!(io::stderr(), "{words}").ok();
    }));
}

/// Where the details of faults are kept.
pub fn log_in(state: &Path) -> PathBuf {
    state.join("fault.log")
}

/// Runs what a thread is for. A fault in it comes back as an error, and nothing is printed over the screen.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    CONTAINED.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(false);
    result
}

/// What a person reads.
pub fn sentence(details: Option<&Path>) -> String {
    let details = details.map_or_else(String::new, |file| {
        format!(" What happened is written down in {}, for those who look after the program.", file.display())
    });
    format!(
        "frontdesk has stopped because of a fault of its own. Everything that was saved is safe; a form that was open and not saved is not. Start it again.{details}"
    )
}

/// Appended, because a fault may repeat, and apart from the log, because it may hold names.
fn keep(file: &Path, fault: &PanicHookInfo) -> io::Result<()> {
    let thread = std::thread::current();
    let details = format!(
        "{} frontdesk {} thread {}\n{fault}\n{}\n\n",
        clock::wall(),
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("?"),
        Backtrace::force_capture()
    );
    log::append(file, &details)
}
