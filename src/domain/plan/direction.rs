//! Which way is good: what staff says of an indicator and its definition says again.

use serde::{Deserialize, Serialize};

/// Which way is good, in the words of staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Stay where it is.
    Maintain,
    /// Stay between two bounds.
    Range,
    /// A ceiling is kept; worse than the start may be fine.
    KeepBelow,
    /// A floor is kept; less than the start may be fine.
    KeepAbove,
    /// A comparison between two other quantities.
    Relative,
    /// Ordered states.
    Status,
    /// Parts with directions of their own.
    Composite,
    /// Staff could not tell.
    Unclear,
    /// There is no indicator.
    None,
}
