//! Phones: a number where its length is possible for its region (product.md, rule 11), else the text as it was typed.

use serde::{Deserialize, Serialize};

use std::fmt;

use super::text::{digits, tidy};

/// Where a phone without `+` belongs: an ISO 3166 code of two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region([u8; 2]);

impl Region {
    pub const US: Self = Self(*b"US");

    /// `None` for a code that no phone plan knows.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.to_ascii_uppercase().into_bytes().try_into().ok()?;
        let region = Self(code);
        phonelib::country_by_code(region.code()).map(|_| region)
    }

    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("US")
    }
}

/// A phone as it is kept: E.164 (`+15095550199`) when it reads as a number, else as typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phone(String);

impl Phone {
    /// Reads what a person typed; nothing is refused, and an empty text is no phone.
    #[must_use]
    pub fn read(typed: &str, region: Region) -> Option<Self> {
        let typed = tidy(typed);
        (!typed.is_empty()).then(|| Self(number(&typed, region).unwrap_or(typed)))
    }

    /// A phone as the file holds it.
    #[must_use]
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it can be dialled; else it was kept as typed, which is said beside it.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.0.strip_prefix('+').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    }

    /// As people of the shop's region read it: `(509) 555-0199`, from abroad with its country.
    #[must_use]
    pub fn shown(&self, region: Region) -> String {
        if !self.is_number() {
            return self.0.clone();
        }
        let national = country_code(region).and_then(|code| self.0.strip_prefix(&format!("+{code}")));
        // Written by ourselves where the plan is fixed, because numbers such as 555-01xx in an area without an
        // exchange are possible and must read like any other.
        if let Some(n) = national.filter(|n| country_code(region) == Some(1) && n.len() == 10) {
            return format!("({}) {}-{}", &n[..3], &n[3..6], &n[6..]);
        }
        let format =
            if national.is_some() { phonelib::PhoneFormat::National } else { phonelib::PhoneFormat::International };
        phonelib::PhoneNumber::parse(&self.0).map_or_else(|| self.0.clone(), |number| number.format(format))
    }

    /// The words under which it is found: all its digits, those without the country, the last seven and the last four.
    #[must_use]
    pub fn search_words(&self) -> Vec<String> {
        let all = digits(&self.0);
        let mut words: Vec<String> =
            [7, 4].into_iter().filter(|n| all.len() > *n).map(|n| all[all.len() - n..].to_owned()).collect();
        if let Some(number) = phonelib::PhoneNumber::parse(&self.0) {
            words.push(digits(&number.format(phonelib::PhoneFormat::National)));
        }
        if all.len() == 11 && all.starts_with('1') {
            words.push(all[1..].to_owned());
        }
        if !all.is_empty() {
            words.push(all);
        }
        words.sort_unstable();
        words.dedup();
        words
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// E.164 of a typed number. An extension would be lost in it, so such a text is kept as typed.
fn number(typed: &str, region: Region) -> Option<String> {
    if typed.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || "+-().,/".contains(c))) {
        return None;
    }
    if let Some(number) = phonelib::PhoneNumber::parse_with_country(typed, region.code()) {
        return Some(number.format(phonelib::PhoneFormat::E164));
    }
    // Possible by its length in a plan of ten digits, though no area has it yet.
    let all = digits(typed);
    let national = match all.len() {
        10 if !typed.starts_with('+') && country_code(region) == Some(1) => all,
        11 if all.starts_with('1') && (typed.starts_with('+') || country_code(region) == Some(1)) => {
            all[1..].to_owned()
        }
        _ => return None,
    };
    Some(format!("+1{national}"))
}

fn country_code(region: Region) -> Option<u32> {
    phonelib::country_by_code(region.code()).map(|country| country.prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Phone {
        Phone::read(typed, Region::US).expect("a phone")
    }

    #[test]
    fn spellings_of_one_number_are_one() {
        for typed in ["509-555-0199", "(509) 555 0199", "1-509-555-0199", "+1 509 555 0199", "5095550199"] {
            assert_eq!(read(typed).as_str(), "+15095550199");
            assert_eq!(read(typed).shown(Region::US), "(509) 555-0199");
        }
        assert_eq!(read("+1 (555) 010-4471").as_str(), "+15550104471");
        assert_eq!(read("+44 20 7946 0018").as_str(), "+442079460018");
        assert!(read("+44 20 7946 0018").shown(Region::US).starts_with("+44 20"));
    }

    #[test]
    fn what_is_no_number_stays_as_typed() {
        for typed in ["ask her son", "555-0134", "5095550199 x12", "12"] {
            assert!(!read(typed).is_number(), "{typed}");
            assert_eq!(read(typed).as_str(), typed);
        }
        assert_eq!(Phone::read(" \u{200b} ", Region::US), None);
    }

    #[test]
    fn found_by_its_last_digits() {
        let words = read("(509) 555-0134").search_words();
        for word in ["0134", "5550134", "5095550134", "15095550134"] {
            assert!(words.iter().any(|have| have == word), "{word} in {words:?}");
        }
    }
}
