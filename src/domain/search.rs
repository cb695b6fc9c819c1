//! What somebody types into Search, and why a row answers it.

use jiff::Timestamp;

use super::customer::CustomerId;
use super::text::{Take, digits, fold, split_words};

/// Most signs that count of a typed search; nobody types more, a paste may.
pub const QUERY_LIMIT: usize = 80;
/// Most words of them that count: so many as bits of [`Begun`].
const WORDS_LIMIT: usize = 64;

/// A typed search: every word must begin some word of the customer, its contacts or its cars.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    words: Vec<String>,
    among: Among,
}

/// Typed words, a bit for each, that begin some word of a name, a phone, a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Begun(u64);

impl Begun {
    /// Those and others.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

/// Of which customers an answer is wanted: the first sign of a search says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Among {
    /// All but the archived.
    #[default]
    All,
    /// `!`: those who need attention.
    Attention,
    /// `-`: the archived, and nobody else.
    Archived,
}

const SIGNS: [(char, Among); 2] = [('!', Among::Attention), ('-', Among::Archived)];

impl Query {
    /// Signs are plain characters; digits with the signs of phones between them are one number.
    #[must_use]
    pub fn read(typed: &str) -> Self {
        let typed: String = typed.trim_start().chars().take(QUERY_LIMIT).collect();
        let among = SIGNS.into_iter().find(|(sign, _)| typed.starts_with(*sign)).map(|(_, among)| among);
        let is_number =
            Self::name_in(&typed).chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-().+/".contains(c));
        let number = digits(&typed);
        let words = if is_number && !number.is_empty() {
            vec![number]
        } else {
            split_words(&fold(&typed)).take(WORDS_LIMIT).map(str::to_owned).collect()
        };
        Self { words, among: among.unwrap_or_default() }
    }

    /// What was typed for, without the sign that is no part of a name.
    #[must_use]
    pub fn name_in(typed: &str) -> &str {
        typed.trim_start().trim_start_matches(SIGNS.map(|(sign, _)| sign)).trim()
    }

    /// The same search with other words, as somebody would type it.
    #[must_use]
    pub fn with_words(&self, words: &str) -> String {
        let sign = SIGNS.into_iter().find(|(_, among)| *among == self.among);
        sign.map_or_else(|| words.to_owned(), |(sign, _)| format!("{sign} {words}"))
    }

    /// Whether it has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    #[must_use]
    pub fn among(&self) -> Among {
        self.among
    }

    /// Folded, without signs, in the order typed.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether all who answer this search answer another one: somebody has typed on.
    #[must_use]
    pub fn narrows(&self, before: &Self) -> bool {
        let is_begun = |word: &String| self.words.iter().any(|typed| typed.starts_with(word.as_str()));
        self.among == before.among && before.words.iter().all(is_begun)
    }

    /// Which typed words begin one of the words that are handed over.
    #[must_use]
    pub fn begun_by(&self, hand_over: impl FnOnce(Take)) -> Begun {
        let mut begun = 0;
        if self.is_empty() {
            return Begun(begun);
        }
        hand_over(&mut |word| {
            for (place, typed) in self.words.iter().enumerate() {
                begun |= u64::from(word.starts_with(typed.as_str())) << place;
            }
        });
        Begun(begun)
    }

    /// Whether every typed word is among them.
    #[must_use]
    pub fn is_answered_by(&self, begun: Begun) -> bool {
        usize::try_from(begun.0.count_ones()).is_ok_and(|count| count == self.words.len())
    }
}

/// Which rows of an answer are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// So many are there already.
    pub skip: usize,
    /// The last of them: a list in the order of names goes on behind it, however far down that is.
    pub after: Option<CustomerId>,
    pub limit: usize,
}

impl Stretch {
    #[must_use]
    pub fn first(limit: usize) -> Self {
        Self { skip: 0, after: None, limit }
    }
}

/// A customer's row in Contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub customer: CustomerId,
    /// The company, else `Last, First`.
    pub name: String,
    /// As the shop's region reads it; empty without one.
    pub phone: String,
    /// The newest car, `MX-5 · XYZ4471`; empty without one.
    pub car: String,
    pub found_by: FoundBy,
    /// How many of the guide's checks need a person.
    pub points: usize,
}

/// Why a row is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundBy {
    /// By nothing typed: the list at rest. With the moment it was last opened at this desk.
    Rest { opened: Option<Timestamp> },
    /// By nothing typed, among those who need attention: why they do.
    Attention(String),
    /// Archived, and when.
    Archived(Timestamp),
    /// By its own name, one of `of` so named on this list.
    Name { number: usize, of: usize },
    /// By its own email, phone, notes or a car, in words: `email office@lopez.example`.
    Own(String),
    /// By an additional contact: `John Smith`, `Assistant`.
    Contact { id: super::contact::ContactId, name: String, role: String },
}

/// The rows of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    pub rows: Vec<Hit>,
    /// Whether more rows can be loaded.
    pub more: bool,
}

/// How many there are, exact up to [`Count::LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub hits: usize,
    pub customers: usize,
    pub attention: usize,
}

impl Count {
    /// Beyond this a search is not counted out: `1,000+`.
    pub const LIMIT: usize = 1000;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::each_spelling;

    fn finds(typed: &str, text: &str) -> bool {
        let query = Query::read(typed);
        query.is_answered_by(query.begun_by(|take| each_spelling(text, take)))
    }

    #[test]
    fn parts_of_words_from_their_start_in_any_order() {
        assert!(finds("smi jo", "John Smith"));
        assert!(finds("o'brien", "Siobhán O'Brien"));
        assert!(finds("obri", "Siobhán O'Brien"));
        assert!(!finds("ohn", "John Smith"));
        assert!(Query::read(" %_*\" ").is_empty());
    }

    #[test]
    fn digits_are_one_number_however_spelt() {
        assert_eq!(Query::read("-0134").among(), Among::Archived);
        for typed in ["0134", "555-0134", "(509) 555 0134", "+1 509-555-0134"] {
            assert_eq!(Query::read(typed).words().len(), 1);
        }
        assert_eq!(Query::read("xyz 4471").words(), ["xyz", "4471"]);
    }
}
