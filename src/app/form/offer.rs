//! A whole person pasted into First Name: offered beside the field, and filled in only when it is asked for.

use super::TextField;
use crate::app::desk::Desk;
use crate::app::key::Key;
use crate::app::keys;
use crate::domain::pasted::Pasted;
use crate::domain::phone::Region;

#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    found: Pasted,
    /// What stood in First Name before the paste.
    before: String,
}

impl Offer {
    /// `None` where the paste is no more than what the field now holds.
    pub fn of(pasted: &str, before: String, region: Region) -> Option<Self> {
        Pasted::read(pasted, region).map(|found| Self { found, before })
    }

    /// `Ctrl-F fills in First Name Maria, Last Name Lopez, Email maria@lopez.example.`
    pub fn sentence(&self, desk: &Desk) -> String {
        let Pasted { name, email, phone } = &self.found;
        let parts = [
            name.as_ref().map(|(first, last)| format!("First Name {first}, Last Name {last}")),
            email.as_ref().map(|email| format!("Email {email}")),
            phone.as_ref().map(|phone| format!("Phone {}", phone.shown(desk.settings.region))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let fill = desk.key_of(keys::FORMS, Key::Ctrl('f'));
        format!("{fill} fills in {}. Tab leaves it as it is.", parts.join(", "))
    }

    /// Fields that nothing was found for stay as they are.
    pub fn fill(&self, [first, last, email, phone]: [&mut TextField; 4], region: Region) {
        match &self.found.name {
            Some((first_name, last_name)) => {
                first.put(first_name);
                last.put(last_name);
            }
            None => first.put(&self.before),
        }
        if let Some(found) = &self.found.email {
            email.put(found.as_str());
        }
        if let Some(found) = &self.found.phone {
            phone.put(&found.shown(region));
        }
    }
}
