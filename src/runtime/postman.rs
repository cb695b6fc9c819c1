//! The thread that empties the outbox: each invite that is due becomes a letter and leaves the house.
//!
//! The table is the queue and the bell only wakes: an invite queued at a desk that died is delivered by another.

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::clock;
use super::log::{self, Entry};
use crate::config::{Settings, Smtp};
use crate::domain::invite::Delivery;
use crate::domain::moment;
use crate::domain::secret::{SecretKey, grouped_code};
use crate::mail::{self, Facts, Letters, MailError, Mailer};
use crate::store::{Outcome, Parcel, Settled, Store, StoreError};

/// How long the post is held when the set-up is at fault.
const HOLD: SignedDuration = SignedDuration::from_secs(60);
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
    /// Why nothing goes out for now, when that is nobody's address.
    pub held: Option<String>,
}

/// What a letter is made with.
pub struct Desk<'a> {
    pub settings: &'a Settings,
    pub letters: &'a Letters,
    pub key: &'a SecretKey,
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
        let sent = desk.facts(&parcel, now()).and_then(|facts| mailer.deliver(&desk.letters.render(&facts)?));
        let outcome = match sent {
            Ok(()) => Outcome::Delivered(desk.settings.mail.delivery),
            Err(MailError::Refused { words }) => Outcome::Refused(words),
            Err(MailError::Deferred { words }) => Outcome::Deferred(words),
            Err(fault @ (MailError::Setup { .. } | MailError::Template { .. })) => Outcome::Held(fault.to_string()),
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
        if let Outcome::Held(words) = outcome {
            log::write(&desk.settings.state, &Entry::PostHeld);
            hold(store, &words, now())?;
            break;
        }
        if !works {
            works = true;
            store.hold_post(None)?;
        }
    }
    summary.held = store.post_held(now())?;
    Ok(summary)
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

/// Holds the whole post for a while: the next try is one letter, not the whole queue.
fn hold(store: &mut Store, words: &str, now: Timestamp) -> Result<(), StoreError> {
    store.hold_post(Some((words, now.saturating_add(HOLD).unwrap_or(now))))
}

/// How long a claimed invite belongs to this desk.
fn lease(smtp: Option<&Smtp>) -> SignedDuration {
    let delivery = smtp.map_or(Duration::ZERO, Smtp::delivery_time);
    SignedDuration::try_from(delivery + LEASE_MARGIN).unwrap_or(SignedDuration::from_hours(1))
}

impl Desk<'_> {
    /// What the letter of a parcel says.
    pub fn facts(&self, parcel: &Parcel, now: Timestamp) -> Result<Facts, MailError> {
        let Settings { mail, portal, shop_name, .. } = self.settings;
        let link = portal.link(&self.key.token(&parcel.nonce)).ok_or_else(|| MailError::Setup {
            words: "The sign-in address of the portal is missing: sign_in_url under [portal] in the configuration."
                .to_owned(),
        })?;
        Ok(Facts {
            from: mail.sender(shop_name),
            reply_to: mail.reply_to.clone(),
            to: parcel.email.clone(),
            message_id: parcel.message_id.clone(),
            date: now,
            shop_name: shop_name.clone(),
            shop_phone: self.settings.shop_phone.as_ref().map(|phone| phone.shown(self.settings.region)),
            contact_name: parcel.contact_name.clone(),
            customer_name: parcel.customer_name.clone(),
            invited_by: parcel.invited_by.clone(),
            link,
            code: grouped_code(&self.key.code(&parcel.nonce)),
            valid_until: moment::in_full(parcel.expires_at, &self.settings.time_zone),
            preferences: parcel.preferences,
        })
    }
}

/// The postman.
pub struct Postman {
    pub store: Store,
    pub settings: Settings,
    /// Rings when an invite was queued here; hangs up when the desk leaves.
    pub bell: Receiver<()>,
}

impl Postman {
    /// Delivers until the desk leaves.
    pub fn run(mut self) {
        self.store.set_patience(Box::new(|waited| waited < PATIENCE));
        loop {
            let pause = match self.round() {
                Ok(()) => self.until_next_due(),
                // The file says so wherever a person uses it; here it is only tried again.
                Err(_) => AFTER_TROUBLE,
            };
            match self.bell.recv_timeout(pause) {
                Ok(()) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Everything is read anew for every round, so that a corrected letter, key or password works without a restart.
    fn round(&mut self) -> Result<(), StoreError> {
        let now = clock::wall();
        if self.store.next_due()?.is_none_or(|due| due > now) {
            return Ok(());
        }
        let key = match self.store.key() {
            Ok(key) => key,
            Err(error) => return hold(&mut self.store, &error.to_string(), now),
        };
        let letters = Letters::load(self.settings.mail.templates.as_deref());
        let mailer = mail::mailer(&self.settings.mail, &|name| std::env::var(name).ok());
        let (letters, mut mailer) = match (letters, mailer) {
            (Ok(letters), Ok(mailer)) => (letters, mailer),
            (Err(fault), _) | (_, Err(fault)) => return hold(&mut self.store, &fault.to_string(), now),
        };
        let desk = Desk { settings: &self.settings, letters: &letters, key: &key };
        let bell = &self.bell;
        let open = || bell.try_recv() != Err(TryRecvError::Disconnected);
        deliver_due(&mut self.store, mailer.as_mut(), &desk, &clock::wall, &open).map(|_| ())
    }

    fn until_next_due(&self) -> Duration {
        match self.store.next_due() {
            Ok(Some(due)) => Duration::try_from(due.duration_since(clock::wall())).unwrap_or_default().min(LOOK_EVERY),
            Ok(None) => LOOK_EVERY,
            Err(_) => AFTER_TROUBLE,
        }
    }
}
