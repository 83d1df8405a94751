//! The slip of a one-page form: what it carries unseen, signed, since it has no draft to keep it.
//!
//! What does not belong here: the page around it (`one_page`).

use crate::domain::ids::{SubmissionId, SurveyId};
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;

use super::draft::Draft;

/// The name of its field.
pub const FIELD: &str = "_form";

/// The submission a form will become, when it began, and the key it was opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The id the response will have: a form sent twice is one response.
    pub submission: SubmissionId,
    /// When the person began, by the database's clock; whole seconds are kept.
    pub begun_at: Timestamp,
    /// The key on the letter, where the survey needs one.
    pub key: Option<String>,
}

impl Slip {
    /// The slip of a draft that holds a key: opened twice, the form becomes one response.
    #[must_use]
    pub fn of_draft(draft: &Draft) -> Self {
        Self {
            submission: draft.submission,
            begun_at: draft.begun_at,
            key: draft.key.clone(),
        }
    }

    /// The value of its field: what it says and our signature, for one survey.
    #[must_use]
    pub fn signed(&self, secret: &Secret, survey: SurveyId) -> String {
        let text = format!(
            "{}.{}.{}",
            self.submission,
            self.begun_at.timestamp(),
            self.key.as_deref().unwrap_or_default()
        );
        let signature = signature(secret, survey, &text);
        format!("{text}.{signature}")
    }

    /// Reads the value of a form's field; anything not signed by us for this survey is not one.
    #[must_use]
    pub fn read(secret: &Secret, survey: SurveyId, signed: &str) -> Option<Self> {
        let (text, given) = signed.rsplit_once('.')?;
        let ours = signature(secret, survey, text);
        if !bool::from(subtle::ConstantTimeEq::ct_eq(
            given.as_bytes(),
            ours.as_bytes(),
        )) {
            return None;
        }
        let mut parts = text.split('.');
        let submission = SubmissionId(uuid::Uuid::try_parse(parts.next()?).ok()?);
        let begun_at = Timestamp::from_timestamp(parts.next()?.parse().ok()?, 0)?;
        let key = Some(parts.next()?.to_owned()).filter(|key| !key.is_empty());
        Some(Self {
            submission,
            begun_at,
            key,
        })
    }
}

/// 16 bytes in hexadecimal digits.
fn signature(secret: &Secret, survey: SurveyId, text: &str) -> String {
    let hash = secret
        .of(survey)
        .hash("one-page form", format!("{survey}.{text}").as_bytes());
    let halves = hash.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = halves.filter_map(|half| char::from_digit(half.into(), 16));
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(key: Option<&str>) -> Slip {
        Slip {
            submission: SubmissionId(uuid::Uuid::from_u128(7)),
            begun_at: Timestamp::from_timestamp(1_700_000_000, 0).unwrap(),
            key: key.map(str::to_owned),
        }
    }

    #[test]
    fn what_was_signed_is_read_back() {
        let secret = Secret::new([1; 32]);
        let survey = SurveyId(uuid::Uuid::from_u128(9));
        for slip in [slip(None), slip(Some("7KQ2-M4XD-9TF"))] {
            let signed = slip.signed(&secret, survey);
            assert_eq!(Slip::read(&secret, survey, &signed), Some(slip));
        }
    }

    #[test]
    fn a_slip_of_another_survey_secret_or_text_is_none() {
        let (secret, survey) = (Secret::new([1; 32]), SurveyId(uuid::Uuid::from_u128(9)));
        let signed = slip(None).signed(&secret, survey);
        let other = SurveyId(uuid::Uuid::from_u128(10));
        assert_eq!(Slip::read(&secret, other, &signed), None);
        assert_eq!(Slip::read(&Secret::new([2; 32]), survey, &signed), None);
        let later = signed.replace(".1700000000.", ".1800000000.");
        assert_eq!(Slip::read(&secret, survey, &later), None);
        assert_eq!(Slip::read(&secret, survey, "..."), None);
    }
}
