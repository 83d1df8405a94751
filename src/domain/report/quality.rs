//! Quality flags of a report (M-15): counted, never a reason to leave anybody out by itself.

use serde::{Deserialize, Serialize};

/// What to look at before trusting the answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quality {
    /// Grids on a scale of at least five rows, and how many gave the same answer in every row.
    pub straight_lined: Vec<StraightLined>,
    /// How long web respondents took, in three classes.
    pub durations: Durations,
    /// Valid responses whose answers are the same as those of another: by content only.
    pub identical: u64,
}

/// One grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StraightLined {
    /// The question; for a dual grid with its axis, `q8.satisfaction`.
    pub question: String,
    /// Responses with one answer in every row.
    pub count: u64,
    /// Responses that answered every row.
    pub of: u64,
}

/// Valid responses by class of duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Durations {
    /// Less than a third of the usual time.
    pub short: u64,
    /// As long as expected.
    pub usual: u64,
    /// Longer.
    pub long: u64,
    /// Not known: on paper, or without a form of ours.
    pub unknown: u64,
}
