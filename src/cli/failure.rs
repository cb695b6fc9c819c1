//! Why a command failed: a sentence for a person, and the exit code for a script (interfaces.md).

use crate::config::ConfigError;
use crate::domain::deed::Refusal;
use crate::mail::MailError;
use crate::store::StoreError;

pub const FAILED: u8 = 1;
pub const USAGE: u8 = 2;
pub const CONFIGURATION: u8 = 3;
pub const DATABASE: u8 = 4;
pub const MAIL: u8 = 5;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub code: u8,
    pub words: String,
}

impl Failure {
    pub fn new(code: u8, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(DATABASE, error.to_string())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::new(CONFIGURATION, error.to_string())
    }
}

impl From<MailError> for Failure {
    fn from(error: MailError) -> Self {
        Self::new(MAIL, error.to_string())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::new(FAILED, refusal.sentence(|at| format!("at {at}")))
    }
}

/// Turns what went wrong into a failure.
pub trait Fails<T> {
    fn fails(self) -> Result<T, Failure>;
}

impl<T, E: Into<Failure>> Fails<T> for Result<T, E> {
    fn fails(self) -> Result<T, Failure> {
        self.map_err(Into::into)
    }
}
