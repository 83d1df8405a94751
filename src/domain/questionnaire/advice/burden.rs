//! How long a questionnaire takes: from how much is read, and how much is chosen or written. Rounded up to whole minutes.
//!
//! The seconds are rules of thumb: people read Japanese at about ten characters a second (600 a minute), slower when they
//! think about it; choosing takes a few seconds, writing more.

use super::super::Questionnaire;
use super::super::question::{Kind, Question};
use super::written_in;
use crate::domain::language::Language;

/// Characters that are read in a second.
const READ: usize = 8;

/// Seconds to choose one of several options.
const CHOOSE: usize = 4;

/// Seconds to write a number, a day or a word.
const WRITE: usize = 8;

/// Seconds to write a few sentences, for those who do; many leave them out.
const TELL: usize = 40;

/// About how many minutes it takes to answer everything; at least 1.
#[must_use]
pub fn minutes(draft: &Questionnaire) -> u16 {
    let language = written_in(draft);
    let seconds: usize = draft.questions().map(|one| seconds(one, &language)).sum();
    u16::try_from(seconds.div_ceil(60).max(1)).unwrap_or(u16::MAX)
}

fn seconds(question: &Question, language: &Language) -> usize {
    let mut read = question.text.get(language).chars().count();
    read += question
        .hint
        .as_ref()
        .map_or(0, |hint| hint.get(language).chars().count());
    let rows = question.kind.rows().map_or(1, <[_]>::len);
    for row in question.kind.rows().unwrap_or_default() {
        read += row.label.get(language).chars().count();
    }
    // The options of a grid are read once.
    for option in question.kind.choices(0) {
        read += option.label.get(language).chars().count();
    }
    let answer = match &question.kind {
        Kind::Note { .. } | Kind::Drawn { .. } => 0,
        Kind::DualGrid { .. } => 2 * CHOOSE * rows,
        Kind::Grid { .. } | Kind::MultipleGrid { .. } => CHOOSE * rows,
        Kind::NumberGrid { .. } => WRITE * rows,
        Kind::Multiple { .. } => 2 * CHOOSE,
        Kind::Ranking { places, .. } => CHOOSE * usize::from(*places).max(1),
        Kind::Number { .. } | Kind::Date { .. } | Kind::Time { .. } => WRITE,
        Kind::Text { long: true, .. } => TELL,
        Kind::Text { .. } => WRITE,
        Kind::Single { .. } | Kind::Scale { .. } | Kind::Place { .. } | Kind::Consent { .. } => {
            CHOOSE
        }
    };
    read.div_ceil(READ) + answer
}
