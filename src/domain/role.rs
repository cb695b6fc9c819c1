//! Roles and what each proposes. A role is text, because shops have their own; the guide's four are in `assets/roles.toml`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::preference::{MessageType, Preferences};
use super::text::{ROLE_LIMIT, fold, tidy};

/// The role that says nothing without a description (product.md, rule 3). Its rule stands in the schema too.
pub const OTHER: &str = "Other";

/// The roles this shop chooses from, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleBook {
    roles: Vec<RolePreset>,
}

/// One role and its proposals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolePreset {
    pub name: String,
    pub needs_description: bool,
    proposes: Option<Preferences>,
    described: Vec<(String, Preferences)>,
}

/// How many people have a role, and on how many accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleUse {
    pub role: String,
    pub people: usize,
    pub accounts: usize,
}

/// What is wrong with a list of roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoleFlaw {
    /// A name that says nothing, or too much.
    Name,
    /// Spelt like an earlier one.
    Twice(String),
    /// Neither a list of message types nor descriptions with such lists.
    NotAList,
    /// Other says nothing without a description.
    OtherWithoutDescription,
    UnknownMessage(String),
    /// Only ever chosen by hand.
    Marketing,
}

/// A flaw with its place in the text.
pub type Found = (Range<usize>, RoleFlaw);

impl RoleBook {
    /// The guide's roles.
    ///
    /// # Panics
    /// Never: the embedded list is read by a test.
    #[must_use]
    pub fn of_the_guide() -> Self {
        let table = DeTable::parse(include_str!("../../assets/roles.toml"));
        let table = table.expect("the embedded roles are read by a test");
        Self::read(table.get_ref()).expect("the embedded roles are read by a test")
    }

    /// Reads `Bookkeeper = ["Invoices", "Estimates"]`, a role with what it proposes, and
    /// `Other = { "Vehicle manager" = ["Scheduling"] }`, one that needs a description; in the order of the text.
    ///
    /// # Errors
    /// All flaws, in the order of the text.
    pub fn read(table: &DeTable) -> Result<Self, Vec<Found>> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let (mut roles, mut flaws): (Vec<RolePreset>, _) = (Vec::new(), Vec::new());
        for (name, value) in entries {
            let at = name.span();
            let label = tidy(name.get_ref());
            if label.is_empty() || label.chars().count() > ROLE_LIMIT {
                flaws.push((at.clone(), RoleFlaw::Name));
            }
            if let Some(earlier) = roles.iter().find(|role| fold(&role.name) == fold(&label)) {
                flaws.push((at.clone(), RoleFlaw::Twice(earlier.name.clone())));
            }
            let role = match value.get_ref() {
                DeValue::Table(descriptions) => described(label, descriptions, &mut flaws),
                DeValue::Array(_) if label == OTHER => {
                    flaws.push((value.span(), RoleFlaw::OtherWithoutDescription));
                    continue;
                }
                _ => RolePreset {
                    name: label,
                    needs_description: false,
                    proposes: Some(messages(value, &mut flaws)),
                    described: Vec::new(),
                },
            };
            roles.push(role);
        }
        flaws.sort_by_key(|(at, _)| at.start);
        if flaws.is_empty() { Ok(Self { roles }) } else { Err(flaws) }
    }

    pub fn iter(&self) -> impl Iterator<Item = &RolePreset> {
        self.roles.iter()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.roles.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    #[must_use]
    pub fn find(&self, name: &str) -> Option<&RolePreset> {
        let name = fold(name);
        self.roles.iter().find(|role| fold(&role.name) == name)
    }

    #[must_use]
    pub fn needs_description(&self, name: &str) -> bool {
        name == OTHER || self.find(name).is_some_and(|role| role.needs_description)
    }

    /// Whether what a role proposes depends on its description.
    #[must_use]
    pub fn proposes_by_description(&self, name: &str) -> bool {
        self.find(name).is_some_and(|role| !role.described.is_empty())
    }

    /// The preset of a role, `None` where it has none (yet): Other proposes once its description names a known one.
    #[must_use]
    pub fn proposal(&self, name: &str, description: &str) -> Option<Preferences> {
        let role = self.find(name)?;
        let description = fold(description);
        let described = role.described.iter().find(|(known, _)| description.contains(&fold(known)));
        described.map(|(_, preferences)| *preferences).or(role.proposes)
    }
}

impl RolePreset {
    /// What it proposes, for a person: `Invoices, Estimates`.
    #[must_use]
    pub fn in_words(&self) -> String {
        if !self.needs_description {
            return self.proposes.unwrap_or_default().to_string();
        }
        let lines = self.described.iter().map(|(description, proposes)| format!("; {description}: {proposes}"));
        format!("with a description{}", lines.collect::<String>())
    }

    /// `["Invoices", "Estimates"]`, as a configuration says it.
    #[must_use]
    pub fn written(&self) -> String {
        let list = |preferences: Preferences| format!("{:?}", preferences.labels());
        if !self.needs_description {
            return list(self.proposes.unwrap_or_default());
        }
        let lines: Vec<String> = self
            .described
            .iter()
            .map(|(description, proposes)| format!("{description:?} = {}", list(*proposes)))
            .collect();
        if lines.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", lines.join(", ")) }
    }
}

fn described(name: String, descriptions: &DeTable, flaws: &mut Vec<Found>) -> RolePreset {
    let mut lines: Vec<_> = descriptions.iter().collect();
    lines.sort_by_key(|(description, _)| description.span().start);
    let described =
        lines.into_iter().map(|(description, value)| (tidy(description.get_ref()), messages(value, flaws))).collect();
    RolePreset { name, needs_description: true, proposes: None, described }
}

fn messages(value: &Spanned<DeValue>, flaws: &mut Vec<Found>) -> Preferences {
    let DeValue::Array(items) = value.get_ref() else {
        flaws.push((value.span(), RoleFlaw::NotAList));
        return Preferences::NONE;
    };
    let read = |item: &Spanned<DeValue>| {
        let Some(label) = item.get_ref().as_str() else {
            flaws.push((item.span(), RoleFlaw::NotAList));
            return None;
        };
        match MessageType::from_label(label) {
            None => flaws.push((item.span(), RoleFlaw::UnknownMessage(label.to_owned()))),
            Some(MessageType::Marketing) => flaws.push((item.span(), RoleFlaw::Marketing)),
            Some(message) => return Some(message),
        }
        None
    };
    items.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The guide's common examples, word for word.
    const GUIDE: &str = "\
| Spouse or partner | Spouse | Scheduling, Car Updates, Contracts |
| Assistant | Assistant | Scheduling, Car Updates |
| Bookkeeper | Bookkeeper | Invoices, Estimates |
| Vehicle manager | Other | Scheduling, Car Updates, Contracts |
";

    #[test]
    fn the_guides_examples_are_proposed() {
        let book = RoleBook::of_the_guide();
        let proposed = |role, description| book.proposal(role, description).map(|proposal| proposal.to_string());
        let cells = |line: &'static str| line.split('|').map(str::trim).collect::<Vec<_>>();
        let mut suggested = Vec::new();
        for line in GUIDE.lines() {
            let [_, person, role, preferences, _] = cells(line)[..] else { panic!("no line of the table: {line}") };
            let description = if book.needs_description(role) { person } else { "" };
            assert_eq!(proposed(role, description).as_deref(), Some(preferences), "{line}");
            suggested.push(role);
        }
        assert_eq!(book.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), suggested, "in the guide's order");
        let manager = proposed("Other", "fleet's vehicle MANAGER");
        assert_eq!(manager, proposed("Other", "Vehicle manager"));
        assert_eq!(proposed("Other", "Neighbour"), None);
        assert_eq!(book.iter().filter(|role| role.needs_description).count(), 1, "Other, and no other");
    }

    #[test]
    fn a_shops_own_list_keeps_its_order_and_is_checked() {
        let read = |text| RoleBook::read(DeTable::parse(text).expect("TOML").get_ref());
        let book = read("Driver = ['Scheduling']\nAccountant = []\nOther = {}").expect("right");
        assert_eq!(book.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(), ["Driver", "Accountant", "Other"]);
        assert_eq!(book.proposal("driver", "").map(Preferences::marks).as_deref(), Some("S·····"));
        let written: Vec<String> = RoleBook::of_the_guide().iter().map(RolePreset::written).collect();
        assert_eq!(written[2], r#"["Invoices", "Estimates"]"#);
        assert_eq!(written[3], r#"{ "Vehicle manager" = ["Scheduling", "Car Updates", "Contracts"] }"#);
        let flaws =
            |text| read(text).map(drop).map_err(|flaws| flaws.into_iter().map(|(_, flaw)| flaw).collect::<Vec<_>>());
        assert_eq!(flaws("Driver = ['Marketing']"), Err(vec![RoleFlaw::Marketing]));
        assert_eq!(
            flaws("Driver = ['Bills', 3]"),
            Err(vec![RoleFlaw::UnknownMessage("Bills".into()), RoleFlaw::NotAList])
        );
        assert_eq!(flaws("Driver = 'Invoices'"), Err(vec![RoleFlaw::NotAList]));
        assert_eq!(flaws("Other = ['Invoices']"), Err(vec![RoleFlaw::OtherWithoutDescription]));
        assert_eq!(flaws("Driver = []\nDRIVER = []"), Err(vec![RoleFlaw::Twice("Driver".into())]));
        assert_eq!(flaws("' ' = []"), Err(vec![RoleFlaw::Name]));
    }
}
