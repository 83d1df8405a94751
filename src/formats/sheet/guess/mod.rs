//! A draft out of the lines of a sheet, and what became of each of them.
//!
//! Lines are read in order: what stands before the first question is the letter, a heading opens a section, a mark opens a
//! question, and what follows belongs to it until the next. A guess is no judgement: the draft need not pass the review.

mod answers;
pub(super) mod asked;
mod asking;
mod asks;
pub(super) mod became;
pub(super) mod because;
mod blanks;
mod deciding;
mod grids;
mod heads;
mod laid_out;
mod letter;
mod marks;
mod pages;
mod piece;
mod reading;
mod routes;
mod scales;
mod settling;
mod table;

use became::Fate;
use because::Because;
use reading::Reading;

use super::Line;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::code::Code;

/// What a sheet was guessed to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The draft, in Japanese.
    pub draft: Questionnaire,
    /// What became of each line that is not blank, in order.
    pub fates: Vec<Fate>,
    /// Why each question is of its kind, in order.
    pub because: Vec<(Code, Because)>,
}

/// Makes a draft of the lines of a sheet, under the code that the questionnaire is to have.
#[must_use]
pub fn guess(lines: &[Line], code: Code) -> Guess {
    let mut reading = Reading::of(lines);
    let mut at = 0;
    while at < lines.len() {
        at += reading.take(at).max(1);
    }
    reading.finish(code)
}
