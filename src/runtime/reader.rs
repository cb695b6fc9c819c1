//! The thread that reads the file: searches, records, the outbox, and what other desks have changed.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender};
use std::time::Duration;

use jiff::SignedDuration;

use super::clock::{self, Clock};
use crate::app::vocabulary::{Event, Ticket};
use crate::config::Settings;
use crate::domain::alike::Likeness;
use crate::domain::customer::CustomerId;
use crate::domain::editing::Editing;
use crate::domain::history::Depth;
use crate::domain::importing::Importing;
use crate::domain::outbox::Held;
use crate::domain::search::{Query, Stretch};
use crate::store::{InterruptHandle, Store, StoreError, View, import_elsewhere, open_elsewhere};

/// How often an idle reader looks whether the file has changed: within a second it is on the screen.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How much longer than it is held the post is said to be held.
const HELD_ON: SignedDuration = SignedDuration::from_secs(90);

/// What the desk asks.
#[derive(Debug)]
pub enum Ask {
    Search {
        ticket: Ticket,
        typed: String,
        stretch: Stretch,
    },
    /// Follows each search by itself.
    Count {
        ticket: Ticket,
        typed: String,
    },
    Nearest {
        ticket: Ticket,
        typed: String,
    },
    Alike(Likeness),
    Record(CustomerId, Depth),
    Beside(CustomerId),
    Outbox,
}

/// The desk's end: a newer search makes older ones void, the running one too.
pub struct Reader {
    asks: Sender<Ask>,
    newest: Arc<AtomicU64>,
    interrupt: InterruptHandle,
}

impl Reader {
    /// Both ends, around an open file.
    pub fn new(store: &Store, asks: Sender<Ask>) -> Self {
        Self { asks, newest: Arc::default(), interrupt: store.interrupt_handle() }
    }

    pub fn ask(&self, ask: Ask) -> Result<(), SendError<Ask>> {
        if let Ask::Search { ticket, .. } = ask {
            let before = self.newest.swap(ticket.0, Ordering::AcqRel);
            self.asks.send(ask)?;
            if before != ticket.0 {
                // It may hit whatever is read now, which is then read again unless it has become void.
                self.interrupt.interrupt();
            }
            return Ok(());
        }
        self.asks.send(ask)
    }

    /// What the thread has to know of the newest search.
    pub fn newest(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.newest)
    }
}

/// The thread's end.
pub struct Reading {
    pub store: Store,
    pub settings: Settings,
    pub clock: Clock,
    pub asks: Receiver<Ask>,
    pub newest: Arc<AtomicU64>,
    pub inbox: Sender<Event>,
}

/// What the reader has seen of the file's own changes.
#[derive(Default)]
struct Watch {
    looked: Option<Duration>,
    version: Option<i64>,
    held: Option<Held>,
    edited: Vec<Editing>,
    importing: Option<Importing>,
}

impl Reading {
    /// Answers until the desk has left.
    pub fn run(self) {
        let mut waiting = VecDeque::new();
        let mut watch = Watch { version: self.store.data_version().ok(), ..Watch::default() };
        while self.look(&mut watch).and_then(|()| self.answer_all(&mut waiting)).is_ok() {
            match self.asks.recv_timeout(LOOK_EVERY) {
                Ok(ask) => waiting.push_back(ask),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Answers what has been asked so far.
    pub fn answer_all(&self, waiting: &mut VecDeque<Ask>) -> Result<(), SendError<Event>> {
        loop {
            waiting.extend(self.asks.try_iter());
            let Some(ask) = self.next(waiting) else { return Ok(()) };
            if let Some(event) = self.answer(&ask) {
                self.inbox.send(event)?;
            }
            if let Ask::Search { ticket, typed, stretch: Stretch { skip: 0, .. } } = ask {
                waiting.push_back(Ask::Count { ticket, typed });
            }
        }
    }

    /// Looks from time to time whether another connection has written to the file, what is done elsewhere that one should
    /// know of, and whether the post is held.
    fn look(&self, watch: &mut Watch) -> Result<(), SendError<Event>> {
        let now = self.clock.now();
        let first = watch.looked.is_none();
        if watch.looked.is_some_and(|looked| now.steady.saturating_sub(looked) < LOOK_EVERY) {
            return Ok(());
        }
        watch.looked = Some(now.steady);
        // A file that cannot be asked now says so when it is read.
        let version = self.store.data_version().ok().or(watch.version);
        let changed = version != watch.version;
        watch.version = version;
        if changed {
            self.inbox.send(Event::FileChanged)?;
        }
        let edited = open_elsewhere(self.store.path(), self.settings.author.run);
        if edited != watch.edited {
            watch.edited.clone_from(&edited);
            self.inbox.send(Event::EditedElsewhere(edited))?;
        }
        let importing = import_elsewhere(self.store.path());
        if importing != watch.importing {
            watch.importing.clone_from(&importing);
            self.inbox.send(Event::ImportedElsewhere(importing))?;
        }
        if changed || first || watch.held.is_some() {
            // A little into the past: between the end of a hold and the next try nothing is known to be better.
            let since = now.wall.saturating_sub(HELD_ON).unwrap_or(now.wall);
            let held = self.store.post_held(since).unwrap_or_else(|_| watch.held.clone());
            if held != watch.held {
                watch.held.clone_from(&held);
                self.inbox.send(Event::PostHeld(held))?;
            }
        }
        Ok(())
    }

    /// The next of those that are still wanted; what may take a while waits until nothing else does.
    fn next(&self, waiting: &mut VecDeque<Ask>) -> Option<Ask> {
        waiting.retain(|ask| self.is_wanted(ask));
        let first = waiting.iter().position(|ask| !matches!(ask, Ask::Count { .. } | Ask::Nearest { .. })).unwrap_or(0);
        waiting.remove(first)
    }

    fn is_wanted(&self, ask: &Ask) -> bool {
        match ask {
            Ask::Search { ticket, .. } | Ask::Count { ticket, .. } | Ask::Nearest { ticket, .. } => {
                ticket.0 >= self.newest.load(Ordering::Acquire)
            }
            Ask::Alike(_) | Ask::Record(..) | Ask::Beside(_) | Ask::Outbox => true,
        }
    }

    /// `None` when it has become void meanwhile.
    fn answer(&self, ask: &Ask) -> Option<Event> {
        loop {
            return match self.read(ask) {
                Ok(event) => Some(event),
                Err(StoreError::Interrupted) if self.is_wanted(ask) => continue,
                Err(StoreError::Interrupted) => None,
                Err(error) => Some(Event::ReadFailed(error.to_string())),
            };
        }
    }

    fn view(&self) -> View {
        View { desk: self.settings.author.desk.clone(), region: self.settings.region, now: clock::wall() }
    }

    fn read(&self, ask: &Ask) -> Result<Event, StoreError> {
        match ask {
            Ask::Search { ticket, typed, stretch } => {
                let hits = self.store.search(&Query::read(typed), &self.view(), *stretch)?;
                Ok(Event::Found { ticket: *ticket, skip: stretch.skip, hits })
            }
            Ask::Count { ticket, typed } => {
                let count = self.store.count(&Query::read(typed), clock::wall())?;
                Ok(Event::Counted { ticket: *ticket, count })
            }
            Ask::Nearest { ticket, typed } => {
                let nearest = self.store.nearest(&Query::read(typed), &self.view())?;
                Ok(Event::NearestFound { ticket: *ticket, nearest })
            }
            Ask::Alike(likeness) => Ok(Event::AlikeFound {
                likeness: likeness.clone(),
                found: self.store.alike(likeness)?,
                marks: self.store.marks(likeness.email.as_ref())?,
            }),
            Ask::Record(id, depth) => {
                let record = self.store.record(*id, &self.settings.author, depth.entries())?;
                Ok(record.map_or(Event::RecordMissing(*id), |record| Event::RecordRead(Box::new(record))))
            }
            Ask::Beside(id) => {
                let record = self.store.record(*id, &self.settings.author, 0)?;
                Ok(record.map_or(Event::RecordMissing(*id), |record| Event::BesideRead(Box::new(record))))
            }
            Ask::Outbox => Ok(Event::OutboxRead(self.store.outbox(clock::wall())?)),
        }
    }
}
