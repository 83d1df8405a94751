//! A submission: one form as it arrives at the door, its answers already validated.

use super::envelope::Length;
use super::ids::{MunicipalityId, SubmissionId, SurveyId};
use super::language::Language;
use super::secret::Secret;
use super::survey::Mode;
use super::time::Timestamp;
use super::token::draft::DraftToken;
use super::token::{DraftHash, Key, KeyHash};
use crate::domain::words::words;

/// Answers in the form they are stored in, one JSON object `{item code: option code | [codes] | number | text |
/// {"invalid": true}}`. Only what `Answers` writes belongs here: the door does not look inside again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersJson(String);

impl AnswersJson {
    /// Wraps a serialised document of validated answers.
    #[must_use]
    pub fn new(json: String) -> Self {
        Self(json)
    }

    /// What was written to a text item, if anything.
    #[must_use]
    pub fn text(&self, item: &str) -> Option<String> {
        let document: serde_json::Value = serde_json::from_str(&self.0).ok()?;
        document.get(item)?.as_str().map(str::to_owned)
    }

    /// The document as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

words! {
    /// How long answering took, as coarse as anonymity needs it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Duration {
        /// Less than a third of the expected time.
        Short = "short",
        /// As expected.
        Usual = "usual",
        /// More than three times the expected time.
        Long = "long",
    }
}

/// What a form says, however it came.
#[derive(Debug, Clone)]
pub struct Form {
    /// The same on every retry.
    pub id: SubmissionId,
    /// When the person began, by the database's clock: decides about the grace time.
    pub begun_at: Timestamp,
    /// How it came.
    pub mode: Mode,
    /// The language it was answered in.
    pub language: Language,
    /// How long it took, where that is known.
    pub duration: Option<Duration>,
    /// The answers.
    pub answers: AnswersJson,
    /// How long its envelope is.
    pub length: Length,
}

/// One form sent in. Made by [`Submission::with_key`] and [`Submission::open`] only: with a key the draft of that key
/// always goes in the transaction that spends it, however the form came (pages, one page, paper, telephone, kiosk).
#[derive(Debug, Clone)]
pub struct Submission {
    /// The tenant.
    pub municipality: MunicipalityId,
    /// The survey.
    pub survey: SurveyId,
    /// The same on every retry.
    pub id: SubmissionId,
    /// The one-time key; needed unless the survey is open to anyone.
    pub key: Option<KeyHash>,
    /// The draft that is finished with it.
    pub draft: Option<DraftHash>,
    /// When the person began, by the database's clock: decides about the grace time.
    pub begun_at: Timestamp,
    /// How it came.
    pub mode: Mode,
    /// The language it was answered in.
    pub language: Language,
    /// How long it took, where that is known.
    pub duration: Option<Duration>,
    /// The answers.
    pub answers: AnswersJson,
    /// How long its envelope is.
    pub length: Length,
    _made: Made,
}

/// Only this file has one.
#[derive(Debug, Clone, Copy)]
struct Made;

impl Submission {
    /// A form of whoever holds a key: spends it and finishes its draft.
    #[must_use]
    pub fn with_key(
        secret: &Secret,
        municipality: MunicipalityId,
        survey: SurveyId,
        key: &Key,
        form: Form,
    ) -> Self {
        Self {
            key: Some(key.hash(secret, municipality, survey)),
            ..Self::open(
                municipality,
                survey,
                Some(DraftToken::of_key(secret, survey, key).hash(survey)),
                form,
            )
        }
    }

    /// A form of a survey that asks for no key; `draft`: where it was written, unless it never had one.
    #[must_use]
    pub fn open(
        municipality: MunicipalityId,
        survey: SurveyId,
        draft: Option<DraftHash>,
        form: Form,
    ) -> Self {
        Self {
            municipality,
            survey,
            id: form.id,
            key: None,
            draft,
            begun_at: form.begun_at,
            mode: form.mode,
            language: form.language,
            duration: form.duration,
            answers: form.answers,
            length: form.length,
            _made: Made,
        }
    }
}
