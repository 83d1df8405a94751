//! The slip of a form: what it carries unseen of the person who fills it in, sealed, so that only this installation
//! reads it and nobody can make one. A browser that keeps cookies keeps its slips too ([`super::jar`]).
//!
//! A slip never stands in an address. Where the draft cannot lie in the database (the browser keeps no cookie, or
//! there is no room), the slip holds the answers themselves and travels from page to page.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{SubmissionId, SurveyId};
use crate::domain::language::Language;
use crate::domain::questionnaire::Reader;
use crate::domain::questionnaire::draft_answers::Typed;
use crate::domain::questionnaire::limits::{BODY_BYTES, PAGE_BYTES};
use crate::domain::questionnaire::order::OrderSeed;
use crate::domain::time::Timestamp;
use crate::domain::token::draft::DraftToken;
use crate::domain::token::slip_key::SlipKey;
use crate::web::error::Error;

use super::{fresh, old_slip, sealed};

/// The field of a one-page form.
pub const FIELD: &str = "_form";

/// The field of a section's form, of the check page and of the start button.
pub const OF_DRAFT: &str = "_t";

/// Most characters of a sealed slip: what a form may carry beside the answers of its page.
pub const MOST: usize = BODY_BYTES - PAGE_BYTES - 64 * 1024;

/// What a form carries. All its fields are written, in this order and without their names: see [`sealed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Finds and opens the draft.
    #[serde(rename = "t")]
    pub token: DraftToken,
    /// Random, and known to this browser alone: with the token it makes the id of the response.
    #[serde(rename = "o")]
    own: uuid::Uuid,
    /// The id of a form that was begun when ids were drawn beforehand.
    #[serde(rename = "i", default)]
    pub given: Option<SubmissionId>,
    /// The key on the letter, where the survey needs one.
    #[serde(rename = "k", default)]
    pub key: Option<String>,
    /// When the person began, by the database's clock; whole seconds are kept.
    #[serde(rename = "b", with = "chrono::serde::ts_seconds")]
    pub begun_at: Timestamp,
    /// The language chosen.
    #[serde(rename = "l")]
    pub language: Language,
    /// How pages are shown: see `Display::words`.
    #[serde(rename = "d", default)]
    pub display: String,
    /// Where the answers are.
    #[serde(rename = "a", default)]
    pub answers: Place,
}

/// Where what was typed so far is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Place {
    /// Nothing was typed yet.
    #[default]
    Nowhere,
    /// In the database.
    Database,
    /// In the slip itself.
    Here(Typed),
}

impl Slip {
    /// The slip of somebody who begins.
    #[must_use]
    pub fn new(
        token: DraftToken,
        key: Option<String>,
        language: Language,
        begun_at: Timestamp,
    ) -> Self {
        Self {
            token,
            own: uuid::Uuid::from_bytes(rand::random()),
            given: None,
            key,
            begun_at,
            language,
            display: String::new(),
            answers: Place::Nowhere,
        }
    }

    /// The slip of somebody who begins at an open survey.
    #[must_use]
    pub fn fresh(language: &Language, begun_at: Timestamp) -> Self {
        let token = DraftToken::from_random(rand::random());
        Self::new(token, None, language.clone(), begun_at)
    }

    /// The slip of a form in which nothing was typed yet. `own`: known to this browser alone.
    #[must_use]
    pub(super) fn begun(
        token: DraftToken,
        own: [u8; 16],
        language: Language,
        begun_at: Timestamp,
    ) -> Self {
        Self {
            own: uuid::Uuid::from_bytes(own),
            ..Self::new(token, None, language, begun_at)
        }
    }

    /// What is drawn for whoever begins with it, where something is. It is made of what only this browser has: a part
    /// that was drawn stands in the response, and made of the token it would tell, with the secret, of which key that is.
    /// A draft keeps it, so that who goes on elsewhere goes on with the same.
    #[must_use]
    pub fn seed(&self, reader: &Reader) -> Option<OrderSeed> {
        reader.draws().then(|| OrderSeed::of(self.own.into_bytes()))
    }

    /// The id its response will have: the same on every retry.
    #[must_use]
    pub fn submission(&self, survey: SurveyId) -> SubmissionId {
        let own = || self.token.submission(survey, self.own.into_bytes());
        self.given.unwrap_or_else(own)
    }

    /// The value of its field.
    #[must_use]
    pub fn sealed(&self, key: &SlipKey) -> String {
        sealed::seal(key, self)
    }

    /// The value of its field, where the page after this one can still be sent with it.
    ///
    /// # Errors
    /// [`Error::TooLarge`]: more than 100,000 characters of text that cannot be kept in the database.
    pub fn carried(&self, key: &SlipKey) -> Result<String, Error> {
        let sealed = self.sealed(key);
        if sealed.len() > MOST {
            return Err(Error::TooLarge);
        }
        Ok(sealed)
    }

    /// Reads the value of a form's field, also of a form that a former version wrote; anything that was not made by us
    /// for this survey is none.
    #[must_use]
    pub fn read(key: &SlipKey, text: &str) -> Option<Self> {
        fresh::read(key, text)
            .or_else(|| sealed::open(key, text))
            .or_else(|| old_slip::of_token(text))
            .or_else(|| old_slip::of_signed(key.secret(), key.survey(), text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::Secret;
    use proptest::prelude::*;

    fn slip(key: Option<&str>) -> Slip {
        let begun_at = Timestamp::from_timestamp(1_700_000_000, 0).unwrap();
        let token = DraftToken::from_random([3; 32]);
        Slip::new(
            token,
            key.map(str::to_owned),
            Language::japanese(),
            begun_at,
        )
    }

    proptest! {
        #[test]
        fn what_was_sealed_is_read_back_and_nothing_else(texts: Vec<String>, nonsense: String, flip in 0..1000_usize) {
            let key = |secret, survey| SlipKey::of(&Secret::new([secret; 32]), SurveyId(uuid::Uuid::from_u128(survey)));
            let own = key(1, 9);
            let mut slip = slip(Some("7KQ2-M4XD-9TF"));
            slip.answers = Place::Here(Typed::from([("q1".to_owned(), texts)]));
            let sealed = slip.sealed(&own);
            prop_assert_eq!(Slip::read(&own, &sealed), Some(slip));
            prop_assert_eq!(Slip::read(&key(1, 10), &sealed), None);
            prop_assert_eq!(Slip::read(&key(2, 9), &sealed), None);
            prop_assert_eq!(Slip::read(&own, &nonsense), None);
            let mut forged = sealed.clone().into_bytes();
            let place = flip % (forged.len() - 1);
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            prop_assert_eq!(Slip::read(&own, &forged), None);
        }
    }

    #[test]
    fn an_id_is_the_same_on_every_retry_and_another_in_every_browser() {
        let survey = SurveyId(uuid::Uuid::from_u128(9));
        let (one, other) = (slip(None), slip(None));
        assert_eq!(one.submission(survey), one.clone().submission(survey));
        assert_ne!(one.submission(survey), other.submission(survey));
        let given = Some(SubmissionId(uuid::Uuid::from_u128(7)));
        let old = Slip { given, ..one };
        assert_eq!(Some(old.submission(survey)), given);
    }

    #[test]
    fn a_long_text_fits_into_a_form_and_an_endless_one_does_not() {
        let survey = SurveyId(uuid::Uuid::from_u128(9));
        let key = SlipKey::of(&Secret::new([1; 32]), survey);
        let with = |text: String| {
            let answers = Place::Here(Typed::from([("q1".to_owned(), vec![text])]));
            Slip {
                answers,
                ..slip(None)
            }
            .carried(&key)
        };
        let letters = |count| -> String {
            let letter =
                |_| char::from_u32(0x4e00 + u32::from(rand::random::<u16>()) % 0x2000).unwrap();
            (0..count).map(letter).collect()
        };
        assert!(with(letters(40_000)).is_ok());
        assert!(matches!(with(letters(400_000)), Err(Error::TooLarge)));
    }
}
