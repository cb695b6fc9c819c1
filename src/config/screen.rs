//! How the screen looks, and what besides the keyboard is heard.

/// The `[screen]` of the configuration, with what this terminal has said of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    pub theme: Theme,
    pub cursor: Cursor,
    /// Marks and lines are plain ASCII.
    pub ascii: bool,
    /// Rows, buttons, boxes and keys can be clicked.
    pub mouse: bool,
    /// Whether faint text can be read here: the Linux console shows it nearly black.
    pub faint: bool,
}

impl Default for Screen {
    fn default() -> Self {
        Self { theme: Theme::Dark, cursor: Cursor::Bar, ascii: false, mouse: false, faint: true }
    }
}

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Those that are read on a dark background.
    Dark,
    /// Those that are read on a light one.
    Light,
    /// None.
    Mono,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::Mono];

    /// The word in the configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }
}

/// How the row under the cursor stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// By a mark, and the whole row reversed.
    Bar,
    /// By a mark alone: moving it sends a few bytes over a slow line.
    Mark,
}

impl Cursor {
    pub const ALL: [Self; 2] = [Self::Bar, Self::Mark];

    /// The word in the configuration.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Mark => "mark",
        }
    }
}

/// What `--color` says of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// As the environment and the configuration say.
    #[default]
    Auto,
    /// Whatever the environment says.
    Always,
    Never,
}
