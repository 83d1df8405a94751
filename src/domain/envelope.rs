//! Envelopes: a response from its arrival until it is sealed with at least nineteen others.
//!
//! An envelope is encrypted under a key of the installation's secret and its survey, and all of a survey are of the same
//! length: whoever has the database, or a backup of it, but not the secret, learns neither what lies in one nor which
//! sealed response became of it.

use serde::{Deserialize, Serialize};

use super::cipher::{Cipher, DoesNotOpen};
use super::ids::{ResponseId, SubmissionId, SurveyId};
use super::language::Language;
use super::questionnaire::item::Item;
use super::questionnaire::largest;
use super::secret::Secret;
use super::submission::{AnswersJson, Duration};
use super::survey::Mode;
use super::time::Day;

/// What the key of a survey's envelopes is made for.
const PURPOSE: &str = "envelope";

/// What the name of an envelope is made for.
const NAME: &str = "name of an envelope";

/// What stands around the answers: day, mode, language, duration.
const AROUND: usize = 200;

/// What lies in an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// How and when it came.
    pub cover: Cover,
    /// The answers as they are stored.
    pub answers: AnswersJson,
}

/// What is known of a response besides its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The day it counts for; none where that day is counted already.
    pub day: Option<Day>,
    /// How it came.
    pub mode: Mode,
    /// The language it was answered in.
    pub language: Language,
    /// How long it took, where that is known.
    pub duration: Option<Duration>,
}

impl Cover {
    /// The day, the way and one response, where the day is not counted yet.
    #[must_use]
    pub fn came(&self) -> Option<(Day, Mode, i64)> {
        Some((self.day?, self.mode, 1))
    }
}

/// How many bytes the content of each envelope of a survey is filled up to. Whoever writes more than the largest length
/// has an envelope of two of it, or three: ten thousand characters of opinion stand out, nothing less does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length(usize);

impl Length {
    /// For ten thousand Japanese characters.
    const LARGEST: usize = 32 * 1024;

    /// Enough for the largest response to a questionnaire of these items, if that is not too large.
    #[must_use]
    pub fn of(items: &[Item]) -> Self {
        let whole = largest::document_bytes(items) + AROUND;
        Self(whole.next_multiple_of(512).min(Self::LARGEST))
    }

    fn holding(self, content: usize) -> usize {
        content.next_multiple_of(self.0.max(1))
    }
}

/// The largest.
impl Default for Length {
    fn default() -> Self {
        Self(Self::LARGEST)
    }
}

/// What opens the envelopes of one survey.
pub struct EnvelopeKey {
    secret: Secret,
    key: [u8; 32],
    survey: SurveyId,
}

impl EnvelopeKey {
    /// Of an installation's secret: nobody without it can make the key.
    #[must_use]
    pub fn of(secret: &Secret, survey: SurveyId) -> Self {
        let secret = secret.of(survey);
        let key = secret.hash(PURPOSE, survey.0.as_bytes());
        Self {
            secret,
            key,
            survey,
        }
    }

    /// What the envelope of a form is called, so that a form sent again is found without opening others. Nobody without
    /// the secret can compute it, and it goes with the envelope.
    #[must_use]
    pub fn name(&self, submission: SubmissionId) -> ResponseId {
        let hash = self.secret.hash(NAME, submission.0.as_bytes());
        let (half, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
        ResponseId(uuid::Builder::from_random_bytes(*half).into_uuid())
    }

    fn cipher(&self) -> Cipher<'_> {
        Cipher::new(self.key, self.survey.0.as_bytes())
    }

    /// Encloses a response. `nonce` is random and new every time.
    ///
    /// # Errors
    /// When the answers are no JSON: what is enclosed must be taken by the table it goes to later.
    pub fn enclose(
        &self,
        nonce: [u8; 24],
        content: &Content,
        length: Length,
    ) -> serde_json::Result<Vec<u8>> {
        let answers = content.answers.as_str();
        let _: serde::de::IgnoredAny = serde_json::from_str(answers)?;
        let mut bytes = serde_json::to_vec(&content.cover)?;
        bytes.push(b'\n');
        bytes.extend(answers.as_bytes());
        let length = length.holding(bytes.len());
        Ok(self.cipher().seal(nonce, &bytes, length))
    }

    /// Opens an envelope.
    ///
    /// # Errors
    /// [`DoesNotOpen`] when it is of another survey or secret, or was changed.
    pub fn open(&self, envelope: &[u8]) -> Result<Content, DoesNotOpen> {
        let text = String::from_utf8(self.cipher().open(envelope)?).map_err(|_| DoesNotOpen)?;
        let (cover, answers) = text.split_once('\n').ok_or(DoesNotOpen)?;
        Ok(Content {
            cover: serde_json::from_str(cover).map_err(|_| DoesNotOpen)?,
            answers: AnswersJson::new(answers.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn content(answers: &str) -> Content {
        Content {
            cover: Cover {
                day: chrono::NaiveDate::from_ymd_opt(2026, 11, 28),
                mode: Mode::Web,
                language: Language::japanese(),
                duration: Some(Duration::Usual),
            },
            answers: AnswersJson::new(answers.to_owned()),
        }
    }

    proptest! {
        /// Whatever was written, one envelope looks like another, and only its own key opens it.
        #[test]
        fn an_envelope_tells_nothing_and_opens_with_its_key_only(
            text in "[あ-ん\"\\\\a-z\n]{0,900}", secret: [u8; 32], other: [u8; 32], flip in 0..9000_usize,
        ) {
            prop_assume!(secret != other);
            let survey = SurveyId(Uuid::from_u128(1));
            let key = EnvelopeKey::of(&Secret::new(secret), survey);
            let content = content(&serde_json::json!({ "free": text }).to_string());
            let length = Length(8192);
            let mut envelope = key.enclose([3; 24], &content, length).unwrap();
            prop_assert_eq!(envelope.len(), 8192 + crate::domain::cipher::OVERHEAD);
            prop_assert_eq!(key.open(&envelope).unwrap(), content);
            prop_assert!(EnvelopeKey::of(&Secret::new(other), survey).open(&envelope).is_err());
            let elsewhere = EnvelopeKey::of(&Secret::new(secret), SurveyId(Uuid::from_u128(2)));
            prop_assert!(elsewhere.open(&envelope).is_err());
            let place = flip % envelope.len();
            envelope[place] ^= 1;
            prop_assert!(key.open(&envelope).is_err());
        }
    }

    #[test]
    fn what_is_no_document_is_not_enclosed() {
        let key = EnvelopeKey::of(&Secret::new([1; 32]), SurveyId(Uuid::nil()));
        assert!(
            key.enclose([0; 24], &content("{"), Length::default())
                .is_err()
        );
    }
}
