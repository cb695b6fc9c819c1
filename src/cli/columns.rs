//! The columns of our own lists, as they go out and come in again (interfaces.md). Behind those of a customer and of a
//! contact stand the six message types, behind them as many cars as the longest row has.

pub const CUSTOMER: [&str; 7] = ["ref", "first_name", "last_name", "company", "email", "phone", "notes"];
pub const CONTACT: [&str; 10] = [
    "customer_ref",
    "contact_ref",
    "first_name",
    "last_name",
    "email",
    "phone",
    "role",
    "role_description",
    "primary",
    "portal_access",
];
const CAR: [&str; 4] = ["year", "make", "model", "plate"];
/// Cars that a row may have, of which every column is looked up in every row.
const CARS_LIMIT: usize = 1000;

/// Those of one car, counted from 1: `car2_plate` is the plate of the second.
pub fn of_car(number: usize) -> [String; 4] {
    CAR.map(|field| format!("car{number}_{field}"))
}

/// Which car a column belongs to.
pub fn number_of_car(column: &str) -> Option<usize> {
    let (number, field) = column.strip_prefix("car")?.split_once('_')?;
    let number = number.parse().ok().filter(|number| (1..=CARS_LIMIT).contains(number))?;
    CAR.contains(&field).then_some(number)
}
