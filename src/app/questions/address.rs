//! The question what is known of an address: what its owner asked for, and whether mail arrives. Each answer is given
//! with a reason, and counts for everybody who has the address.

use super::{Desk, Line, Question, Step};
use crate::domain::address::{Mark, Marks};
use crate::domain::customer::CustomerId;
use crate::domain::deed::{AddressChange, AddressReport};
use crate::domain::email::Email;
use crate::domain::history::Subject;

/// Nothing here has a letter: whoever types a name on the wrong page marks nobody's address.
pub fn about_address(customer: CustomerId, subject: Subject, email: &Email, marks: &Marks, desk: &Desk) -> Question {
    let mut body: Vec<Line> =
        marks.iter().map(|marked| Line::Warning(marked.in_full(desk.now.wall, &desk.settings.time_zone))).collect();
    body.push(Line::Text(
        "What is said here counts for this address on every account, and stays until it is taken back here.".to_owned(),
    ));
    let stopped = marks.has(Mark::NoMessages);
    let no_marketing = marks.has(Mark::NoMarketing);
    let returned = marks.has(Mark::Returned);
    let answers = [
        (!stopped, "The person asked for no messages at all", AddressChange::Mark(Mark::NoMessages)),
        (!stopped && !no_marketing, "The person asked for no Marketing", AddressChange::Mark(Mark::NoMarketing)),
        (stopped || no_marketing, "The person wants messages again", AddressChange::WriteAgain),
        (!returned, "Mail does not arrive there", AddressChange::Mark(Mark::Returned)),
        (returned, "Mail arrives there again", AddressChange::Arrives),
    ];
    let question = Question::new(format!("May {email} be written to?"), body, "Leave it as it is").stacked();
    answers.into_iter().filter(|(is_offered, ..)| *is_offered).fold(question, |question, (_, label, change)| {
        let report = AddressReport { customer, subject, email: email.clone(), change };
        question.or_by_arrow(label, vec![Step::Why(report)])
    })
}
