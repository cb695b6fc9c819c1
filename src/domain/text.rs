//! Text as people type it: made safe to keep, safe to show, and comparable.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest first or last name, in characters.
pub const NAME_LIMIT: usize = 80;
/// Longest company name, in characters.
pub const COMPANY_LIMIT: usize = 120;
/// Longest phone as typed, in characters.
pub const PHONE_LIMIT: usize = 40;
/// Longest notes, in characters.
pub const NOTES_LIMIT: usize = 1000;
/// Longest role or role description, in characters.
pub const ROLE_LIMIT: usize = 60;
/// Longest make, model or plate of a car, in characters.
pub const CAR_LIMIT: usize = 40;
/// Most marks that may stand on one letter; more is a heap that no terminal can show.
const MARKS_ON_A_LETTER: usize = 4;

/// Makes typed or imported text fit to keep: NFC, on one line, without control characters, bidirectional
/// controls or invisible blanks, outer blanks removed and inner runs of blanks made one.
#[must_use]
pub fn tidy(text: &str) -> String {
    // What most people type is tidy: a list has a million of it.
    if is_plain(text) && !text.contains("  ") {
        return text.trim_matches(' ').to_owned();
    }
    let mut tidied = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.nfc() {
        if c.is_whitespace() || c.is_control() {
            if !tidied.ends_with(' ') {
                tidied.push(' ');
            }
            marks = 0;
        } else if is_combining_mark(c) {
            marks += 1;
            if marks <= MARKS_ON_A_LETTER && !tidied.is_empty() {
                tidied.push(c);
            }
        } else if !is_invisible(c) {
            marks = 0;
            tidied.push(c);
        } else if is_joiner(c) && tidied.chars().next_back().is_some_and(|last| last != ' ' && !is_joiner(last)) {
            tidied.push(c);
        }
    }
    tidied.trim_matches(|c: char| c == ' ' || is_joiner(c)).to_owned()
}

/// Whether it has no other signs than those that every terminal shows in one column: ASCII without control characters.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The text as it may reach a terminal, a log or a mail header: one line, and every character that could move
/// the cursor, reorder or hide text replaced. What [`tidy`] kept passes unchanged but for what joins signs into one
/// picture, which few terminals measure alike: joiners and shades go, and a flag is shown by its two letters.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if is_plain(text) || text.chars().all(|c| !c.is_control() && !is_invisible(c) && !is_part_of_a_picture(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter(|c| !is_joiner(*c) && !is_shade(*c))
            .map(|c| match c {
                '\t' | '\n' | '\r' => ' ',
                c @ FIRST_OF_A_FLAG..=LAST_OF_A_FLAG => letter_of_a_flag(c),
                c if c.is_control() || is_invisible(c) => char::REPLACEMENT_CHARACTER,
                c => c,
            })
            .collect(),
    )
}

/// Joiners that Persian, Indic scripts and joined emoji need inside a word.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Of flags, which are two of these signs: A to Z.
const FIRST_OF_A_FLAG: char = '\u{1F1E6}';
const LAST_OF_A_FLAG: char = '\u{1F1FF}';

fn letter_of_a_flag(sign: char) -> char {
    let place = u32::from(sign) - u32::from(FIRST_OF_A_FLAG);
    char::from_u32(u32::from('A') + place).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// What says how the sign before it is drawn: its style, its skin, its region.
fn is_shade(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

fn is_part_of_a_picture(c: char) -> bool {
    is_shade(c) || (FIRST_OF_A_FLAG..=LAST_OF_A_FLAG).contains(&c)
}

/// Format characters without a width: bidirectional controls, zero-width blanks, soft hyphen, tags, BOM.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// One key for everything that people call the same: lower case, accents off, letters that no decomposition
/// touches by our own table (ß = ss, ø = o, ł = l). `Müller`, `MÜLLER` and `Muller` share it; `Mueller` meets
/// them through [`spellings`].
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŋ' => folded.push('n'),
            'ς' => folded.push('σ'),
            // `İ` lowers to an i with a mark of its own.
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded
}

/// Takes words, folded, one after the other; a word may come more than once.
pub type Take<'a> = &'a mut dyn FnMut(&str);

/// Hands over every way in which the words of a text may be typed: each word folded, its parts at apostrophes and
/// hyphens, the parts joined (`obrien`), and the other spelling of an umlaut in both directions (`Müller` also as
/// `mueller`, `Mueller` also as `muller`).
pub fn each_spelling(text: &str, take: Take) {
    for token in text.split_whitespace() {
        let folded = fold(token);
        each_part(&folded, take);
        if !token.is_ascii() {
            each_part(&fold(&expand_umlauts(token)), take);
        }
        // Most words have none, and a search looks at hundreds of words for every key.
        if folded.as_bytes().windows(2).any(|pair| UMLAUTS.iter().any(|(written, _)| written.as_bytes() == pair)) {
            each_part(&contract_umlauts(&folded), take);
        }
    }
}

/// What [`each_spelling`] hands over, each once.
#[must_use]
pub fn spellings(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_spelling(text, &mut |word| words.push(word.to_owned()));
    words.sort_unstable();
    words.dedup();
    words
}

/// The parts of a folded word, and the parts joined.
fn each_part(folded: &str, take: Take) {
    if !folded.is_empty() && folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return take(folded);
    }
    let mut joined = String::with_capacity(folded.len());
    for part in split_words(folded) {
        take(part);
        joined.push_str(part);
    }
    if split_words(folded).nth(1).is_some() {
        take(&joined);
    }
}

/// The words of an already folded text.
pub fn split_words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn expand_umlauts(word: &str) -> String {
    word.nfc().fold(String::with_capacity(word.len() + 2), |mut out, c| {
        match c {
            'ä' | 'Ä' | 'æ' | 'Æ' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' | 'œ' | 'Œ' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            c => out.push(c),
        }
        out
    })
}

/// Umlauts as they are written without their dots, and their letters without dots.
const UMLAUTS: [(&str, &str); 4] = [("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")];

fn contract_umlauts(folded: &str) -> String {
    UMLAUTS.iter().fold(folded.to_owned(), |word, (written, letter)| word.replace(written, letter))
}

/// The digits of a text, for comparing phones.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// `Some` of a text that is not empty.
#[must_use]
pub fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// The system's words for a fault, without its number: "No such file or directory".
#[must_use]
pub fn reason(fault: &impl ToString) -> String {
    let words = fault.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

/// "Ana, Ben and Cy", or nothing.
#[must_use]
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// "1 customer", "2 customers".
#[must_use]
pub fn counted(count: usize, singular: &str) -> String {
    if count == 1 { format!("1 {singular}") } else { format!("{} {singular}s", grouped(count)) }
}

/// A number with its thousands apart: 12,408.
#[must_use]
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_keeps_names_and_drops_what_could_hurt() {
        assert_eq!(tidy("  Robert'); DROP TABLE  "), "Robert'); DROP TABLE");
        assert_eq!(tidy("a\u{1b}[31mb\r\nc"), "a [31mb c");
        assert_eq!(tidy("\u{a0}\u{200b}\u{feff} \u{2003}"), "");
        assert_eq!(tidy("evil\u{202e}txt"), "eviltxt");
        assert_eq!(tidy("e\u{301}"), "é");
        assert_eq!(tidy(&format!("a{}", "\u{334}".repeat(50))).chars().count(), 5);
        assert_eq!(tidy("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn nothing_printable_can_move_the_cursor() {
        assert_eq!(printable("Bea"), "Bea");
        assert_eq!(printable("Flag 🇺🇸, 👋🏽 ❤\u{fe0f} 👩\u{200d}👧"), "Flag US, 👋 ❤ 👩👧");
        assert_eq!(printable("a\u{1b}]52;c;x\u{7}\u{9b}1m\nb"), "a\u{fffd}]52;c;x\u{fffd}\u{fffd}1m b");
    }

    #[test]
    fn one_spelling_finds_the_others() {
        for (name, typed) in [
            ("Müller", "muller"),
            ("Müller", "mueller"),
            ("Mueller", "muller"),
            ("Mueller", "mueller"),
            ("Straße", "strasse"),
            ("Søren", "soren"),
            ("Søren", "soeren"),
            ("Łukasz", "lukasz"),
            ("O'Brien", "obrien"),
            ("O'Brien", "brien"),
            ("İnci", "inci"),
            ("Åse", "aase"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ] {
            assert!(spellings(name).contains(&fold(typed)), "{typed} finds {name}: {:?}", spellings(name));
        }
        assert!(!spellings("John").contains(&"joe".to_owned()));
    }

    #[test]
    fn counts_read_as_people_write_them() {
        assert_eq!(grouped(12_408), "12,408");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "customer"), "1 customer");
        assert_eq!(listed(&["Ana", "Ben", "Cy"]), "Ana, Ben and Cy");
    }
}
