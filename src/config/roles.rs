//! The shop's own roles: `[roles]`, read by the domain, complained of here.

use std::ops::Range;

use toml::de::DeTable;

use super::nearest::nearest;
use crate::domain::preference::MessageType;
use crate::domain::role::{RoleBook, RoleFlaw};
use crate::domain::text::ROLE_LIMIT;

/// The roles of a section; `None` for one that names none, which leaves those there are.
pub(super) fn read(section: &DeTable) -> Result<Option<RoleBook>, Vec<(Range<usize>, String)>> {
    if section.is_empty() {
        return Ok(None);
    }
    let words = |flaws: Vec<(Range<usize>, RoleFlaw)>| flaws.into_iter().map(|(at, flaw)| (at, words(&flaw))).collect();
    RoleBook::read(section).map(Some).map_err(words)
}

fn words(flaw: &RoleFlaw) -> String {
    match flaw {
        RoleFlaw::Name => format!("a role needs a name of at most {ROLE_LIMIT} characters"),
        RoleFlaw::Twice(name) => format!("the role {name} stands there already"),
        RoleFlaw::NotAList => {
            "write what the role proposes as a list of message types, as in [\"Invoices\", \"Estimates\"]".to_owned()
        }
        RoleFlaw::OtherWithoutDescription => {
            "Other needs a description: write it with some, as in { \"Vehicle manager\" = [\"Scheduling\"] }, or with none, as in {}"
                .to_owned()
        }
        RoleFlaw::Marketing => "Marketing is only ever chosen by hand: take it out".to_owned(),
        RoleFlaw::UnknownMessage(said) => {
            let labels = MessageType::ALL.map(MessageType::label);
            let meant = nearest(said, labels.into_iter()).map(|meant| format!("did you mean \"{meant}\"?"));
            let there_are = || format!("there are {}", labels.join(", "));
            format!("there is no message type \"{said}\": {}", meant.unwrap_or_else(there_are))
        }
    }
}
