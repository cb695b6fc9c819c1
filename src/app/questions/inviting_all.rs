//! Inviting everybody of an account who was never invited: the question that names every address, and the answer in
//! four parts.

use super::valid_until;
use crate::app::desk::Desk;
use crate::app::question::{Line, Question};
use crate::app::step::Step;
use crate::app::vocabulary::Effect;
use crate::domain::contact::Contact;
use crate::domain::deed::{Deed, Done, Invited, Invitee};
use crate::domain::invite::{Invite, InviteState};
use crate::domain::inviting::Invitees;
use crate::domain::moment::said;
use crate::domain::record::Record;
use crate::domain::story;
use crate::domain::text::{counted, listed};

/// Names every address to which something would go, and whom not and why.
pub fn invite_all(record: &Record, invitees: &Invitees, desk: &Desk) -> Question {
    let mut body: Vec<Line> = invitees.never.iter().copied().filter_map(recipient).map(Line::Text).collect();
    body.push(Line::Text(format!("The system sends a sign-in email to each address. {}", valid_until(desk))));
    let not_now: Vec<String> = (invitees.already.iter().chain(&invitees.failed))
        .map(|contact| {
            format!("{} ({})", contact.details.name(), story::on_row(contact, desk.now.wall, &desk.settings.time_zone))
        })
        .chain(
            (invitees.cannot.iter())
                .map(|(contact, why)| format!("{} ({})", contact.details.name(), desk.obstacle(why))),
        )
        .collect();
    if !not_now.is_empty() {
        body.push(Line::Text(format!("Not to  {}", not_now.join(", "))));
    }
    // All of them: what is so when it happens, the file says.
    let people = (invitees.never.iter().chain(&invitees.already).chain(&invitees.failed).copied())
        .chain(invitees.cannot.iter().map(|(contact, _)| *contact))
        .filter_map(|contact| {
            Some(Invitee { id: contact.id, version: contact.version, email: contact.details.email.clone()? })
        })
        .collect();
    let deed = Deed::InviteAll { customer: record.customer.id, people };
    let count = counted(invitees.never.len(), "invite");
    Question::new(format!("Send {count} to people of {}?", record.customer.details.name()), body, "Cancel").or(
        'y',
        &format!("Send {count}"),
        vec![Step::Do(Effect::Perform(deed))],
    )
}

fn recipient(contact: &Contact) -> Option<String> {
    let (email, details) = (contact.details.email.as_ref()?, &contact.details);
    Some(format!("To  {email} · {} · {}", details.name(), details.role_on_row()))
}

/// What came of it, for everybody who has access.
pub fn all_invited(done: &Done, desk: &Desk) -> Question {
    let zone = &desk.settings.time_zone;
    let at = |moment| said(moment, desk.now.wall, zone);
    let (mut queued, mut already, mut cannot, mut failed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, invited) in &done.invited {
        match invited {
            Invited::Queued => queued.push(name.clone()),
            Invited::Already(invite) if invite.state == InviteState::Failed => failed.push(with_words(name, invite)),
            Invited::Already(invite) => already.push(format!("{name} ({})", state(invite, desk))),
            Invited::Cannot(refusal) => cannot.push(format!("{name}: {}", refusal.sentence(at))),
        }
    }
    let part = |title: &str, people: &[String]| {
        Line::Text(if people.is_empty() { format!("{title}: nobody.") } else { format!("{title}: {}", listed(people)) })
    };
    let sent = if queued.is_empty() {
        part("Queued", &queued)
    } else {
        Line::Text(format!("Queued: {}. They go out by themselves; each row says when.", listed(&queued)))
    };
    let body = vec![
        sent,
        part("Already invited, nothing sent", &already),
        part("Cannot be invited", &cannot),
        part("Failed before, the row says what can be done", &failed),
    ];
    Question::new(format!("Invites of {}", done.name), body, "Close")
}

/// As the row says it: a file is written and not sent.
fn state(invite: &Invite, desk: &Desk) -> &'static str {
    match invite.state_at(desk.now.wall) {
        InviteState::Sent => invite.delivery.done(),
        state => state.word(),
    }
}

fn with_words(name: &str, invite: &Invite) -> String {
    format!("{name} ({})", invite.last_error.as_deref().unwrap_or("no reason given"))
}
