//! Acts on a draft (下書き): how a questionnaire comes about, one small change after the other.
//!
//! A draft is a questionnaire that need not pass its review yet. Whoever changes it, on the page, by an import or by
//! undoing, does it by an [`Act`]: [`apply()`] gives the draft after it and the act that takes it back. Acts name what
//! they change by codes and never by positions, so that an act somebody began on an older state of the draft means the
//! same on a newer one; where two touch the same ([`meeting`]), a person decides.

#[cfg(test)]
mod any_tests;
mod apply;
pub mod at;
mod difference;
pub mod history;
mod key;
mod leading;
pub mod meeting;
#[cfg(test)]
mod tests;

pub use apply::{Applied, Refused, apply, take_apart};
pub use difference::of_question;
pub use leading::leading;

use serde::{Deserialize, Serialize};

use super::order::Order;
use super::question::{Code, Kind, Question, Role};
use super::repetition::Repeat;
use super::routing::Condition;
use super::{Layout, Section};
use crate::domain::language::Language;
use at::At;

/// One change of a draft. `before` names the neighbour in front of which something is put; the end, when absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// A text is written in a language, or taken away.
    Write {
        /// Which text.
        at: At,
        /// In which language.
        language: Language,
        /// None: there is none any more.
        text: Option<String>,
    },
    /// How long it takes.
    Take {
        /// In minutes.
        minutes: u16,
    },
    /// How it is laid out on the screen.
    Lay {
        /// From now on.
        layout: Layout,
    },
    /// In which languages it is offered, the one it is written in first.
    Offer {
        /// All of them.
        languages: Vec<Language>,
    },
    /// A section comes in, with its questions.
    AddSection {
        /// The section.
        section: Box<Section>,
        /// Before which one.
        before: Option<Code>,
    },
    /// A section goes, with its questions.
    RemoveSection {
        /// Which one.
        section: Code,
    },
    /// A section goes to another place.
    MoveSection {
        /// Which one.
        section: Code,
        /// Before which one.
        before: Option<Code>,
    },
    /// When a section is asked.
    ShowSection {
        /// Which one.
        section: Code,
        /// None: always.
        show_if: Option<Condition>,
    },
    /// How often a section is asked.
    RepeatSection {
        /// Which one.
        section: Code,
        /// None: once.
        repeat: Option<Repeat>,
    },
    /// A question comes in.
    AddQuestion {
        /// Into which section.
        section: Code,
        /// The question.
        question: Box<Question>,
        /// Before which one of that section.
        before: Option<Code>,
    },
    /// A question goes.
    RemoveQuestion {
        /// Which one.
        question: Code,
    },
    /// A question goes to another place, also in another section.
    MoveQuestion {
        /// Which one.
        question: Code,
        /// Into which section.
        section: Code,
        /// Before which one of that section.
        before: Option<Code>,
    },
    /// When a question is asked.
    ShowQuestion {
        /// Which one.
        question: Code,
        /// None: always.
        show_if: Option<Condition>,
    },
    /// Whether a question must be answered to go on.
    Require {
        /// Which one.
        question: Code,
        /// From now on.
        required: bool,
    },
    /// Whether a question asks about the subject or about the respondent.
    Mean {
        /// Which one.
        question: Code,
        /// From now on.
        role: Role,
    },
    /// In which order the options of a question stand.
    Arrange {
        /// Which one.
        question: Code,
        /// From now on.
        order: Order,
    },
    /// From which item a question may take its answer over.
    Copy {
        /// Which one.
        question: Code,
        /// None: from none.
        same_as: Option<String>,
    },
    /// What may be answered: the kind of a question with its options, rows and limits.
    Answer {
        /// Which one.
        question: Code,
        /// From now on.
        kind: Box<Kind>,
    },
    /// Several, one after the other: done together and taken back together.
    Together {
        /// In their order.
        acts: Vec<Act>,
    },
}

impl Act {
    /// Several as one; the only one as it is.
    #[must_use]
    pub fn together(mut acts: Vec<Self>) -> Self {
        match (acts.len(), acts.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                acts.extend(last);
                Self::Together { acts }
            }
        }
    }

    /// The acts it is made of, in their order.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Together { acts } => acts.iter().flat_map(Self::parts).collect(),
            one => vec![one],
        }
    }

    /// Whether it changes nothing but words.
    #[must_use]
    pub fn is_words(&self) -> bool {
        let parts = self.parts();
        parts.iter().all(|part| matches!(part, Self::Write { .. }))
    }

    /// Whether it does nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.parts().is_empty()
    }
}
