//! A line of a sheet, with its place in the file's own words.

use super::{LINES, Refused};
pub(super) use crate::domain::questionnaire::source::fate::Where;

/// A line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where it stands.
    pub place: Where,
    /// What it says, without line ends and without characters that nobody sees.
    pub text: String,
}

/// The lines of a sheet while they come.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub lines: Vec<Line>,
}

impl Gathered {
    /// Takes each line of a text that is not blank.
    ///
    /// # Errors
    /// When there are more than [`LINES`].
    pub fn take(&mut self, place: Where, text: &str) -> Result<(), Refused> {
        for line in text.split(is_line_end) {
            let text: String = line.chars().filter(|c| !is_nothing(*c)).collect();
            if text.trim().is_empty() {
                continue;
            }
            if self.lines.len() == LINES {
                return Err(Refused::TooManyLines);
            }
            self.lines.push(Line { place, text });
        }
        Ok(())
    }
}

/// What ends a line within a paragraph, too.
fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Controls, marks of direction and order, and code points that are no characters. Variation selectors stay: they tell
/// one form of a kanji from another.
fn is_nothing(c: char) -> bool {
    let number = u32::from(c);
    let no_character = number & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&number);
    let marks = matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    );
    no_character || marks || (c.is_control() && c != '\t')
}
