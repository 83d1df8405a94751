//! The installation's secret: what keyed hashes and encryption keys are made from. Where it is kept is not known here.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// 32 random bytes that belong to one installation. Never printed, never stored in the database.
#[derive(Clone)]
pub struct Secret([u8; 32]);

/// A text that is no secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret is written as 64 hexadecimal digits")]
pub struct NoSecret;

impl Secret {
    /// Made of random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The keyed hash (HMAC-SHA-256) of a message, different for each purpose. A purpose is a fixed word of the
    /// program, such as `"invitation key"`; whoever lacks the secret cannot compute or guess it.
    #[must_use]
    pub fn hash(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        keyed(&keyed(&self.0, purpose.as_bytes()), message)
    }

    /// As it is written into its file: 64 hexadecimal digits.
    #[must_use]
    pub fn written(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn keyed(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to the block of its hash, here 64 bytes.
    let mut block = [0; 64];
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

impl std::str::FromStr for Secret {
    type Err = NoSecret;

    fn from_str(text: &str) -> Result<Self, NoSecret> {
        let digits: Vec<u8> = text
            .trim()
            .chars()
            .map(|digit| {
                digit
                    .to_digit(16)
                    .and_then(|value| u8::try_from(value).ok())
            })
            .collect::<Option<_>>()
            .ok_or(NoSecret)?;
        let bytes: Vec<u8> = digits
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect();
        match digits.len() {
            64 => bytes.try_into().map(Self).map_err(|_| NoSecret),
            _ => Err(NoSecret),
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        let secret = Secret::new(std::array::from_fn(|at| u8::try_from(at * 8).unwrap()));
        let read: Secret = format!("{}\n", secret.written()).parse().unwrap();
        assert_eq!(read.written(), secret.written());
        for bad in ["", "00", &"g".repeat(64), &"０".repeat(64), &"0".repeat(66)] {
            assert_eq!(bad.parse::<Secret>().unwrap_err(), NoSecret);
        }
    }

    #[test]
    fn the_hash_depends_on_secret_purpose_and_message() {
        let (one, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let hash = one.hash("a", b"x");
        assert_eq!(hash, one.hash("a", b"x"));
        for different in [
            other.hash("a", b"x"),
            one.hash("b", b"x"),
            one.hash("a", b"y"),
        ] {
            assert_ne!(hash, different);
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Secret::new([7; 32])), "Secret(…)");
    }
}
