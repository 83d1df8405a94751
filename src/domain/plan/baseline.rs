//! A baseline (基準値, 現状値) as the plan prints it (R6): figure, time, n, denominator and source, each may be unknown.

use serde::{Deserialize, Serialize};

use super::figure::Printed;
use super::period::Period;

/// Where an indicator started. "No value but a year" and "a value without n" are both ordinary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The figure with its printed text.
    pub printed: Printed,
    /// The time it is about.
    pub period: Period,
    /// How many answered; `None` in all plans seen: no test of change is then possible, and none is invented.
    pub n: Option<u32>,
    /// What the percentage was taken of, in words of its source; `None` when not stated.
    pub denominator: Option<String>,
    /// Where it comes from; `None` when not stated.
    pub source: Option<String>,
    /// A remark of whoever typed the plan.
    pub note: Option<String>,
}
