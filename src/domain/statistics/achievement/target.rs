//! Targets as set in a plan, and what meets them (M-14).

use rust_decimal::Decimal;

/// Which side of a bound is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// 以上
    AtLeast,
    /// 以下・以内
    AtMost,
}

/// A target as set in the plan, in printed units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// T 以上
    AtLeast(Decimal),
    /// T 以下・以内
    AtMost(Decimal),
    /// T 未満
    Below(Decimal),
    /// From `low` to `high`, both included.
    Range {
        /// Lower end.
        low: Decimal,
        /// Upper end.
        high: Decimal,
    },
    /// 維持
    Maintain {
        /// The level to hold.
        value: Decimal,
        /// On which side.
        bound: Bound,
    },
    /// ↗
    Increase,
    /// ↘
    Decrease,
    /// Words; staff judges.
    Text,
    /// No target.
    None,
}

impl Target {
    /// The key in files.
    pub fn key(&self) -> &'static str {
        match self {
            Target::AtLeast(_) => "at_least",
            Target::AtMost(_) => "at_most",
            Target::Below(_) => "below",
            Target::Range { .. } => "range",
            Target::Maintain { .. } => "maintain",
            Target::Increase => "increase",
            Target::Decrease => "decrease",
            Target::Text => "text",
            Target::None => "none",
        }
    }

    /// ↗ or ↘: judged against the baseline only.
    pub fn is_direction(&self) -> bool {
        matches!(self, Target::Increase | Target::Decrease)
    }

    /// Whether `value` meets the target; `None` where it cannot be said from the value alone.
    pub fn met_by(&self, value: Decimal) -> Option<bool> {
        match *self {
            Target::AtLeast(t) => Some(value >= t),
            Target::AtMost(t) => Some(value <= t),
            Target::Below(t) => Some(value < t),
            Target::Range { low, high } => Some((low..=high).contains(&value)),
            Target::Maintain { value: t, bound } => Some(match bound {
                Bound::AtLeast => value >= t,
                Bound::AtMost => value <= t,
            }),
            Target::Increase | Target::Decrease | Target::Text | Target::None => None,
        }
    }

    /// Whether `actual` lies on the wrong side of `baseline`: further from the target on the side it came from, or out
    /// of a range the baseline was in.
    pub(super) fn moved_away(&self, actual: Decimal, baseline: Decimal) -> bool {
        match *self {
            Target::AtLeast(_) | Target::Increase => actual < baseline,
            Target::AtMost(_) | Target::Below(_) | Target::Decrease => actual > baseline,
            Target::Maintain { bound, .. } => match bound {
                Bound::AtLeast => actual < baseline,
                Bound::AtMost => actual > baseline,
            },
            Target::Range { low, .. } if baseline < low => actual < baseline,
            Target::Range { high, .. } if baseline > high => actual > baseline,
            Target::Range { low, high } => !(low..=high).contains(&actual),
            Target::Text | Target::None => false,
        }
    }
}
