//! The story of an invite in words: on the row, and in full in the panel.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::contact::Contact;
use super::invite::{Invite, InviteState};
use super::moment::{said, short, shorter, until};
use super::outbox::Post;
use super::reach::Unreached;
use super::text::counted;

/// How long after it was sent an invite that was not used needs attention.
const PATIENCE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// Columns of the narrowest row.
const ON_ROW: usize = 15;

/// On the row: `sent 10:32`, `signed in 3 May`, `expired 9 Nov`, `not invited`; `·` for somebody without access.
#[must_use]
pub fn on_row(contact: &Contact, now: Timestamp, zone: &TimeZone) -> String {
    let Some(invite) = &contact.invite else {
        return if contact.details.portal_access { "not invited" } else { "·" }.to_owned();
    };
    let when = |word: &str, moment: Option<Timestamp>| {
        let Some(moment) = moment else { return word.to_owned() };
        let whole = format!("{word} {}", short(moment, now, zone));
        // The panel has the rest.
        if whole.chars().count() <= ON_ROW { whole } else { format!("{word} {}", shorter(moment, now, zone)) }
    };
    match invite.state_at(now) {
        InviteState::Queued | InviteState::Sending if !contact.details.portal_access => "·".to_owned(),
        InviteState::Queued => "queued".to_owned(),
        InviteState::Sending => "sending".to_owned(),
        InviteState::Sent => when(invite.delivery.done(), invite.sent_at),
        InviteState::Accepted => when("signed in", invite.accepted_at),
        InviteState::Failed => when("failed", invite.ended_at),
        InviteState::Expired => when("expired", Some(invite.expires_at)),
        InviteState::Revoked => when("revoked", invite.ended_at),
    }
}

/// In the panel: `sent 10:32 by ana · link valid until Mon 30 Nov 10:32 · not signed in yet`.
#[must_use]
pub fn in_panel(contact: &Contact, now: Timestamp, zone: &TimeZone, post: Post) -> String {
    let Some(invite) = &contact.invite else {
        return if contact.details.portal_access { "no invite sent yet" } else { "" }.to_owned();
    };
    let at =
        |moment: Option<Timestamp>| moment.map_or_else(String::new, |moment| format!(" {}", said(moment, now, zone)));
    let valid = format!("link valid until {}", until(invite.expires_at, zone));
    match invite.state_at(now) {
        InviteState::Queued => match (invite.attempts, invite.next_attempt_at) {
            (0, _) | (_, None) => {
                format!("queued{} by {}, {}", at(Some(invite.queued_at)), invite.queued_by, post.words())
            }
            (tries, Some(next)) => {
                let often = counted(usize::try_from(tries).unwrap_or(usize::MAX), "time");
                format!("queued, tried {often}, next try {}: {}", short(next, now, zone), error_words(invite))
            }
        },
        InviteState::Sending => format!("sending to {}", invite.email),
        InviteState::Sent => {
            // As on the row, so that until when has room beside a long name.
            let gone = invite.sent_at.map_or_else(String::new, |at| format!(" {}", short(at, now, zone)));
            format!("{}{gone} by {} · {valid}", invite.delivery.done(), invite.queued_by)
        }
        InviteState::Accepted => format!("signed in{}", at(invite.accepted_at)),
        InviteState::Failed => format!("invite failed{}: {}", at(invite.ended_at), error_words(invite)),
        InviteState::Expired => {
            let (gone, by) = (invite.delivery.done(), &invite.queued_by);
            format!("{gone} by {by}, link expired {}, not signed in", short(invite.expires_at, now, zone))
        }
        InviteState::Revoked => format!("invite revoked{}", at(invite.ended_at)),
    }
}

/// Why the invite of somebody with access needs a person's eye, if it does.
#[must_use]
pub fn attention(contact: &Contact, now: Timestamp) -> Option<&'static str> {
    if !contact.details.portal_access {
        return None;
    }
    let words = match contact.invite.as_ref().map(|invite| (invite.state_at(now), invite.sent_at)) {
        None => "was never invited",
        Some((InviteState::Failed, _)) => "did not get the invite",
        Some((InviteState::Expired, _)) => "has an expired link",
        Some((InviteState::Revoked, _)) => "has no valid link",
        Some((InviteState::Sent, Some(sent))) if now.duration_since(sent) >= PATIENCE => "has not signed in",
        Some(_) => return None,
    };
    // Whatever became of an invite: another one is not wanted.
    let wants_none = contact.unreachable() == Some(Unreached::NoMessages);
    Some(if wants_none { "has access and asked not to be written to" } else { words })
}

/// The moments at which time alone may change [`attention`].
pub fn turns(contact: &Contact) -> impl Iterator<Item = Timestamp> + use<> {
    let invite = contact.invite.as_ref();
    let patience_ends = invite.and_then(|invite| invite.sent_at).map(|sent| sent + PATIENCE);
    patience_ends.into_iter().chain(invite.map(|invite| invite.expires_at))
}

fn error_words(invite: &Invite) -> &str {
    invite.last_error.as_deref().unwrap_or("no reason given")
}
