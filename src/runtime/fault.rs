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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::MetadataExt;
    use std::path::PathBuf;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    const STATE: &str = "FAULT_STATE";

    /// Started below, in a terminal of its own.
    #[test]
    #[ignore = "the program that fails, started by the test that watches it"]
    fn a_program_that_fails_while_it_draws() {
        watch(&PathBuf::from(std::env::var_os(STATE).expect("a folder")));
        let _held = terminal::Held::take(true).expect("the terminal");
        panic!("drawn beyond the edge");
    }

    #[test]
    fn a_fault_in_drawing_gives_the_terminal_back_and_then_says_what_happened() {
        let state = tempfile::tempdir().expect("a folder");
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let modes = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
        let test = "runtime::fault::tests::a_program_that_fails_while_it_draws";
        command.args([test, "--exact", "--ignored", "--nocapture"]);
        command.env(STATE, state.path());
        let mut child = pair.slave.spawn_command(command).expect("started");
        drop(pair.slave);
        let mut shown = Vec::new();
        // A terminal without a program on the other side is an error on Linux, and the end elsewhere.
        pair.master.try_clone_reader().expect("a reader").read_to_end(&mut shown).ok();
        child.wait().expect("its end");

        let shown = String::from_utf8_lossy(&shown).into_owned();
        let place = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words:?} is not in {shown:?}"));
        let (taken, given) = (place("\x1b[?1049h"), place("\x1b[?1049l"));
        assert!(taken < given && given < place("frontdesk has stopped because of a fault of its own"), "{shown:?}");
        assert!(place("\x1b[?25h") > taken && place("\x1b[?2004l") > taken, "cursor and paste: {shown:?}");
        assert!(place("\x1b[?1000l") > place("\x1b[?1000h") && place("\x1b[?1006l") > taken, "mouse: {shown:?}");
        assert!(!shown.contains("drawn beyond the edge"), "the details are for the file: {shown:?}");
        assert_eq!(format!("{:?}", pair.master.get_termios()), modes);
        let log = log_in(state.path());
        assert!(fs::read_to_string(&log).expect("the details").contains("drawn beyond the edge"));
        assert_eq!(log.metadata().expect("a file").mode() & 0o777, 0o600);
    }
}
