//! Drafts: a token of 256 bits that finds a draft and is the only thing that opens it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{DraftHash, Key, purpose};
use crate::domain::cipher::{Cipher, DoesNotOpen};
use crate::domain::ids::{SubmissionId, SurveyId};
use crate::domain::secret::Secret;

/// Content is filled up to a multiple of so many bytes, so that its length says little.
const BLOCK: usize = 512;

/// What a person holds in a cookie or an address while answering.
#[derive(Clone, PartialEq, Eq)]
pub struct DraftToken([u8; 32]);

/// The text is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a draft token")]
pub struct NotAToken;

impl DraftToken {
    /// The token made of 32 random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The token of a key's draft: the same on every device, so that a person can go on where another one stopped.
    #[must_use]
    pub fn of_key(secret: &Secret, survey: SurveyId, key: &Key) -> Self {
        let message = [&survey.0.as_bytes()[..], &key.0.to_be_bytes()].concat();
        Self(secret.of(survey).hash(purpose::DRAFT_OF_KEY, &message))
    }

    /// The id of the response a draft becomes: the same however often it is sent from one browser. `own` is what only
    /// that browser has: the id is neither in the draft nor made of anything that is stored, so that not even secret
    /// and key together tell from a draft, or from the key, which response came of it.
    #[must_use]
    pub fn submission(&self, survey: SurveyId, own: [u8; 16]) -> SubmissionId {
        let message = [*survey.0.as_bytes(), own].concat();
        let hash = self.keyed(purpose::SUBMISSION, &message);
        let half = hash.first_chunk().copied().unwrap_or_default();
        SubmissionId(uuid::Builder::from_random_bytes(half).into_uuid())
    }

    /// Reads the 64 hexadecimal digits [`std::fmt::Display`] writes.
    ///
    /// # Errors
    /// [`NotAToken`] for anything else.
    pub fn read(text: &str) -> Result<Self, NotAToken> {
        let plain = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !plain {
            return Err(NotAToken);
        }
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * place..2 * place + 2).ok_or(NotAToken)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NotAToken)?;
        }
        Ok(Self(bytes))
    }

    /// What the draft is stored under.
    #[must_use]
    pub fn hash(&self, survey: SurveyId) -> DraftHash {
        DraftHash::first_half(self.keyed(purpose::DRAFT_PLACE, survey.0.as_bytes()))
    }

    /// Encrypts `content`, filled up so that its length says little; `nonce` is new every time.
    #[must_use]
    pub fn seal(&self, survey: SurveyId, nonce: [u8; 24], content: &[u8]) -> Vec<u8> {
        let length = content.len().next_multiple_of(BLOCK);
        self.cipher(&survey).seal(nonce, content, length)
    }

    /// Decrypts what [`DraftToken::seal`] made.
    ///
    /// # Errors
    /// [`DoesNotOpen`] under another token, for another survey or when a bit was changed.
    pub fn open(&self, survey: SurveyId, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        self.cipher(&survey).open(sealed)
    }

    /// A keyed hash under the token itself: nobody without it can compute one.
    fn keyed(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        Secret::new(self.0).hash(purpose, message)
    }

    /// The key of what it encrypts.
    pub(super) fn content_key(&self) -> [u8; 32] {
        self.keyed(purpose::DRAFT_CONTENT, &[])
    }

    fn cipher<'s>(&self, survey: &'s SurveyId) -> Cipher<'s> {
        Cipher::new(self.content_key(), survey.0.as_bytes())
    }
}

impl std::fmt::Display for DraftToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Its digits in a text, its bytes elsewhere.
impl Serialize for DraftToken {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            to.collect_str(self)
        } else {
            self.0.serialize(to)
        }
    }
}

impl<'de> Deserialize<'de> for DraftToken {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if !from.is_human_readable() {
            return <[u8; 32]>::deserialize(from).map(Self);
        }
        let text = String::deserialize(from)?;
        Self::read(&text).map_err(serde::de::Error::custom)
    }
}

/// Never shown in logs.
impl std::fmt::Debug for DraftToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DraftToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_draft_opens_with_its_token_only(token: [u8; 32], other: [u8; 32], nonce: [u8; 24], content: Vec<u8>, flip in 0..4000_usize) {
            prop_assume!(token != other);
            let survey = SurveyId(uuid::Uuid::from_u128(1));
            let token = DraftToken::from_random(token);
            let mut sealed = token.seal(survey, nonce, &content);
            prop_assert_eq!(token.open(survey, &sealed).unwrap(), content);
            prop_assert!(DraftToken::from_random(other).open(survey, &sealed).is_err());
            prop_assert!(token.open(SurveyId(uuid::Uuid::from_u128(2)), &sealed).is_err());
            let place = flip % sealed.len();
            sealed[place] ^= 1;
            prop_assert!(token.open(survey, &sealed).is_err());
            prop_assert!(token.open(survey, &sealed[..place]).is_err());
        }

        /// The same on every retry; another one for another browser, survey or draft.
        #[test]
        fn an_id_is_of_one_draft_in_one_browser(token: [u8; 32], other: [u8; 32], own: [u8; 16], elsewhere: [u8; 16]) {
            prop_assume!(token != other && own != elsewhere);
            let survey = |n| SurveyId(uuid::Uuid::from_u128(n));
            let (token, other) = (DraftToken::from_random(token), DraftToken::from_random(other));
            let id = token.submission(survey(1), own);
            prop_assert_eq!(id, token.submission(survey(1), own));
            prop_assert_ne!(id, token.submission(survey(1), elsewhere));
            prop_assert_ne!(id, token.submission(survey(2), own));
            prop_assert_ne!(id, other.submission(survey(1), own));
        }

        #[test]
        fn a_token_is_read_back_and_nothing_else_is(token: [u8; 32], nonsense: String) {
            let token = DraftToken::from_random(token);
            prop_assert_eq!(DraftToken::read(&token.to_string()).unwrap(), token);
            prop_assert!(DraftToken::read(&nonsense).is_err());
        }
    }
}
