//! The secret of an invite: a link token and a short code, both derived from a nonce with the shop's key and
//! never stored. Only the token's SHA-256 is kept (product.md, "The life of an invite").

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Length of the key in `frontdesk.key`, in bytes.
pub const KEY_BYTES: usize = 32;
/// Length of the random part that is kept with each invite, in bytes.
pub const NONCE_BYTES: usize = 16;
/// Signs of a code: 39 bits, tried five times at most.
pub const CODE_SIGNS: usize = 8;
/// Digits and letters without look-alikes (no 0 O, 1 I L, U).
const CODE_ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The shop's key. It has no `Debug` and no `Display`: it never reaches a log.
#[derive(Clone)]
pub struct SecretKey([u8; KEY_BYTES]);

/// The random part of an invite.
pub type Nonce = [u8; NONCE_BYTES];

/// SHA-256 of a link token: what the file knows of it.
pub type TokenHash = [u8; 32];

impl SecretKey {
    #[must_use]
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// The token of the one-time link: 43 signs that need no escaping in a URL.
    #[must_use]
    pub fn token(&self, nonce: &Nonce) -> String {
        BASE64URL_NOPAD.encode(&self.derive(b"link", nonce))
    }

    /// The short code: eight signs without look-alikes.
    #[must_use]
    pub fn code(&self, nonce: &Nonce) -> String {
        let seed = self.derive(b"code", nonce);
        let number = seed.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let mut rest = number;
        let mut code = String::with_capacity(CODE_SIGNS);
        for _ in 0..CODE_SIGNS {
            code.push(char::from(CODE_ALPHABET[usize::try_from(rest % 30).unwrap_or_default()]));
            rest /= 30;
        }
        code
    }

    fn derive(&self, label: &[u8], nonce: &Nonce) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length (RFC 2104)");
        mac.update(label);
        mac.update(nonce);
        mac.finalize().into_bytes().into()
    }
}

/// What the file keeps of a token.
#[must_use]
pub fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// A code as a person types it: blanks and hyphens off, upper case.
#[must_use]
pub fn read_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// A code in two groups, for reading: `K7MQ-2XWD`.
#[must_use]
pub fn grouped_code(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}

/// Whether two texts are the same, in a time that does not tell how much of them agrees.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    // Comparing digests needs no constant time: a guess cannot be steered digit by digit.
    Sha256::digest(a.as_bytes()) == Sha256::digest(b.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_alike_each_time_and_apart_from_each_other() {
        let key = SecretKey::new([7; KEY_BYTES]);
        let (one, two) = ([1; NONCE_BYTES], [2; NONCE_BYTES]);
        assert_eq!(key.token(&one), key.token(&one));
        assert_ne!(key.token(&one), key.token(&two));
        assert_ne!(key.token(&one), SecretKey::new([8; KEY_BYTES]).token(&one));
        assert_eq!(key.token(&one).len(), 43);
        for nonce in 0..200 {
            let code = key.code(&[nonce; NONCE_BYTES]);
            assert_eq!(code.len(), CODE_SIGNS);
            assert!(!code.contains(['0', 'O', '1', 'I', 'L', 'U']), "{code}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(read_code(" k7mq-2xwd "), "K7MQ2XWD");
        assert_eq!(grouped_code("K7MQ2XWD"), "K7MQ-2XWD");
        assert!(same("a", "a") && !same("a", "b"));
    }
}
