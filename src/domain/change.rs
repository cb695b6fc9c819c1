//! What was changed of a record: exactly which fields, old and new, in words and as the file keeps it; and how two
//! people's changes come together.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::car::CarDetails;
use super::contact::ContactDetails;
use super::customer::CustomerDetails;
use super::email::Email;
use super::phone::{Phone, Region};
use super::preference::{MessageType, Preferences};

/// A field of a customer, a car or a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    FirstName,
    LastName,
    Company,
    Email,
    Phone,
    Notes,
    Role,
    RoleDescription,
    Primary,
    PortalAccess,
    Preferences,
    Year,
    Make,
    Model,
    Plate,
}

impl Field {
    const NAMES: [(Self, &'static str, &'static str); 15] = [
        (Self::FirstName, "first_name", "First Name"),
        (Self::LastName, "last_name", "Last Name"),
        (Self::Company, "company", "Company"),
        (Self::Email, "email", "Email"),
        (Self::Phone, "phone", "Phone"),
        (Self::Notes, "notes", "Notes"),
        (Self::Role, "role", "Role"),
        (Self::RoleDescription, "role_description", "Role description"),
        (Self::Primary, "primary", "Primary contact"),
        (Self::PortalAccess, "portal_access", "Portal Access"),
        (Self::Preferences, "preferences", "Communication preferences"),
        (Self::Year, "year", "Year"),
        (Self::Make, "make", "Make"),
        (Self::Model, "model", "Model"),
        (Self::Plate, "plate", "Plate"),
    ];

    /// The name in the file and in the export (interfaces.md).
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].1
    }

    /// The guide's word.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::NAMES[self as usize].2
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(_, known, _)| *known == name).map(|(field, ..)| field)
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Nothing,
    Text(String),
    Flag(bool),
    Messages(Preferences),
}

impl Value {
    fn of(text: Option<&str>) -> Self {
        match text {
            None | Some("") => Self::Nothing,
            Some(text) => Self::Text(text.to_owned()),
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn flag(&self) -> bool {
        matches!(self, Self::Flag(true))
    }

    fn messages(&self) -> Preferences {
        match self {
            Self::Messages(preferences) => *preferences,
            _ => Preferences::NONE,
        }
    }

    /// As the screen says it.
    #[must_use]
    pub fn shown(&self, field: Field, region: Region) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Text(text) if field == Field::Phone => Phone::kept(text.clone()).shown(region),
            Self::Text(text) => text.clone(),
            Self::Flag(on) => if *on { "on" } else { "off" }.to_owned(),
            Self::Messages(preferences) => preferences.to_string(),
        }
    }

    fn from_json(json: &Json) -> Self {
        match json {
            Json::String(text) => Self::Text(text.clone()),
            Json::Bool(on) => Self::Flag(*on),
            Json::Array(labels) => {
                Self::Messages(labels.iter().filter_map(Json::as_str).filter_map(MessageType::from_label).collect())
            }
            _ => Self::Nothing,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(on) => serializer.serialize_bool(*on),
            Self::Messages(preferences) => serializer.collect_seq(preferences.labels()),
        }
    }
}

/// One field, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub old: Value,
    pub new: Value,
}

/// Details whose changes are recorded, undone and merged field by field.
pub trait Recorded: Clone {
    /// Every field with its value, always the same fields in the same order.
    fn values(&self) -> Vec<(Field, Value)>;
    /// Puts a value into a field; a field that these details do not have is left alone.
    fn put(&mut self, field: Field, value: &Value);
}

/// Exactly the fields that differ.
#[must_use]
pub fn changes<R: Recorded>(before: &R, after: &R) -> Vec<Change> {
    before
        .values()
        .into_iter()
        .zip(after.values())
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| Change { field, old, new })
        .collect()
}

/// What stood there before `changes`, in a record that may have changed elsewhere since.
#[must_use]
pub fn undone<R: Recorded>(now: &R, changes: &[Change]) -> R {
    let mut back = now.clone();
    for change in changes {
        back.put(change.field, &change.old);
    }
    back
}

/// Two edits of the same record put together: what only one side changed is kept by itself.
///
/// # Errors
/// The fields that both sides changed differently.
pub fn merged<R: Recorded>(before: &R, theirs: &R, mine: &R) -> Result<R, Vec<Field>> {
    let their_changes = changes(before, theirs);
    let mut together = theirs.clone();
    let mut clashing = Vec::new();
    for change in changes(before, mine) {
        match their_changes.iter().find(|their| their.field == change.field) {
            Some(their) if their.new != change.new => clashing.push(change.field),
            _ => together.put(change.field, &change.new),
        }
    }
    if clashing.is_empty() { Ok(together) } else { Err(clashing) }
}

/// Changes as JSON, `{"phone":["old","new"]}`: in the file and in the export (interfaces.md).
pub struct AsJson<'a>(pub &'a [Change]);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|change| (change.field.name(), [&change.old, &change.new])))
    }
}

/// Reads what [`AsJson`] wrote; what it does not know is passed over.
#[must_use]
pub fn changes_from_json(json: &Json) -> Vec<Change> {
    let Json::Object(pairs) = json else { return Vec::new() };
    pairs
        .iter()
        .filter_map(|(name, pair)| {
            let (old, new) = (pair.get(0)?, pair.get(1)?);
            Some(Change { field: Field::from_name(name)?, old: Value::from_json(old), new: Value::from_json(new) })
        })
        .collect()
}

/// `phone (509) 555-0191 -> (509) 555-0199; Primary contact on`
#[must_use]
pub fn in_words(changes: &[Change], region: Region) -> String {
    changes.iter().map(|change| change_words(change, region)).collect::<Vec<_>>().join("; ")
}

fn change_words(change: &Change, region: Region) -> String {
    let [old, new] = [&change.old, &change.new].map(|value| value.shown(change.field, region));
    match change.new {
        Value::Flag(_) => format!("{} {new}", change.field.label()),
        _ => format!("{} {old} -> {new}", change.field.label().to_lowercase()),
    }
}

impl Recorded for ContactDetails {
    fn values(&self) -> Vec<(Field, Value)> {
        vec![
            (Field::FirstName, Value::of(Some(&self.first_name))),
            (Field::LastName, Value::of(Some(&self.last_name))),
            (Field::Email, Value::of(self.email.as_ref().map(Email::as_str))),
            (Field::Phone, Value::of(self.phone.as_ref().map(Phone::as_str))),
            (Field::Role, Value::of(self.role.as_deref())),
            (Field::RoleDescription, Value::of(self.role_description.as_deref())),
            (Field::Primary, Value::Flag(self.primary)),
            (Field::PortalAccess, Value::Flag(self.portal_access)),
            (Field::Preferences, Value::Messages(self.preferences)),
        ]
    }

    fn put(&mut self, field: Field, value: &Value) {
        match field {
            Field::FirstName => self.first_name = value.text().unwrap_or_default(),
            Field::LastName => self.last_name = value.text().unwrap_or_default(),
            Field::Email => self.email = value.text().map(Email::kept),
            Field::Phone => self.phone = value.text().map(Phone::kept),
            Field::Role => self.role = value.text(),
            Field::RoleDescription => self.role_description = value.text(),
            Field::Primary => self.primary = value.flag(),
            Field::PortalAccess => self.portal_access = value.flag(),
            Field::Preferences => self.preferences = value.messages(),
            Field::Company | Field::Notes | Field::Year | Field::Make | Field::Model | Field::Plate => {}
        }
    }
}

impl Recorded for CustomerDetails {
    fn values(&self) -> Vec<(Field, Value)> {
        vec![
            (Field::FirstName, Value::of(Some(&self.first_name))),
            (Field::LastName, Value::of(Some(&self.last_name))),
            (Field::Company, Value::of(self.company.as_deref())),
            (Field::Email, Value::of(self.email.as_ref().map(Email::as_str))),
            (Field::Phone, Value::of(self.phone.as_ref().map(Phone::as_str))),
            (Field::Notes, Value::of(self.notes.as_deref())),
            (Field::Preferences, Value::Messages(self.preferences)),
        ]
    }

    fn put(&mut self, field: Field, value: &Value) {
        match field {
            Field::FirstName => self.first_name = value.text().unwrap_or_default(),
            Field::LastName => self.last_name = value.text().unwrap_or_default(),
            Field::Company => self.company = value.text(),
            Field::Email => self.email = value.text().map(Email::kept),
            Field::Phone => self.phone = value.text().map(Phone::kept),
            Field::Notes => self.notes = value.text(),
            Field::Preferences => self.preferences = value.messages(),
            Field::Role
            | Field::RoleDescription
            | Field::Primary
            | Field::PortalAccess
            | Field::Year
            | Field::Make
            | Field::Model
            | Field::Plate => {}
        }
    }
}

impl Recorded for CarDetails {
    fn values(&self) -> Vec<(Field, Value)> {
        let year = self.year.map(|year| year.to_string());
        vec![
            (Field::Year, Value::of(year.as_deref())),
            (Field::Make, Value::of(self.make.as_deref())),
            (Field::Model, Value::of(self.model.as_deref())),
            (Field::Plate, Value::of(self.plate.as_deref())),
        ]
    }

    fn put(&mut self, field: Field, value: &Value) {
        match field {
            Field::Year => self.year = value.text().and_then(|year| year.parse().ok()),
            Field::Make => self.make = value.text(),
            Field::Model => self.model = value.text(),
            Field::Plate => self.plate = value.text(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bea() -> ContactDetails {
        ContactDetails {
            first_name: "Beatriz".into(),
            last_name: "Quiñones".into(),
            phone: Some(Phone::kept("+15095550191".into())),
            preferences: [MessageType::Invoices].into_iter().collect(),
            ..ContactDetails::default()
        }
    }

    #[test]
    fn names_stand_at_their_own_place() {
        for (index, (field, ..)) in Field::NAMES.into_iter().enumerate() {
            assert_eq!(field as usize, index);
        }
    }

    #[test]
    fn exactly_the_changed_fields_there_and_back() {
        let after = ContactDetails {
            phone: Some(Phone::kept("+15095550199".into())),
            primary: true,
            preferences: Preferences::NONE,
            ..bea()
        };
        let recorded = changes(&bea(), &after);
        assert_eq!(
            recorded.iter().map(|change| change.field).collect::<Vec<_>>(),
            [Field::Phone, Field::Primary, Field::Preferences]
        );
        let json = |changes| serde_json::to_value(AsJson(changes)).expect("JSON");
        assert_eq!(changes_from_json(&json(&recorded)), recorded);
        assert_eq!(undone(&after, &recorded), bea());
        assert_eq!(json(&recorded[..1]).to_string(), r#"{"phone":["+15095550191","+15095550199"]}"#);
        assert_eq!(changes(&bea(), &bea()), []);
    }

    #[test]
    fn what_one_side_changed_is_kept_by_itself() {
        let theirs = ContactDetails { role: Some("Assistant".into()), ..bea() };
        let mine = ContactDetails { phone: None, ..bea() };
        let both = ContactDetails { role: Some("Assistant".into()), phone: None, ..bea() };
        assert_eq!(merged(&bea(), &theirs, &mine), Ok(both));
        let clash = ContactDetails { role: Some("Spouse".into()), ..bea() };
        assert_eq!(merged(&bea(), &theirs, &clash), Err(vec![Field::Role]));
        assert_eq!(merged(&bea(), &theirs, &theirs), Ok(theirs.clone()));
    }
}
