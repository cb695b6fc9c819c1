//! The threads that work for the desk, and the ways to each of them.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use anyhow::Result;

use super::clerk::{self, Clerk, Order};
use super::clock::{self, Clock};
use super::daily_backup::DailyBackup;
use super::drafts::Keeper;
use super::first_start::{self, Request};
use super::log::{self, Entry};
use super::postman::Postman;
use super::reader::{Ask, Reader, Reading};
use super::worker::Worker;
use crate::app::vocabulary::{Effect, Event};
use crate::config::Settings;
use crate::domain::moment;
use crate::store::Store;

/// A wait this short is not worth a word.
const UNSAID: Duration = Duration::from_millis(300);
/// How long the last form may take to be kept.
const FOR_THE_KEEPER: Duration = Duration::from_secs(2);
/// How long a desk that was left waits for what it has been told to save; as long as the clerk's own patience.
const FOR_THE_CLERK: Duration = Duration::from_secs(11);
/// How long it waits for a letter on its way.
const FOR_THE_POSTMAN: Duration = Duration::from_secs(3);

/// Whoever is there: before the first start is done, only who serves its form.
#[derive(Default)]
pub struct Staff {
    first_start: Option<Sender<Request>>,
    reader: Option<Reader>,
    /// The reader's end, until its thread has it.
    reading: Option<Reading>,
    orders: Option<Sender<Order>>,
    clerk: Option<Worker>,
    bell: Option<Sender<()>>,
    postman: Option<Worker>,
    drafts: Option<Keeper>,
    /// The daily backup ends with the desk, finished or not: another desk or another day makes it.
    daily_backup: Option<Sender<()>>,
}

impl Staff {
    /// Serves the form of the first start.
    pub fn for_first_start(settings: &Settings, inbox: &Sender<Event>) -> Result<Self> {
        let (ask, requests) = channel();
        let (settings, answers) = (settings.clone(), inbox.clone());
        let died = Event::DeskNotReady(died("Setting up this desk"));
        Worker::start("first start", vec![died], inbox.clone(), move || {
            first_start::serve(&settings, &requests, &answers);
        })?;
        Ok(Self { first_start: Some(ask), ..Self::default() })
    }

    /// Opens the file. Nobody else is there yet: the first screen is read on this thread, because threads that begin at
    /// once wait for each other's memory.
    pub fn opening(settings: &Settings, clock: Clock, inbox: &Sender<Event>) -> Result<Self> {
        let store = Store::open(&settings.database, clock::wall())?;
        let (asks, asked) = channel();
        let reader = Reader::new(&store, asks);
        let reading = Reading {
            store,
            settings: settings.clone(),
            clock,
            asks: asked,
            newest: reader.newest(),
            inbox: inbox.clone(),
        };
        Ok(Self { reader: Some(reader), reading: Some(reading), ..Self::default() })
    }

    /// Reads what the first screen asks.
    pub fn read_first(&self) {
        if let Some(reading) = &self.reading {
            // The desk hears it: its end of the inbox is this thread's.
            reading.answer_all(&mut VecDeque::new()).ok();
        }
    }

    /// Everybody begins, when the first screen stands; nobody does while there is no file.
    pub fn complete(&mut self, settings: &Settings, inbox: &Sender<Event>) -> io::Result<()> {
        let Some(reading) = self.reading.take() else { return Ok(()) };
        // Should it fail, the first search says so.
        reading.store.open_index().ok();
        let stopped = vec![Event::Impaired(died("Searching"))];
        Worker::start("reader", stopped, inbox.clone(), move || reading.run())?;

        let (orders, ordered) = channel();
        let (bell, rung) = channel();
        let (own, to_post, of_clerk) = (settings.clone(), bell.clone(), inbox.clone());
        let work = move || match opened(&own, &of_clerk) {
            Ok(store) => Clerk { store, settings: own, orders: ordered, inbox: of_clerk, bell: to_post }.run(),
            Err(words) => clerk::refuse_all(&ordered, &words, &of_clerk),
        };
        let stopped = vec![
            Event::DeedFailed("This may not have been saved: look at the record after starting again.".to_owned()),
            Event::Impaired(died("Saving")),
        ];
        let clerk = Worker::start("clerk", stopped, inbox.clone(), work)?;

        let postman = if settings.mail.only_by_timer {
            None
        } else {
            let (own, of_postman) = (settings.clone(), inbox.clone());
            let work = move || {
                if let Ok(store) = opened(&own, &of_postman) {
                    Postman::new(store, own, rung, of_postman).run();
                }
            };
            let stopped = vec![Event::Impaired(died("Sending invites"))];
            Some(Worker::start("postman", stopped, inbox.clone(), work)?)
        };
        let (stay, left) = channel();
        let daily_backup = DailyBackup { settings: settings.clone(), left, inbox: inbox.clone() };
        let stopped = vec![Event::Impaired(died("The daily backup"))];
        Worker::start("daily backup", stopped, inbox.clone(), move || daily_backup.run())?;

        log::write(&settings.state, &Entry::Started);
        (self.orders, self.clerk) = (Some(orders), Some(clerk));
        (self.bell, self.postman) = (Some(bell), postman);
        self.drafts = Some(Keeper::start(settings, inbox)?);
        self.daily_backup = Some(stay);
        Ok(())
    }

    /// Hands an effect to whoever does it; what nobody can do is answered at once.
    pub fn hand_out(&self, effect: Effect, inbox: &Sender<Event>) {
        let answer = match effect {
            Effect::Search { ticket, typed, stretch } => self.ask(Ask::Search { ticket, typed, stretch }),
            Effect::FindNearest { ticket, typed } => self.ask(Ask::Nearest { ticket, typed }),
            Effect::FindAlike(likeness) => self.ask(Ask::Alike(likeness)),
            Effect::Read(id, depth) => self.ask(Ask::Record(id, depth)),
            Effect::ReadBeside(id) => self.ask(Ask::Beside(id)),
            Effect::ReadOutbox => self.ask(Ask::Outbox),
            Effect::Perform(deed) => self.order(Order::Perform(deed)).err().map(|()| Event::DeedFailed(died("Saving"))),
            Effect::ShowLink(invite) => {
                self.order(Order::ShowLink(invite)).err().map(|()| Event::ReadFailed(died("Saving")))
            }
            // It only sorts a list.
            Effect::NoteOpened(customer) => {
                self.order(Order::NoteOpened(customer)).ok();
                None
            }
            Effect::Probe(path) => self.request(Request::Probe(path)),
            Effect::TryMail(first) => self.request(Request::TryMail(first)),
            Effect::SetUp(first) => self.request(Request::SetUp(first)),
            Effect::KeepDraft(draft) => {
                if let Some(keeper) = &self.drafts {
                    keeper.keep(draft);
                }
                None
            }
            Effect::LetDraftGo(id) => {
                if let Some(keeper) = &self.drafts {
                    keeper.let_go(id);
                }
                None
            }
            Effect::TellEditing(editing) => {
                if let Some(keeper) = &self.drafts {
                    keeper.tell_editing(editing);
                }
                None
            }
            Effect::ReadSettings | Effect::OfferToClipboard(_) | Effect::Redraw | Effect::Suspend | Effect::Quit => {
                None
            }
        };
        if let Some(event) = answer {
            inbox.send(event).ok();
        }
    }

    fn ask(&self, ask: Ask) -> Option<Event> {
        let reader = self.reader.as_ref()?;
        reader.ask(ask).err().map(|_| Event::ReadFailed(died("Searching")))
    }

    fn order(&self, order: Order) -> Result<(), ()> {
        self.orders.as_ref().ok_or(())?.send(order).map_err(|_| ())
    }

    fn request(&self, request: Request) -> Option<Event> {
        let form = self.first_start.as_ref()?;
        form.send(request).err().map(|_| Event::DeskNotReady(died("Setting up this desk")))
    }

    /// Lets the postman look whether something is due.
    pub fn ring(&self) {
        if let Some(bell) = &self.bell {
            // Without a postman here, another desk or the timer delivers.
            bell.send(()).ok();
        }
    }

    /// Nothing is logged of a desk that has not begun.
    pub fn log_the_end(&self, how: &'static str, state: &Path) {
        if self.orders.is_some() {
            log::write(state, &Entry::Ended(how));
        }
    }

    /// The line is gone: an order that is being written may still end well, nothing else is waited for.
    pub fn dismiss_at_once(self) {
        drop(self.orders);
        if let Some(keeper) = self.drafts {
            keeper.finish(FOR_THE_KEEPER);
        }
        if let Some(clerk) = self.clerk {
            clerk.ends_within(UNSAID);
        }
    }

    /// Sends everybody home after the screen was left: what was ordered is saved first, and a letter on its way may
    /// arrive. Says on standard error why it takes longer, and what was not saved.
    pub fn dismiss(self, events: &Receiver<Event>, settings: &Settings) {
        drop((self.first_start, self.reader, self.orders, self.bell));
        if let Some(keeper) = self.drafts {
            keeper.finish(FOR_THE_KEEPER);
        }
        if let Some(clerk) = self.clerk {
            wait(&clerk, FOR_THE_CLERK, "Saving what was ordered last. Another desk is writing to the file.");
        }
        for event in events.try_iter() {
            match event {
                Event::DeedFailed(words) => say(&words),
                Event::DeedRefused(refusal) => {
                    say(&refusal.sentence(|at| moment::said(at, clock::wall(), &settings.time_zone)));
                }
                _ => {}
            }
        }
        if let Some(postman) = self.postman {
            wait(
                &postman,
                FOR_THE_POSTMAN,
                "An invite is being sent: waiting for it up to three seconds. It is not lost, whatever happens.",
            );
        }
    }
}

/// The file, opened once more; the desk hears why not.
fn opened(settings: &Settings, inbox: &Sender<Event>) -> Result<Store, String> {
    Store::open(&settings.database, clock::wall()).map_err(|error| {
        let words = error.to_string();
        inbox.send(Event::Impaired(words.clone())).ok();
        words
    })
}

fn wait(worker: &Worker, time: Duration, why: &str) {
    if !worker.ends_within(UNSAID) {
        say(why);
        worker.ends_within(time);
    }
}

fn say(words: &str) {
    // Where it cannot be said there is nobody to hear it.
    writeln!(io::stderr(), "{words}").ok();
}

/// Short enough for one line of the screen.
fn died(what: &str) -> String {
    format!("{what} has failed, a fault of the program. Quit, then start again.")
}
