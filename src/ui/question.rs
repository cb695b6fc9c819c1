//! Draws a question over the screen: what will happen, and the answers with the default in brackets.

use super::look::Part;
use super::pen::Pen;
use super::text::{fit, width, wrap};
use crate::app::question::{Answer, Line, Question};
use crate::app::spot::Spot;

/// Wider boxes would be read like a page.
const WIDEST: u16 = 78;
/// For the label before two columns.
const LABEL: usize = 11;

pub fn draw(pen: &mut Pen, question: &Question) {
    let columns = pen.width().saturating_sub(2).min(WIDEST);
    let inner = usize::from(columns.saturating_sub(4));
    let mut lines: Vec<(String, Part)> = question.body.iter().flat_map(|line| body_line(line, inner)).collect();
    let answers: Vec<Vec<String>> =
        question.answers.iter().map(|answer| wrap(&answer.label, usize::from(columns.saturating_sub(10)))).collect();
    let answer_lines = if question.stacked { answers.iter().map(Vec::len).sum() } else { 1 };
    // Two for the frame, one between body and answers.
    let room = usize::from(pen.height()).saturating_sub(answer_lines + 3);
    if lines.len() > room {
        lines.truncate(room.saturating_sub(1));
        lines.push(("…".to_owned(), Part::Plain));
    }
    let height = u16::try_from(lines.len() + answer_lines + 3).unwrap_or(u16::MAX).min(pen.height());
    let (x, y) = ((pen.width() - columns) / 2, (pen.height() - height) / 2);
    pen.clear(x.saturating_sub(1), y, columns + 2, height);
    outline(pen, x, y, columns, height, &question.title);
    for (line, (text, part)) in (y + 1..).zip(&lines) {
        pen.text(x + 2, line, text, columns - 4, *part);
    }
    let first = y + height - 1 - u16::try_from(answer_lines).unwrap_or(1);
    if question.stacked { below(pen, x, first, question, &answers) } else { beside(pen, x, first, columns, question) }
}

/// A frame with its title in the upper line.
pub fn outline(pen: &mut Pen, x: u16, y: u16, columns: u16, height: u16, title: &str) {
    let inner = usize::from(columns.saturating_sub(2));
    let title = fit(title, inner.saturating_sub(4));
    let rest = inner.saturating_sub(width(&title) + 2);
    pen.text(x, y, &format!("┌ {title} {}┐", "─".repeat(rest)), columns, Part::Plain);
    pen.restyle(x + 2, y, u16::try_from(width(&title)).unwrap_or(columns), Part::Strong);
    for line in y + 1..(y + height).saturating_sub(1) {
        pen.text(x, line, "│", 1, Part::Plain);
        pen.text(x + columns - 1, line, "│", 1, Part::Plain);
    }
    pen.text(x, y + height - 1, &format!("└{}┘", "─".repeat(inner)), columns, Part::Plain);
}

fn body_line(line: &Line, inner: usize) -> Vec<(String, Part)> {
    let (text, part) = match line {
        Line::Text(text) => (text.clone(), Part::Plain),
        Line::Item(text) => (format!("  {text}"), Part::Plain),
        Line::Warning(text) => (format!("! {text}"), Part::Alarm),
        Line::Pair { label, left, right } => return vec![(pair(label, left, right, inner), Part::Plain)],
        Line::Blank => return vec![(String::new(), Part::Plain)],
    };
    wrap(&text, inner).into_iter().map(|line| (line, part)).collect()
}

/// A label and two columns that share the room.
fn pair(label: &str, left: &str, right: &str, inner: usize) -> String {
    let half = inner.saturating_sub(LABEL) / 2;
    let padded = |text: &str, columns: usize| {
        let text = fit(text, columns.saturating_sub(1));
        format!("{text}{}", " ".repeat(columns.saturating_sub(width(&text))))
    };
    format!("{}{}{}", padded(label, LABEL), padded(left, half), padded(right, half).trim_end())
}

/// What stands before and behind an answer's label.
fn around(answer: &Answer, focused: bool, armed: bool) -> (String, &'static str) {
    match answer.key {
        _ if focused => ("[ ".to_owned(), " ]"),
        Some(key) if armed => (format!("{key} "), ""),
        _ => (String::new(), ""),
    }
}

fn words(answer: &Answer, focused: bool, armed: bool) -> String {
    let (before, behind) = around(answer, focused, armed);
    format!("{before}{}{behind}", answer.label)
}

fn beside(pen: &mut Pen, x: u16, y: u16, columns: u16, question: &Question) {
    let said: Vec<String> =
        question.answers.iter().enumerate().map(|(i, a)| words(a, i == question.focus, question.armed)).collect();
    let gap = 6;
    let all: usize = said.iter().map(|words| width(words)).sum::<usize>() + gap * said.len().saturating_sub(1);
    let mut at = x + columns.saturating_sub(u16::try_from(all).unwrap_or(columns)) / 2;
    for (index, words) in said.iter().enumerate() {
        let focused = index == question.focus;
        if focused {
            pen.put_cursor(at + 2, y);
        }
        pen.spot(at, y, u16::try_from(width(words)).unwrap_or(columns), Spot::Answer(index));
        let after = pen.text(at, y, words, columns, part(focused, question));
        mark_key(pen, at, y, &question.answers[index], focused, question.armed);
        at = after + u16::try_from(gap).unwrap_or(2);
    }
}

/// One answer below the other; a long one takes several lines.
fn below(pen: &mut Pen, x: u16, first: u16, question: &Question, labels: &[Vec<String>]) {
    let mut y = first;
    for (index, (answer, lines)) in question.answers.iter().zip(labels).enumerate() {
        let focused = index == question.focus;
        let at = if focused { x + 4 } else { x + 6 };
        if focused {
            pen.put_cursor(at + 2, y);
        }
        let (before, behind) = around(answer, focused, question.armed);
        let first = y;
        for (nth, line) in lines.iter().enumerate() {
            let before = if nth == 0 { before.clone() } else { " ".repeat(width(&before)) };
            let behind = if nth + 1 == lines.len() { behind } else { "" };
            let words = format!("{before}{line}{behind}");
            let after = pen.text(at, y, &words, pen.width(), part(focused, question));
            pen.spot(at, y, after - at, Spot::Answer(index));
            y += 1;
        }
        mark_key(pen, at, first, answer, focused, question.armed);
    }
}

/// The key of an answer looks like every key that acts.
fn mark_key(pen: &mut Pen, x: u16, y: u16, answer: &Answer, focused: bool, armed: bool) {
    if let Some(key) = answer.key.filter(|_| armed && !focused) {
        pen.restyle(x, y, u16::try_from(width(&key.to_string())).unwrap_or(1), Part::Key);
    }
}

fn part(focused: bool, question: &Question) -> Part {
    match (focused, question.armed) {
        (true, _) => Part::Cursor,
        (false, true) => Part::Plain,
        (false, false) => Part::Faint,
    }
}
