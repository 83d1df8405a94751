//! The installation's secret: what keyed hashes and encryption keys are made from. Where it is kept is not known here.
//!
//! It can be changed. What a survey gave out before (keys on paper, receipts, envelopes) stays valid: the survey keeps the
//! secret it began with, which is stored encrypted under the one of now.

use std::collections::HashMap;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::cipher::Cipher;
use super::ids::SurveyId;

/// 32 random bytes that belong to one installation, and those that surveys began with before it was changed. Never
/// printed, never stored in the database as they are.
#[derive(Clone)]
pub struct Secret {
    bytes: [u8; 32],
    kept: Arc<HashMap<SurveyId, [u8; 32]>>,
}

/// What a survey's secret is encrypted for.
const WRAPPING: &str = "secret of a survey";

/// What a former secret is encrypted for.
const WRAPPING_FORMER: &str = "former secret";

/// A text that is no secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret is written as 64 hexadecimal digits")]
pub struct NoSecret;

impl Secret {
    /// Made of random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self {
            bytes,
            kept: Arc::default(),
        }
    }

    /// The same with what surveys keep, as [`Secret::wrap`] made it; none when one was not made with this secret.
    #[must_use]
    pub fn keeping<'w>(self, wrapped: impl Iterator<Item = (SurveyId, &'w [u8])>) -> Option<Self> {
        let unwrap = |(survey, wrapped): (SurveyId, &[u8])| {
            let bytes = self.wrapping(&survey).open(wrapped).ok()?;
            Some((survey, bytes.try_into().ok()?))
        };
        let kept = wrapped.map(unwrap).collect::<Option<_>>()?;
        Some(Self {
            kept: Arc::new(kept),
            ..self
        })
    }

    /// What everything of a survey is made with.
    #[must_use]
    pub fn of(&self, survey: SurveyId) -> Self {
        Self::new(*self.kept.get(&survey).unwrap_or(&self.bytes))
    }

    /// What a survey keeps of this secret when `next` takes its place. `nonce` is random and new every time.
    #[must_use]
    pub fn wrap(&self, survey: SurveyId, next: &Self, nonce: [u8; 24]) -> Vec<u8> {
        let bytes = self.of(survey).bytes;
        next.wrapping(&survey).seal(nonce, &bytes, bytes.len())
    }

    /// This secret as the installation keeps it when `next` takes its place. `nonce` is random and new every time.
    #[must_use]
    pub fn wrap_whole(&self, next: &Self, nonce: [u8; 24]) -> Vec<u8> {
        let key = next.hash(WRAPPING_FORMER, &[]);
        Cipher::new(key, &[]).seal(nonce, &self.bytes, self.bytes.len())
    }

    /// A former secret, as [`Secret::wrap_whole`] made it; none when it was not made with this one.
    #[must_use]
    pub fn unwrap_whole(&self, wrapped: &[u8]) -> Option<Self> {
        let key = self.hash(WRAPPING_FORMER, &[]);
        let bytes = Cipher::new(key, &[]).open(wrapped).ok()?;
        bytes.try_into().ok().map(Self::new)
    }

    fn wrapping<'s>(&self, survey: &'s SurveyId) -> Cipher<'s> {
        Cipher::new(self.hash(WRAPPING, &[]), survey.0.as_bytes())
    }

    /// The keyed hash (HMAC-SHA-256) of a message, different for each purpose. A purpose is a fixed word of the
    /// program, such as `"invitation key"`; whoever lacks the secret cannot compute or guess it.
    #[must_use]
    pub fn hash(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        self.purpose(purpose).hash(message)
    }

    /// What computes [`Secret::hash`] for one purpose, for those who need it often.
    #[must_use]
    pub fn purpose(&self, purpose: &str) -> Purpose {
        Purpose(mac(&keyed(&self.bytes, purpose.as_bytes())))
    }

    /// As it is written into its file: 64 hexadecimal digits.
    #[must_use]
    pub fn written(&self) -> String {
        self.bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Keyed hashes for one purpose.
#[derive(Clone)]
pub struct Purpose(Hmac<Sha256>);

impl Purpose {
    /// The keyed hash of a message.
    #[must_use]
    pub fn hash(&self, message: &[u8]) -> [u8; 32] {
        self.0
            .clone()
            .chain_update(message)
            .finalize()
            .into_bytes()
            .into()
    }
}

fn keyed(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    mac(key)
        .chain_update(message)
        .finalize()
        .into_bytes()
        .into()
}

fn mac(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC fills a short key up with zeros to the block of its hash, here 64 bytes.
    let mut block = [0; 64];
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    Hmac::new(&block.into())
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
            64 => bytes.try_into().map(Self::new).map_err(|_| NoSecret),
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
    fn a_survey_keeps_the_secret_it_began_with_through_every_change() {
        let survey = |n| SurveyId(uuid::Uuid::from_u128(n));
        let first = Secret::new([1; 32]);
        let mut now = first.clone();
        for change in 2..5 {
            let next = Secret::new([change; 32]);
            let wrapped = now.wrap(survey(1), &next, [change; 24]);
            let other = Secret::new([9; 32]);
            let kept = || std::iter::once((survey(1), wrapped.as_slice()));
            assert!(other.clone().keeping(kept()).is_none(), "another's");
            now = next.keeping(kept()).unwrap();
            let hash = |secret: &Secret| secret.hash("a", b"x");
            assert_eq!(hash(&now.of(survey(1))), hash(&first));
            assert_eq!(hash(&now.of(survey(2))), hash(&now));
            assert_ne!(hash(&now), hash(&first));
            let former = first.wrap_whole(&now, [change; 24]);
            assert_eq!(hash(&now.unwrap_whole(&former).unwrap()), hash(&first));
            assert!(other.unwrap_whole(&former).is_none());
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Secret::new([7; 32])), "Secret(…)");
    }
}
