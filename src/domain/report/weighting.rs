//! The weights of a report (M-9): what they were made from and what must be known about them.

use serde::{Deserialize, Serialize};

/// A weighting by raking and its diagnostics. The weights themselves follow from the categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighting {
    /// Whether the margins hold; otherwise nothing is weighted.
    pub converged: bool,
    /// Passes of the solution.
    pub passes: u32,
    /// What staff must know: keys of `statistics::weights::Warning`.
    pub warnings: Vec<String>,
    /// The dimensions, their targets and who answered.
    pub dimensions: Vec<Dimension>,
    /// Bounds of w/d, where trimmed, and whether they hold.
    pub bounds: Option<(f64, f64)>,
    /// Whether the bounds were applied; none without.
    pub bounds_applied: Option<bool>,
    /// Whether the design weights of a disproportionate sample are in it (M-9.4).
    pub design: bool,
    /// 1 + CV²(w).
    pub deff_kish: f64,
    /// Effective number of responses.
    pub n_eff: f64,
    /// Least weight.
    pub min: f64,
    /// Greatest weight.
    pub max: f64,
}

/// One dimension: `sex`, `age`, `sex*age`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    /// Items joined with `*`.
    pub name: String,
    /// Its categories; people who cannot be placed are `_unknown`.
    pub categories: Vec<Category>,
}

/// One category of a dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// Option codes joined with `*`.
    pub code: String,
    /// Σw it has to reach.
    pub target: f64,
    /// People who answered.
    pub sample: u64,
}
