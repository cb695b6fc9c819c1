//! What stands beside a field: what it was, how it reads, who else has it.

use super::TextField;
use crate::app::desk::Desk;
use crate::domain::phone::Phone;
use crate::domain::problem::Problem;

/// `was (509) 555-0191`, for a field that was changed.
pub fn was(field: &TextField) -> Option<String> {
    (field.is_changed() && !field.before().is_empty()).then(|| format!("was {}", field.before()))
}

/// The email of a field signs in somebody else of this customer.
pub fn signs_in_as(email: &str, name: &str) -> Problem {
    Problem::new(
        format!("signs in as {name}"),
        format!(
            "{} already signs in as {name}. Use another email, or turn the access of one of them off.",
            email.trim()
        ),
    )
}

/// How a phone reads: `reads (509) 555-0199`, or that it is kept as typed.
pub fn phone_note(field: &TextField, desk: &Desk) -> Option<String> {
    let phone = Phone::read(field.text(), desk.settings.region)?;
    let shown = phone.shown(desk.settings.region);
    match (phone.is_number(), shown == field.text()) {
        (false, _) => Some("kept as typed: no number".to_owned()),
        (true, false) => Some(format!("reads {shown}")),
        (true, true) => was(field),
    }
}
