//! The one seam of the house: what takes letters out of it.

use super::{Letter, MailError, Names};
use crate::domain::email::Mailbox;

/// Takes letters out of the house.
pub trait Mailer: Send {
    /// Returns when the letter has left: the mail server took it, or the file is safely written.
    fn deliver(&mut self, letter: &Letter) -> Result<(), MailError>;

    /// What this desk itself needs for it, as far as that is seen without a word to the server and without running
    /// anything: a folder that it can write, a password file that it can read.
    fn ready(&self) -> Result<(), MailError> {
        Ok(())
    }

    /// Everything but a letter: whether one from this sender could leave now. What is to be put right is named as the
    /// place is where somebody asks.
    fn rehearse(&mut self, _sender: &Mailbox, _names: &Names) -> Result<(), MailError> {
        Ok(())
    }
}
