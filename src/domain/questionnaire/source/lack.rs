//! What a foreign file says and a questionnaire here cannot, or the other way round.

use serde::{Deserialize, Serialize};

pub use super::detail::{Detail, Instead};
use crate::domain::words::words;

/// The time a questionnaire takes where the file says nothing of it, in minutes.
pub const MINUTES_TAKEN: u16 = 10;

/// What could not be mapped. Pages translate by variant; the sentences here are for terminals and logs of tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// The file has too many bytes.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Unpacked it has too many bytes.
    #[error("the file unpacks to more than {limit} bytes")]
    UnpacksTooLarge {
        /// The limit.
        limit: usize,
    },
    /// Something else than its ending says.
    #[error("this is {}, not {}", .is.word(), .expected.word())]
    OtherFile {
        /// What was expected.
        expected: FileIs,
        /// What it is.
        is: FileIs,
    },
    /// It is damaged; what the reader says.
    #[error("the file cannot be read: {0}")]
    Damaged(String),
    /// Neither UTF-8 nor CP932.
    #[error("the text is neither UTF-8 nor Shift_JIS (CP932)")]
    Encoding,
    /// A document type or an entity of its own.
    #[error("document types and entities of their own are not read")]
    Entities,
    /// A character that never passes; it was left out.
    #[error("the character U+{0:04X} cannot stand in a questionnaire and was left out")]
    Character(u32),
    /// Nested too deep.
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// More of something than there may be; the rest was left out.
    #[error("at most {limit} {}; the rest was left out", .what.word())]
    TooMany {
        /// Of what.
        what: Counted,
        /// The limit.
        limit: usize,
    },
    /// A text that is too long; its end was left out.
    #[error("longer than {limit} characters; the end was left out")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// More lacks than are told.
    #[error("there is more that could not be mapped; the first {limit} are told")]
    More {
        /// The limit.
        limit: usize,
    },
    /// A sheet, a table or a column that is needed.
    #[error("“{0}” is missing")]
    Missing(String),
    /// A column, an element or a property nobody here reads, with something in it.
    #[error("“{name}” is not read; it says: {value}")]
    NotRead {
        /// Its name.
        name: String,
        /// What stands there.
        value: String,
    },
    /// A value that is none of those a property can have.
    #[error("“{0}” cannot be read here")]
    Value(String),
    /// A type of question that no format knows.
    #[error("“{0}” is no known type of question; the question was left out")]
    UnknownType(String),
    /// A type of question there is nothing like here.
    #[error("there are no questions of the type “{0}” here; the question was left out")]
    NoSuchKind(String),
    /// A type of question that became another.
    #[error("questions of the type “{from}” became {}", .to.word())]
    Downgraded {
        /// The type.
        from: String,
        /// What it became.
        to: Instead,
    },
    /// A picture, a sound or a film.
    #[error("pictures, sounds and films are not taken over: {0}")]
    Media(String),
    /// Marks of formatting in a text; the words were kept.
    #[error("the formatting of a text was left out: {0}")]
    Markup(String),
    /// The name of a language that is not known.
    #[error("“{0}” names no language")]
    Language(String),
    /// A condition or a rule that is not understood.
    #[error("this rule is not understood: {0}")]
    Expression(String),
    /// A condition that names something that is not there.
    #[error("“{name}” is not known here, in the rule: {raw}")]
    UnknownName {
        /// The name.
        name: String,
        /// The rule.
        raw: String,
    },
    /// A condition that an unanswered question fulfils there and not here.
    #[error("where the question is not answered, this holds there and not here: {0}")]
    UnansweredDiffers(String),
    /// A text that shows an answer.
    #[error("the text shows an answer; look whether it is the right one: {0}")]
    Piping(String),
    /// A name that can be no code.
    #[error("the name “{from}” cannot be a code; it became “{to}”")]
    CodeChanged {
        /// The name.
        from: String,
        /// The code.
        to: String,
    },
    /// A name that is there already.
    #[error("the name “{from}” is there already; it became “{to}”")]
    CodeCollides {
        /// The name.
        from: String,
        /// The code.
        to: String,
    },
    /// A number without limits; the widest were taken.
    #[error("no smallest and largest number is said; the widest were taken")]
    NoRange,
    /// How often a section is repeated is not limited by the file.
    #[error("at most {0} repeats were assumed")]
    RepeatsAssumed(u16),
    /// A section in a section; its questions stand in the outer one.
    #[error("a group inside a group became part of the outer one")]
    Nested,
    /// The purpose is not said.
    #[error("the purpose of the questionnaire is not said")]
    NoPurpose,
    /// How long it takes is not said.
    #[error("how long it takes is not said; {MINUTES_TAKEN} minutes were assumed")]
    NoMinutes,
    /// Nothing is asked.
    #[error("there is no question in the file")]
    NoQuestions,
    /// Of what is written: something the format has no word for.
    #[error("the format cannot say this: {}", .0.word())]
    CannotSay(Detail),
    /// Of what is written: a text in a language where the format has one text only.
    #[error("the format has one language for this; {0} was left out")]
    OneLanguage(String),
}

words! {
    /// What is counted.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Counted {
        /// Sections.
        Sections = "sections",
        /// Questions.
        Questions = "questions",
        /// Options.
        Options = "options",
        /// Rows of a grid.
        Rows = "rows",
        /// Cells of a workbook.
        Cells = "cells",
        /// Columns of a sheet.
        Columns = "columns",
        /// Rows of a sheet or a table.
        Lines = "lines",
        /// Parts of a packed file.
        Parts = "parts",
        /// Bytes of options in all.
        OptionBytes = "option-bytes",
    }
}

words! {
    /// What a file is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FileIs {
        /// `.xlsx`.
        Workbook = "workbook",
        /// `.xls` of before 2007, or a workbook with a password: both are kept in the same envelope.
        OldOrLockedWorkbook = "old-or-locked",
        /// `.lss`.
        Lss = "lss",
        /// `.txt` of `LimeSurvey`.
        Tsv = "tsv",
        /// A `SurveyJS` document.
        SurveyJs = "surveyjs",
        /// JSON of another kind.
        Json = "json",
        /// XML of another kind.
        Xml = "xml",
        /// An archive of another kind: `.lsa`, `.docx`, `.ods`.
        Archive = "archive",
        /// A picture.
        Picture = "picture",
        /// A PDF document.
        Pdf = "pdf",
        /// Text of another kind.
        Text = "text",
        /// Nothing at all.
        Empty = "empty",
        /// None of these.
        Unknown = "unknown",
    }
}
