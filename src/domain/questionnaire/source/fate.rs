//! What became of each line of a sheet.

use serde::{Deserialize, Serialize};

use super::super::question::Code;
use crate::domain::words::words;

/// Where a line stands. All numbers are from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// A line of a text.
    Line(usize),
    /// A paragraph of a Word file, counted through the whole document.
    Paragraph(usize),
    /// A cell of a table of a Word file.
    Cell {
        /// Which table of the document.
        table: usize,
        /// Which row of the table.
        row: usize,
        /// Which column of the table's finest division: a cell over two columns leaves one number out.
        column: usize,
    },
}

impl std::fmt::Display for Where {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Paragraph(number) => write!(f, "paragraph {number}"),
            Self::Cell { table, row, column } => {
                write!(f, "table {table}, row {row}, column {column}")
            }
        }
    }
}

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// Which line, from zero.
    pub line: usize,
    /// Its parts in order; put together they are the line as it was.
    pub parts: Vec<Part>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// As it stands in the sheet, with its number, brackets and spaces.
    pub source: String,
    /// What of it stands in the draft; nothing where it was left out or only says how to answer.
    pub kept: String,
    /// What became of it.
    pub became: Became,
}

/// What a part of a line became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Of the questionnaire's title.
    Title,
    /// Of what is said before the questions.
    Purpose,
    /// Of a section's title.
    Section(Code),
    /// Of a question's wording.
    Question(Code),
    /// Of the help under a question.
    Hint(Code),
    /// An option. Of a grid with two scales, of one of them.
    Option {
        /// The question.
        question: Code,
        /// The option.
        code: Code,
    },
    /// A row of a grid.
    Row {
        /// The question.
        question: Code,
        /// The row.
        code: Code,
    },
    /// The heading of one of two scales.
    Axis {
        /// The question.
        question: Code,
        /// The scale.
        code: Code,
    },
    /// What is written behind the field for a number.
    Unit(Code),
    /// The kind of a question: it says how many options may be chosen, or leaves room for a day.
    Kind(Code),
    /// When a question is asked.
    ShowIf(Code),
    /// Of the lines under a section's title.
    Note(Code),
    /// Nothing.
    LeftOut(Reason),
}

words! {
    /// Why a part of a line became nothing.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Reason {
        /// A line that is drawn with letters.
        Rule = "rule",
        /// A number of a page, or that the sheet goes on overleaf.
        PageNumber = "page-number",
        /// Room to write in.
        AnswerBox = "answer-box",
        /// A number or a ring to be marked with a pen.
        Mark = "mark",
        /// Which question comes next.
        Arrow = "arrow",
        /// How the sheet is filled in by hand and sent back.
        FillingIn = "filling-in",
        /// Whom to ask. Pages have their own.
        Contact = "contact",
        /// The day and the sender of the letter.
        Letterhead = "letterhead",
        /// Thanks at the end.
        Closing = "closing",
        /// A heading within a table.
        TableHeading = "table-heading",
        /// There are more of them than a questionnaire may have.
        TooMany = "too-many",
        /// It was not understood.
        NotUnderstood = "not-understood",
    }
}

/// What a Word file holds beside text, in numbers: none of it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PassedOver {
    /// Pictures.
    pub pictures: usize,
    /// Tables of other programs, sounds and the like that are embedded.
    pub embedded: usize,
    /// Signs of a font of symbols, of which the file does not say what they mean.
    pub symbols: usize,
    /// Whether there are macros.
    pub macros: bool,
    /// Headers, footers, footnotes and comments.
    pub margins: usize,
}
