//! A source (元の資料): the file or the text a draft was begun from, and what became of each part of it.
//!
//! It is written once, with the draft, and tells of that moment: the draft goes on changing, the source does not. So it
//! names parts of the draft by their codes, and whoever shows it looks which of them are still there.

mod detail;
pub mod fate;
pub mod lack;
pub mod place;

use serde::{Deserialize, Serialize};

use super::Questionnaire;
use super::question::Code;
use crate::domain::words::words;
use fate::{Part, PassedOver, Where};
use lack::Lack;
use place::Place;

/// Most bytes of what is kept of a source. Of a larger one the end is counted and not kept.
pub const KEPT_BYTES: usize = 4 << 20;

words! {
    /// What a draft can begin from.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        /// Text that was pasted.
        Pasted = "pasted",
        /// A sheet as text.
        Text = "text",
        /// A sheet of Word.
        Word = "word",
        /// A file of our own.
        Own = "own",
        /// A workbook of `XLSForm`.
        XlsForm = "xlsform",
        /// A structure of `LimeSurvey`.
        Lss = "lss",
        /// The same as a table.
        Tsv = "tsv",
        /// A `SurveyJS` document.
        SurveyJs = "surveyjs",
    }
}

/// One thing that the other side cannot say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Where it stands.
    pub place: Where,
    /// Its parts in order; put together they are the line as it was.
    pub parts: Vec<Part>,
}

/// What a draft was begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is.
    pub kind: Kind,
    /// The name of its file; none of what was pasted.
    pub name: Option<String>,
    /// How many sections it became.
    pub sections: usize,
    /// How many questions it became.
    pub questions: usize,
    /// Its lines, where it is a sheet.
    pub lines: Vec<Line>,
    /// So many lines more were read and are not kept here.
    pub beyond: usize,
    /// What of a Word file is no line.
    pub passed_over: PassedOver,
    /// What could not be mapped, in the order it was met.
    pub unmapped: Vec<Unmapped>,
    /// Parts that did not come in because their code stood there already, or because there are too many.
    pub left_out: Vec<Code>,
}

impl Source {
    /// A source of which nothing else is told.
    #[must_use]
    pub fn new(kind: Kind, name: Option<String>, became: &Questionnaire) -> Self {
        Self {
            kind,
            name,
            sections: became.sections.len(),
            questions: became.questions().count(),
            lines: Vec::new(),
            beyond: 0,
            passed_over: PassedOver::default(),
            unmapped: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// With what it became at last, and without what was left out of it then.
    #[must_use]
    pub fn became(mut self, draft: &Questionnaire, left_out: Vec<Code>) -> Self {
        self.sections = draft.sections.len();
        self.questions = draft.questions().count();
        self.left_out = left_out;
        self
    }

    /// With the lines of a sheet, as many as are kept.
    #[must_use]
    pub fn with_lines(mut self, lines: Vec<Line>) -> Self {
        let all = lines.len();
        let size = |line: &Line| {
            let parts = line.parts.iter();
            parts.map(|part| part.source.len() + part.kept.len()).sum()
        };
        self.lines = within(lines, size);
        self.beyond = all - self.lines.len();
        self
    }

    /// With what could not be mapped, as much as is kept.
    #[must_use]
    pub fn with_unmapped(mut self, unmapped: Vec<Unmapped>) -> Self {
        let all = unmapped.len();
        self.unmapped = within(unmapped, |one| one.to_string().len());
        if self.unmapped.len() < all {
            let limit = self.unmapped.len();
            self.unmapped.push(Unmapped {
                place: Place::File,
                what: Lack::More { limit },
            });
        }
        self
    }
}

/// The first of them that fit together into what is kept.
fn within<T>(all: Vec<T>, size: impl Fn(&T) -> usize) -> Vec<T> {
    let mut bytes = 0_usize;
    let kept = all.into_iter().take_while(|one| {
        bytes = bytes.saturating_add(size(one));
        bytes <= KEPT_BYTES
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::fate::{Became, Reason};
    use super::*;

    fn source() -> Source {
        let document = serde_json::json!({
            "code": "q", "title": "調査", "purpose": "計画のため", "minutes": 5, "languages": ["ja"], "sections": []
        });
        let document = serde_json::from_value(document).unwrap();
        Source::new(Kind::Text, None, &document)
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_rest_is_counted() {
        let line = |number| Line {
            place: Where::Line(number),
            parts: vec![Part {
                source: "長".repeat(KEPT_BYTES / 9),
                kept: String::new(),
                became: Became::LeftOut(Reason::NotUnderstood),
            }],
        };
        let source = source().with_lines((1..6).map(line).collect());
        assert_eq!((source.lines.len(), source.beyond), (3, 2));
        let long = Unmapped {
            place: Place::Json("a".repeat(KEPT_BYTES / 2)),
            what: Lack::Nested,
        };
        let source = source.with_unmapped(vec![long; 3]);
        assert_eq!(source.unmapped.len(), 2);
        assert_eq!(source.unmapped[1].what, Lack::More { limit: 1 });
        let stored = serde_json::to_value(&source).unwrap();
        assert_eq!(serde_json::from_value::<Source>(stored).unwrap(), source);
    }
}
