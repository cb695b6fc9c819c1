//! A person as people copy one: the head of a mail, a row of a spreadsheet, the lines below a letter.

use super::email::Email;
use super::phone::{Phone, Region};
use super::text::{NAME_LIMIT, tidy};

/// More than this is no person, and is not looked at.
const LOOKED_AT: usize = 2000;
/// Digits of the shortest phone that is dialled without its area.
const LEAST_DIGITS: usize = 7;
/// What stands between the parts.
const BREAKS: &[char] = &['\n', '\r', '\t', ';', '|', '·'];
/// Words that stand before what they name.
const LABELS: [&str; 16] = [
    "tel",
    "telephone",
    "phone",
    "ph",
    "mobile",
    "mob",
    "cell",
    "fax",
    "direct",
    "office",
    "t",
    "m",
    "p",
    "c",
    "email",
    "mail",
];
/// Words before a name that are none.
const TITLES: [&str; 5] = ["mr", "mrs", "ms", "dr", "prof"];
/// Words with which a last name begins before its capital: van Dyke, de la Cruz.
const PARTICLES: [&str; 10] = ["van", "von", "de", "del", "della", "di", "da", "la", "der", "den"];

/// What was found of a person; at least one of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    pub name: Option<(String, String)>,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
}

impl Pasted {
    /// `None` where there is nothing but what one field takes as it is.
    #[must_use]
    pub fn read(text: &str, region: Region) -> Option<Self> {
        let text: String = text.chars().take(LOOKED_AT).collect();
        let mut found = Self::default();
        let mut words: Vec<String> = Vec::new();
        for part in text.split(BREAKS) {
            let rest = found.take_email(part);
            let rest = found.take_phone(&rest, region);
            words.extend(Some(without_labels(&rest)).filter(|rest| !rest.is_empty()));
        }
        found.name = name(&words);
        (found != Self::default()).then_some(found)
    }

    /// The part without its first address.
    fn take_email(&mut self, part: &str) -> String {
        let is_around = |c: char| c.is_whitespace() || "<>()[]\",".contains(c);
        let Some(word) = part.split(is_around).find(|word| word.contains('@')) else { return part.to_owned() };
        let address = word.rsplit("mailto:").next().unwrap_or(word);
        let address = address.strip_prefix("email:").unwrap_or(address).trim_end_matches(['.', ':']);
        if self.email.is_none() {
            self.email = Email::parse(address).ok();
        }
        part.replacen(word, " ", 1)
    }

    /// The part without its first phone.
    fn take_phone(&mut self, part: &str, region: Region) -> String {
        let is_phone = |c: char| c.is_ascii_digit() || " +-().,/\u{a0}".contains(c);
        let run = part
            .split(|c: char| !is_phone(c))
            .map(|run| run.trim_matches(|c: char| c.is_whitespace() || ",./-".contains(c)))
            .find(|run| run.chars().filter(char::is_ascii_digit).count() >= LEAST_DIGITS);
        let Some(run) = run else { return part.to_owned() };
        if self.phone.is_none() {
            self.phone = Phone::read(run, region);
        }
        part.replacen(run, " ", 1)
    }
}

/// What is left of a part once labels, brackets and signs around it are gone.
fn without_labels(part: &str) -> String {
    let is_sign = |c: char| !c.is_alphanumeric() && c != '\'' && c != '’';
    let words: Vec<&str> = part.split_whitespace().map(|word| word.trim_start_matches(is_sign)).collect();
    let kept = words.into_iter().filter(|word| {
        let bare = word.trim_end_matches(|c: char| is_sign(c) && c != ',').to_lowercase();
        !bare.is_empty() && !LABELS.contains(&bare.as_str()) && !TITLES.contains(&bare.as_str())
    });
    tidy(kept.collect::<Vec<_>>().join(" ").trim_end_matches(|c: char| is_sign(c) && c != '.'))
}

/// First and last name: `Maria Lopez`, `Lopez, Maria`, or two cells of a row.
fn name(parts: &[String]) -> Option<(String, String)> {
    let is_name = |part: &&String| part.chars().any(char::is_alphabetic) && !part.chars().any(|c| c.is_ascii_digit());
    let parts: Vec<&String> = parts.iter().filter(is_name).collect();
    let (first, last) = match parts[..] {
        [] => return None,
        [first, last, ..] if !first.contains(' ') && !last.contains(' ') => (first.clone(), last.clone()),
        [whole, ..] => split(whole)?,
    };
    let fits = |name: &String| !name.is_empty() && name.chars().count() <= NAME_LIMIT;
    Some((first, last)).filter(|(first, last)| fits(first) && fits(last))
}

fn split(whole: &str) -> Option<(String, String)> {
    if let Some((before, after)) = whole.split_once(',') {
        let (before, after) = (before.trim(), after.trim());
        // `Lopez, Maria`, but `Maria Lopez, Bookkeeper`.
        let is_reversed = !before.contains(' ') && !after.contains(',');
        return if is_reversed { Some((after.to_owned(), before.to_owned())) } else { split(before) };
    }
    let words: Vec<&str> = whole.split_whitespace().collect();
    let last = words.iter().skip(1).position(|word| PARTICLES.contains(word)).map(|place| place + 1);
    let at = last.unwrap_or(words.len().checked_sub(1).filter(|at| *at > 0)?);
    Some((words[..at].join(" "), words[at..].join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First name, last name, email, phone.
    fn read(text: &str) -> Option<[String; 4]> {
        let found = Pasted::read(text, Region::US)?;
        let (first, last) = found.name.unwrap_or_default();
        let email = found.email.map(|email| email.to_string()).unwrap_or_default();
        let phone = found.phone.map(|phone| phone.shown(Region::US)).unwrap_or_default();
        Some([first, last, email, phone])
    }

    #[test]
    fn as_people_copy_a_person() {
        let maria = |phone: &str| Some(["Maria", "Lopez", "maria@lopez.example", phone].map(str::to_owned));
        for text in [
            "Maria Lopez <maria@lopez.example> (509) 555-0134",
            "\"Lopez, Maria\" <maria@lopez.example>, 509-555-0134",
            "Lopez, Maria\tmaria@lopez.example\t509.555.0134",
            "Maria\tLopez\tmaria@lopez.example\t5095550134\r\n",
            "Maria Lopez\nBookkeeper, Lopez Racing\nT: (509) 555-0134\nE-mail: maria@lopez.example\n12 River St, 99201",
            "Ms. Maria Lopez; tel. +1 509 555 0134; mailto:maria@lopez.example",
            "Maria Lopez (maria@lopez.example) | Mobile 509/555-0134",
            "Maria Lopez, Bookkeeper · 509-555-0134 · maria@lopez.example.",
        ] {
            assert_eq!(read(text), maria("(509) 555-0134"), "{text}");
        }
        assert_eq!(read("Maria Lopez <maria@lopez.example> 555-0134"), maria("555-0134"));
        assert_eq!(
            read("maria lopez maria@lopez.example"),
            Some(["maria", "lopez", "maria@lopez.example", ""].map(str::to_owned))
        );
    }

    #[test]
    fn a_part_of_it_alone() {
        let only = |parts: [&str; 4]| Some(parts.map(str::to_owned));
        assert_eq!(read("(509) 555-0134"), only(["", "", "", "(509) 555-0134"]));
        assert_eq!(read("<maria@lopez.example>"), only(["", "", "maria@lopez.example", ""]));
        assert_eq!(read("Anna van der Berg"), only(["Anna", "van der Berg", "", ""]));
        assert_eq!(read("Maria José O'Brien"), only(["Maria José", "O'Brien", "", ""]));
        for nothing in ["Maria", "", " \n\t", "911", "XYZ4471", "\u{202e}", "Lopez,"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_megabyte_is_not_read_to_its_end() {
        let person = " Maria Lopez, maria@lopez.example";
        assert_eq!(read(&format!("{}{person}", "x".repeat(1 << 20))), None);
        assert!(read(&format!("{person} {}", "x".repeat(1 << 20))).is_some());
    }
}
