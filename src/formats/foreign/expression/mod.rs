//! Rules in the languages of the foreign formats: read into one form ([`Logic`]) and resolved to conditions of ours.
//!
//! The three languages differ in how they name a question and in a few words; how their rules are put together is the
//! same. Read is what a condition can say: comparisons with a value, `and`, `or`, `not`, marks, whether there is an
//! answer. Anything else is not understood as a whole, and stays with its raw text.

mod parse;
mod resolve;
#[cfg(test)]
mod tests;
mod token;
mod write;

pub(super) use parse::parse;
pub(super) use resolve::{Answer, Names, Unresolved, resolve};
pub(super) use write::written;

/// Whose language it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `selected(${q1}, 'a')`.
    XlsForm,
    /// `{q1} contains 'a'`.
    SurveyJs,
    /// `Q1.NAOK == "a"`.
    LimeSurvey,
}

/// A rule over the names of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Logic {
    /// All of them hold.
    All(Vec<Logic>),
    /// One of them holds.
    Any(Vec<Logic>),
    /// It does not hold.
    Not(Box<Logic>),
    /// An answer compared with a value.
    Compare {
        name: String,
        how: How,
        value: String,
    },
    /// One of these is marked.
    Has { name: String, values: Vec<String> },
    /// There is an answer.
    Answered(String),
}

/// How an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Is,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl How {
    /// The same with both sides exchanged.
    fn flipped(self) -> Self {
        match self {
            Self::Is => Self::Is,
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::More => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}
