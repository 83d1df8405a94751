//! `SurveyJS`: one JSON document of pages and elements.
//!
//! | here | there |
//! |---|---|
//! | section | page; repeated: `paneldynamic` whose `panelCount` is bound to a question |
//! | single, multiple, scale, ranking | `radiogroup`, `checkbox`, `rating` with `rateValues`, `ranking` |
//! | grid, multiple grid | `matrix`, with `cellType` `checkbox` |
//! | grid of two scales, of numbers | `matrixdropdown` with two columns, with one of numbers |
//! | a tick to be given | `checkbox` with one choice, required |
//! | note | `html` |
//! | 「その他」 with its line | choice with `showCommentArea` |
//! | points and meanings of options | properties `score` and `meaning` of choices, which others read past |

mod choices;
mod element;
mod matrix;
mod object;
mod read;
#[cfg(test)]
mod tests;
mod typed;
mod write;
mod write_question;

use serde_json::Value;

use super::assemble::Draft;
use super::expression::Dialect;
use super::lack::{FileIs, Lack};
use super::limits::DEPTH;
use super::{Foreign, Unmapped, opened, unreadable};
use crate::domain::questionnaire::Questionnaire;

/// Reads a JSON document.
#[must_use]
pub fn read(bytes: &[u8]) -> Foreign {
    match document(bytes) {
        Ok(root) => read::survey(&root, Draft::new(Dialect::SurveyJs)),
        Err(what) => unreadable(what),
    }
}

fn document(bytes: &[u8]) -> Result<Value, Lack> {
    opened::is(bytes, FileIs::SurveyJs)?;
    let text = opened::text(bytes)?;
    if opened::is_too_deep(&text) {
        return Err(Lack::TooDeep { limit: DEPTH });
    }
    serde_json::from_str(&text).map_err(|error| Lack::Damaged(error.to_string()))
}

/// Writes a JSON document, and tells what it does not say.
#[must_use]
pub fn write(questionnaire: &Questionnaire) -> (Vec<u8>, Vec<Unmapped>) {
    write::document(questionnaire)
}
