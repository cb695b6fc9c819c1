//! What the contact, customer and car forms share: their keys, and the parts that they are made of.

pub mod asides;
mod lookalikes;
mod offer;
mod role_picker;
pub mod sheet;
mod text_field;
mod ticks;

pub use lookalikes::{LookAlikes, likeness};
pub use role_picker::{Picked, RolePicker};
pub use text_field::TextField;
pub use ticks::{COLUMNS, Ticks};

use super::desk::Desk;
use super::key::Key;
use super::keys::{self, Binding, Shown};
use super::question::Question;
use super::step::Step;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Save,
    OpenAlike,
    FillIn,
    Next,
    Previous,
    Tick,
    Propose,
    Erase,
    EraseWord,
    EraseRest,
    End,
}

/// The keys of every form; letters are typed.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::F(2), Key::Ctrl('s')], command: Command::Save, label: "Save Changes", shown: Shown::Page },
    Binding { keys: &[Key::F(4)], command: Command::OpenAlike, label: "open who is alike", shown: Shown::Page },
    Binding { keys: &[Key::Ctrl('f')], command: Command::FillIn, label: "fill in what was pasted", shown: Shown::Page },
    Binding { keys: &[Key::Tab, Key::Down, Key::Enter], command: Command::Next, label: "next", shown: Shown::Page },
    Binding { keys: &[Key::BackTab, Key::Up], command: Command::Previous, label: "previous", shown: Shown::Page },
    Binding { keys: &[Key::Char(' ')], command: Command::Tick, label: "tick or choose", shown: Shown::Help },
    Binding {
        keys: &[Key::Char('=')],
        command: Command::Propose,
        label: "take the role's proposal",
        shown: Shown::Help,
    },
    Binding {
        keys: &[Key::Ctrl('u')],
        command: Command::Erase,
        label: "empty the field; again: put it back",
        shown: Shown::Help,
    },
    Binding { keys: &[Key::Ctrl('w')], command: Command::EraseWord, label: "erase a word", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('k')], command: Command::EraseRest, label: "erase to the end", shown: Shown::Help },
    Binding { keys: &[Key::Ctrl('e')], command: Command::End, label: "end of the line", shown: Shown::Help },
];

/// What is said of the button that saves.
pub fn saves(desk: &Desk) -> String {
    format!("Enter or {} saves.", desk.key_of(keys::FORMS, Key::F(2)))
}

/// A word or two beside a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    /// Keeps the form from being saved.
    Problem(String),
    /// To know.
    Note(String),
}

/// The question before something typed is lost; a form that only adds can go to another customer.
pub fn leave_question(title: &str, can_go_elsewhere: bool, typed: &[&str]) -> Question {
    let typed: Vec<&str> = typed.iter().copied().filter(|text| !text.trim().is_empty()).collect();
    let body = vec![super::question::Line::Text(format!("Not saved: {}", typed.join(", ")))];
    let mut question = Question::new(format!("Leave {title}?"), body, "Keep editing").stacked();
    question = question.or('p', "Put aside (it waits at the top of Contacts)", vec![Step::PutAside]);
    if can_go_elsewhere {
        question = question.or('t', "Take it to another customer", vec![Step::TakeElsewhere]);
    }
    question.or('y', "Discard", vec![Step::Close])
}
