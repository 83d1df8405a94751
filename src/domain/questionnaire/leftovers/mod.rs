//! What is left of last year in a copied draft: years, days, 「昨年度」, numbers to call, addresses, names.
//!
//! A text that was copied is right for the year it was written in. Each such part is found here, so that a person looks
//! at it: [`left`] names those that stand in the draft as they stood in the version it was copied from, and
//! [`Leftover::proposal`] says what may stand there this year. What was written anew is nobody's leftover.

mod day;
mod finding;
mod letters;
mod proposing;
#[cfg(test)]
mod tests;

pub use proposing::Since;

use std::collections::HashMap;
use std::ops::Range;

use super::Questionnaire;
use super::acts::at::{At, texts};
use crate::domain::language::Language;
use crate::domain::text::Text;
use crate::domain::words::words;

words! {
    /// What is left.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum What {
        /// A year, of an era or of the common calendar.
        Year = "year",
        /// A day of a month, with its year or without.
        Day = "day",
        /// A word that means another time each year: 昨年度.
        Relative = "relative",
        /// A number to call.
        Telephone = "telephone",
        /// A number to send a fax to.
        Fax = "fax",
        /// An address for mail.
        Mail = "mail",
        /// An address of a page.
        Web = "web",
        /// Somebody's name behind their office: 市長 〇〇〇〇.
        Person = "person",
    }
}

/// A part of a text that may be last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// In which text.
    pub at: At,
    /// In which language of it.
    pub language: Language,
    /// What it is.
    pub what: What,
    /// As it is written.
    pub found: String,
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
}

impl Leftover {
    /// The text with something else in its place.
    #[must_use]
    pub fn replaced(&self, text: &str, by: &str) -> String {
        let before = text.get(..self.span.start).unwrap_or_default();
        let after = text.get(self.span.end..).unwrap_or_default();
        format!("{before}{by}{after}")
    }
}

/// Everything in a draft that stands there as it stood in the version it was copied from, in the order it is read,
/// in each language it is offered in.
#[must_use]
pub fn left(draft: &Questionnaire, basis: &Questionnaire) -> Vec<Leftover> {
    let before: HashMap<At, &Text> = texts(basis).into_iter().collect();
    let mut all = Vec::new();
    for (at, text) in texts(draft) {
        for language in &draft.languages {
            let former = before.get(&at).and_then(|text| text.exact(language));
            let Some((words, former)) = text.exact(language).zip(former) else {
                continue;
            };
            let stood = (former != words).then(|| written(former));
            let stood = |found: &str| match &stood {
                None => true,
                Some(stood) => stood.contains(&found),
            };
            let found = finding::find(words).into_iter().filter_map(|(what, span)| {
                let found = words.get(span.clone()).filter(|found| stood(found))?;
                Some(Leftover {
                    at: at.clone(),
                    language: language.clone(),
                    what,
                    found: found.to_owned(),
                    span,
                })
            });
            all.extend(found);
        }
    }
    all
}

/// What is found in a text, as it is written.
fn written(text: &str) -> Vec<&str> {
    let found = finding::find(text).into_iter();
    found.filter_map(|(_, span)| text.get(span)).collect()
}
