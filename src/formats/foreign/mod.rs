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
pub mod limesurvey;
mod limits;
mod opened;
#[cfg(test)]
mod samples;
pub mod surveyjs;
mod texts;
pub mod translation;
mod written;
pub mod xlsform;

use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::source::{Kind, Unmapped, lack, place};
use lack::{FileIs, Lack};
use place::Place;

/// What a foreign file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foreign {
    /// What could be mapped; none where the file cannot be read at all.
    pub questionnaire: Option<Questionnaire>,
    /// Everything that could not, in the order it was met.
    pub unmapped: Vec<Unmapped>,
}

/// The kind of file of another program that this is, by what is in it; none of any other file.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> Option<Kind> {
    match opened::file_is(bytes) {
        FileIs::Workbook => Some(Kind::XlsForm),
        FileIs::Lss | FileIs::Xml => Some(Kind::Lss),
        FileIs::Tsv => Some(Kind::Tsv),
        FileIs::SurveyJs => Some(Kind::SurveyJs),
        _ => None,
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
