//! The only source of randomness: everywhere else it is an argument.

use crate::domain::secret::{KEY_BYTES, Nonce};

/// The random part of a new invite.
#[must_use]
pub fn nonce() -> Nonce {
    bytes()
}

/// A new key for the links of a shop.
#[must_use]
pub fn key() -> [u8; KEY_BYTES] {
    bytes()
}

/// Tells this start of the program from every other, for undo and for forms that are not saved; never negative.
#[must_use]
pub fn run() -> i64 {
    i64::from_ne_bytes(bytes()) & i64::MAX
}

#[expect(clippy::disallowed_methods, reason = "this is the place that the lint points to")]
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's generator does not fail once the machine has started");
    bytes
}
