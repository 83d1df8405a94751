//! How an indicator is measured (R8): question, numerator, explicit base, rounding. A change is a new version of it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::direction::Direction;
use crate::domain::ids::IndicatorId;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
pub use crate::domain::statistics::base::Base;
use crate::domain::words::words;

/// The most digits after the point a figure is printed with.
pub const MOST_DECIMALS: u32 = 6;

/// One version of an indicator's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Where its values come from.
    pub source: Source,
    /// Digits after the point with which it is published and judged.
    pub decimals: u32,
    /// Which way is good, said by staff.
    pub direction: Direction,
    /// How the printed baseline was made, once staff has found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Documented>,
}

/// What staff recorded about the printed baseline (M-11, M-11b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documented {
    /// The baseline it is about, as printed: a baseline that is printed anew is not documented by it.
    pub printed: String,
    /// How many answered, where known or assumed.
    pub n: Option<u32>,
    /// Whether n is an assumption; said wherever n is.
    pub n_assumed: bool,
    /// Its standard error, for a mean.
    pub se: Option<Decimal>,
    /// From where this is known, in words.
    pub source: String,
    /// How it compares with the survey's values.
    pub comparability: Comparability,
}

/// Where values come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// One item of a questionnaire.
    Item(Measurand),
    /// Several inputs put together.
    Formula(Formula),
    /// Typed by the division from a register, a statistic or another office.
    Typed {
        /// From where, in words.
        from: String,
    },
}

/// One item of a questionnaire and how it becomes a figure. One item may feed several indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurand {
    /// Code of the questionnaire; any of its versions.
    pub questionnaire: Code,
    /// Item code: `q5`, or `q7.r1` for a row of a grid.
    pub item: String,
    /// What is computed.
    pub measure: Measure,
    /// Who is counted; always said (M-4), never a default.
    pub base: Base,
    /// Name of the weighting scheme; unweighted when absent.
    #[serde(default)]
    pub weighting: Option<String>,
    /// Only answers for which this holds.
    #[serde(default)]
    pub filter: Option<Condition>,
}

/// What is computed from an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The share choosing one of these options, in percent.
    Share(BTreeSet<Code>),
    /// The mean of the options' scores, or of numbers.
    Mean,
    /// The share choosing one of the first less the share choosing one of the second, in points (M-5).
    Net {
        /// Options that count +1.
        positive: BTreeSet<Code>,
        /// Options that count −1.
        negative: BTreeSet<Code>,
    },
}

impl Measure {
    /// The options whose counts enter it one by one; none for a mean, which all of them enter.
    #[must_use]
    pub fn codes(&self) -> Vec<&Code> {
        match self {
            Self::Share(codes) => codes.iter().collect(),
            Self::Mean => Vec::new(),
            Self::Net { positive, negative } => positive.iter().chain(negative).collect(),
        }
    }
}

/// Inputs put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// Their sum (財政調整基金 + 減債基金; survey count + register count).
    Sum(Vec<Input>),
    /// Their mean, each weighted with its n (理解度 over several trainings).
    Mean(Vec<Input>),
}

/// One input of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// An item of a survey.
    Item(Measurand),
    /// The value of another indicator for the same year.
    Indicator(IndicatorId),
    /// A number typed under this name.
    Typed(String),
}

words! {
    /// Whether values before and after a change of definition may be compared (M-11b).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Comparability {
        /// Nothing that matters changed.
        Same = "same",
        /// Spelling or layout.
        Minor = "minor",
        /// An option, an age limit or a mode was added.
        Limited = "limited",
        /// Another scale, wording or base: the series starts again.
        Broken = "broken",
        /// How the earlier value was made is not documented.
        Unknown = "unknown",
    }
}

impl Comparability {
    /// Whether a test and an arrow are allowed (M-11b).
    #[must_use]
    pub fn allows_a_test(self) -> bool {
        matches!(self, Self::Same | Self::Minor)
    }

    /// Of two changes after each other: the graver. A break is known to be one, whatever else is not known.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let grave = |comparability| match comparability {
            Self::Same => 0,
            Self::Minor => 1,
            Self::Limited => 2,
            Self::Unknown => 3,
            Self::Broken => 4,
        };
        if grave(other) > grave(self) {
            other
        } else {
            self
        }
    }
}

impl Definition {
    /// How a series that continues with `next` compares. The base, numerator, measure, filter or weighting of an item
    /// changed, or other inputs: broken. Only decimals or direction: minor.
    #[must_use]
    pub fn compared_with(&self, next: &Self) -> Comparability {
        if self == next {
            Comparability::Same
        } else if self.source == next.source {
            Comparability::Minor
        } else {
            Comparability::Broken
        }
    }

    /// The items of questionnaires it needs.
    #[must_use]
    pub fn items(&self) -> Vec<&Measurand> {
        match &self.source {
            Source::Item(item) => vec![item],
            Source::Formula(Formula::Sum(inputs) | Formula::Mean(inputs)) => inputs
                .iter()
                .filter_map(|input| match input {
                    Input::Item(item) => Some(item),
                    Input::Indicator(_) | Input::Typed(_) => None,
                })
                .collect(),
            Source::Typed { .. } => Vec::new(),
        }
    }
}
