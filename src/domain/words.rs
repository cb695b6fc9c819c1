//! The words under which people and cars are found: what the index keeps, and what a row is asked for again.

use super::car::CarDetails;
use super::contact::ContactDetails;
use super::customer::CustomerDetails;
use super::email::Email;
use super::phone::Phone;
use super::text::{Take, digits, each_spelling, fold};

/// A customer's own names.
pub fn names(details: &CustomerDetails, take: Take) {
    for name in [Some(&details.first_name), Some(&details.last_name), details.company.as_ref()].into_iter().flatten() {
        each_spelling(name, take);
    }
}

/// A contact's names, email and phone.
pub fn contact(details: &ContactDetails, take: Take) {
    let email = details.email.as_ref().map_or("", Email::as_str);
    person(&details.first_name, &details.last_name, email, details.phone.as_ref(), take);
}

/// The same of one who is not read whole.
pub fn person(first_name: &str, last_name: &str, email: &str, own_phone: Option<&Phone>, take: Take) {
    for text in [first_name, last_name, email] {
        each_spelling(text, take);
    }
    phone(own_phone, take);
}

pub fn email(email: Option<&Email>, take: Take) {
    if let Some(email) = email {
        each_spelling(email.as_str(), take);
    }
}

pub fn phone(phone: Option<&Phone>, take: Take) {
    if let Some(phone) = phone {
        phone.each_word(take);
    }
}

/// A car; its plate with and without blanks, and in its runs of letters and digits.
pub fn car(details: &CarDetails, take: Take) {
    for text in [&details.make, &details.model].into_iter().flatten() {
        each_spelling(text, take);
    }
    if let Some(year) = details.year {
        take(&year.to_string());
    }
    if let Some(plate) = &details.plate {
        let joined: String = fold(plate).chars().filter(|c| c.is_alphanumeric()).collect();
        let runs_of_letters = joined.split(|c: char| c.is_ascii_digit());
        let runs_of_digits = joined.split(|c: char| !c.is_ascii_digit());
        for run in runs_of_letters.chain(runs_of_digits).filter(|run| !run.is_empty()) {
            take(run);
        }
        let digits = digits(&joined);
        for word in [&digits, &joined].into_iter().filter(|word| !word.is_empty()) {
            take(word);
        }
        each_spelling(plate, take);
    }
}
