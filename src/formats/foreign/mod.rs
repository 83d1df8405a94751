//! Questionnaires of other programs: `XLSForm` workbooks, `LimeSurvey` structures and `SurveyJS` documents.
//!
//! A foreign file says more than a questionnaire here can, and says it otherwise. So reading yields what could be mapped,
//! and beside it everything that could not, each with its place in the file's own words: nothing is left out silently.
//! What comes out need not pass the review of the domain; a designer goes over it.
//!
//! One difference lies in every condition: behind `not` and `!=` the others take an unanswered question for one that is
//! answered otherwise, here it decides nothing (M-3). Each such condition is told.

mod assemble;
mod codes;
mod expression;
mod kinds;
mod lack;
pub mod limesurvey;
mod limits;
mod opened;
mod place;
#[cfg(test)]
mod samples;
pub mod surveyjs;
mod texts;
pub mod translation;
mod written;
pub mod xlsform;

pub use lack::{Counted, FileIs, Lack};
pub use place::Place;

use crate::domain::questionnaire::Questionnaire;

/// What a foreign file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foreign {
    /// What could be mapped; none where the file cannot be read at all.
    pub questionnaire: Option<Questionnaire>,
    /// Everything that could not, in the order it was met.
    pub unmapped: Vec<Unmapped>,
}

/// One thing that the other side cannot say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapped {
    /// Where it stands; for what is written, where in the questionnaire.
    pub place: Place,
    /// What it is.
    pub what: Lack,
}

/// As it is told in a terminal: `survey!B12: …`.
impl std::fmt::Display for Unmapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A file that cannot be read at all.
fn unreadable(what: Lack) -> Foreign {
    let place = Place::File;
    Foreign {
        questionnaire: None,
        unmapped: vec![Unmapped { place, what }],
    }
}
