//! A baseline (基準値, 現状値) as the plan prints it (R6): figure, time, n, denominator and source, each may be unknown.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::definition::Documented;
use super::figure::Printed;
use super::period::Period;
use super::printed;

/// Where an indicator started. "No value but a year" and "a value without n" are both ordinary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The heading of its column: 基準値, 現状値.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The figure with its printed text.
    pub printed: Printed,
    /// The time it is about.
    pub period: Period,
    /// How many answered; `None` in all plans seen: no test of change is then possible, and none is invented.
    pub n: Option<u32>,
    /// Whether n is an assumption of staff; printed wherever n is (M-11).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub n_assumed: bool,
    /// Its standard error, where staff found it; plans do not print one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<Decimal>,
    /// What the percentage was taken of, in words of its source; `None` when not stated.
    pub denominator: Option<String>,
    /// Where it comes from; `None` when not stated.
    pub source: Option<String>,
    /// A remark of whoever typed the plan.
    pub note: Option<String>,
}

impl Baseline {
    /// With what staff recorded about how it was made, where that is about this baseline.
    #[must_use]
    pub fn with(&self, documented: Option<&Documented>) -> Self {
        let mut known = self.clone();
        if let Some(found) = documented.filter(|found| found.printed == self.printed.raw) {
            known.n = found.n.or(known.n);
            known.n_assumed = found.n.is_some() && found.n_assumed;
            known.se = found.se.or(known.se);
            known.source = Some(found.source.clone());
        }
        known
    }
}

/// What a plan calls the figures its indicators start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// 基準値.
    Base,
    /// 現状値; also where the plan's word is not known.
    Current,
    /// Another word of the plan.
    Word(String),
}

impl Start {
    /// By the heading of a column.
    #[must_use]
    pub fn named(word: Option<&str>) -> Self {
        match word.map(printed::plain).as_deref() {
            None | Some("現状値") => Self::Current,
            Some("基準値") => Self::Base,
            Some(other) => Self::Word(other.to_owned()),
        }
    }

    /// Of one baseline.
    #[must_use]
    pub fn of(baseline: &Baseline) -> Self {
        Self::named(baseline.label.as_deref())
    }

    /// The word of all; the usual one where they differ.
    #[must_use]
    pub fn of_all<'a>(baselines: impl Iterator<Item = &'a Baseline>) -> Self {
        let mut words = baselines.map(Self::of);
        let first = words.next().unwrap_or(Self::Current);
        match words.all(|word| word == first) {
            true => first,
            false => Self::Current,
        }
    }
}
