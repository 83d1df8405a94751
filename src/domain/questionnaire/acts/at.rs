//! Where a text of a draft stands, by codes.

use serde::{Deserialize, Serialize};

use super::super::Questionnaire;
use super::super::question::{Choice, Code, Kind, Question};
use crate::domain::language::Language;
use crate::domain::text::Text;

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum At {
    /// The title.
    Title,
    /// Why this is asked.
    Purpose,
    /// The heading of a section.
    Section {
        /// Which one.
        section: Code,
    },
    /// The lines under it.
    SectionNote {
        /// Of which section.
        section: Code,
    },
    /// The wording of a question.
    Question {
        /// Which one.
        question: Code,
    },
    /// What it is called in tables.
    Short {
        /// Of which question.
        question: Code,
    },
    /// The line of help under it.
    Hint {
        /// Of which question.
        question: Code,
    },
    /// An option.
    Option {
        /// Of which question.
        question: Code,
        /// Of which of its two scales, where it has two.
        axis: Option<Code>,
        /// Which one.
        option: Code,
    },
    /// A row of a grid.
    Row {
        /// Of which question.
        question: Code,
        /// Which one.
        row: Code,
    },
    /// The heading of one of two scales.
    Axis {
        /// Of which question.
        question: Code,
        /// Which one.
        axis: Code,
    },
    /// The unit of a number.
    Unit {
        /// Of which question.
        question: Code,
    },
    /// What is ticked to consent.
    Label {
        /// Of which question.
        question: Code,
    },
    /// What a picture says to those who do not see it.
    Picture {
        /// Of which question.
        question: Code,
    },
}

/// The text at a place.
pub(super) enum Slot<'q> {
    /// One that is always there.
    Must(&'q mut Text),
    /// One that may be missing.
    May(&'q mut Option<Text>),
}

impl Slot<'_> {
    /// Writes the text in a language, and hands out what was there.
    pub(super) fn write(self, language: &Language, text: Option<String>) -> Option<String> {
        match self {
            Self::Must(slot) => slot.write(language, text),
            Self::May(slot) => {
                let mut whole = slot.take().unwrap_or_default();
                let before = whole.write(language, text);
                *slot = Some(whole).filter(|whole| whole.iter().next().is_some());
                before
            }
        }
    }
}

impl At {
    /// The code of what it is a text of.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Title | Self::Purpose => String::new(),
            Self::Section { section } | Self::SectionNote { section } => section.to_string(),
            _ => self.question().map_or_else(String::new, Code::to_string),
        }
    }

    /// The question it is a text of.
    #[must_use]
    pub fn question(&self) -> Option<&Code> {
        match self {
            Self::Title | Self::Purpose | Self::Section { .. } | Self::SectionNote { .. } => None,
            Self::Question { question }
            | Self::Short { question }
            | Self::Hint { question }
            | Self::Option { question, .. }
            | Self::Row { question, .. }
            | Self::Axis { question, .. }
            | Self::Unit { question }
            | Self::Label { question }
            | Self::Picture { question } => Some(question),
        }
    }

    /// The text, to be changed; none where the draft has no such place.
    pub(super) fn slot<'q>(&self, draft: &'q mut Questionnaire) -> Option<Slot<'q>> {
        match self {
            Self::Title => Some(Slot::Must(&mut draft.title)),
            Self::Purpose => Some(Slot::Must(&mut draft.purpose)),
            Self::Section { section } | Self::SectionNote { section } => {
                let mut all = draft.sections.iter_mut();
                let found = all.find(|one| one.code == *section)?;
                Some(match self {
                    Self::Section { .. } => Slot::Must(&mut found.title),
                    _ => Slot::May(&mut found.note),
                })
            }
            _ => {
                let mut all = draft.sections.iter_mut().flat_map(|one| &mut one.questions);
                let found = all.find(|one| Some(&one.code) == self.question())?;
                self.slot_of(found)
            }
        }
    }

    fn slot_of<'q>(&self, question: &'q mut Question) -> Option<Slot<'q>> {
        match self {
            Self::Question { .. } => return Some(Slot::Must(&mut question.text)),
            Self::Short { .. } => return Some(Slot::May(&mut question.short)),
            Self::Hint { .. } => return Some(Slot::May(&mut question.hint)),
            _ => {}
        }
        match (self, &mut question.kind) {
            (Self::Option { axis, option, .. }, kind) => {
                let options = options_mut(kind, axis.as_ref())?;
                let found = options.iter_mut().find(|one| one.code == *option)?;
                Some(Slot::Must(&mut found.label))
            }
            (Self::Row { row, .. }, kind) => {
                let mut rows = kind.rows_mut()?.iter_mut();
                Some(Slot::Must(&mut rows.find(|one| one.code == *row)?.label))
            }
            (Self::Axis { axis, .. }, Kind::DualGrid { axes, .. }) => {
                let found = axes.iter_mut().find(|one| one.code == *axis)?;
                Some(Slot::Must(&mut found.label))
            }
            (Self::Unit { .. }, Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. }) => {
                Some(Slot::May(unit))
            }
            (Self::Label { .. }, Kind::Consent { label }) => Some(Slot::Must(label)),
            (Self::Picture { .. }, Kind::Note { picture }) => {
                Some(Slot::Must(&mut picture.as_mut()?.alt))
            }
            _ => None,
        }
    }
}

fn options_mut<'q>(kind: &'q mut Kind, axis: Option<&Code>) -> Option<&'q mut Vec<Choice>> {
    match (axis, kind) {
        (Some(axis), Kind::DualGrid { axes, .. }) => {
            let found = axes.iter_mut().find(|one| one.code == *axis)?;
            Some(&mut found.options)
        }
        (None, kind) => kind.options_mut(),
        (Some(_), _) => None,
    }
}

/// Every text of a question, with where it stands.
#[must_use]
pub fn texts_of(question: &Question) -> Vec<(At, &Text)> {
    let code = || question.code.clone();
    let mut all = vec![(At::Question { question: code() }, &question.text)];
    let short = question.short.iter();
    all.extend(short.map(|short| (At::Short { question: code() }, short)));
    let hint = question.hint.iter();
    all.extend(hint.map(|hint| (At::Hint { question: code() }, hint)));
    let rows = question.kind.rows().unwrap_or_default().iter();
    all.extend(rows.map(|row| {
        let (question, row_code) = (code(), row.code.clone());
        let at = At::Row {
            question,
            row: row_code,
        };
        (at, &row.label)
    }));
    all.extend(answers(question));
    all
}

/// The texts of what may be answered, but the rows.
fn answers(question: &Question) -> Vec<(At, &Text)> {
    let code = || question.code.clone();
    match &question.kind {
        Kind::DualGrid { axes, .. } => {
            let scales = axes.iter().flat_map(|axis| {
                let (question_code, own) = (code(), axis.code.clone());
                let heading = At::Axis {
                    question: question_code,
                    axis: own,
                };
                let options = options(question, Some(&axis.code), &axis.options);
                std::iter::once((heading, &axis.label)).chain(options)
            });
            scales.collect()
        }
        Kind::Consent { label } => vec![(At::Label { question: code() }, label)],
        Kind::Note { picture } => {
            let pictures = picture.iter();
            let alt = pictures.map(|one| (At::Picture { question: code() }, &one.alt));
            alt.collect()
        }
        Kind::Number { unit, .. } | Kind::NumberGrid { unit, .. } => {
            let units = unit.iter();
            units
                .map(|unit| (At::Unit { question: code() }, unit))
                .collect()
        }
        kind => options(question, None, kind.choices(0)),
    }
}

fn options<'q>(
    question: &Question,
    axis: Option<&Code>,
    options: &'q [Choice],
) -> Vec<(At, &'q Text)> {
    let at = |option: &Choice| At::Option {
        question: question.code.clone(),
        axis: axis.cloned(),
        option: option.code.clone(),
    };
    options
        .iter()
        .map(|option| (at(option), &option.label))
        .collect()
}

/// Every text of a draft, with where it stands, in the order it is read.
#[must_use]
pub fn texts(draft: &Questionnaire) -> Vec<(At, &Text)> {
    let mut all = vec![(At::Title, &draft.title), (At::Purpose, &draft.purpose)];
    for section in &draft.sections {
        let code = || section.code.clone();
        all.push((At::Section { section: code() }, &section.title));
        let note = section.note.iter();
        all.extend(note.map(|note| (At::SectionNote { section: code() }, note)));
        all.extend(section.questions.iter().flat_map(texts_of));
    }
    all
}
