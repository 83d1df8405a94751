//! A submission: one form as it arrives at the door, its answers already validated.

use super::envelope::Room;
use super::ids::{MunicipalityId, SubmissionId, SurveyId};
use super::language::Language;
use super::survey::Mode;
use super::time::Timestamp;
use super::token::{DraftHash, KeyHash};
use serde::{Deserialize, Serialize};

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

/// How long answering took, as coarse as anonymity needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duration {
    /// Less than a third of the expected time.
    Short,
    /// As expected.
    Usual,
    /// More than three times the expected time.
    Long,
}

impl Duration {
    /// The word as stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Usual => "usual",
            Self::Long => "long",
        }
    }

    /// The class of a stored word; none for any other.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Short, Self::Usual, Self::Long]
            .into_iter()
            .find(|class| class.word() == word)
    }
}

/// One form sent in.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The tenant.
    pub municipality: MunicipalityId,
    /// The survey.
    pub survey: SurveyId,
    /// Drawn at random when the form was made; the same on every retry.
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
    /// How large its envelope is.
    pub room: Room,
}
