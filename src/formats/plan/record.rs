//! A flat row of a plan file, wherever it came from, and the faults found in it.

use std::collections::HashMap;

/// One row: texts by column, each with its place.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The line it begins on, from 1.
    pub line: usize,
    cells: HashMap<String, Cell>,
}

/// One text and where it stands.
#[derive(Debug, Clone, Default)]
struct Cell {
    text: String,
    line: usize,
    column: usize,
    path: String,
}

/// One fault of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column} ({path}): {what}")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// CSV: the number of the cell in its row; JSON: the character in its line. From 1.
    pub column: usize,
    /// The name of the column, or the path in the document.
    pub path: String,
    /// What is wrong.
    pub what: What,
}

/// What may be wrong with a plan file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// There is no row in it.
    #[error("there is no indicator in this file")]
    Empty,
    /// Bytes that are no text.
    #[error("not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// A character that cannot be seen.
    #[error("a control character (U+{0:04X})")]
    Control(u32),
    /// Not JSON here.
    #[error("not JSON: {0}")]
    Json(&'static str),
    /// The row has another number of cells than the heading.
    #[error("{found} cells, but the heading has {expected}")]
    Cells {
        /// In this row.
        found: usize,
        /// In the heading.
        expected: usize,
    },
    /// A column or key nobody knows.
    #[error("unknown")]
    Unknown,
    /// A column or key that stands twice.
    #[error("stands twice")]
    Doubled,
    /// A column or text that must be there.
    #[error("missing")]
    Missing,
    /// A name of blanks or marks only.
    #[error("blanks or marks only: write a name, or leave the cell empty where there is none")]
    Blank,
    /// Another shape than expected: a list where a text belongs, and the like.
    #[error("expected {0}")]
    Expected(&'static str),
    /// A row name that is used already.
    #[error("the same row_id as in line {first}")]
    Twice {
        /// The line of the first.
        first: usize,
    },
    /// Rows of one plan that disagree about the plan.
    #[error("the rows of this plan disagree about its name, period or origin")]
    HeadingDiffers,
}

impl Fault {
    /// A fault of the file as a whole.
    #[must_use]
    pub fn whole(what: What) -> Self {
        Self {
            line: 1,
            column: 1,
            path: String::new(),
            what,
        }
    }
}

impl Record {
    /// An empty row that begins on this line.
    #[must_use]
    pub fn new(line: usize) -> Self {
        Self {
            line,
            cells: HashMap::new(),
        }
    }

    /// Adds a text; a line break inside it becomes `⏎`.
    pub fn put(&mut self, name: &str, text: &str, line: usize, column: usize, path: String) {
        let text = text.replace("\r\n", "⏎").replace(['\n', '\r'], "⏎");
        self.cells.insert(
            name.to_owned(),
            Cell {
                text,
                line,
                column,
                path,
            },
        );
    }

    /// The text of a column; empty counts as absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.cells
            .get(name)
            .map(|cell| cell.text.as_str())
            .filter(|text| !text.is_empty())
    }

    /// The same, owned.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// A fault at a column of this row.
    #[must_use]
    pub fn fault(&self, name: &str, what: What) -> Fault {
        match self.cells.get(name) {
            Some(cell) => Fault {
                line: cell.line,
                column: cell.column,
                path: cell.path.clone(),
                what,
            },
            None => Fault {
                line: self.line,
                column: 1,
                path: name.to_owned(),
                what,
            },
        }
    }
}

/// The text of a file: UTF-8 with or without BOM, without control characters other than line ends.
///
/// # Errors
/// The line that is not UTF-8, or every line with a control character.
pub fn decode(bytes: &[u8]) -> Result<&str, Vec<Fault>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let column = before
            .rsplit(|byte| *byte == b'\n')
            .next()
            .map_or(0, |rest| String::from_utf8_lossy(rest).chars().count());
        vec![Fault {
            line,
            column: column + 1,
            path: String::new(),
            what: What::NotUtf8,
        }]
    })?;
    let mut faults = Vec::new();
    for (line, content) in (1..).zip(text.split('\n')) {
        let content = content.strip_suffix('\r').unwrap_or(content);
        let found = (1..).zip(content.chars()).find(|(_, c)| c.is_control());
        faults.extend(found.map(|(column, c)| Fault {
            line,
            column,
            path: String::new(),
            what: What::Control(u32::from(c)),
        }));
    }
    if faults.is_empty() {
        Ok(text)
    } else {
        Err(faults)
    }
}
