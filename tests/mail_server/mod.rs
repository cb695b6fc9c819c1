//! A mail server for the tests: plain, STARTTLS or TLS, with logins, and with every fault that a real one can show.
//! It listens on 127.0.0.1 and keeps what it took.

mod certificates;
mod session;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

pub use certificates::Certificate;

/// How the line is made safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Safety {
    #[default]
    Plain,
    StartTls,
    /// From the first byte.
    Tls,
}

/// A moment of the conversation: just before the server would answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Greeting,
    Ehlo,
    StartTls,
    Login,
    Sender,
    Recipient,
    Data,
    /// After the final dot.
    Dot,
    Goodbye,
    /// All of them.
    Any,
}

/// What the server does at a moment instead of its duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Says this, and goes on.
    Says(&'static str),
    /// Says nothing any more, until the other side leaves.
    Hangs,
    /// Closes the connection.
    Drops,
    /// Takes the letter and closes the connection without saying so.
    TakesAndDrops,
    /// Says nothing any more after it took the letter.
    TakesAndHangs,
    /// Begins an answer that never ends.
    Babbles,
    /// Sends its answer byte by byte, with this pause between them.
    Dribbles(Duration),
    /// Does its duty, but only after this long.
    Tarries(Duration),
}

/// How the server behaves.
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub safety: Safety,
    pub certificate: Certificate,
    /// Name and password; then a sender is only taken after a login.
    pub login: Option<(&'static str, &'static str)>,
    /// Offers only LOGIN, as some do.
    pub only_login_mechanism: bool,
    /// Offers neither SMTPUTF8 nor 8BITMIME.
    pub plain_addresses_only: bool,
    /// For the first connection, the second …; those after the last are without fault.
    pub faults: Vec<Option<(Moment, Fault)>>,
}

impl Script {
    /// One fault, for every connection.
    pub fn with_fault(moment: Moment, fault: Fault) -> Self {
        Self { faults: vec![Some((moment, fault)); 100], ..Self::default() }
    }
}

/// A letter that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    pub from: String,
    pub to: Vec<String>,
    /// As it came, with the dots of the protocol taken off.
    pub data: String,
    pub login: Option<(String, String)>,
    pub encrypted: bool,
    pub hello: String,
}

#[derive(Default)]
struct Record {
    delivered: Vec<Delivered>,
    connections: usize,
    stopped: bool,
}

/// What the threads of a server share.
struct Shared {
    script: Script,
    certificates: certificates::Chain,
    record: Mutex<Record>,
    changed: Condvar,
}

impl Shared {
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, letter: Delivered) {
        self.record().delivered.push(letter);
        self.changed.notify_all();
    }

    /// Waits, or ends at once when the server stops.
    fn pause(&self, time: Duration) {
        let stopped = self.changed.wait_timeout_while(self.record(), time, |record| !record.stopped);
        drop(stopped);
    }
}

/// A running server; it stops when dropped.
pub struct MailServer {
    port: u16,
    shared: Arc<Shared>,
    folder: TempDir,
}

impl MailServer {
    pub fn start(script: Script) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let folder = tempfile::tempdir().expect("a folder");
        let certificates = certificates::Chain::new(script.certificate);
        fs::write(folder.path().join("ca.pem"), &certificates.root).expect("a root certificate");
        let shared = Arc::new(Shared { script, certificates, record: Mutex::default(), changed: Condvar::new() });
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut record = serving.record();
                if record.stopped {
                    return;
                }
                let fault = serving.script.faults.get(record.connections).copied().flatten();
                record.connections += 1;
                drop(record);
                serving.changed.notify_all();
                let shared = Arc::clone(&serving);
                // A client that leaves in the middle ends its session with an error, which is no fault of a test.
                thread::spawn(move || session::serve(&shared, stream, fault).ok());
            }
        });
        Self { port, shared, folder }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The root that signed the server's certificate, as PEM.
    pub fn ca_file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn delivered(&self) -> Vec<Delivered> {
        self.shared.record().delivered.clone()
    }

    /// Waits until somebody has called.
    pub fn wait_for_connection(&self, longest: Duration) {
        let waited =
            self.shared.changed.wait_timeout_while(self.shared.record(), longest, |record| record.connections == 0);
        let (record, _) = waited.unwrap_or_else(PoisonError::into_inner);
        assert!(record.connections > 0, "nobody has called the mail server");
    }

    pub fn connections(&self) -> usize {
        self.shared.record().connections
    }

    /// Waits until so many letters were taken.
    pub fn wait_for(&self, count: usize, longest: Duration) -> Vec<Delivered> {
        let waited = self
            .shared
            .changed
            .wait_timeout_while(self.shared.record(), longest, |record| record.delivered.len() < count);
        let (record, _) = waited.unwrap_or_else(PoisonError::into_inner);
        record.delivered.clone()
    }

    /// The sections of a configuration that send through this server.
    pub fn configuration(&self) -> String {
        let security = match self.shared.script.safety {
            Safety::Plain => "none",
            Safety::StartTls => "starttls",
            Safety::Tls => "tls",
        };
        let script = &self.shared.script;
        let trusted = script.safety != Safety::Plain && script.certificate != Certificate::Unknown;
        let ca_file = trusted.then(|| format!("ca_file = '{}'\n", self.ca_file().display()));
        let username = script.login.map(|(name, _)| format!("username = '{name}'\n"));
        format!(
            "[mail]\ndelivery = 'smtp'\nfrom = 'Riverside Auto <desk@riverside.example>'\n\
             [mail.smtp]\nhost = '127.0.0.1'\nport = {}\nsecurity = '{security}'\ntimeout_seconds = 1\n{}{}",
            self.port,
            ca_file.unwrap_or_default(),
            username.unwrap_or_default()
        )
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.shared.record().stopped = true;
        self.shared.changed.notify_all();
        // Wakes the listener, which then sees that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}
