//! What the design check finds: which fault, and where.

use super::limits::{LONGEST_WRITTEN, MINUTES, PLACE, REPEATS};
use super::question::Code;
use crate::domain::language::Language;
use crate::domain::statistics::variable::MAX_OPTIONS;
/// One design fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, in the words of the file: `sections[2].questions[0].options[1].code`.
    pub path: String,
    /// What.
    pub fault: DesignFault,
}

/// What can be wrong with a design.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignFault {
    /// A code is used twice where it must be unique.
    #[error("the code “{0}” is used twice")]
    DuplicateCode(String),
    /// A language is listed twice, or none is.
    #[error("the languages must be one or more, each listed once")]
    Languages,
    /// A text lacks one of the languages the questionnaire is offered in.
    #[error("the text is missing in “{0}”")]
    MissingTranslation(Language),
    /// A text has a language the questionnaire is not offered in.
    #[error(
        "the text has the language “{0}”, which is not among the languages of the questionnaire"
    )]
    UnlistedLanguage(Language),
    /// A section without questions, or a questionnaire that asks nothing.
    #[error("nothing is asked here")]
    NothingAsked,
    /// Fewer options than a choice needs.
    #[error("a choice needs at least two options")]
    TooFewOptions,
    /// More options than can be counted.
    #[error("a choice has at most {MAX_OPTIONS} options, this one has {0}")]
    TooManyOptions(usize),
    /// A grid without rows.
    #[error("a grid needs at least one row")]
    NoRows,
    /// A least number that every answer or none meets.
    #[error(
        "“min” is {0}; it must be at least 1, and at most “max” and the number of options that are not exclusive"
    )]
    Min(u16),
    /// A place without its reading.
    #[error("a place needs its reading: “kana”")]
    WithoutKana,
    /// A reading that is none.
    #[error("“kana” is written in hiragana or katakana alone, and does not begin with ー")]
    NotKana,
    /// A reading where nothing is looked for.
    #[error("“kana” is for the options of a place only")]
    KanaElsewhere,
    /// Two places that nobody could tell apart.
    #[error("another place has the same label and the same reading")]
    SamePlace,
    /// A name nobody would type.
    #[error("the name of a place has at most {PLACE} characters")]
    LongPlace,
    /// An answer that no other question can have.
    #[error("“same_as” is for single, scale and place questions")]
    SameKind,
    /// The same as what is not asked before, or not at all.
    #[error("“same_as” names “{0}”, which is no item asked before")]
    SameNotBefore(String),
    /// The same as what is answered otherwise.
    #[error("“same_as” names “{0}”, which is not answered with one of the same codes")]
    SameCodes(String),
    /// A limit that no answer or every answer meets.
    #[error("“max” must be between 1 and the number of options")]
    Max,
    /// Places of a ranking outside 1 to the number of options.
    #[error("“places” must be between 1 and the number of options")]
    Places,
    /// An option that stands alone where only one can be chosen anyway.
    #[error("“exclusive” has a meaning in multiple questions only")]
    ExclusiveNotMultiple,
    /// A line to write in where there is no place for it.
    #[error("“other” is for options of a single or multiple question")]
    Other,
    /// An order that the options of the question cannot have.
    #[error(
        "“order: random” is for options without an order of their own (single, multiple, multiple_grid, ranking), “reversible” for \
         scales (scale, grid, dual_grid)"
    )]
    Order,
    /// A range without a value in it.
    #[error("the smallest value is larger than the largest")]
    EmptyRange,
    /// A number that cannot be kept exactly everywhere.
    #[error("a number has at most 12 digits before the point and 3 after it")]
    TooPrecise,
    /// A limit of no characters, or of more than the door takes.
    #[error("“max_length” is {0}; it must be between 1 and {LONGEST_WRITTEN}")]
    MaxLength(u16),
    /// A text of a known form that may have several lines.
    #[error("“pattern” is for a text of one line")]
    PatternOfLines,
    /// A limit where the form of the text is one already.
    #[error("“max_length” has no meaning beside “pattern”")]
    PatternWithLength,
    /// A questionnaire that takes no time, or a working day.
    #[error("“minutes” is {0}; it must be between 1 and {MINUTES}")]
    Minutes(u16),
    /// Nothing to read in a text.
    #[error("the text is empty in “{0}”")]
    EmptyText(Language),
    /// A text nobody would read.
    #[error("the text has {length} characters; at most {most} are taken")]
    TextTooLong {
        /// Its length.
        length: usize,
        /// The limit.
        most: usize,
    },
    /// More than can be asked, kept or counted.
    #[error("there are {count} {what}; at most {most} are taken")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// An honest answer to this page would not be taken.
    #[error(
        "fully answered this page is a form of {bytes} bytes (a kanji is 9); at most {most} are taken: divide the \
         page into sections, or lower “max_length”"
    )]
    PageTooLarge {
        /// The size of its largest form.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The answers to all pages could not be kept together.
    #[error(
        "fully answered all pages together are {bytes} bytes (a kanji is 9); at most {most} are taken: lower \
         “max_length”, or make two questionnaires"
    )]
    DraftTooLarge {
        /// The size of all forms.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// A note cannot be answered.
    #[error("a note asks nothing: it cannot be required or an attribute")]
    NoteAsks,
    /// A consent that may be left out.
    #[error("a consent is always required: leave “required” out")]
    ConsentNotRequired,
    /// A consent that would count as an answer about the subject.
    #[error("a consent says nothing about the subject: leave “role” out")]
    ConsentAboutSubject,
    /// An item is named that does not exist.
    #[error("“{0}” is named here, and is not an item of this questionnaire")]
    UnknownItem(String),
    /// What is named is several items: rows, or repeats.
    #[error("“{name}” is several items: name one of them, such as “{such_as}”")]
    SeveralItems {
        /// What is named.
        name: String,
        /// The first of them.
        such_as: String,
    },
    /// An item is named that is asked at the same place or later.
    #[error("“{0}” is named here, and is not asked before")]
    ForwardItem(String),
    /// A condition on an item without options.
    #[error("the condition names “{0}”, which has no options")]
    WithoutOptions(String),
    /// A condition asks for numbers where no number is answered.
    #[error("the condition asks for numbers, and “{0}” is not answered with one")]
    NotANumber(String),
    /// A condition asks for days where no day is answered.
    #[error("the condition asks for days, and “{0}” is not answered with one")]
    NotADay(String),
    /// A condition without limits.
    #[error(
        "the condition on “{0}” needs “min”, “max” or both; to ask whether there is an answer, “answered”"
    )]
    WithoutLimits(String),
    /// A condition names an option that does not exist.
    #[error("the condition names the option “{code}”, which “{item}” does not have")]
    UnknownOption {
        /// The item.
        item: String,
        /// The code.
        code: Code,
    },
    /// An option, or a text, hangs on an answer of its own page.
    #[error(
        "“{0}” is answered on the same page, and what hangs on it here must be known before: ask it in a section before \
         (with “layout: one_page” there is none)"
    )]
    OnSamePage(String),
    /// A placeholder that stands for nothing.
    #[error(
        "“{{{0}}}” stands for nothing: it is no item of this questionnaire, and none of 締切, 担当課, 電話, 調査名 (deadline, \
         division, telephone, survey) or, where a section is repeated, 番号 (number)"
    )]
    UnknownPlaceholder(String),
    /// A placeholder within what stands instead of another.
    #[error("what stands instead of “{0}” cannot hold a placeholder itself")]
    NestedPlaceholder(String),
    /// A name of two things.
    #[error(
        "“{0}” is an item and the name of something else in texts: give the question another code"
    )]
    NamesBoth(String),
    /// A placeholder of an answer that may be missing.
    #[error("“{{{0}}}” needs what stands there without an answer: {{{0}|…}}")]
    WithoutFallback(String),
    /// A placeholder of an answer that cannot stand in a text.
    #[error("the answer to “{0}” is a day or a time, which cannot stand in a text")]
    NotInWords(String),
    /// A repeated section of which nobody could tell which repeat it is.
    #[error(
        "the title of a repeated section says which one it is: it needs {{番号}} or {{number}} in every language"
    )]
    Unnumbered,
    /// Repeats that are none, or too many.
    #[error("“max” is {0}; a section is repeated up to 1 to {REPEATS} times")]
    Repeats(u16),
    /// Repeats that hang on a number, on a page that does not see what is typed.
    #[error(
        "what is repeated by a number needs “layout: sections”, or options that say how often in place of the number"
    )]
    RepeatOnOnePage,
    /// An item that does not say how often.
    #[error(
        "“{0}” does not say how often: it must be a whole number, or one of several options whose codes are numbers"
    )]
    NotHowOften(String),
    /// A repeat that no answer asks for.
    #[error("a section can never be asked {0} times: its item does not go so far")]
    NeverSoOften(u16),
    /// Options that hang on answers, where every option must always be there.
    #[error("“show_if” is for options of a single or multiple question")]
    OptionHangs,
    /// A question that may have nothing to choose.
    #[error("at least {0} options must always be offered")]
    NothingOffered(usize),
    /// What is drawn, on a page that is the same for everybody.
    #[error("what is drawn by lot needs “layout: sections”")]
    DrawnOnOnePage,
    /// What is drawn cannot be answered, nor say something about the subject.
    #[error(
        "what is drawn by lot is about the respondent, and nobody answers it: leave “required” and “role” out"
    )]
    DrawnAsks,
    /// Conditions that can never hold together.
    #[error("this is never asked: its conditions cannot hold together")]
    Unreachable,
}
