//! Where a text shows what was typed for, so that a row can mark it.

use std::ops::Range;

use super::search::Query;
use super::text::fold;

/// The stretches of a text, in bytes, that the words of a search begin; in their order, none within another.
#[must_use]
pub fn of(query: &Query, text: &str) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = Vec::new();
    if query.is_empty() {
        return marks;
    }
    for start in beginnings(text) {
        // A stretch that is marked already begins nothing of its own.
        if marks.last().is_some_and(|mark| start < mark.end) {
            continue;
        }
        let spelt = query.words().iter().filter_map(|word| spelt(&text[start..], word)).max();
        marks.extend(spelt.map(|length| start..start + length));
    }
    marks
}

/// Where words begin: after a sign, and where letters and digits meet, as on a plate.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let kind = |c: char| (c.is_alphanumeric(), c.is_ascii_digit());
    let mut before = (false, false);
    text.char_indices().filter_map(move |(at, c)| {
        let begins = kind(c).0 && kind(c) != before;
        before = kind(c);
        begins.then_some(at)
    })
}

/// How many bytes of the text spell the word, in any of the ways in which it may be typed.
fn spelt(text: &str, word: &str) -> Option<usize> {
    let Some(first) = text.chars().next() else { return word.is_empty().then_some(0) };
    if word.is_empty() {
        return Some(0);
    }
    let length = first.len_utf8();
    if first.is_ascii_alphanumeric() {
        let (first, typed) = (first.to_ascii_lowercase(), word.chars().next()?);
        return if first == typed { after(first, &text[length..], &word[1..]).map(|rest| length + rest) } else { None };
    }
    let folded = fold(first.encode_utf8(&mut [0; 4]));
    let other = match first {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
        'ü' | 'Ü' => "ue",
        'å' | 'Å' => "aa",
        'æ' | 'Æ' => "a",
        'œ' | 'Œ' => "o",
        _ => "",
    };
    let ways = [other, folded.as_str()].into_iter().filter(|way| !way.is_empty());
    let by_letter =
        ways.filter_map(
            |way| {
                if way.starts_with(word) { Some(0) } else { spelt(&text[length..], word.strip_prefix(way)?) }
            },
        );
    // A sign between two parts of a word, or between the digits of a number, is not typed.
    let joins = !first.is_alphanumeric() && (!first.is_whitespace() || word.starts_with(|c: char| c.is_ascii_digit()));
    let by_sign = joins.then(|| spelt(&text[length..], word)).flatten();
    by_letter.chain(by_sign).next().map(|rest| length + rest)
}

/// What follows a letter: `ue` may be typed as `u`.
fn after(letter: char, text: &str, word: &str) -> Option<usize> {
    let second = if letter == 'a' { ["e", "a"] } else { ["e", "e"] };
    let is_umlaut = matches!(letter, 'a' | 'o' | 'u') && text.get(..1).is_some_and(|next| second.contains(&next));
    spelt(text, word).or_else(|| if is_umlaut { spelt(&text[1..], word).map(|rest| rest + 1) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::spellings;

    fn marked(typed: &str, text: &str) -> Vec<String> {
        of(&Query::read(typed), text).into_iter().map(|mark| text[mark].to_owned()).collect()
    }

    #[test]
    fn beginnings_of_words_in_any_order() {
        assert_eq!(marked("jo smi", "Smith, John"), ["Smi", "Jo"]);
        assert_eq!(marked("mi", "Smith, Mia"), ["Mi"]);
        assert_eq!(marked("xyz", "Smith, John"), [""; 0]);
        assert_eq!(marked("", "Smith, John"), [""; 0]);
    }

    #[test]
    fn every_spelling_marks_what_it_stands_for() {
        for (typed, text, part) in [
            ("mul", "Müller", "Mül"),
            ("muell", "Müller", "Müll"),
            ("mull", "Mueller", "Muell"),
            ("stras", "Straße", "Straß"),
            ("soren", "Søren", "Søren"),
            ("obri", "O'Brien", "O'Bri"),
            ("bri", "O'Brien", "Bri"),
            ("garcialo", "García-Lopez", "García-Lo"),
            ("4471", "MX-5 · XYZ4471", "4471"),
            ("xyz4471", "XYZ 4471", "XYZ 4471"),
            ("0134", "(509) 555-0134", "0134"),
            ("5550134", "(509) 555-0134", "555-0134"),
            ("509 555", "(509) 555-0134", "509) 555"),
            ("ledger", "bea@ledger.example", "ledger"),
        ] {
            assert_eq!(marked(typed, text), [part], "{typed} in {text}");
        }
    }

    #[test]
    fn whatever_finds_a_name_is_marked_on_it() {
        for name in ["Müller", "Mueller", "O'Brien", "Wałęsa", "Weiß", "D'Angelo", "Quiñones", "Aaron", "İnci", "Æsir"]
        {
            for spelling in spellings(name) {
                for (end, letter) in spelling.char_indices() {
                    let typed = &spelling[..end + letter.len_utf8()];
                    assert!(!marked(typed, name).is_empty(), "{typed} in {name}");
                }
            }
        }
    }
}
