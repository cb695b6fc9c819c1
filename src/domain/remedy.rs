//! What a person can do about something: an act of the desk, and what comes of it. Which key acts is the desk's affair.

/// An act on the record, as every desk has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Editing,
    Inviting,
    /// Saying of an address whether it is written to.
    Marking,
    WhoGetsWhat,
    TakingBack,
}

/// One act that mends, and what it does there: `corrects the email`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remedy {
    pub by: By,
    pub does: &'static str,
}

impl Remedy {
    pub(super) fn new(by: By, does: &'static str) -> Self {
        Self { by, does }
    }
}
