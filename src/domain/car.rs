//! Cars of a customer.

use serde::{Deserialize, Serialize};

use super::problem::{Problem, Problems};
use super::text::{CAR_LIMIT, filled, tidy};

/// A car's number in the file; never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CarId(pub i64);

/// The first year in which a car of a customer may have been made.
pub const FIRST_YEAR: u16 = 1886;
/// The last one: model years run ahead, and typing errors end here.
pub const LAST_YEAR: u16 = 2100;

/// What staff know of a car, checked: at least one of make, model and plate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CarDetails {
    pub year: Option<u16>,
    pub make: Option<String>,
    pub model: Option<String>,
    pub plate: Option<String>,
}

/// A car as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Car {
    pub id: CarId,
    pub version: i64,
    pub details: CarDetails,
}

impl CarDetails {
    /// `2019 Mazda MX-5`; empty when only the plate is known.
    #[must_use]
    pub fn model_line(&self) -> String {
        let year = self.year.map(|year| year.to_string());
        [year, self.make.clone(), self.model.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// `2019 Mazda MX-5 · XYZ4471`, in as many words as are known.
    #[must_use]
    pub fn line(&self) -> String {
        joined(self.model_line(), self.plate.as_deref())
    }

    /// `MX-5 · XYZ4471`, for a row with little room.
    #[must_use]
    pub fn short(&self) -> String {
        joined(self.model.clone().or_else(|| self.make.clone()).unwrap_or_default(), self.plate.as_deref())
    }
}

fn joined(model: String, plate: Option<&str>) -> String {
    match plate {
        Some(plate) if model.is_empty() => plate.to_owned(),
        Some(plate) => format!("{model} · {plate}"),
        None => model,
    }
}

/// A field of the car form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CarField {
    Year,
    Make,
    Model,
    Plate,
}

/// A car as typed, before any check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CarDraft {
    pub year: String,
    pub make: String,
    pub model: String,
    pub plate: String,
}

impl CarDraft {
    /// # Errors
    /// All problems at once, in the order of the form.
    pub fn check(&self) -> Result<CarDetails, Problems<CarField>> {
        let mut found = Vec::new();
        let [year, make, model, plate] = [&self.year, &self.make, &self.model, &self.plate].map(|text| tidy(text));
        let known_year = year.parse().ok().filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year));
        if !year.is_empty() && known_year.is_none() {
            found.push((
                CarField::Year,
                Problem::new("not a year", "Write the year with four digits, as in 2019, or leave it empty."),
            ));
        }
        if make.is_empty() && model.is_empty() && plate.is_empty() {
            found.push((
                CarField::Make,
                Problem::new("required", "Fill in Make, Model or Plate: one of them is enough."),
            ));
        }
        for (field, text) in [(CarField::Make, &make), (CarField::Model, &model), (CarField::Plate, &plate)] {
            if text.chars().count() > CAR_LIMIT {
                found.push((field, Problem::too_long(CAR_LIMIT)));
            }
        }
        Problems::or_else_ok(found, || CarDetails {
            year: known_year,
            make: filled(make),
            model: filled(model),
            plate: filled(plate.to_uppercase()),
        })
    }
}

impl From<&CarDetails> for CarDraft {
    fn from(details: &CarDetails) -> Self {
        Self {
            year: details.year.map(|year| year.to_string()).unwrap_or_default(),
            make: details.make.clone().unwrap_or_default(),
            model: details.model.clone().unwrap_or_default(),
            plate: details.plate.clone().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_make_model_and_plate() {
        let draft =
            |year: &str, plate: &str| CarDraft { year: year.into(), plate: plate.into(), ..CarDraft::default() };
        assert_eq!(draft("", "xyz 4471").check().map(|car| car.line()), Ok("XYZ 4471".to_owned()));
        assert!(draft("2019", "").check().is_err_and(|problems| problems.first() == Some(CarField::Make)));
        for year in ["19", "next", "3019"] {
            assert!(draft(year, "A").check().is_err_and(|problems| problems.first() == Some(CarField::Year)));
        }
    }
}
