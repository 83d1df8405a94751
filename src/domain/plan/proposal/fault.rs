//! What speaks against a proposal, in the operator's words.

use super::super::definition::{Base, MOST_DECIMALS};

/// What speaks against a proposal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The plan says that no survey feeds it.
    #[error(
        "the plan says that this indicator comes from a register or statistic, not from a survey"
    )]
    NotOfASurvey,
    /// It needs more than one input (R9).
    #[error(
        "the plan says that this indicator comes partly from a register: one question alone is not its value"
    )]
    PartlyOfASurvey,
    /// The plan sets no indicator here (R1).
    #[error("the plan sets no indicator here")]
    NotSet,
    /// Nobody said which way is good.
    #[error("which way is good is not in the plan: say --direction")]
    NoDirection,
    /// More digits than a figure is printed with.
    #[error("0 to {MOST_DECIMALS} decimals, not {0}")]
    Decimals(u32),
    /// The questionnaire has no such item; what was probably meant.
    #[error("{0} is no question of the questionnaire{meant}", meant = hint(.1))]
    NoSuchItem(String, Vec<String>),
    /// The question has no such option; those it has.
    #[error("{0} has no option {1}; it has {has}", has = .2.join(", "))]
    NoSuchOption(String, String, Vec<String>),
    /// The same code twice.
    #[error("{0}: option {1} is said twice")]
    Twice(String, String),
    /// No code at all.
    #[error("{0}: say at least one option")]
    NoOption(String),
    /// わからない is outside the base.
    #[error("option {0} says “don't know” or “does not apply”: it is not in the substantive base")]
    OutsideTheBase(String),
    /// It would always be 100 %.
    #[error("every option of the base is in the numerator: the share would always be 100 %")]
    Everything,
    /// People who chose two would count twice.
    #[error(
        "people may choose several options of {0}: the numerator is one option, or they would count twice"
    )]
    CountedTwice(String),
    /// The question has no such measure.
    #[error("{0} has no {1}: {2}")]
    NoSuchMeasure(String, &'static str, &'static str),
    /// There is no such figure on this base (M-4).
    #[error("{0} is computed on the base {1}, not {said}", said = .2.word())]
    NotOnThisBase(&'static str, &'static str, Base),
    /// The filter asks about the answer that is measured.
    #[error("the filter is about {0}, which is what is measured")]
    FilterOnItself(String),
    /// The filter asks about what is asked later and depends on the answer.
    #[error(
        "{0} is asked after the question that is measured and is not about the respondent: it cannot be a filter"
    )]
    FilterIsLater(String),
}

fn hint(meant: &[String]) -> String {
    if meant.is_empty() {
        String::new()
    } else {
        format!("; is one of these meant: {}?", meant.join(", "))
    }
}
