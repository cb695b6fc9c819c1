//! The program in a terminal beside a bare one on the same file: the first stable screen, a key until its screen, the
//! same while somebody writes, and the memory of the process.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use frontdesk::runtime::clock::Clock;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rusqlite::Connection;

use crate::measure::{self, Times};
use crate::town;

const WINDOW: PtySize = PtySize { rows: 50, cols: 120, pixel_width: 0, pixel_height: 0 };
/// Each program is started so often, in turn.
const STARTS: usize = 9;
/// Nothing has come for so long: the screen is stable.
const QUIET: Duration = Duration::from_millis(150);
/// How long the slowest screen may take.
const DEADLINE: Duration = Duration::from_secs(20);
/// Typed key by key, each after the screen of the one before.
const TYPED: [&str; 4] = ["smith", "maria l", "0134", "lopez r"];
const BACKSPACE: &str = "\x7f";

/// What a program showed.
#[derive(Default)]
struct Shown {
    first_paint: Times,
    /// A key until the first byte of its screen, and until the last.
    first_bytes: Times,
    last_bytes: Times,
    kilobytes: u64,
}

pub fn run(customers: u64) {
    let (folder, path) = town::copy(customers);
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "time_zone = \"UTC\"\nregion = \"US\"\n[backup]\nkeep_days = 0\n").expect("written");
    // As they are installed: the system is slower with a file as a linker has written it.
    let installed = |program: &Path, name: &str| {
        let path = folder.path().join(name);
        std::fs::copy(program, &path).expect("a copy");
        path.into_os_string()
    };
    let itself = std::env::current_exe().expect("a program");
    let ours: Vec<OsString> = vec!["--database".into(), path.clone().into(), "--config".into(), config.into()];
    let programs = [
        ("frontdesk", installed(env!("CARGO_BIN_EXE_frontdesk").as_ref(), "frontdesk"), ours),
        ("bare program", installed(&itself, "bare"), vec!["bare".into(), path.clone().into()]),
    ];
    let mut shown = [Shown::default(), Shown::default()];
    for _ in 0..STARTS {
        for ((_, program, arguments), shown) in programs.iter().zip(&mut shown) {
            observe(program, arguments, folder.path(), shown);
        }
    }
    let mut beside_a_writer = Shown::default();
    let writer = Connection::open(&path).expect("the file");
    writer.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let (name, program, arguments) = &programs[0];
    for _ in 0..STARTS {
        observe(program, arguments, folder.path(), &mut beside_a_writer);
    }
    drop(writer);
    measure::head(&format!("In a terminal of 50 × 120, {customers} customers"));
    for ((name, ..), shown) in programs.iter().zip(&shown) {
        shown.first_paint.row(&format!("{name}: first stable screen"));
        shown.first_bytes.row(&format!("{name}: a key until its screen begins"));
        shown.last_bytes.row(&format!("{name}: a key until nothing more comes"));
    }
    let words = format!("{name}: a key until its screen begins, while another program holds the lock");
    beside_a_writer.first_bytes.row(&words);
    measure::say("");
    for ((name, ..), shown) in programs.iter().zip(&shown) {
        measure::say(&format!("Memory of {name}: {:.1} MB", megabytes(shown.kilobytes)));
    }
}

fn observe(program: &OsString, arguments: &[OsString], home: &Path, shown: &mut Shown) {
    let clock = Clock::start();
    let mut terminal = Terminal::start(program, arguments, home, clock);
    let (_, painted) = terminal.next_screen();
    shown.first_paint.keep(painted);
    for typed in TYPED {
        for key in typed.split("").filter(|key| !key.is_empty()) {
            let pressed = terminal.press(key);
            let (first, last) = terminal.next_screen();
            shown.first_bytes.keep(first.saturating_sub(pressed));
            shown.last_bytes.keep(last.saturating_sub(pressed));
        }
        for _ in typed.chars() {
            terminal.press(BACKSPACE);
        }
        terminal.next_screen();
    }
    shown.kilobytes = shown.kilobytes.max(terminal.kilobytes());
    terminal.end();
}

/// A terminal with a program in it, and the moments at which it wrote.
struct Terminal {
    clock: Clock,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    wrote: Receiver<Duration>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(program: &OsString, arguments: &[OsString], home: &Path, clock: Clock) -> Self {
        let pair = native_pty_system().openpty(WINDOW).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in
            [("HOME", home.as_os_str()), ("TERM", "xterm-256color".as_ref()), ("LANG", "C.UTF-8".as_ref())]
        {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut output = pair.master.try_clone_reader().expect("its output");
        let (tell, wrote) = channel();
        std::thread::spawn(move || {
            let mut bytes = vec![0; 65536];
            // The end of the program ends the reading.
            while output.read(&mut bytes).is_ok_and(|count| count > 0) {
                if tell.send(clock.now().steady).is_err() {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().expect("its input");
        Self { clock, child, keys, wrote, _master: pair.master }
    }

    fn press(&mut self, key: &str) -> Duration {
        let pressed = self.clock.now().steady;
        self.keys.write_all(key.as_bytes()).expect("typed");
        self.keys.flush().expect("typed");
        pressed
    }

    /// When the next screen began to come, and when its last byte came.
    fn next_screen(&self) -> (Duration, Duration) {
        let first = self.wrote.recv_timeout(DEADLINE).expect("a screen");
        let mut last = first;
        while let Ok(more) = self.wrote.recv_timeout(QUIET) {
            last = more;
        }
        (first, last)
    }

    /// What of its memory is resident.
    fn kilobytes(&self) -> u64 {
        let process = self.child.process_id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
    }

    fn end(mut self) {
        self.child.kill().expect("ended");
        self.child.wait().expect("ended");
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure for a person")]
fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}
