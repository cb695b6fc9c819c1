//! A desk whose reader and clerk work as slowly as a story says: what they are asked waits, is looked up or written
//! later, and its answer is heard later still. Each of them keeps its own order, as their threads do.

use std::collections::VecDeque;
use std::time::Duration;

use frontdesk::app::key::Key;
use frontdesk::app::vocabulary::{Effect, Event};
use frontdesk::domain::deed::Deed;
use frontdesk::store::{StoreError, open_elsewhere};

use super::{Desk, UNHURRIED, keys};

/// Who of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worker {
    Reader,
    Clerk,
}

#[derive(Default)]
struct Work {
    asked: VecDeque<Effect>,
    /// Answers to what was asked first, not heard yet.
    in_hand: VecDeque<Event>,
}

impl Work {
    fn is_done(&self) -> bool {
        self.asked.is_empty() && self.in_hand.is_empty()
    }
}

pub struct LateDesk {
    pub desk: Desk,
    reader: Work,
    clerk: Work,
    /// What was ordered last.
    pub ordered: Option<Deed>,
    /// Somebody has written since the reader looked last.
    pub is_changed: bool,
}

impl LateDesk {
    pub fn new(desk: Desk) -> Self {
        Self { desk, reader: Work::default(), clerk: Work::default(), ordered: None, is_changed: false }
    }

    /// Something happens, and what the app orders waits for its turn.
    pub fn happens(&mut self, event: Event) {
        let now = self.desk.now();
        for effect in self.desk.app.update(event, now) {
            if let Effect::Perform(deed) = &effect {
                self.ordered = Some(deed.clone());
            }
            match effect {
                Effect::Perform(_) | Effect::ShowLink(_) | Effect::NoteOpened(_) => self.clerk.asked.push_back(effect),
                Effect::Search { .. }
                | Effect::FindNearest { .. }
                | Effect::FindAlike(_)
                | Effect::Read(..)
                | Effect::ReadBeside(_)
                | Effect::ReadOutbox => self.reader.asked.push_back(effect),
                at_once => {
                    for answer in self.desk.carry_out(at_once) {
                        self.happens(answer);
                    }
                }
            }
        }
    }

    /// Types a script, looking at the screen after each key.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for key in keys(script) {
            self.press(key, UNHURRIED);
        }
        self
    }

    /// Presses a key so many milliseconds after the last one.
    pub fn press(&mut self, key: Key, pause: u64) {
        self.desk.milliseconds += pause;
        self.happens(Event::KeyPressed(key));
    }

    /// Looks for somebody and opens the record, which the reader brings.
    pub fn opens(&mut self, typed: &str) -> &mut Self {
        self.keys(typed).keys("<Enter>").answers_all(Worker::Reader)
    }

    /// The reader reads what it was asked first, and does not hand it in yet.
    pub fn reads(&mut self) -> &mut Self {
        while self.reader.in_hand.is_empty() && !self.reader.asked.is_empty() {
            assert!(self.step(Worker::Reader).is_none(), "nothing is handed in");
        }
        self
    }

    /// One of them hands in everything that it was asked.
    pub fn answers_all(&mut self, worker: Worker) -> &mut Self {
        while !self.work(worker).is_done() {
            if let Some(answer) = self.step(worker) {
                self.happens(answer);
            }
        }
        self
    }

    /// Everything that was asked is answered, and what was written is seen.
    pub fn all_is_answered(&mut self) -> &mut Self {
        while !self.is_all_answered() {
            for worker in [Worker::Clerk, Worker::Reader] {
                if let Some(answer) = self.step(worker) {
                    self.happens(answer);
                }
            }
        }
        self
    }

    pub fn picture(&self) -> String {
        self.desk.picture()
    }

    pub fn fails(&mut self, worker: Worker) -> &mut Self {
        let said = self.fail(worker).expect("something was asked");
        self.happens(said);
        self
    }

    /// One of them does a step: hands in an answer, else looks up or writes what it was asked first.
    pub fn step(&mut self, worker: Worker) -> Option<Event> {
        let work = self.work(worker);
        if let Some(answer) = work.in_hand.pop_front() {
            return Some(answer);
        }
        let Some(effect) = self.next(worker) else { return self.looks(worker) };
        self.is_changed |= matches!(effect, Effect::Perform(_) | Effect::ShowLink(_));
        let answers = self.desk.carry_out(effect);
        self.work(worker).in_hand.extend(answers);
        None
    }

    /// It cannot do what it was asked first, and says so.
    pub fn fail(&mut self, worker: Worker) -> Option<Event> {
        let words = StoreError::Busy.to_string();
        match self.next(worker)? {
            Effect::Perform(_) => Some(Event::DeedFailed(words)),
            Effect::NoteOpened(_) => None,
            _ => Some(Event::ReadFailed(words)),
        }
    }

    /// The clerk waits for another desk, and says so.
    pub fn waits(&self) -> Option<Event> {
        let is_saving = self.clerk.in_hand.is_empty() && matches!(self.clerk.asked.front(), Some(Effect::Perform(_)));
        is_saving.then_some(Event::DeedWaiting(Duration::from_secs(1)))
    }

    pub fn is_all_answered(&self) -> bool {
        self.reader.is_done() && self.clerk.is_done() && !self.is_changed
    }

    /// The program ends, after the clerk has done what was ordered, and starts again.
    pub fn started_again(mut self) -> Self {
        while let Some(effect) = self.next(Worker::Clerk) {
            self.desk.carry_out(effect);
        }
        let deeds = self.desk.deeds;
        let mut desk = self.desk.started_again_before_drafts_are_found();
        desk.deeds = deeds;
        Self::new(desk)
    }

    /// What was kept of the run before is found.
    pub fn drafts(&self) -> Event {
        Event::DraftsFound(self.desk.kept.values().cloned().collect())
    }

    /// A reader that has nothing else to do looks whether somebody has written.
    fn looks(&mut self, worker: Worker) -> Option<Event> {
        let sees = worker == Worker::Reader && std::mem::take(&mut self.is_changed);
        if sees {
            let edited = open_elsewhere(self.desk.store.path(), self.desk.author.run);
            self.reader.in_hand.push_back(Event::EditedElsewhere(edited));
        }
        sees.then_some(Event::FileChanged)
    }

    fn next(&mut self, worker: Worker) -> Option<Effect> {
        let asked = &mut self.work(worker).asked;
        // A newer search makes every older one void.
        if let Some(newest) = asked.iter().filter_map(ticket).max() {
            asked.retain(|effect| ticket(effect).is_none_or(|ticket| ticket == newest));
        }
        asked.pop_front()
    }

    fn work(&mut self, worker: Worker) -> &mut Work {
        match worker {
            Worker::Reader => &mut self.reader,
            Worker::Clerk => &mut self.clerk,
        }
    }
}

fn ticket(effect: &Effect) -> Option<u64> {
    match effect {
        Effect::Search { ticket, .. } | Effect::FindNearest { ticket, .. } => Some(ticket.0),
        _ => None,
    }
}
