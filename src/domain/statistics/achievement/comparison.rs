//! What a difference to the baseline means: direction, and whether it is more than the margin (M-14, M-11).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Facts;
use crate::domain::statistics::interval::Interval;
use crate::domain::words::words;

/// What a value rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Evidence {
    /// A register figure: no interval, every difference counts.
    Register,
    /// A survey; the baseline is fixed, its n unknown. 95 % interval in printed units.
    Interval(Interval),
    /// A survey against a baseline with known n or standard error.
    Test {
        /// Current interval, printed units.
        interval: Interval,
        /// Whether the M-11 test says the two differ.
        significant: bool,
    },
    /// A survey whose interval cannot be computed (one respondent, no spread): it supports no difference.
    NoInterval,
    /// A survey everybody answered: every displayed difference is real. Interval in printed units.
    Census(Interval),
}

words! {
    /// Which way the value moved.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Direction {
        /// Above the baseline.
        Up = "up",
        /// As displayed, equal.
        Flat = "flat",
        /// Below the baseline.
        Down = "down",
    }
}

words! {
    /// What decided whether a difference is more than the margin.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum VerdictBy {
        /// The baseline lies outside the current interval.
        Interval = "interval",
        /// The M-11 test.
        Test = "test",
        /// Everybody answered.
        Census = "census",
    }
}

/// A value beside its documented baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Comparison {
    pub baseline: Decimal,
    pub direction: Direction,
    pub beyond_margin: Option<bool>,
    pub verdict_by: Option<VerdictBy>,
    pub interval: Option<Interval>,
}

impl Comparison {
    /// `None` without a baseline, or with one whose method is unknown (M-11b: no arrow, no verdict).
    pub(super) fn of(facts: &Facts, actual: Decimal) -> Option<Comparison> {
        let baseline = facts.baseline.filter(|_| facts.baseline_documented)?;
        let direction = match actual.cmp(&baseline) {
            std::cmp::Ordering::Greater => Direction::Up,
            std::cmp::Ordering::Equal => Direction::Flat,
            std::cmp::Ordering::Less => Direction::Down,
        };
        let (beyond_margin, verdict_by, interval) = match facts.evidence {
            Evidence::Register => (None, None, None),
            Evidence::NoInterval => (Some(false), None, None),
            Evidence::Interval(i) => {
                let inside = baseline.to_f64().is_some_and(|b| i.contains(b));
                (Some(!inside), Some(VerdictBy::Interval), Some(i))
            }
            Evidence::Test {
                interval,
                significant,
            } => (Some(significant), Some(VerdictBy::Test), Some(interval)),
            Evidence::Census(i) => {
                let moved = direction != Direction::Flat;
                (Some(moved), Some(VerdictBy::Census), Some(i))
            }
        };
        Some(Comparison {
            baseline,
            direction,
            beyond_margin,
            verdict_by,
            interval,
        })
    }
}
