//! The row rule: rows with too few people are hidden, together with enough others (M-12.1).

use super::HiddenReason;
use crate::domain::statistics::crosstab::REFERENCE_BELOW;

/// The result of the row rule; rows by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRule {
    /// 0 < n < min_base.
    pub primary: Vec<usize>,
    /// Hidden so that the hidden rows together reach min_base, in the order in which they were hidden.
    pub complementary: Vec<usize>,
    /// Shown rows with n < 30: 参考値.
    pub reference_only: Vec<usize>,
    /// Set when no row with anybody in it is left.
    pub hidden: Option<HiddenReason>,
}

impl RowRule {
    /// Whether a row is hidden.
    pub fn hides(&self, row: usize) -> bool {
        self.primary.contains(&row) || self.complementary.contains(&row)
    }

    /// Whether any row is hidden.
    pub fn hides_any(&self) -> bool {
        !self.primary.is_empty()
    }
}

/// Applies the row rule to the number of people of each row.
pub fn hide_rows(people: &[u64], min_base: u64) -> RowRule {
    hide_rows_and(people, min_base, &[])
}

/// The same where some rows must be hidden whatever their number of people: they count as small ones.
pub fn hide_rows_and(people: &[u64], min_base: u64, also: &[usize]) -> RowRule {
    let rows = || people.iter().copied().enumerate().filter(|(_, n)| *n > 0);
    let is_primary = |row: usize, n: u64| n < min_base || also.contains(&row);
    let primary: Vec<usize> = rows()
        .filter(|(row, n)| is_primary(*row, *n))
        .map(|(row, _)| row)
        .collect();
    let mut left: Vec<(usize, u64)> = rows().filter(|(row, n)| !is_primary(*row, *n)).collect();
    left.sort_by_key(|(_, n)| *n);
    let mut together: u64 = rows()
        .filter(|(row, _)| primary.contains(row))
        .map(|(_, n)| n)
        .sum();
    let mut complementary = Vec::new();
    let mut next = left.into_iter();
    while !primary.is_empty() && together < min_base {
        let Some((row, n)) = next.next() else { break };
        complementary.push(row);
        together += n;
    }
    let mut left: Vec<(usize, u64)> = next.collect();
    left.sort_unstable();
    let reference = left.iter().filter(|(_, n)| *n < REFERENCE_BELOW);
    RowRule {
        reference_only: reference.map(|(row, _)| *row).collect(),
        hidden: (left.is_empty() && !primary.is_empty()).then_some(HiddenReason::NothingLeft),
        primary,
        complementary,
    }
}
