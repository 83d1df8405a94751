//! Tokens: what people hold (keys, receipts, drafts), made from given randomness, stored only as a hash.
//!
//! What belongs here: making, reading, printing and hashing them. What does not: where randomness or the secret
//! comes from.

pub mod draft;
pub mod lane;
mod network;
pub(super) mod printed;
pub mod slip_key;

use super::ids::{MunicipalityId, SubmissionId, SurveyId};
use super::secret::Secret;
pub use printed::NotACode;

/// What keyed hashes are for; hashes for different purposes never meet.
mod purpose {
    pub(super) const KEY: &str = "key";
    pub(super) const DEMONSTRATION: &str = "key of a demonstration";
    pub(super) const RECEIPT: &str = "receipt";
    pub(super) const RECEIPT_HASH: &str = "receipt hash";
    pub(super) const DRAFT_PLACE: &str = "draft place";
    pub(super) const DRAFT_OF_KEY: &str = "draft of a key";
    pub(super) const THANKS: &str = "thanks for a response";
    pub(super) const LANE: &str = "lane of a pace";
    pub(super) const DRAFT_CONTENT: &str = "draft content";
    pub(super) const SUBMISSION: &str = "submission";
    pub(super) const CARRIED: &str = "what a form carries";
    pub(super) const CARRIED_NONCE: &str = "nonce of what a form carries";
    pub(super) const FRESH: &str = "fresh forms of a survey";
    pub(super) const FRESH_PROOF: &str = "proof of a fresh form";
    pub(super) const FRESH_TOKEN: &str = "token of a fresh form";
    pub(super) const FRESH_OWN: &str = "own part of a fresh form";
    pub(super) const NETWORK: &str = "network of a draft";
}

/// Declares a stored hash: 16 bytes, enough that no two of a billion are alike.
macro_rules! hash {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 16]);

        impl $name {
            fn first_half(hash: [u8; 32]) -> Self {
                let (half, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
                Self(*half)
            }
        }
    )+};
}

hash! {
    /// What is stored of a one-time key.
    KeyHash,
    /// What is stored of a receipt.
    ReceiptHash,
    /// What a draft is found by.
    DraftHash,
    /// The network an open survey's draft was begun from.
    NetworkHash,
    /// What shares a pace.
    LaneHash,
}

/// Characters of a printed key, and of a receipt.
const KEY_CHARACTERS: usize = 11;
const RECEIPT_CHARACTERS: usize = 17;

/// A one-time key: 50 bits, printed `XXXX-XXXX-XXX` with a check character.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u64);

impl Key {
    /// The key made of 50 of the given random bits.
    #[must_use]
    pub fn from_random(bits: u64) -> Self {
        Self(bits & ((1 << 50) - 1))
    }

    /// Reads a key as a person types it: case, full width, hyphens, spaces and look-alikes are forgiven.
    ///
    /// # Errors
    /// [`NotACode`] when it has not 11 characters of the alphabet or the check character does not fit.
    pub fn read(typed: &str) -> Result<Self, NotACode> {
        let bits = printed::read::<KEY_CHARACTERS>(typed)?;
        u64::try_from(bits).map(Self).map_err(|_| NotACode)
    }

    /// What is stored of it, different in every survey.
    #[must_use]
    pub fn hash(&self, secret: &Secret, municipality: MunicipalityId, survey: SurveyId) -> KeyHash {
        let bits = self.0.to_be_bytes();
        let message = [&municipality.0.as_bytes()[..], survey.0.as_bytes(), &bits].concat();
        KeyHash::first_half(secret.of(survey).hash(purpose::KEY, &message))
    }

    /// The keys of a demonstration, always the same in one installation, so that its pages can show some of them for
    /// visitors to try. A survey that is none has no such keys: they are drawn at random and known to nobody.
    #[must_use]
    pub fn demonstration(secret: &Secret, survey: SurveyId, number: u32) -> Self {
        let message = [&survey.0.as_bytes()[..], &number.to_be_bytes()].concat();
        let hash = secret.of(survey).hash(purpose::DEMONSTRATION, &message);
        let bits = hash.iter().take(8);
        Self::from_random(bits.fold(0, |bits, byte| (bits << 8) | u64::from(*byte)))
    }

    /// How many of them, from number 0 on, are for visitors.
    pub const TO_TRY: u32 = 60;
}

/// Printed with its hyphens.
impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&printed::write::<KEY_CHARACTERS>(self.0.into()))
    }
}

/// Never shown in logs.
impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A receipt: 80 bits with which a person, and only that person, can see that the response counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt(u128);

impl Receipt {
    /// The receipt of a submission: the same on every retry.
    #[must_use]
    pub fn of(secret: &Secret, survey: SurveyId, submission: SubmissionId) -> Self {
        let message = [*survey.0.as_bytes(), *submission.0.as_bytes()].concat();
        let hash = secret.of(survey).hash(purpose::RECEIPT, &message);
        Self(
            hash.iter()
                .take(10)
                .fold(0, |bits, byte| (bits << 8) | u128::from(*byte)),
        )
    }

    /// Reads a receipt as a person types it.
    ///
    /// # Errors
    /// [`NotACode`] when it has not 17 characters of the alphabet or the check character does not fit.
    pub fn read(typed: &str) -> Result<Self, NotACode> {
        printed::read::<RECEIPT_CHARACTERS>(typed).map(Self)
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self, secret: &Secret, survey: SurveyId) -> ReceiptHash {
        let secret = secret.of(survey);
        ReceiptHash::first_half(secret.hash(purpose::RECEIPT_HASH, &self.0.to_be_bytes()))
    }

    /// What the program adds to the address of a receipt it gives: whoever has it did not guess.
    #[must_use]
    pub fn thanks(&self, secret: &Secret, survey: SurveyId) -> String {
        let hash = secret
            .of(survey)
            .hash(purpose::THANKS, &self.0.to_be_bytes());
        hash.iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// Printed in groups of four, the check character at the end.
impl std::fmt::Display for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&printed::write::<RECEIPT_CHARACTERS>(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_printed_key_is_read_back(bits: u64) {
            let key = Key::from_random(bits);
            let printed = key.to_string();
            prop_assert_eq!(printed.len(), 13);
            prop_assert!(Key::read(&printed).unwrap() == key);
            let sloppy = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "Ｌ");
            prop_assert!(Key::read(&sloppy).unwrap() == key);
        }

        /// The check character finds every wrong character and every pair of exchanged neighbours.
        #[test]
        fn a_mistyped_key_is_noticed(bits: u64, place in 0..11_usize, with in 0..32_u8) {
            let printed: Vec<char> = Key::from_random(bits).to_string().replace('-', "").chars().collect();
            let mut wrong = printed.clone();
            wrong[place] = char::from(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"[usize::from(with)]);
            let read = Key::read(&wrong.iter().collect::<String>());
            prop_assert_eq!(read.is_ok(), wrong == printed);
            let mut swapped = printed.clone();
            swapped.swap(place, (place + 1).min(10));
            let read = Key::read(&swapped.iter().collect::<String>());
            prop_assert_eq!(read.is_ok(), swapped == printed);
        }

        #[test]
        fn a_receipt_is_the_same_on_every_retry_and_read_back(secret: [u8; 32], id: u128) {
            let secret = Secret::new(secret);
            let survey = SurveyId(uuid::Uuid::nil());
            let receipt = Receipt::of(&secret, survey, SubmissionId(uuid::Uuid::from_u128(id)));
            prop_assert_eq!(receipt, Receipt::of(&secret, survey, SubmissionId(uuid::Uuid::from_u128(id))));
            prop_assert_eq!(Receipt::read(&receipt.to_string()).unwrap(), receipt);
        }

        #[test]
        fn reading_never_panics(typed: String) {
            let _ = (Key::read(&typed), Receipt::read(&typed));
        }
    }

    #[test]
    fn hashes_differ_by_survey_purpose_and_secret() {
        let (a, b) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let town = MunicipalityId(uuid::Uuid::nil());
        let survey = |n| SurveyId(uuid::Uuid::from_u128(n));
        let key = Key::from_random(42);
        assert_ne!(key.hash(&a, town, survey(1)), key.hash(&a, town, survey(2)));
        assert_ne!(key.hash(&a, town, survey(1)), key.hash(&b, town, survey(1)));
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
