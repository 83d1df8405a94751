//! Where something stands in a file of another program, in the words of that file.

use serde::{Deserialize, Serialize};

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The file as a whole.
    File,
    /// A cell of a workbook: `survey!B12`.
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// From 0.
        column: usize,
        /// From 1, as spreadsheets show it.
        row: usize,
    },
    /// An element of an XML file.
    Element {
        /// Its path: `questions/row[3]/relevance`.
        path: String,
        /// From 1.
        line: usize,
    },
    /// A field of a table in text.
    Field {
        /// From 1, as editors show it.
        line: usize,
        /// Name of the column.
        column: String,
    },
    /// A path in a JSON document: `$.pages[0].elements[2].type`.
    Json(String),
    /// A path in a questionnaire of ours: `sections[0].questions[2].options[1]`.
    Own(String),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File => f.write_str("file"),
            Self::Cell { sheet, column, row } => write!(f, "{sheet}!{}{row}", letters(*column)),
            Self::Element { path, line } => write!(f, "line {line}, {path}"),
            Self::Field { line, column } => write!(f, "line {line}, {column}"),
            Self::Json(path) | Self::Own(path) => f.write_str(path),
        }
    }
}

/// The letters of a column: 0 is A, 26 is AA.
fn letters(column: usize) -> String {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let (before, last) = (column / 26, column % 26);
    let mut letters = match before {
        0 => String::new(),
        before => letters(before - 1),
    };
    letters.extend(ALPHABET.chars().nth(last));
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(letters(column), name);
        }
        let sheet = "survey".to_owned();
        let cell = Place::Cell {
            sheet,
            column: 1,
            row: 12,
        };
        assert_eq!(cell.to_string(), "survey!B12");
    }
}
