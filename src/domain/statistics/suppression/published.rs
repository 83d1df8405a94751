//! The table as published: counts and percentages with x (M-12.2, M-7).

use super::CellRule;
use crate::domain::statistics::rounding;

/// One published cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishedCell {
    /// x: count, percentage and everything made from them.
    Suppressed,
    /// The count, and its percentage of the row ("-" for nobody, `None` for an empty row).
    Shown {
        /// People.
        count: u64,
        /// Percentage with one decimal.
        percent: Option<String>,
    },
}

/// One published row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// People of the row; always published.
    pub n: u64,
    /// Its cells.
    pub cells: Vec<PublishedCell>,
}

/// The first `people.len()` rows as published; `None` when the table is hidden. Sum rows of hidden ones come last in
/// the rule and are left out by giving fewer `people`.
pub fn publish(rule: &CellRule, people: &[u64]) -> Option<Vec<PublishedRow>> {
    let row = |(at, n): (usize, &u64)| {
        let counts = rule.counts.get(at).map(Vec::as_slice).unwrap_or_default();
        let cell = |(column, count): (usize, &u64)| match rule.shows(at, column) {
            false => PublishedCell::Suppressed,
            true => PublishedCell::Shown {
                count: *count,
                percent: rounding::mark(*count, *n, 1),
            },
        };
        PublishedRow {
            n: *n,
            cells: counts.iter().enumerate().map(cell).collect(),
        }
    };
    let rows = || people.iter().enumerate().map(row).collect();
    rule.hidden.is_none().then(rows)
}
