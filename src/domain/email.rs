//! E-mail addresses: one normal form, or the reason why there is none.

use serde::{Deserialize, Serialize};

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::problem::Problem;
use super::text::{filled, tidy};

/// Longest address in octets (RFC 5321, 4.5.3.1.3, less the angle brackets).
pub const EMAIL_LIMIT: usize = 254;
/// Longest local part in octets (RFC 5321, 4.5.3.1.1).
const LOCAL_LIMIT: usize = 64;

/// An address as it is kept: the domain in lower case, the local part as its owner writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// Reads what a person typed. Blanks around it, `mailto:` and a pair of angle brackets are forgiven.
    ///
    /// # Errors
    /// The [`Problem`] in plain words when it is not exactly one address that mail can be sent to.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let text = composed(typed.trim_matches(|c: char| c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}'));
        let text = text.strip_prefix("mailto:").unwrap_or(&text);
        let text = text.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(text);
        if text.chars().any(char::is_control) {
            return Err(problem(
                "There is a line break or a control character in this address. Type it again on one line.",
            ));
        }
        if text.matches('@').count() > 1 || text.contains([',', ';']) {
            return Err(problem(
                "This looks like two addresses. A contact has one: keep the one that this person reads.",
            ));
        }
        if text.contains(char::is_whitespace) {
            return Err(problem("There is a blank in this address. Take it out."));
        }
        let Some((local, domain)) = text.split_once('@') else {
            return Err(problem("An email address needs an @, as in maria@lopez.example."));
        };
        if local.is_empty() {
            return Err(problem("The part before the @ is missing."));
        }
        if domain.is_empty() {
            return Err(problem("The part after the @ is missing."));
        }
        if local.len() > LOCAL_LIMIT {
            return Err(problem("The part before the @ is too long: 64 characters at most."));
        }
        if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return Err(problem("Dots cannot stand at the ends or side by side before the @."));
        }
        if let Some(odd) =
            local.chars().find(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !"!#$%&'*+-/=?^_`{|}~.".contains(*c))
        {
            return Err(problem(format!("The sign {odd} cannot stand before the @.")));
        }
        let domain = domain.to_lowercase();
        if !domain.contains('.') || domain.ends_with('.') || domain.starts_with('.') {
            return Err(problem("The part after the @ needs a dot, as in lopez.example."));
        }
        // Checked as mail servers know it, kept as people read it.
        let ascii = if is_plain_domain(&domain) {
            Cow::Borrowed(&*domain)
        } else {
            Cow::Owned(
                idna::domain_to_ascii_strict(&domain)
                    .map_err(|_| problem("The part after the @ is not a domain. Check it letter by letter."))?,
            )
        };
        let top = ascii.rsplit('.').next().unwrap_or_default();
        if top.chars().all(|c| c.is_ascii_digit()) {
            return Err(problem("The part after the @ is not a domain: it ends in a number."));
        }
        if local.len() + 1 + ascii.len() > EMAIL_LIMIT {
            return Err(problem("This address is too long: 254 characters at most."));
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// An address as the file holds it, which another program may have written: perhaps none.
    #[must_use]
    pub fn kept(text: String) -> Self {
        Self(text)
    }

    /// Whether mail can be sent to it.
    #[must_use]
    pub fn is_address(&self) -> bool {
        Self::parse(&self.0).is_ok()
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one address share: compared trimmed and without case (product.md, rule 5).
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.0)
    }

    /// The part after the @, or nothing.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name with an address, as letters are headed: `Riverside Auto <desk@riverside.example>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub name: Option<String>,
    pub email: Email,
}

impl Mailbox {
    /// Reads an address with or without a name before it; quotes around the name are taken off.
    ///
    /// # Errors
    /// The [`Problem`] of the address.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        match typed.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => {
                Ok(Self { name: filled(tidy(name.trim().trim_matches('"'))), email: Email::parse(address)? })
            }
            None => Ok(Self { name: None, email: Email::parse(typed)? }),
        }
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.email),
            None => self.email.fmt(f),
        }
    }
}

/// See [`Email::key`]; for text that may not be an address.
#[must_use]
pub fn key(text: &str) -> String {
    let composed = composed(text.trim());
    if composed.is_ascii() {
        composed.to_ascii_lowercase()
    } else {
        composed.chars().flat_map(char::to_lowercase).collect()
    }
}

/// In NFC. Most addresses are plain letters, and a search looks at hundreds of them for every key: here and below they
/// take a short way.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Whether a domain in lower case needs no look into the rules for letters of all the world (RFC 5891): labels of
/// letters, digits and single hyphens inside, of a length that RFC 1035, 2.3.4 allows.
fn is_plain_domain(domain: &str) -> bool {
    let is_plain = |label: &str| {
        matches!(label.len(), 1..=63)
            && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !(label.starts_with('-') || label.ends_with('-') || label.contains("--"))
    };
    domain.len() <= 253 && domain.split('.').all(is_plain)
}

/// Completes a domain without a dot from those the desk already knows: `bea@ledger` and `ledger.example`.
#[must_use]
pub fn completed<'a>(typed: &str, mut known: impl Iterator<Item = &'a str>) -> Option<String> {
    let (local, domain) = typed.trim().split_once('@')?;
    let start = format!("{}.", domain.to_lowercase());
    (!domain.is_empty() && !domain.contains('.'))
        .then(|| known.find(|candidate| candidate.starts_with(&start)))
        .flatten()
        .map(|found| format!("{local}@{found}"))
}

fn problem(sentence: impl Into<String>) -> Problem {
    Problem::new("not an email yet", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_normal_form() {
        for (typed, kept) in [
            ("  Maria@Lopez.Example ", "Maria@lopez.example"),
            ("mailto:bea@ledger.example", "bea@ledger.example"),
            ("<bea@ledger.example>", "bea@ledger.example"),
            ("bea+shop@ledger.example", "bea+shop@ledger.example"),
            ("info@müller.example", "info@müller.example"),
            ("josé@ledger.example", "josé@ledger.example"),
        ] {
            assert_eq!(Email::parse(typed).map(|email| email.to_string()), Ok(kept.to_owned()));
        }
        assert_eq!(Email::kept("Maria@Lopez.example".into()).key(), Email::kept(" maria@lopez.EXAMPLE".into()).key());
    }

    #[test]
    fn refused_with_the_reason() {
        let long_local = format!("{}@b.example", "a".repeat(65));
        let long = format!("a@{}.example", "b.".repeat(124));
        for typed in [
            "",
            "a",
            "a@",
            "@b.example",
            "a@b",
            "a b@c.example",
            "a@b.example, c@d.example",
            "a@b@c.example",
            "a@b.example\nBcc: x@y.example",
            "a..b@c.example",
            ".a@c.example",
            "a@.example",
            "a@b.example.",
            "a@127.0.0.1",
            "a\"b@c.example",
            "a@b_c.example",
            &long_local,
            &long,
        ] {
            assert!(Email::parse(typed).is_err(), "{typed:?} is refused");
        }
        let local = "a".repeat(64);
        assert!(Email::parse(&format!("{local}@b.example")).is_ok());
        // Three labels and the last one, with their dots: 189 octets after the @, which makes 254.
        let longest = format!("{local}@{0}.{0}.{1}.example", "b".repeat(60), "b".repeat(59));
        assert_eq!(longest.len(), EMAIL_LIMIT);
        assert!(Email::parse(&longest).is_ok());
        assert!(Email::parse(&longest.replacen("@b", "@bb", 1)).is_err(), "one octet more");
    }

    #[test]
    fn a_mailbox_is_an_address_with_or_without_a_name() {
        for (typed, shown) in [
            ("Riverside Auto <desk@riverside.example>", "Riverside Auto <desk@riverside.example>"),
            ("\"Riverside, Auto\" <desk@Riverside.example>", "Riverside, Auto <desk@riverside.example>"),
            (" desk@riverside.example ", "desk@riverside.example"),
            ("<desk@riverside.example>", "desk@riverside.example"),
            ("A\r\nBcc: x <desk@riverside.example>", "A Bcc: x <desk@riverside.example>"),
        ] {
            assert_eq!(Mailbox::parse(typed).map(|mailbox| mailbox.to_string()).ok().as_deref(), Some(shown));
        }
        assert!(Mailbox::parse("Riverside Auto").is_err());
        assert!(Mailbox::parse("Riverside <desk@>").is_err());
    }

    #[test]
    fn a_known_domain_completes_what_was_typed() {
        let known = ["lopez.example", "ledger.example"];
        assert_eq!(completed("bea@ledger", known.into_iter()).as_deref(), Some("bea@ledger.example"));
        assert_eq!(completed("bea@ledger.exa", known.into_iter()), None);
        assert_eq!(completed("bea@", known.into_iter()), None);
    }
}
