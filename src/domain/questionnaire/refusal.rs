//! Why answers are refused, as data: the pages have the sentences.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::calendar::{DayError, Part};
use crate::domain::era::Era;
use crate::domain::time::Day;
use crate::domain::time_of_day::TimeOfDay;

/// One fault of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerError {
    /// The item, e.g. `q7.r1`; for an unknown one the beginning of what was sent.
    pub item: String,
    /// What is wrong.
    pub kind: AnswerErrorKind,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum AnswerErrorKind {
    /// The questionnaire (or this page of it) has no such item.
    UnknownItem,
    /// The question has no such option.
    UnknownOption,
    /// Given more than once where one answer is asked, or one option of several twice.
    Repeated,
    /// The question must be answered.
    Required,
    /// Fewer options than asked for.
    TooFewChosen {
        /// So many are asked for.
        min: u16,
        /// So many were chosen, at least one.
        chosen: usize,
    },
    /// More options than allowed.
    TooManyChosen {
        /// So many are allowed.
        max: u16,
        /// So many were chosen.
        chosen: usize,
    },
    /// An option that stands alone (「特にない」) beside others.
    ExclusiveWithOthers,
    /// Something is written beside 「その他」, but another option is chosen.
    OtherNotChosen,
    /// What is typed is the name of no place.
    NoSuchPlace {
        /// What is typed.
        typed: String,
    },
    /// What is typed fits several places.
    SeveralPlaces {
        /// What is typed.
        typed: String,
        /// How many it fits.
        found: usize,
    },
    /// The same as the answer to a question that has none.
    SameUnanswered {
        /// The item that has none.
        source: String,
    },
    /// One place is typed, and another one marked.
    PlacesDiffer,
    /// One option in two places of a ranking.
    RankedTwice,
    /// A place of a ranking is empty though a later one is not.
    PlaceSkipped,
    /// Not a number in digits.
    NotANumber,
    /// A number outside what is asked.
    NumberOutside {
        /// Smallest.
        min: Decimal,
        /// Largest.
        max: Decimal,
    },
    /// More digits after the point than asked.
    TooManyDecimals {
        /// So many are allowed.
        decimals: u16,
    },
    /// Not written as a day.
    NotADay,
    /// A day of which a part is not written.
    DayWithout {
        /// The part.
        part: Part,
    },
    /// A day the calendar does not have.
    NoSuchDay,
    /// A day that is not in the era it is written in.
    OutsideEra {
        /// The era.
        era: Era,
        /// Its first day.
        from: Day,
        /// Its last day.
        until: Option<Day>,
    },
    /// A day outside what is asked.
    DayOutside {
        /// Earliest.
        min: Day,
        /// Latest.
        max: Day,
    },
    /// Not written as a time of day, or in two ways.
    NotATime,
    /// A time outside what is asked.
    TimeOutside {
        /// Earliest.
        min: TimeOfDay,
        /// Latest.
        max: TimeOfDay,
    },
    /// Not written as a postal code.
    NotAPostalCode,
    /// Not written as a telephone number.
    NotATelephone,
    /// Too many characters, as people count them.
    TooLong {
        /// So many are allowed.
        max: u16,
        /// So many were written.
        length: usize,
    },
    /// Few characters of very many bytes.
    TooManyBytes {
        /// So many are allowed.
        max: usize,
    },
    /// A character that nobody can type: U+0000 and other controls, U+FFFE, U+FFFF.
    ForbiddenCharacter,
    /// Several lines where one is asked.
    NotOneLine,
}

impl AnswerErrorKind {
    /// Whether a person filling in our form cannot have caused it: the request was made or changed by other means.
    #[must_use]
    pub fn is_forged(&self) -> bool {
        matches!(
            self,
            Self::UnknownItem
                | Self::UnknownOption
                | Self::Repeated
                | Self::ForbiddenCharacter
                | Self::NotOneLine
        )
    }
}

impl From<DayError> for AnswerErrorKind {
    fn from(error: DayError) -> Self {
        match error {
            DayError::NotADay => Self::NotADay,
            DayError::Without(part) => Self::DayWithout { part },
            DayError::NoSuchDay => Self::NoSuchDay,
            DayError::OutsideEra { era, from, until } => Self::OutsideEra { era, from, until },
        }
    }
}
