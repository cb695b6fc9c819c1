//! The keys of the customer page.

use crate::app::key::Key;
use crate::app::keys::{Binding, Shown};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Edit,
    Invite,
    Revoke,
    Remove,
    Move,
    StopMessages,
    CopyEmail,
    CopyPhone,
    AddContact,
    WhoGetsWhat,
    Undo,
    Find,
    Outbox,
    Search,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    NextSection,
    PreviousSection,
    Contacts,
    Cars,
    Review,
    History,
}

/// The keys of the customer page.
pub const KEYS: &[Binding<Command>] = &[
    Binding { keys: &[Key::Char('e'), Key::Enter], command: Command::Edit, label: "Edit", shown: Shown::Row },
    Binding { keys: &[Key::Char('i'), Key::F(9)], command: Command::Invite, label: "Send invite", shown: Shown::Row },
    Binding { keys: &[Key::Char('x')], command: Command::Revoke, label: "Revoke invite", shown: Shown::Row },
    Binding {
        keys: &[Key::Char('d'), Key::Delete, Key::F(8)],
        command: Command::Remove,
        label: "Remove",
        shown: Shown::Row,
    },
    Binding { keys: &[Key::Char('m')], command: Command::Move, label: "Move", shown: Shown::Row },
    Binding { keys: &[Key::Char('y')], command: Command::CopyEmail, label: "Copy email", shown: Shown::Row },
    Binding { keys: &[Key::Char('t')], command: Command::CopyPhone, label: "Copy phone", shown: Shown::Row },
    Binding { keys: &[Key::Char('s')], command: Command::StopMessages, label: "Stop messages", shown: Shown::Row },
    Binding {
        keys: &[Key::Char('a'), Key::F(6)],
        command: Command::AddContact,
        label: "Add Contact",
        shown: Shown::Page,
    },
    Binding { keys: &[Key::Char('w')], command: Command::WhoGetsWhat, label: "Who gets what", shown: Shown::Page },
    Binding { keys: &[Key::Char('f')], command: Command::Find, label: "Find contact", shown: Shown::Help },
    Binding { keys: &[Key::Char('/')], command: Command::Search, label: "Search", shown: Shown::Page },
    Binding {
        keys: &[Key::Char('o'), Key::Ctrl('o'), Key::F(7)],
        command: Command::Outbox,
        label: "Outbox",
        shown: Shown::Page,
    },
    Binding { keys: &[Key::Char('u')], command: Command::Undo, label: "Undo", shown: Shown::Page },
    Binding { keys: &[Key::Up], command: Command::Up, label: "row above", shown: Shown::Help },
    Binding { keys: &[Key::Down], command: Command::Down, label: "row below", shown: Shown::Help },
    Binding { keys: &[Key::PageUp], command: Command::PageUp, label: "page up", shown: Shown::Help },
    Binding { keys: &[Key::PageDown], command: Command::PageDown, label: "page down", shown: Shown::Help },
    Binding { keys: &[Key::Home], command: Command::Top, label: "first row", shown: Shown::Help },
    Binding { keys: &[Key::End], command: Command::Bottom, label: "last row", shown: Shown::Help },
    Binding { keys: &[Key::Tab], command: Command::NextSection, label: "next section", shown: Shown::Help },
    Binding { keys: &[Key::BackTab], command: Command::PreviousSection, label: "previous section", shown: Shown::Help },
    Binding { keys: &[Key::Char('c')], command: Command::Contacts, label: "go to Contacts", shown: Shown::Help },
    Binding { keys: &[Key::Char('v')], command: Command::Cars, label: "go to Cars", shown: Shown::Help },
    Binding { keys: &[Key::Char('r')], command: Command::Review, label: "go to Review", shown: Shown::Help },
    Binding { keys: &[Key::Char('h')], command: Command::History, label: "go to History", shown: Shown::Help },
];

impl Command {
    /// Whether it leads to a change of the record.
    pub fn changes(self) -> bool {
        use Command::{AddContact, Edit, Invite, Move, Remove, Revoke, StopMessages, Undo, WhoGetsWhat};
        matches!(self, Edit | Invite | Revoke | Remove | Move | StopMessages | AddContact | WhoGetsWhat | Undo)
    }
}
