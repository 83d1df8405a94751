//! What a foreign file says and a questionnaire here cannot, or the other way round.

use super::limits::MINUTES_TAKEN;

/// What could not be mapped. Pages translate by variant; the sentences here are for terminals and logs of tests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    #[error("this is {is}, not {expected}")]
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
    #[error("at most {limit} {what}; the rest was left out")]
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
    #[error("questions of the type “{from}” became {to}")]
    Downgraded {
        /// The type.
        from: String,
        /// What it became.
        to: &'static str,
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
    #[error("the format cannot say this: {0}")]
    CannotSay(&'static str),
    /// Of what is written: a text in a language where the format has one text only.
    #[error("the format has one language for this; {0} was left out")]
    OneLanguage(String),
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Sections.
    Sections,
    /// Questions.
    Questions,
    /// Options.
    Options,
    /// Rows of a grid.
    Rows,
    /// Cells of a workbook.
    Cells,
    /// Columns of a sheet.
    Columns,
    /// Rows of a sheet or a table.
    Lines,
    /// Parts of a packed file.
    Parts,
    /// Characters of options in all.
    OptionBytes,
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sections => "sections",
            Self::Questions => "questions",
            Self::Options => "options",
            Self::Rows => "rows of a grid",
            Self::Cells => "cells",
            Self::Columns => "columns",
            Self::Lines => "rows",
            Self::Parts => "parts",
            Self::OptionBytes => "bytes of options",
        })
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileIs {
    /// `.xlsx`.
    Workbook,
    /// `.xls` of before 2007, or a workbook with a password: both are kept in the same envelope.
    OldOrLockedWorkbook,
    /// `.lss`.
    Lss,
    /// `.txt` of `LimeSurvey`.
    Tsv,
    /// A `SurveyJS` document.
    SurveyJs,
    /// JSON of another kind.
    Json,
    /// XML of another kind.
    Xml,
    /// An archive of another kind: `.lsa`, `.docx`, `.ods`.
    Archive,
    /// A picture.
    Picture,
    /// A PDF document.
    Pdf,
    /// Text of another kind.
    Text,
    /// Nothing at all.
    Empty,
    /// None of these.
    Unknown,
}

impl std::fmt::Display for FileIs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Workbook => "an Excel workbook (.xlsx)",
            Self::OldOrLockedWorkbook => "an old Excel workbook (.xls) or one with a password",
            Self::Lss => "a survey structure of LimeSurvey (.lss)",
            Self::Tsv => "a table of LimeSurvey (.txt)",
            Self::SurveyJs => "a SurveyJS document (.json)",
            Self::Json => "another JSON document",
            Self::Xml => "another XML document",
            Self::Archive => "another packed file",
            Self::Picture => "a picture",
            Self::Pdf => "a PDF document",
            Self::Text => "another text",
            Self::Empty => "an empty file",
            Self::Unknown => "a file of an unknown kind",
        })
    }
}
