//! Words near a typed one, for a search that finds nobody: signs left out, put in, changed or swapped.

use std::cmp::Reverse;

/// As many other searches as are offered.
pub const OFFERED: usize = 3;
/// As many words as are kept for each typed one.
const KEPT: usize = 4;

/// A word of the file that is near a typed one, ordered by how near.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    pub distance: usize,
    /// A whole word is nearer than the beginning of one.
    is_longer: bool,
    /// Of words as near, the one that more customers have.
    customers: Reverse<i64>,
    pub word: String,
}

/// The nearest words to a typed one, while the words of the file pass by.
#[derive(Debug, Clone)]
pub struct Nearest {
    typed: String,
    length: usize,
    found: Vec<Near>,
}

impl Nearest {
    /// To a folded word.
    #[must_use]
    pub fn to(typed: &str) -> Self {
        Self { typed: typed.to_owned(), length: typed.chars().count(), found: Vec::new() }
    }

    /// Takes a folded word of the file, and how many customers have it, if it is near.
    pub fn offer(&mut self, word: &str, customers: i64) {
        if word.starts_with(&self.typed) {
            // What was typed is right as it stands.
            self.keep(Near { distance: 0, is_longer: false, customers: Reverse(0), word: self.typed.clone() });
        } else if let Some((distance, is_longer)) = self.distance(word) {
            self.keep(Near { distance, is_longer, customers: Reverse(customers), word: word.to_owned() });
        }
    }

    /// The nearest first.
    #[must_use]
    pub fn found(&self) -> &[Near] {
        &self.found
    }

    fn keep(&mut self, near: Near) {
        let place = self.found.partition_point(|other| *other < near);
        if place < KEPT && self.found.get(place) != Some(&near) {
            self.found.insert(place, near);
            self.found.truncate(KEPT);
        }
    }

    /// How far a word is, where that is near enough, and whether only its beginning is.
    fn distance(&self, word: &str) -> Option<(usize, bool)> {
        let most = match self.length {
            0..=2 => return None,
            3..=5 => 1,
            _ => 2,
        };
        let length = word.chars().count();
        if length + most < self.length || word.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let far = |word: &str| strsim::osa_distance(&self.typed, word);
        let whole = (length <= self.length + most).then(|| far(word)).filter(|distance| *distance <= most);
        let (end, _) = word.char_indices().nth(self.length).unwrap_or_default();
        // A beginning is near most words: it has to be nearer.
        let beginning = || (end > 0).then(|| far(&word[..end])).filter(|distance| *distance < most);
        whole.map(|distance| (distance, false)).or_else(|| beginning().map(|distance| (distance, true)))
    }
}

/// Every choice of one word for each typed one, the nearest first; what was typed itself is none of them.
#[must_use]
pub fn choices(nearest: &[Nearest]) -> Vec<Vec<&str>> {
    let mut choices: Vec<(usize, Vec<&str>)> = vec![(0, Vec::new())];
    for of_word in nearest {
        choices = choices
            .iter()
            .flat_map(|(distance, words)| {
                of_word.found.iter().map(move |near| {
                    let with = words.iter().copied().chain([near.word.as_str()]).collect();
                    (distance + near.distance, with)
                })
            })
            .collect();
    }
    choices.sort_by_key(|(distance, _)| *distance);
    choices.into_iter().filter(|(distance, _)| *distance > 0).map(|(_, words)| words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(typed: &str) -> Vec<String> {
        let mut nearest = Nearest::to(typed);
        for (word, customers) in [
            ("schmidt", 40),
            ("schmitt", 20),
            ("smith", 900),
            ("smithers", 3),
            ("smythe", 5),
            ("ng", 7),
            ("abc1234", 1),
        ] {
            nearest.offer(word, customers);
        }
        nearest.found().iter().map(|near| near.word.clone()).collect()
    }

    #[test]
    fn signs_swapped_left_out_put_in_or_changed() {
        assert_eq!(near("schmitd"), ["schmidt", "schmitt"]);
        assert_eq!(near("smiht"), ["smith"]);
        assert_eq!(near("smth"), ["smith"]);
        assert_eq!(near("smitth"), ["smith"]);
        assert_eq!(near("ng"), ["ng"], "right as it stands");
        assert_eq!(near("nh"), [""; 0], "two letters are near everything");
        assert_eq!(near("abc1235"), [""; 0], "a plate is no name");
    }

    #[test]
    fn the_beginning_of_a_longer_word() {
        assert_eq!(near("smihte"), ["smithers", "smith", "smythe"]);
        assert_eq!(near("smit"), ["smit"], "right as it stands");
    }

    #[test]
    fn of_two_words_both_may_be_wrong() {
        let mut nearest = ["jhon", "smiht"].map(Nearest::to);
        nearest[0].offer("john", 9);
        nearest[1].offer("smith", 9);
        assert_eq!(choices(&nearest), [["john", "smith"]]);
        nearest[0].offer("jhonny", 1);
        assert_eq!(choices(&nearest), [["jhon", "smith"], ["john", "smith"]]);
    }
}
