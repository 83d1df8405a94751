//! What seals the slips of one survey: what forms and browsers carry unseen.

use super::draft::DraftToken;
use super::purpose;
use crate::domain::cipher::{Cipher, DoesNotOpen};
use crate::domain::ids::SurveyId;
use crate::domain::secret::{Purpose, Secret};

/// Made of the installation's secret: nobody without it seals or opens a slip. Every page has one, so it is made once
/// and kept with the survey.
pub struct SlipKey {
    secret: Secret,
    survey: SurveyId,
    content: [u8; 32],
    nonce: Purpose,
    /// What the fresh forms of this survey are made of, and what proves one.
    fresh: Secret,
    proof: Purpose,
}

/// What only this browser has of a form in which nothing was typed yet: token and own part of its draft are made of it
/// when it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u8; 16]);

impl SlipKey {
    /// Of one survey.
    #[must_use]
    pub fn of(secret: &Secret, survey: SurveyId) -> Self {
        let own = secret.of(survey);
        let token = DraftToken::from_random(own.hash(purpose::CARRIED, survey.0.as_bytes()));
        let fresh = Secret::new(own.hash(purpose::FRESH, survey.0.as_bytes()));
        Self {
            secret: secret.clone(),
            survey,
            content: token.content_key(),
            nonce: own.purpose(purpose::CARRIED_NONCE),
            proof: fresh.purpose(purpose::FRESH_PROOF),
            fresh,
        }
    }

    /// Encrypts `content` as it is: the same content always looks the same.
    #[must_use]
    pub fn seal(&self, content: &[u8]) -> Vec<u8> {
        let hash = self.nonce.hash(content);
        let nonce = hash.first_chunk().copied().unwrap_or_default();
        self.cipher().seal(nonce, content, content.len())
    }

    /// Decrypts what [`SlipKey::seal`] made.
    ///
    /// # Errors
    /// [`DoesNotOpen`] with another secret, for another survey or when a bit was changed.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        self.cipher().open(sealed)
    }

    /// Proves that a fresh form was made here, as it is. Every visitor gets one: it costs a hash.
    #[must_use]
    pub fn prove(&self, content: &[u8]) -> [u8; 16] {
        let hash = self.proof.hash(content);
        hash.first_chunk().copied().unwrap_or_default()
    }

    /// The token and the own part of the draft that a fresh form begins.
    #[must_use]
    pub fn grown(&self, Seed(seed): Seed) -> (DraftToken, [u8; 16]) {
        let token = DraftToken::from_random(self.fresh.hash(purpose::FRESH_TOKEN, &seed));
        let own = self.fresh.hash(purpose::FRESH_OWN, &seed);
        (token, own.first_chunk().copied().unwrap_or_default())
    }

    /// The secret it is made of.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The survey it is for.
    #[must_use]
    pub fn survey(&self) -> SurveyId {
        self.survey
    }

    fn cipher(&self) -> Cipher<'_> {
        Cipher::new(self.content, self.survey.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms stay open while the program is brought up to date: a former version sealed with a token it made each time.
    #[test]
    fn what_a_former_version_sealed_opens() {
        let (secret, survey) = (Secret::new([1; 32]), SurveyId(uuid::Uuid::from_u128(9)));
        let token = secret.hash("what a form carries", survey.0.as_bytes());
        let former = Cipher::new(
            Secret::new(token).hash("draft content", &[]),
            survey.0.as_bytes(),
        );
        let sealed = former.seal([7; 24], b"a slip", 6);
        let opened = SlipKey::of(&secret, survey).open(&sealed);
        assert_eq!(opened.as_deref(), Ok(&b"a slip"[..]));
    }
}
