//! Last year's sheet: a Word file or a text, read into lines, and guessed to be a questionnaire.
//!
//! What belongs here: how a printed questionnaire is written in Japan, and what its file is. Nothing of a sheet is dropped
//! without a word: each line says what became of it ([`Guess`]), and what no line can be is counted ([`PassedOver`]).
//!
//! [`text`] reads a file, [`guess()`] makes a draft of its lines, [`kind_of_question`] reads one question as somebody types
//! it into a box.

mod docx;
mod guess;
mod line;
mod plain;
mod refused;
#[cfg(test)]
mod tests;

pub use guess::asked::{Asked, kind_of_question};
pub use guess::because::Because;
pub use guess::{Guess, guess};
pub use line::Line;
pub use refused::{Refused, Spot, What, XmlFault};

use crate::domain::questionnaire::source::fate::{PassedOver, Where};

/// Most bytes of a file.
pub const FILE_BYTES: usize = 5 << 20;
/// Most bytes of all that is unpacked of a Word file.
pub const UNPACKED_BYTES: usize = 20 << 20;
/// How deep the elements of a Word file may lie in each other; Word itself stays below fifty.
pub const DEPTH: usize = 200;
/// Most lines of a sheet: a booklet of thirty pages has a tenth of them.
pub const LINES: usize = 20_000;

/// A sheet as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its lines in the order of the sheet, none of them blank.
    pub lines: Vec<Line>,
    /// What is no line of text.
    pub passed_over: PassedOver,
}

/// Reads a sheet: a Word file (`.docx`), or a text in UTF-8, in UTF-16 with its mark, or in CP932. What it is, is looked
/// for in the file; its name says nothing.
///
/// # Errors
/// [`Refused`], with the places at fault where there are several.
pub fn text(bytes: &[u8]) -> Result<Sheet, Refused> {
    if bytes.len() > FILE_BYTES {
        return Err(Refused::TooLarge);
    }
    let sheet = match refused::what_is(bytes) {
        Some(What::Archive) => docx::read(bytes)?,
        Some(What::Locked) => return Err(Refused::Locked),
        Some(other) => return Err(Refused::Is(other)),
        None => plain::read(bytes)?,
    };
    match sheet.lines.is_empty() {
        true => Err(Refused::Empty),
        false => Ok(sheet),
    }
}
