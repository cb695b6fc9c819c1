//! A question with its answers: a dangerous deed is data, carried out only when it is answered.

use std::time::Duration;

use super::key::Key;
use super::step::Step;
pub use super::step::{Answer, Line, Question};
use super::vocabulary::Now;

/// How long after it was asked a question is deaf to its answers: keys typed before it could be read do not count
/// (keys.md, rule 3).
pub const DEAF: Duration = Duration::from_millis(200);

/// What a question made of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The question stays.
    Nothing,
    /// It is answered, and closed.
    Answered(Vec<Step>),
}

impl Question {
    /// A question whose first answer, without a key, is the safe one and the default.
    pub fn new(title: impl Into<String>, body: Vec<Line>, safe: &str) -> Self {
        let safe = Answer { key: None, label: safe.to_owned(), steps: Vec::new() };
        Self {
            title: title.into(),
            body,
            answers: vec![safe],
            stacked: false,
            safe: 0,
            focus: 0,
            armed: true,
            asked_at: None,
        }
    }

    /// Adds an answer with its key. On a line the deed stands before the safe answer; below one another after it.
    #[must_use]
    pub fn or(mut self, key: char, label: &str, steps: Vec<Step>) -> Self {
        let answer = Answer { key: Some(key), label: label.to_owned(), steps };
        if self.answers.len() == 1 && !self.stacked {
            self.answers.insert(0, answer);
            (self.safe, self.focus) = (1, 1);
        } else {
            self.answers.push(answer);
        }
        self
    }

    /// Adds an answer that has no key: no letter typed by mistake gives it.
    #[must_use]
    pub fn or_by_arrow(mut self, label: &str, steps: Vec<Step>) -> Self {
        self.answers.push(Answer { key: None, label: label.to_owned(), steps });
        self
    }

    /// What the safe answer does, where staying is not it.
    #[must_use]
    pub fn safely(mut self, steps: Vec<Step>) -> Self {
        self.answers[self.safe].steps = steps;
        self
    }

    /// Makes the deed the default: only where it is safe enough (the first invite).
    #[must_use]
    pub fn by_default(mut self) -> Self {
        self.focus = 0;
        self
    }

    /// Answers below one another, for more than a line of them; said before they are added.
    #[must_use]
    pub fn stacked(mut self) -> Self {
        self.stacked = true;
        self
    }

    pub fn hear(&mut self, key: Key, now: Now) -> Heard {
        let asked_at = *self.asked_at.get_or_insert(now.steady);
        let deaf = now.steady.saturating_sub(asked_at) < DEAF;
        match key {
            Key::Esc => Heard::Answered(Vec::new()),
            Key::Left | Key::Up | Key::BackTab => self.moved(self.answers.len() - 1),
            Key::Right | Key::Down | Key::Tab => self.moved(1),
            Key::Enter if deaf => Heard::Nothing,
            Key::Enter => self.answered(self.focus),
            Key::Char(c) => match self.answer_of(c) {
                Some(answer) if self.armed && !deaf => self.answered(answer),
                _ if c.eq_ignore_ascii_case(&'n') && !deaf => Heard::Answered(Vec::new()),
                _ => {
                    self.focus = self.safe;
                    self.armed = false;
                    Heard::Nothing
                }
            },
            _ => Heard::Nothing,
        }
    }

    /// An answer was clicked; a question is as deaf to clicks as to keys.
    pub fn clicked(&mut self, answer: usize, now: Now) -> Heard {
        let asked_at = *self.asked_at.get_or_insert(now.steady);
        let deaf = now.steady.saturating_sub(asked_at) < DEAF;
        if deaf || answer >= self.answers.len() { Heard::Nothing } else { self.answered(answer) }
    }

    /// Called when the question is put on the screen.
    pub fn asked(&mut self, now: Now) {
        self.asked_at = Some(now.steady);
    }

    fn moved(&mut self, by: usize) -> Heard {
        self.focus = (self.focus + by) % self.answers.len();
        self.armed = true;
        Heard::Nothing
    }

    fn answer_of(&self, c: char) -> Option<usize> {
        self.answers.iter().position(|answer| answer.key.is_some_and(|key| key.eq_ignore_ascii_case(&c)))
    }

    fn answered(&mut self, answer: usize) -> Heard {
        Heard::Answered(std::mem::take(&mut self.answers[answer].steps))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::app::vocabulary::Effect;

    fn at(milliseconds: u64) -> Now {
        Now { wall: Timestamp::UNIX_EPOCH, steady: Duration::from_millis(milliseconds) }
    }

    fn remove() -> Question {
        let mut question = Question::new("Remove?", Vec::new(), "Keep").or('y', "Remove", vec![Step::Do(Effect::Quit)]);
        question.asked(at(0));
        question
    }

    #[test]
    fn deaf_until_it_could_be_read() {
        let mut question = remove();
        assert_eq!(question.hear(Key::Enter, at(100)), Heard::Nothing);
        assert_eq!(question.hear(Key::Enter, at(300)), Heard::Answered(Vec::new()));
        assert_eq!(remove().hear(Key::Char('Y'), at(300)), Heard::Answered(vec![Step::Do(Effect::Quit)]));
    }

    #[test]
    fn a_stray_letter_disarms_until_an_arrow() {
        for stray in ['a', 'y'] {
            let mut question = remove();
            assert_eq!(question.hear(Key::Char(stray), at(100)), Heard::Nothing);
            assert_eq!(question.hear(Key::Char('y'), at(400)), Heard::Nothing);
            question.hear(Key::Right, at(500));
            assert_eq!(question.hear(Key::Char('y'), at(600)), Heard::Answered(vec![Step::Do(Effect::Quit)]));
        }
    }

    #[test]
    fn the_default_may_be_another_only_by_choice() {
        let mut question = remove().by_default();
        question.hear(Key::Char('g'), at(50));
        assert_eq!(question.hear(Key::Enter, at(400)), Heard::Answered(Vec::new()), "a stray key makes Enter safe");
    }
}
