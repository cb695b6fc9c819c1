//! Roles and what each proposes. A role is text, because shops have their own; the guide's four are in `assets/roles.toml`.

use serde::Deserialize;

use super::preference::{MessageType, Preferences};
use super::text::fold;

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

/// Why a list of roles cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RolesError {
    #[error("{0}")]
    Syntax(String),
    #[error("the role {role} proposes {message}, which is none of the six message types")]
    UnknownMessage { role: String, message: String },
    #[error("the role {role} proposes Marketing, which is only ever chosen by hand")]
    Marketing { role: String },
}

impl RoleBook {
    /// The guide's roles.
    ///
    /// # Panics
    /// Never: the embedded list is read by a test.
    #[must_use]
    pub fn of_the_guide() -> Self {
        Self::from_toml(include_str!("../../assets/roles.toml")).expect("the embedded roles are read by a test")
    }

    /// Reads `[[role]]` tables.
    ///
    /// # Errors
    /// When the text is not of that form or proposes what cannot be proposed.
    pub fn from_toml(text: &str) -> Result<Self, RolesError> {
        let file: RoleFile = toml::from_str(text).map_err(|error| RolesError::Syntax(error.to_string()))?;
        let roles = file.role.into_iter().map(RolePreset::try_from).collect::<Result<_, _>>()?;
        Ok(Self { roles })
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

    /// The preset of a role, `None` where it has none (yet): Other proposes once its description names a known one.
    #[must_use]
    pub fn proposal(&self, name: &str, description: &str) -> Option<Preferences> {
        let role = self.find(name)?;
        let description = fold(description);
        let described = role.described.iter().find(|(known, _)| description.contains(&fold(known)));
        described.map(|(_, preferences)| *preferences).or(role.proposes)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    role: Vec<RoleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    name: String,
    #[serde(default)]
    needs_description: bool,
    proposes: Option<Vec<String>>,
    #[serde(default)]
    described: Vec<DescribedEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DescribedEntry {
    r#as: String,
    proposes: Vec<String>,
}

impl TryFrom<RoleEntry> for RolePreset {
    type Error = RolesError;

    fn try_from(entry: RoleEntry) -> Result<Self, RolesError> {
        let read = |labels: &[String]| preferences(&entry.name, labels);
        Ok(Self {
            proposes: entry.proposes.as_deref().map(read).transpose()?,
            described: entry
                .described
                .iter()
                .map(|described| Ok((described.r#as.clone(), read(&described.proposes)?)))
                .collect::<Result<_, _>>()?,
            needs_description: entry.needs_description,
            name: entry.name,
        })
    }
}

fn preferences(role: &str, labels: &[String]) -> Result<Preferences, RolesError> {
    labels
        .iter()
        .map(|label| match MessageType::from_label(label) {
            None => Err(RolesError::UnknownMessage { role: role.to_owned(), message: label.clone() }),
            Some(MessageType::Marketing) => Err(RolesError::Marketing { role: role.to_owned() }),
            Some(message) => Ok(message),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_examples_are_proposed() {
        let book = RoleBook::of_the_guide();
        let marks = |role, description| book.proposal(role, description).map(Preferences::marks);
        assert_eq!(marks("Spouse", "").as_deref(), Some("SUC···"));
        assert_eq!(marks("Assistant", "").as_deref(), Some("SU····"));
        assert_eq!(marks("Bookkeeper", "").as_deref(), Some("···IE·"));
        assert_eq!(marks("Other", "Vehicle manager").as_deref(), Some("SUC···"));
        assert_eq!(marks("Other", "fleet's vehicle MANAGER").as_deref(), Some("SUC···"));
        assert_eq!(marks("Other", "Neighbour"), None);
        assert!(book.needs_description("Other"));
    }

    #[test]
    fn a_shops_own_list_is_checked() {
        let error = |text| RoleBook::from_toml(text).map(|_| ()).map_err(|error| error.to_string());
        assert!(error("[[role]]\nname = 'Driver'\nproposes = ['Scheduling']").is_ok());
        assert!(
            error("[[role]]\nname = 'Driver'\nproposes = ['Marketing']")
                .is_err_and(|words| words.contains("Marketing"))
        );
        assert!(error("[[role]]\nname = 'Driver'\nproposes = ['Bills']").is_err_and(|words| words.contains("Bills")));
    }
}
