//! Keys, free of any terminal library: `runtime` translates what arrives.

use std::fmt;

/// A key as the program understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable sign, in the case in which it was typed.
    Char(char),
    /// Control and a letter, the letter in lower case.
    Ctrl(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Key {
    /// The same key with letters in lower case: commands ignore case (keys.md, rule 1).
    #[must_use]
    pub fn folded(self) -> Self {
        match self {
            Self::Char(c) => Self::Char(c.to_lowercase().next().unwrap_or(c)),
            key => key,
        }
    }

    /// The key of a name as the screen prints it, in any case: `Ctrl-N`, `F6`, `Del`, `e`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        const NAMED: [Key; 15] = [
            Key::Char(' '),
            Key::Enter,
            Key::Esc,
            Key::Tab,
            Key::BackTab,
            Key::Backspace,
            Key::Delete,
            Key::Up,
            Key::Down,
            Key::Left,
            Key::Right,
            Key::Home,
            Key::End,
            Key::PageUp,
            Key::PageDown,
        ];
        let mut signs = name.chars();
        if let (Some(sign), None) = (signs.next(), signs.next()) {
            return (!sign.is_control()).then(|| Self::Char(sign).folded());
        }
        let lower = name.to_ascii_lowercase();
        if let Some(letter) = lower.strip_prefix("ctrl-") {
            let mut letters = letter.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter @ 'a'..='z'), None) => Some(Self::Ctrl(letter)),
                _ => None,
            };
        }
        let number = lower.strip_prefix('f').and_then(|number| number.parse().ok());
        let function = number.filter(|number| (1..=12).contains(number)).map(Self::F);
        function.or_else(|| NAMED.into_iter().find(|key| key.to_string().eq_ignore_ascii_case(name)))
    }

    #[must_use]
    pub fn letter(self) -> Option<char> {
        match self {
            Self::Char(c) if c.is_alphabetic() => Some(c),
            _ => None,
        }
    }
}

/// As the screen, the help and the README name it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("Space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "Ctrl-{}", c.to_uppercase()),
            Self::F(n) => write!(f, "F{n}"),
            Self::BackTab => f.write_str("Shift-Tab"),
            Self::Delete => f.write_str("Del"),
            Self::PageUp => f.write_str("PgUp"),
            Self::PageDown => f.write_str("PgDn"),
            named => write!(f, "{named:?}"),
        }
    }
}
