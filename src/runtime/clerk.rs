//! The thread that writes: one order after the other, never interrupted, patient while another desk is writing.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::log::{self, Entry};
use super::{chance, clock};
use crate::app::vocabulary::Event;
use crate::config::Settings;
use crate::domain::customer::CustomerId;
use crate::domain::deed::Deed;
use crate::domain::invite::{InviteId, Posting};
use crate::domain::outbox::ShownLink;
use crate::domain::secret::{SecretKey, grouped_code};
use crate::store::{Occasion, Patience, Store, StoreError, import_elsewhere};

/// How long an order waits for another desk.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a note that only sorts a list waits: the next order must not stand behind it.
const PATIENCE_FOR_NOTES: Duration = Duration::from_millis(500);
/// How long nobody has saved anything before a step of tidying, which others may have to wait for, is taken.
const BETWEEN_STEPS: Duration = Duration::from_millis(500);
/// How often a wait is told: the screen says it in seconds.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// What the desk orders.
#[derive(Debug)]
pub enum Order {
    Perform(Deed),
    ShowLink(InviteId),
    NoteOpened(CustomerId),
}

/// The clerk.
pub struct Clerk {
    pub store: Store,
    pub settings: Settings,
    pub orders: Receiver<Order>,
    pub inbox: Sender<Event>,
    /// Rings when an invite was queued.
    pub bell: Sender<()>,
}

impl Clerk {
    /// Carries out orders until the desk has left.
    pub fn run(mut self) {
        let mut waiting = VecDeque::new();
        // What another program left: a desk that was killed, an import that was stopped.
        let mut untidy = true;
        while let Some(order) = self.next(&mut waiting, &mut untidy) {
            untidy = true;
            match order {
                Order::Perform(deed) => {
                    let answer = self.perform(&deed).unwrap_or_else(|error| Event::DeedFailed(error.to_string()));
                    self.log(&answer);
                    if matches!(&answer, Event::DeedDone(done) if done.invite.is_some()) {
                        // Without a postman here, another desk or the timer delivers.
                        self.bell.send(()).ok();
                    }
                    self.tell(answer);
                }
                Order::ShowLink(invite) => {
                    let answer = self.show_link(invite).unwrap_or_else(|error| Event::ReadFailed(error.to_string()));
                    self.tell(answer);
                }
                Order::NoteOpened(customer) => self.note_opened(customer),
            }
        }
    }

    /// Orders before notes; while there are none, the index is put in order in small steps.
    fn next(&mut self, waiting: &mut VecDeque<Order>, untidy: &mut bool) -> Option<Order> {
        while waiting.is_empty() {
            match if *untidy { self.orders.recv_timeout(BETWEEN_STEPS) } else { Ok(self.orders.recv().ok()?) } {
                Ok(order) => waiting.push_back(order),
                Err(RecvTimeoutError::Timeout) => *untidy = self.tidy(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        waiting.extend(self.orders.try_iter());
        let first = waiting.iter().position(|order| !matches!(order, Order::NoteOpened(_))).unwrap_or(0);
        waiting.remove(first)
    }

    /// A step; whether there is more to do. It keeps nobody waiting, and waits for nobody.
    fn tidy(&mut self) -> bool {
        self.store.set_patience(Box::new(|_| false));
        match self.store.tidy_index() {
            Ok(more) => more,
            // Another desk is writing: later.
            Err(StoreError::Busy) => true,
            // A file that cannot be written says so when somebody saves.
            Err(_) => false,
        }
    }

    fn perform(&mut self, deed: &Deed) -> Result<Event, StoreError> {
        let key = self.key_for(deed)?;
        let posting = posting(&self.settings);
        self.store.set_patience(patient(&self.store, self.inbox.clone()));
        let occasion = Occasion {
            author: &self.settings.author,
            now: clock::wall(),
            nonce: chance::nonce(),
            posting: &posting,
            key: &key,
        };
        Ok(match self.store.perform(deed, &occasion)? {
            Ok(done) => Event::DeedDone(done),
            Err(refusal) => Event::DeedRefused(refusal),
        })
    }

    /// The shop's key. Only invites are made with it: whatever else is saved does not depend on that file.
    fn key_for(&self, deed: &Deed) -> Result<SecretKey, StoreError> {
        match deed {
            Deed::Invite { .. } | Deed::InviteAll { .. } => self.store.key(),
            _ => Ok(self.store.key().unwrap_or_else(|_| SecretKey::new(chance::key()))),
        }
    }

    fn show_link(&mut self, invite: InviteId) -> Result<Event, StoreError> {
        let key = self.store.key()?;
        self.store.set_patience(patient(&self.store, self.inbox.clone()));
        let shown = self.store.open_link(invite, &self.settings.author, clock::wall())?;
        let Some((contact_name, nonce)) = shown else {
            return Ok(Event::ReadFailed(
                "This invite is no longer open, so its link leads nowhere. Send a new one from the contact's row."
                    .to_owned(),
            ));
        };
        let Some(link) = self.settings.portal.link(&key.token(&nonce)) else {
            return Ok(Event::ReadFailed(
                "There is no link before the sign-in address of the portal is set: sign_in_url under [portal] in the configuration.".to_owned(),
            ));
        };
        Ok(Event::LinkShown(ShownLink { contact_name, link, code: grouped_code(&key.code(&nonce)) }))
    }

    fn note_opened(&mut self, customer: CustomerId) {
        self.store.set_patience(Box::new(|waited| waited < PATIENCE_FOR_NOTES));
        // It only sorts the list at rest: a note that cannot be written now is not worth a word.
        self.store.note_opened(customer, &self.settings.author.desk, clock::wall()).ok();
    }

    fn log(&self, answer: &Event) {
        match answer {
            Event::DeedDone(done) => log::write(&self.settings.state, &Entry::Did(done)),
            Event::DeedFailed(words) => log::write(&self.settings.state, &Entry::NotSaved(words.clone())),
            _ => {}
        }
    }

    fn tell(&self, event: Event) {
        // The order is carried out all the same when the desk has left.
        self.inbox.send(event).ok();
    }
}

/// Answers in place of a clerk who cannot open the file: nobody waits for an answer that never comes.
pub fn refuse_all(orders: &Receiver<Order>, words: &str, inbox: &Sender<Event>) {
    for order in orders {
        let answer = match order {
            Order::Perform(_) => Event::DeedFailed(words.to_owned()),
            Order::ShowLink(_) => Event::ReadFailed(words.to_owned()),
            Order::NoteOpened(_) => continue,
        };
        // Nobody hears it when the desk has left already.
        inbox.send(answer).ok();
    }
}

/// How this shop sends invites, as far as the file has to know.
#[must_use]
pub fn posting(settings: &Settings) -> Posting {
    Posting {
        has_sign_in_address: settings.portal.sign_in_url.is_some(),
        valid_days: settings.portal.invite_valid_days,
        delivery: settings.mail.delivery,
        sender_domain: settings.mail.sender_domain(),
    }
}

/// Waits, and says so on the screen. An import takes its time: whoever waits for one is not sent away.
fn patient(store: &Store, inbox: Sender<Event>) -> Patience {
    let mut told = Duration::ZERO;
    let path = store.path().to_owned();
    Box::new(move |waited| {
        if waited >= told + TELL_EVERY {
            told = waited;
            inbox.send(Event::DeedWaiting(waited)).ok();
        }
        waited < PATIENCE || import_elsewhere(&path).is_some()
    })
}
