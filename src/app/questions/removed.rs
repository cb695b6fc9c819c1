//! What a form edits was removed by a colleague: added anew, or left removed; nothing typed is lost before that.

use crate::app::desk::Desk;
use crate::app::question::{Line, Question};
use crate::app::step::Step;
use crate::app::vocabulary::Effect;
use crate::domain::change::{changes, in_words};
use crate::domain::contact::ContactDetails;
use crate::domain::customer::CustomerId;
use crate::domain::deed::{Deed, Refusal, SamePerson};
use crate::domain::moment::said;

/// `None` for an order that was no edit of something removed.
pub fn removed_meanwhile(refusal: &Refusal, customer: CustomerId, ordered: &Deed, desk: &Desk) -> Option<Question> {
    let Refusal::Removed { name, there, .. } = refusal else { return None };
    let (typed, add, words) = match ordered {
        Deed::EditContact { before, after, .. } => {
            let details = ContactDetails { primary: false, portal_access: false, ..after.clone() };
            let add = Deed::AddContact { customer, details, same_person: SamePerson::NotAsked, primary_seen: None };
            (changes(before, after), add, "Add Contact with what the form holds, without portal access")
        }
        Deed::EditCar { before, after, .. } => {
            let add = Deed::AddCar { customer, details: after.clone() };
            (changes(before, after), add, "Add car with what the form holds")
        }
        _ => return None,
    };
    let body = vec![
        Line::Text(refusal.sentence(|at| said(at, desk.now.wall, &desk.settings.time_zone))),
        Line::Text(format!("You were changing: {}.", in_words(&typed, desk.settings.region))),
        Line::Text("What you typed is kept until you choose.".to_owned()),
    ];
    let (went, stays) = if there.is_some() { ("moved", "there") } else { ("removed", "removed") };
    let question = Question::new(format!("{name} was {went} meanwhile"), body, "Back to the form");
    Some(question.stacked().or('a', words, vec![Step::Do(Effect::Perform(add))]).or(
        'y',
        &format!("Leave it {stays}, and discard what was typed"),
        vec![Step::Close],
    ))
}
