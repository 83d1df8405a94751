//! A target (目標) and its milestone (R5): what is to be reached, by when, kept beside the text as printed.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::figure::{Arrow, Bound, Component, Figure, Printed};
use super::period::Period;

/// What is to be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A bare number: which way is not printed and has not been said by staff. It is judged by nobody.
    Number(Decimal),
    /// 以上, or said by staff.
    AtLeast(Decimal),
    /// 以内, 以下, or said by staff.
    AtMost(Decimal),
    /// 未満
    Below(Decimal),
    /// 超
    Above(Decimal),
    /// From `low` to `high`, both included unless `below` (then `high` is not).
    Between {
        /// The lower end.
        low: Decimal,
        /// The upper end.
        high: Decimal,
        /// Whether the upper end is excluded.
        below: bool,
    },
    /// Keep what there is; `bound` says which side is still kept, where staff has said so.
    Maintain {
        /// The number to keep, where printed.
        value: Option<Decimal>,
        /// Which side is fine.
        bound: Option<Bound>,
    },
    /// ↗
    Increase,
    /// ↘
    Decrease,
    /// A state of an ordered row of states.
    Status(String),
    /// A set of words.
    Set(Vec<String>),
    /// Labelled numbers, each with its own operator once staff has said it.
    Composite {
        /// The operator staff gave to the whole.
        bound: Option<Bound>,
        /// The parts.
        parts: Vec<Component>,
    },
    /// Words.
    Words(String),
    /// A number as printed, of another unit than the indicator's: nothing can be compared with it. Never stored; it comes
    /// of [`Version::uniform`](super::indicator::Version::uniform).
    OtherUnit(String),
    /// The plan sets no target, in these words.
    None {
        /// As printed.
        words: String,
    },
}

/// A milestone (中間目標, 最終目標, each year): a target with its time. There may be any number of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// The heading of its column: 中間目標値, R12.
    pub label: Option<String>,
    /// The target as printed.
    pub raw: String,
    /// By when; the year may be unknown.
    pub period: Period,
    /// The target as understood.
    pub target: Target,
    /// Whether the plan itself says the operator (以上, ↗, words), or staff has.
    pub explicit: bool,
    /// The unit; the indicator's where the cell prints none.
    pub unit: Option<String>,
    /// The scale words printed: 億, 万, 千.
    pub scale: Option<String>,
    /// What stands beside the number: 隔年有.
    pub qualifier: Option<String>,
    /// The plan it was borrowed from, where it was.
    pub source_plan: Option<String>,
    /// A remark of whoever typed the plan.
    pub note: Option<String>,
}

impl Target {
    /// The target a printed cell says by itself. A bare number stays a number.
    #[must_use]
    pub fn printed(printed: &Printed) -> Self {
        match (&printed.figure, printed.bound) {
            (Figure::Number(value), bound) => Self::number(*value, bound),
            (Figure::Range { low, high, below }, _) => Self::Between {
                low: *low,
                high: *high,
                below: *below,
            },
            (Figure::Arrow(Arrow::Up), _) => Self::Increase,
            (Figure::Arrow(Arrow::Down), _) => Self::Decrease,
            (Figure::Arrow(Arrow::Level), _) => Self::Maintain {
                value: None,
                bound: None,
            },
            (Figure::Composite(parts), _) => Self::Composite {
                bound: None,
                parts: parts.clone(),
            },
            (Figure::Set(items), _) => Self::Set(items.clone()),
            (Figure::Status(state), _) => Self::Status(state.clone()),
            (Figure::Text(words), _) => Self::Words(words.clone()),
            (Figure::Missing | Figure::NotSet, _) => Self::None {
                words: printed.raw.clone(),
            },
        }
    }

    /// A number with its operator.
    #[must_use]
    pub fn number(value: Decimal, bound: Option<Bound>) -> Self {
        match bound {
            None => Self::Number(value),
            Some(Bound::AtLeast) => Self::AtLeast(value),
            Some(Bound::AtMost) => Self::AtMost(value),
            Some(Bound::Below) => Self::Below(value),
            Some(Bound::Above) => Self::Above(value),
        }
    }

    /// Whether the cell itself says which way, so that nobody had to.
    #[must_use]
    pub fn speaks_for_itself(&self) -> bool {
        !matches!(self, Self::Number(_) | Self::Composite { .. })
    }

    /// Whether it is one number, or from one to another: what has a unit and can be met by a value.
    #[must_use]
    pub fn is_a_number(&self) -> bool {
        self.value().is_some() || matches!(self, Self::Between { .. })
    }

    /// The target with each of its numbers made another one; none where one of them cannot be. Labelled numbers keep
    /// their own units.
    #[must_use]
    pub fn map_numbers(&self, map: impl Fn(Decimal) -> Option<Decimal>) -> Option<Self> {
        Some(match self {
            Self::Number(value) => Self::Number(map(*value)?),
            Self::AtLeast(value) => Self::AtLeast(map(*value)?),
            Self::AtMost(value) => Self::AtMost(map(*value)?),
            Self::Below(value) => Self::Below(map(*value)?),
            Self::Above(value) => Self::Above(map(*value)?),
            Self::Between { low, high, below } => Self::Between {
                low: map(*low)?,
                high: map(*high)?,
                below: *below,
            },
            Self::Maintain {
                value: Some(value),
                bound,
            } => Self::Maintain {
                value: Some(map(*value)?),
                bound: *bound,
            },
            other => other.clone(),
        })
    }

    /// The one number of the target, where it has one.
    #[must_use]
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Self::Number(value)
            | Self::AtLeast(value)
            | Self::AtMost(value)
            | Self::Below(value)
            | Self::Above(value) => Some(*value),
            Self::Maintain { value, .. } => *value,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::printed;
    use super::*;

    #[test]
    fn direction_is_never_inferred() {
        let of = |raw: &str| Target::printed(&printed::parse(raw));
        assert!(matches!(of("9.5"), Target::Number(_)));
        assert!(matches!(of("13.0％以内"), Target::AtMost(_)));
        assert!(matches!(of("90.0 未満"), Target::Below(_)));
        assert!(matches!(of("100人超"), Target::Above(_)));
        assert_eq!(of("↗"), Target::Increase);
        assert!(!of("74.2％").speaks_for_itself());
        assert!(of("50%以上").speaks_for_itself());
    }
}
