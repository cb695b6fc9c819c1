//! Phones: a number where its length is possible for its region (product.md, rule 11), else the text as it was typed.

use serde::{Deserialize, Serialize};

use std::fmt;

use super::text::{Take, digits, tidy};

/// The country code of the United States, Canada and their neighbours: ten digits in a fixed plan.
const NORTH_AMERICA: u32 = 1;

/// Where a phone without `+` belongs: an ISO 3166 code of two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    code: [u8; 2],
    /// What its phones begin with abroad: 1, 49.
    prefix: u32,
}

impl Region {
    pub const US: Self = Self { code: *b"US", prefix: NORTH_AMERICA };

    /// `None` for a code that no phone plan knows.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.to_ascii_uppercase().into_bytes().try_into().ok()?;
        let country = phonelib::country_by_code(std::str::from_utf8(&code).ok()?)?;
        Some(Self { code, prefix: country.prefix })
    }

    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("US")
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
        // Written by ourselves where the plan is fixed, because numbers such as 555-01xx in an area without an
        // exchange are possible and must read like any other.
        if let Some(n) = self.north_american().filter(|_| region.prefix == NORTH_AMERICA) {
            return format!("({}) {}-{}", &n[..3], &n[3..6], &n[6..]);
        }
        let is_national = self.0.starts_with(&format!("+{}", region.prefix));
        let format = if is_national { phonelib::PhoneFormat::National } else { phonelib::PhoneFormat::International };
        phonelib::PhoneNumber::parse(&self.0).map_or_else(|| self.0.clone(), |number| number.format(format))
    }

    /// Hands over the words under which it is found: all its digits, those without the country, the last seven and the
    /// last four.
    pub fn each_word(&self, take: Take) {
        let all = digits(&self.0);
        for last in [7, 4].into_iter().filter(|last| all.len() > *last) {
            take(&all[all.len() - last..]);
        }
        if all.len() == 11 && all.starts_with('1') {
            take(&all[1..]);
        }
        // Elsewhere a number at home may have a digit more than abroad.
        if self.north_american().is_none()
            && let Some(number) = phonelib::PhoneNumber::parse(&self.0)
        {
            take(&digits(&number.format(phonelib::PhoneFormat::National)));
        }
        if !all.is_empty() {
            take(&all);
        }
    }

    /// The ten digits of a number in the plan of North America.
    fn north_american(&self) -> Option<&str> {
        self.0.strip_prefix("+1").filter(|digits| digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()))
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
    // In a plan of ten digits every number of that length is possible, though no area may have it yet.
    let all = digits(typed);
    let national = match all.len() {
        10 if !typed.starts_with('+') && region.prefix == NORTH_AMERICA => Some(all.as_str()),
        11 if typed.starts_with('+') || region.prefix == NORTH_AMERICA => all.strip_prefix('1'),
        _ => None,
    };
    national.map(|national| format!("+1{national}")).or_else(|| {
        let number = phonelib::PhoneNumber::parse_with_country(typed, region.code())?;
        Some(number.format(phonelib::PhoneFormat::E164))
    })
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
        let mut words = Vec::new();
        read("(509) 555-0134").each_word(&mut |word| words.push(word.to_owned()));
        for word in ["0134", "5550134", "5095550134", "15095550134"] {
            assert!(words.iter().any(|have| have == word), "{word} in {words:?}");
        }
    }
}
