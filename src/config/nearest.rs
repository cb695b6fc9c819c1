//! The word that somebody probably meant.

/// How alike two words must be for one to be proposed for the other.
const LIKENESS: f64 = 0.7;

pub(super) fn nearest<'a>(said: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    words
        .map(|word| (strsim::jaro_winkler(word, said), word))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| word)
}
