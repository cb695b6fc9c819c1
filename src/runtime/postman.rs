//! The thread that empties the outbox: each invite that is due becomes a letter and leaves the house.
//!
//! The table is the queue and the bell only wakes: an invite queued at a desk that died is delivered by another.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::clock::{self, Clock};
use super::log::{self, Entry};
use super::writing::{Secret, facts};
use crate::app::vocabulary::Event;
use crate::config::{Settings, Smtp};
use crate::domain::invite::Delivery;
use crate::domain::outbox::Held;
use crate::domain::secret::SecretKey;
use crate::mail::{self, Letter, Letters, MailError, Mailer};
use crate::store::{Outcome, Parcel, Settled, Store, StoreError};

/// The longest that the postman sleeps: what other desks have queued and left behind is found after that.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long to wait when the file does not let itself be written.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);
/// Added to the longest delivery, so that no second desk begins while the first still waits.
const LEASE_MARGIN: Duration = Duration::from_secs(30);
/// A letter that has left is written down however long another desk holds the file, within its lease.
const PATIENCE: Duration = Duration::from_secs(25);

/// What a round came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    pub delivered: usize,
    /// To be tried again by itself.
    pub deferred: usize,
    /// Failed for good.
    pub refused: usize,
    /// Why nothing goes out for now, from any desk, when that is nobody's address.
    pub held: Option<Held>,
    /// Why nothing goes out from here: what only this desk has cannot be used.
    pub held_here: Option<String>,
}

/// What a letter is made with.
pub struct Desk<'a> {
    pub settings: &'a Settings,
    pub letters: &'a Letters,
    pub key: &'a SecretKey,
}

impl Desk<'_> {
    fn letter(&self, parcel: &Parcel) -> Result<Letter, MailError> {
        let secret = Secret::of(&parcel.nonce, self.key, &self.settings.portal)?;
        self.letters.render(&facts(self.settings, parcel.invitation.clone(), secret))
    }
}

/// Delivers what is due now, one invite after the other, as long as `go_on` says so.
pub fn deliver_due(
    store: &mut Store,
    mailer: &mut dyn Mailer,
    desk: &Desk,
    now: &dyn Fn() -> Timestamp,
    go_on: &dyn Fn() -> bool,
) -> Result<Summary, StoreError> {
    let author = &desk.settings.author;
    let mut summary = Summary::default();
    // Whether the set-up has been seen to work in this round, so that no desk is told otherwise any more.
    let mut works = false;
    while go_on() {
        let Some(parcel) = store.claim_due(author, now(), lease(desk.settings.mail.smtp.as_ref()))? else { break };
        let sent = desk.letter(&parcel).and_then(|letter| mailer.deliver(&letter));
        let outcome = match &sent {
            Ok(()) => Outcome::Delivered(desk.settings.mail.delivery),
            Err(MailError::Refused { words }) => Outcome::Refused(words.clone()),
            Err(MailError::Rejected { words }) => Outcome::Rejected(words.clone()),
            Err(MailError::Deferred { words } | MailError::Away { words }) => Outcome::Deferred(words.clone()),
            Err(MailError::Setup { words } | MailError::Here { words }) => Outcome::Held(words.clone()),
        };
        let settled = store.settle(&parcel, &outcome, author, now())?;
        log::write(&desk.settings.state, &Entry::Delivery(parcel.invite, became(settled, &outcome)));
        match settled {
            Settled::Sent => summary.delivered += 1,
            Settled::Failed => summary.refused += 1,
            Settled::Queued if !matches!(outcome, Outcome::Held(_)) => summary.deferred += 1,
            // Revoked in the middle of being sent: the history says so, and the letter's link is dead.
            Settled::Queued | Settled::Overtaken => {}
        }
        if let Err(fault @ (MailError::Away { .. } | MailError::Setup { .. } | MailError::Here { .. })) = sent {
            log::write(&desk.settings.state, &Entry::PostHeld);
            summary.held_here = hold(store, desk.settings, fault, now())?;
            break;
        }
        if !works {
            works = true;
            store.let_post_go()?;
        }
    }
    summary.held = store.post_held(now())?;
    Ok(summary)
}

/// Holds every desk for what the server says. What only this desk has holds this one, as the words say; or every desk
/// where no other sends.
fn hold(
    store: &mut Store,
    settings: &Settings,
    fault: MailError,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let of_all = match fault {
        MailError::Here { .. } if !settings.mail.only_by_timer => return Ok(Some(fault.to_string())),
        MailError::Here { words } => MailError::Setup { words },
        fault => fault,
    };
    store.hold_post(&of_all.to_string(), now)?;
    Ok(None)
}

/// What a round comes to for which nothing could be made ready.
pub fn not_ready(
    store: &mut Store,
    settings: &Settings,
    fault: MailError,
    now: Timestamp,
) -> Result<Summary, StoreError> {
    let is_due = store.next_due(now)?.is_some_and(|due| due <= now);
    let held_here = if is_due { hold(store, settings, fault, now)? } else { Some(fault.to_string()) };
    Ok(Summary { held: store.post_held(now)?, held_here, ..Summary::default() })
}

/// What became of an attempt, for the log.
fn became(settled: Settled, outcome: &Outcome) -> &'static str {
    match (settled, outcome) {
        (Settled::Sent, Outcome::Delivered(Delivery::Folder)) => "written as a file",
        (Settled::Sent, _) => "sent",
        (Settled::Failed, _) => "failed for good",
        (Settled::Overtaken, _) => "revoked, or taken over by another desk, while it was sent",
        (Settled::Queued, _) => "to be tried again",
    }
}

/// What every letter is made with and leaves by, beside the settings.
pub struct Ready {
    pub letters: Letters,
    pub mailer: Box<dyn Mailer>,
    pub key: SecretKey,
}

/// Makes ready what delivering needs, the letter tried with samples.
pub fn ready(store: &Store, settings: &Settings) -> Result<Ready, MailError> {
    let key = store.key().map_err(|error| MailError::here(error.to_string()))?;
    let letters = Letters::load(settings.mail.templates.as_deref())?;
    let mailer = mail::mailer(&settings.mail, &|name| std::env::var(name).ok())?;
    Ok(Ready { letters, mailer, key })
}

/// How long a claimed invite belongs to this desk.
fn lease(smtp: Option<&Smtp>) -> SignedDuration {
    let delivery = smtp.map_or(Duration::ZERO, Smtp::delivery_time);
    SignedDuration::try_from(delivery + LEASE_MARGIN).unwrap_or(SignedDuration::from_hours(1))
}

/// The postman.
pub struct Postman {
    pub store: Store,
    pub settings: Settings,
    /// Rings when an invite was queued here; hangs up when the desk leaves.
    pub bell: Receiver<()>,
    pub inbox: Sender<Event>,
    clock: Clock,
    /// What keeps this desk from sending, as it was told.
    held_here: Option<String>,
    /// The same of a letter that was due, and until when none is tried: each try is written into the file, which wakes
    /// every desk, this one too.
    rest: Option<(String, Duration)>,
}

impl Postman {
    pub fn new(store: Store, settings: Settings, bell: Receiver<()>, inbox: Sender<Event>) -> Self {
        Self { store, settings, bell, inbox, clock: Clock::start(), held_here: None, rest: None }
    }

    /// Delivers until the desk leaves.
    pub fn run(mut self) {
        self.store.set_patience(Box::new(|waited| waited < PATIENCE));
        loop {
            let pause = match self.round() {
                Ok(held_here) => {
                    self.tell(held_here);
                    self.until_next_due()
                }
                // The file says so wherever a person uses it; here it is only tried again.
                Err(_) => AFTER_TROUBLE,
            };
            match self.bell.recv_timeout(pause) {
                Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// What keeps this desk from sending, if anything. Everything is read anew for every round, also when nothing is due:
    /// a letter that cannot be used is said when the desk opens and not when somebody waits for it, and a corrected one
    /// works without a restart.
    fn round(&mut self) -> Result<Option<String>, StoreError> {
        let Ready { letters, mut mailer, key } = match ready(&self.store, &self.settings) {
            Ok(ready) => ready,
            Err(fault) => return Ok(Some(fault.to_string())),
        };
        let now = self.clock.now();
        let is_due = self.store.next_due(now.wall)?.is_some_and(|due| due <= now.wall);
        // Before anything is claimed, and as long as it is so: what another desk can send is left to it.
        if (is_due || self.held_here.is_some())
            && let Err(fault) = mailer.ready()
        {
            return Ok(Some(fault.to_string()));
        }
        if !is_due {
            return Ok(None);
        }
        if let Some((words, until)) = &self.rest
            && now.steady < *until
        {
            return Ok(Some(words.clone()));
        }
        let desk = Desk { settings: &self.settings, letters: &letters, key: &key };
        let bell = &self.bell;
        let open = || bell.try_recv() != Err(TryRecvError::Disconnected);
        let held_here = deliver_due(&mut self.store, mailer.as_mut(), &desk, &clock::wall, &open)?.held_here;
        self.rest = held_here.clone().map(|words| (words, self.clock.now().steady + LOOK_EVERY));
        Ok(held_here)
    }

    /// Only to this desk: the others send with their own letters.
    fn tell(&mut self, held_here: Option<String>) {
        if held_here != self.held_here {
            self.held_here.clone_from(&held_here);
            // Nobody hears it when the desk has left already.
            self.inbox.send(Event::HeldHere(held_here)).ok();
        }
    }

    fn until_next_due(&self) -> Duration {
        if self.held_here.is_some() {
            return LOOK_EVERY;
        }
        let now = clock::wall();
        match self.store.next_due(now) {
            Ok(Some(due)) => Duration::try_from(due.duration_since(now)).unwrap_or_default().min(LOOK_EVERY),
            Ok(None) => LOOK_EVERY,
            Err(_) => AFTER_TROUBLE,
        }
    }
}
