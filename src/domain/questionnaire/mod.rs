//! A questionnaire (調査票): sections of questions with stable codes.
//!
//! What belongs here: what a questionnaire is. How it is read from a file is `formats::questionnaire`,
//! how it looks is `views` and the templates.

pub mod acts;
pub mod advice;
pub mod answers;
mod asking;
pub mod bank;
pub mod changing;
pub mod code;
pub mod compared;
#[cfg(test)]
mod compared_tests;
pub mod comparison;
#[cfg(test)]
mod comparison_tests;
pub mod confusable;
pub mod continuity;
#[cfg(test)]
mod continuity_tests;
pub mod draft_answers;
mod field;
#[cfg(test)]
mod field_tests;
pub mod finding;
#[cfg(test)]
mod grid_tests;
pub mod item;
mod kind;
pub mod largest;
pub mod leftovers;
pub mod limits;
pub mod order;
pub mod pattern;
#[cfg(test)]
mod personal_tests;
pub mod picture;
mod piping;
pub mod place;
pub mod placeholder;
mod places;
mod quantity;
pub mod question;
mod reach;
pub mod reader;
mod reading;
pub mod refusal;
pub mod repetition;
#[cfg(test)]
mod repetition_tests;
pub mod review;
pub mod routing;
pub mod same;
pub mod scales;
pub mod seen;
mod sizes;
pub mod source;
#[cfg(test)]
mod tests;
pub mod trial;
pub mod version_number;

pub use answers::Answers;
pub use draft_answers::DraftAnswers;
pub use reader::Reader;
pub use reading::Raw;
pub use refusal::{AnswerError, AnswerErrorKind};

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::text::Text;
use picture::Picture;
use question::{Code, Kind, Question};
use repetition::{Nth, Repeat};
use routing::Condition;

/// A questionnaire as one version holds it: immutable once used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Stable name over versions and years, e.g. `shimin`.
    pub code: Code,
    /// What the citizen reads on top of every page.
    pub title: Text,
    /// One sentence: why this is asked and what becomes of it.
    pub purpose: Text,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// The languages it is offered in; the first is the one it was written in.
    pub languages: Vec<Language>,
    /// One page a section, or everything on one page.
    #[serde(default)]
    pub layout: Layout,
    /// The pages, in order.
    pub sections: Vec<Section>,
}

/// How a questionnaire is laid out on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One page for each section.
    #[default]
    Sections,
    /// All sections on one page, sent at once; for short questionnaires.
    OnePage,
}

/// A section (ページ): questions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Stable code.
    pub code: Code,
    /// Heading of the page.
    pub title: Text,
    /// A line or two under the heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Asked only when this holds; always, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// Asked again for each child or the like; once, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// Which repeat it is, in an unfolded questionnaire.
    #[serde(skip)]
    pub nth: Option<Nth>,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

impl Section {
    /// Whether it is no repeat of a section before it.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.nth.is_none_or(|nth| nth.number == 1)
    }
}

impl Questionnaire {
    /// Every question in the order it is asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The picture of every note that has one, in the order they are shown.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.questions()
            .filter_map(|question| match &question.kind {
                Kind::Note { picture } => picture.as_ref(),
                _ => None,
            })
    }

    /// The question with this code.
    #[must_use]
    pub fn question(&self, code: &Code) -> Option<&Question> {
        self.questions().find(|question| question.code == *code)
    }
}
