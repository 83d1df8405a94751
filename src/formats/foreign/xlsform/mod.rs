//! `XLSForm`: a workbook with the sheets `survey`, `choices` and `settings`, as ODK, Kobo and Survey123 read it.
//!
//! | here | there |
//! |---|---|
//! | section | group at the top; repeated: `begin_repeat` with `repeat_count` |
//! | single, multiple, ranking | `select_one`, `select_multiple`, `rank`, each with a list of its own |
//! | scale | `select_one` with the appearance `likert` |
//! | grid, multiple grid | group with the appearance `table-list` |
//! | 「その他」 with its line | the option, and behind the question a text `{question}.other` |
//! | limits of numbers, days, marks, lengths | `constraint` |
//! | points and meanings of options | columns of `choices` that other programs read past |

pub(super) mod book;
mod columns;
mod constraint;
mod grid;
mod limited;
mod lists;
mod question;
mod read;
#[cfg(test)]
mod tests;
mod types;
mod write;
mod write_question;

use super::assemble::Draft;
use super::expression::Dialect;
use super::lack::FileIs;
use super::{Foreign, Unmapped, opened, unreadable};
use crate::domain::questionnaire::Questionnaire;

/// Reads an `.xlsx`.
#[must_use]
pub fn read(bytes: &[u8]) -> Foreign {
    let mut draft = Draft::new(Dialect::XlsForm);
    let sheets =
        opened::is(bytes, FileIs::Workbook).and_then(|()| book::sheets(bytes, &mut draft.found));
    match sheets {
        Ok(sheets) => read::survey(&sheets, draft),
        Err(what) => unreadable(what),
    }
}

/// Writes an `.xlsx`, and tells what the form does not say.
#[must_use]
pub fn write(questionnaire: &Questionnaire) -> (Vec<u8>, Vec<Unmapped>) {
    write::workbook(questionnaire)
}
