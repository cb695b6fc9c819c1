//! Text measured and cut as the terminal shows it.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::text::{is_plain, printable};

/// So much stays of what is cut before its end.
const LEAST: usize = 6;

/// Labels before a value take at most so much.
const LABEL: usize = 10;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    // Most of a screen is plain, and every text of it is measured for every frame.
    if is_plain(text) { text.len() } else { UnicodeWidthStr::width(text) }
}

/// The text, cut to at most so many columns with an ellipsis where it does not fit: never silently.
pub fn fit(text: &str, columns: usize) -> String {
    let text = printable(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        cut.push_str(grapheme);
    }
    if columns > 0 {
        cut.push('…');
    }
    cut
}

/// The first of several ways to say it that has so many columns, else the last.
pub fn fitting(ways: &[String], columns: usize) -> &str {
    ways.iter().find(|way| width(way) <= columns).or(ways.last()).map_or("", String::as_str)
}

/// The same, but cut before what follows its last dot, where that tells it from others: `2019 Ma… XYZ4471`.
pub fn fit_before_last(text: &str, columns: usize) -> String {
    match text.rsplit_once(" · ") {
        Some((first, last)) if width(text) > columns && width(last) + LEAST < columns => {
            format!("{} {}", fit(first, columns - width(last) - 1), printable(last))
        }
        _ => fit(text, columns),
    }
}

/// The same, but cut between the parts that dots join: half a number or a plate is another one.
pub fn fit_parts(text: &str, columns: usize) -> String {
    let fits = |(end, _): &(usize, &str)| width(&text[..*end]) + 4 <= columns;
    match text.rmatch_indices(" · ").find(fits) {
        Some((end, _)) if width(text) > columns => format!("{} · …", printable(&text[..end])),
        _ => fit(text, columns),
    }
}

/// The text in lines of at most so many columns, broken at blanks, and inside a word only where that is longer
/// than a line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let text = printable(text);
    let columns = columns.max(1);
    if width(&text) <= columns {
        return vec![text.into_owned()];
    }
    // Blanks at the start set a line off, and hold for the lines that follow from it.
    let blanks: String = text.chars().take_while(|c| *c == ' ').take(columns / 2).collect();
    let indent = format!("{blanks}{}", " ".repeat(label(text.trim_start_matches(' '), columns / 2)));
    let mut lines = vec![blanks];
    let mut is_empty = true;
    // Several blanks in a row set apart what stands beside one another.
    let mut gap = 0;
    for word in text.split(' ') {
        gap += 1;
        if word.is_empty() {
            continue;
        }
        let between = std::mem::take(&mut gap);
        let gap = if is_empty { 0 } else { between };
        match lines.last_mut() {
            Some(line) if width(line) + gap + width(word) <= columns => {
                line.push_str(&" ".repeat(gap));
                line.push_str(word);
            }
            _ => {
                if !is_empty {
                    lines.push(indent.clone());
                }
                push_long(&mut lines, word, &indent, columns);
            }
        }
        is_empty = false;
    }
    lines
}

/// The same in at most so many lines, with an ellipsis for the rest.
pub fn wrap_within(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > most && most > 0 {
        let rest = format!("{} {}", lines[most - 1], lines[most].trim_start());
        lines[most - 1] = fit(&rest, columns);
    }
    lines.truncate(most);
    lines
}

/// Columns of a label that several blanks set off, as in `To     bea@ledger.example`: what follows hangs under its value.
fn label(text: &str, most: usize) -> usize {
    let Some((label, value)) = text.split_once("  ") else { return 0 };
    let columns = width(label) + 2 + (value.len() - value.trim_start_matches(' ').len());
    if columns <= LABEL.min(most) { columns } else { 0 }
}

fn push_long(lines: &mut Vec<String>, word: &str, indent: &str, columns: usize) {
    for grapheme in word.graphemes(true) {
        if lines.last().is_some_and(|line| width(line) + width(grapheme) > columns) {
            lines.push(indent.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut_without_an_ellipsis() {
        assert_eq!(fit("Lopez", 5), "Lopez");
        assert_eq!(fit("Lopez Racing", 6), "Lopez…");
        assert_eq!(fit("山田太郎", 5), "山田…");
        assert_eq!(fit("山田太郎", 4), "山…");
        assert_eq!(fit("Lopez", 0), "");
        assert_eq!(fit("a\u{202e}b", 5), "a\u{fffd}b");
    }

    #[test]
    fn a_car_keeps_its_plate() {
        assert_eq!(fit_before_last("2019 Mazda MX-5 · XYZ4471", 16), "2019 Ma… XYZ4471");
        assert_eq!(fit_before_last("2019 Saab · XYZ4471", 19), "2019 Saab · XYZ4471");
        assert_eq!(fit_before_last("2019 Saab · a plate of some length", 16), "2019 Saab · a p…");
        assert_eq!(fit_before_last("Beatriz Quiñones", 10), "Beatriz Q…");
    }

    #[test]
    fn no_part_is_halved() {
        assert_eq!(fit_parts("Lane · 555-0100 · A4", 20), "Lane · 555-0100 · A4");
        assert_eq!(fit_parts("Lane · 555-0100 · A4", 19), "Lane · 555-0100 · …");
        assert_eq!(fit_parts("Lane · 555-0100 · A4", 18), "Lane · …");
        assert_eq!(fit_parts("Lane · 555-0100 · A4", 7), "Lane ·…");
    }

    #[test]
    fn lines_break_at_blanks_and_hold_their_indent() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("  one two", 6), ["  one", "  two"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("whole name.  ! marked  - gone", 22), ["whole name.  ! marked", "- gone"]);
    }

    #[test]
    fn what_follows_a_label_hangs_under_its_value() {
        assert_eq!(wrap("Now    sent by ana, valid", 18), ["Now    sent by", "       ana, valid"]);
        assert_eq!(wrap(" Esc  clears the search", 16), [" Esc  clears the", "      search"]);
        assert_eq!(wrap("one two three  four", 10), ["one two", "three", "four"]);
    }
}
