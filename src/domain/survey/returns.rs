//! Returns (回収): how many responses came on which day and how.

use std::collections::BTreeMap;

use super::Mode;
use crate::domain::time::Day;

/// The responses of one day that came in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// The day they count for, in the town's zone.
    pub day: Day,
    /// How they came.
    pub mode: Mode,
    /// How many.
    pub responses: i64,
}

/// Counts how many came on each day in each way, in that order.
pub fn count(came: impl Iterator<Item = (Day, Mode, i64)>) -> Vec<Return> {
    let mut counts: BTreeMap<(Day, Mode), i64> = BTreeMap::new();
    for (day, mode, responses) in came {
        *counts.entry((day, mode)).or_default() += responses;
    }
    let row = |((day, mode), responses)| Return {
        day,
        mode,
        responses,
    };
    counts.into_iter().map(row).collect()
}
