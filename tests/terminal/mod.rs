//! The real program in a real terminal: starts it, types, and reads what the terminal would show. Nothing here
//! sleeps: whatever is waited for is seen on the screen, within a deadline.

mod colleagues;
mod colours;
mod ends;
mod first_start;
mod guide;
mod key_bytes;
mod keys;
mod line;
mod matrix;
mod mouse;
mod strays;
mod waiting;

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use frontdesk::app::question::DEAF;
use frontdesk::domain::secret::KEY_BYTES;
use frontdesk::store::Store;
use jiff::Timestamp;
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, test_kill_process_group};
use serde_json::Value;
use tempfile::TempDir;

use strays::Strays;

/// For a slow machine that is busy with other tests.
const DEADLINE: Duration = Duration::from_secs(5);
const PROGRAM: &str = env!("CARGO_BIN_EXE_frontdesk");
/// What stands on the screen before the program comes, and after it has gone.
pub const SHELL: &str = "$ frontdesk";

/// Keys as a terminal sends them.
pub mod key {
    pub const ENTER: &str = "\r";
    pub const UP: &str = "\x1b[A";
    pub const DOWN: &str = "\x1b[B";
    pub const RIGHT: &str = "\x1b[C";
    pub const CTRL_Q: &str = "\x11";
    pub const F2: &str = "\x1bOQ";
    pub const F5: &str = "\x1b[15~";
    pub const CTRL_P: &str = "\x10";
    pub const BACKSPACE: &str = "\x7f";
    pub const ESC: &str = "\x1b";
}

/// Whether the long forms of the tests are asked for.
pub fn torture() -> bool {
    std::env::var_os("FRONTDESK_TORTURE").is_some()
}

/// A user's home of its own, with a configuration and a place for the customer file.
pub struct Home {
    folder: TempDir,
    locale: &'static str,
    /// Beyond what every user has.
    variables: Vec<(&'static str, &'static str)>,
}

impl Home {
    /// With nothing in it.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), locale: "C.UTF-8", variables: Vec::new() }
    }

    /// With a configuration and a customer file that has these customers, brought in as a shop would.
    pub fn with_customers(list: &str) -> Self {
        let home = Self::empty();
        home.configure("");
        drop(Store::create(&home.database(), Timestamp::UNIX_EPOCH, [7; KEY_BYTES]).expect("a new file"));
        let file = home.path("customers.csv");
        fs::write(&file, list).expect("the list written");
        home.command(&["import", "customers", &file.to_string_lossy()]);
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn database(&self) -> PathBuf {
        self.path("shop.db")
    }

    /// Writes the configuration: the shop, its file and its portal, and these sections.
    pub fn configure(&self, sections: &str) {
        let text = format!(
            "shop_name = 'Riverside Auto'\ndatabase = '{}'\n\
             [portal]\nsign_in_url = 'https://portal.riverside.example/sign-in?token={{token}}'\n{sections}",
            self.database().display()
        );
        fs::write(self.path("config.toml"), text).expect("the configuration written");
    }

    /// Runs a command that needs no terminal, whatever comes of it.
    pub fn try_command(&self, arguments: &[&str]) -> Output {
        self.prepared(arguments).stdin(Stdio::null()).output().expect("the program starts")
    }

    fn prepared(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command.env_clear().envs(self.environment("")).args(arguments);
        if self.path("config.toml").exists() {
            command.arg("--config").arg(self.path("config.toml"));
        }
        command
    }

    /// Starts a command that needs no terminal.
    pub fn spawned(&self, arguments: &[&str]) -> Child {
        self.prepared(arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn().expect("the program starts")
    }

    /// Runs a command that succeeds, and returns what it printed.
    pub fn command(&self, arguments: &[&str]) -> String {
        let output = self.try_command(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// What the file holds, as `export` gives it.
    pub fn export(&self) -> Value {
        serde_json::from_str(&self.command(&["export", "--format", "json", "--history"])).expect("JSON")
    }

    /// Asks as the portal does.
    pub fn redeem(&self, token: &str) -> Value {
        let mut command = self.prepared(&["portal", "redeem"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let ask = serde_json::json!({ "token": token }).to_string();
        child.stdin.take().expect("a way in").write_all(ask.as_bytes()).expect("asked");
        serde_json::from_slice(&child.wait_with_output().expect("an answer").stdout).expect("JSON")
    }

    /// The same home in another locale.
    pub fn in_locale(mut self, locale: &'static str) -> Self {
        self.locale = locale;
        self
    }

    /// The same home with one more variable in the environment.
    pub fn with_variable(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    /// Waits until a form that holds these words is kept.
    #[expect(clippy::disallowed_methods, reason = "a test that waits for ever would say nothing")]
    pub fn wait_for_a_draft(&self, words: &str) {
        let begun = Instant::now();
        while !self.keeps_a_draft(words) {
            assert!(begun.elapsed() < DEADLINE, "no form is kept that holds {words:?}");
            thread::yield_now();
        }
    }

    /// Whether a form that holds these words is kept.
    pub fn keeps_a_draft(&self, words: &str) -> bool {
        let Ok(kept) = fs::read_dir(self.path(".local/state/frontdesk/drafts")) else { return false };
        kept.flatten().map(|entry| entry.path()).any(|path| {
            path.extension().is_some_and(|ending| ending == "json")
                && fs::read_to_string(path).is_ok_and(|text| text.contains(words))
        })
    }

    /// Every file below the home.
    pub fn files(&self) -> Vec<PathBuf> {
        files_below(self.folder.path())
    }

    fn environment(&self, term: &str) -> Vec<(&'static str, String)> {
        let below = |name: &str| self.path(name).to_string_lossy().into_owned();
        let mut environment = vec![
            ("HOME", below("")),
            ("XDG_CONFIG_HOME", below(".config")),
            ("XDG_DATA_HOME", below(".local/share")),
            ("XDG_STATE_HOME", below(".local/state")),
            ("TERM", term.to_owned()),
            ("LANG", self.locale.to_owned()),
            ("TZ", "UTC".to_owned()),
            ("USER", "ines".to_owned()),
            ("FRONTDESK_DESK", "desk 2".to_owned()),
        ];
        environment.extend(self.variables.iter().map(|(name, value)| (*name, (*value).to_owned())));
        environment
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The kind of a terminal and its size.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    pub term: &'static str,
    pub columns: u16,
    pub lines: u16,
}

impl Window {
    pub const USUAL: Self = Self { term: "xterm-256color", columns: 80, lines: 24 };
    pub const CONSOLE: Self = Self { term: "linux", ..Self::USUAL };
    pub const WIDE: Self = Self { columns: 120, lines: 34, ..Self::USUAL };

    fn size(self) -> PtySize {
        PtySize { rows: self.lines, cols: self.columns, ..PtySize::default() }
    }
}

/// How the program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub code: u32,
    /// What killed it, where it did not end by itself.
    pub signal: Option<String>,
}

/// What is known of the program from outside.
struct Seen {
    parser: vt100::Parser<Strays>,
    bytes: Vec<u8>,
    ended: Option<Ended>,
    /// Nothing more will be written.
    silent: bool,
    /// The reader lets go of its side of the line.
    hang_up: bool,
}

impl Seen {
    /// The screen in one line: without frames, and with one space between words, so that a sentence is found
    /// wherever it is wrapped, and a row whatever its columns.
    fn words(&self) -> String {
        let text = self.parser.screen().contents().replace(['│', '─'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;

/// The program at work in a terminal.
pub struct Desk {
    shared: Shared,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    process: Pid,
    /// The modes of the line before the program had it.
    line: String,
}

impl Desk {
    /// Starts the program with the home's configuration, where it has one.
    pub fn start(home: &Home, window: Window, arguments: &[&str]) -> Self {
        let mut all: Vec<OsString> = arguments.iter().map(Into::into).collect();
        if home.path("config.toml").exists() {
            all.extend(["--config".into(), home.path("config.toml").into()]);
        }
        Self::by(PROGRAM, &all, home, window)
    }

    /// Starts a program that shows the desk, perhaps from elsewhere.
    pub fn by(program: &str, arguments: &[OsString], home: &Home, window: Window) -> Self {
        let pair = native_pty_system().openpty(window.size()).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        for (name, value) in home.environment(window.term) {
            command.env(name, value);
        }
        command.cwd(home.folder.path());
        command.args(arguments);
        let line = modes_of_the_line(pair.master.as_ref());
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let process = child.process_id().and_then(|id| Pid::from_raw(id.try_into().ok()?)).expect("a process");

        let (lines, columns) = (not_zero(window.lines), not_zero(window.columns));
        let mut parser = vt100::Parser::new_with_callbacks(lines, columns, 0, Strays::default());
        parser.process(format!("{SHELL}\r\n").as_bytes());
        let seen = Seen { parser, bytes: Vec::new(), ended: None, silent: false, hang_up: false };
        let shared: Shared = Arc::new((Mutex::new(seen), Condvar::new()));
        let reader = pair.master.try_clone_reader().expect("a reader");
        let watched = Arc::clone(&shared);
        thread::spawn(move || watch(reader, &watched));
        let waited = Arc::clone(&shared);
        thread::spawn(move || {
            let status = child.wait().expect("its end");
            let ended = Ended { code: status.exit_code(), signal: status.signal().map(str::to_owned) };
            lock(&waited).ended = Some(ended);
            waited.1.notify_all();
        });
        let keys = pair.master.take_writer().expect("a keyboard");
        Self { shared, master: pair.master, keys, process, line }
    }

    /// Starts the desk and waits for Contacts.
    pub fn open(home: &Home, window: Window) -> Self {
        let desk = Self::start(home, window, &[]);
        desk.wait_for("Enter View Details");
        desk
    }

    /// Types, all at once.
    pub fn typed(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("typed");
        self.keys.flush().expect("typed");
    }

    /// Waits until these words are on the screen, and returns all words.
    pub fn wait_for(&self, words: &str) -> String {
        self.wait_until(&format!("for {words:?}"), |seen| seen.words().contains(words))
    }

    /// Waits until these words are gone from the screen.
    pub fn wait_for_no(&self, words: &str) {
        self.wait_until(&format!("for {words:?} to go"), |seen| !seen.words().contains(words));
    }

    /// Waits for a question, and as long as it is deaf to its answers: a person reads first.
    pub fn wait_for_question(&self, words: &str) -> String {
        let asked = self.wait_for(words);
        let (_, changed) = &*self.shared;
        drop(changed.wait_timeout_while(lock(&self.shared), DEAF, |_| true).unwrap_or_else(PoisonError::into_inner));
        asked
    }

    /// The words on the screen.
    pub fn words(&self) -> String {
        lock(&self.shared).words()
    }

    /// All that was written to the terminal.
    pub fn bytes(&self) -> Vec<u8> {
        lock(&self.shared).bytes.clone()
    }

    /// What is written to the terminal in this time.
    pub fn written_within(&self, time: Duration) -> String {
        let (_, changed) = &*self.shared;
        let before = self.bytes().len();
        drop(changed.wait_timeout_while(lock(&self.shared), time, |_| true).unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&self.bytes()[before..]).into_owned()
    }

    /// Waits until these words are no longer on the screen.
    pub fn wait_until_gone(&self, words: &str) {
        self.wait_until(&format!("until {words:?} is gone"), |seen| !seen.words().contains(words));
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.process, signal).expect("signalled");
    }

    /// Makes the window another size.
    pub fn resize(&self, columns: u16, lines: u16) {
        lock(&self.shared).parser.set_size(not_zero(lines), not_zero(columns));
        self.master.resize(Window { columns, lines, ..Window::USUAL }.size()).expect("resized");
    }

    /// Waits for the end of the program and of all that it writes: no terminal should have met a byte that it does
    /// not understand.
    pub fn wait_for_the_end(&self) -> Ended {
        self.wait_until("for the end", |seen| seen.silent && seen.ended.is_some());
        let seen = lock(&self.shared);
        assert_eq!(seen.parser.callbacks().0, Vec::<String>::new());
        seen.ended.clone().expect("it has ended")
    }

    /// What was left on or behind; nothing, when the terminal is as it was before.
    pub fn modes_left_on(&self) -> Vec<&'static str> {
        let seen = lock(&self.shared);
        let screen = seen.parser.screen();
        let modes = [
            (screen.alternate_screen(), "alternate screen"),
            (screen.hide_cursor(), "hidden cursor"),
            (screen.bracketed_paste(), "bracketed paste"),
            (screen.application_cursor() || screen.application_keypad(), "application keys"),
            (screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None, "mouse"),
            (screen.fgcolor() != vt100::Color::Default || screen.bold() || screen.inverse(), "a style"),
            (modes_of_the_line(self.master.as_ref()) != self.line, "modes of the line"),
            (test_kill_process_group(self.process) != Err(Errno::SRCH), "a process"),
        ];
        modes.into_iter().filter(|(on, _)| *on).map(|(_, mode)| mode).collect()
    }

    fn wait_until(&self, what: &str, mut is_seen: impl FnMut(&Seen) -> bool) -> String {
        let (_, changed) = &*self.shared;
        let waited = changed.wait_timeout_while(lock(&self.shared), DEADLINE, |seen| {
            // Nothing more comes from a program that has ended.
            !(is_seen(seen) || seen.silent && seen.ended.is_some())
        });
        let (seen, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let (found, words) = (is_seen(&seen), seen.words());
        let (screen, ended) = (seen.parser.screen().contents(), seen.ended.clone());
        drop(seen);
        assert!(found, "waited {what}; ended: {ended:?}; the screen:\n{screen}");
        words
    }
}

/// A failed test leaves no program behind.
impl Drop for Desk {
    fn drop(&mut self) {
        if lock(&self.shared).ended.is_none() {
            // It may end at this very moment.
            kill_process(self.process, Signal::KILL).ok();
        }
    }
}

fn watch(mut reader: Box<dyn Read + Send>, shared: &Shared) {
    let mut bytes = [0; 8192];
    loop {
        // A terminal without a program on the other side is an error on Linux, and an end elsewhere.
        let count = reader.read(&mut bytes).unwrap_or(0);
        let mut seen = lock(shared);
        seen.parser.process(&bytes[..count]);
        seen.bytes.extend_from_slice(&bytes[..count]);
        seen.silent = count == 0;
        let over = seen.silent || seen.hang_up;
        drop(seen);
        shared.1.notify_all();
        if over {
            return;
        }
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, Seen> {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn modes_of_the_line(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

fn not_zero(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).expect("a window has cells")
}
