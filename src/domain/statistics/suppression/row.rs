//! The row rule: rows with too few people are hidden, together with enough others (M-12.1).

use std::collections::BTreeSet;

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
    hide_rows_of(people, min_base, also, &|_| 0)
}

/// The same where the sum of the hidden rows of each `part` of the rows is known: each of them has enough people.
pub(super) fn hide_rows_of(
    people: &[u64],
    min_base: u64,
    also: &[usize],
    part: &dyn Fn(usize) -> usize,
) -> RowRule {
    let rows = || people.iter().copied().enumerate().filter(|(_, n)| *n > 0);
    let is_primary = |row: usize, n: u64| n < min_base || also.contains(&row);
    let primary: Vec<usize> = rows()
        .filter(|(row, n)| is_primary(*row, *n))
        .map(|(row, _)| row)
        .collect();
    let mut left: Vec<(usize, u64)> = rows().filter(|(row, n)| !is_primary(*row, *n)).collect();
    left.sort_by_key(|(_, n)| *n);
    let parts: BTreeSet<usize> = primary.iter().map(|row| part(*row)).collect();
    let (mut complementary, mut is_thin) = (Vec::new(), false);
    for of in &parts {
        let hidden = rows().filter(|(row, _)| primary.contains(row) && part(*row) == *of);
        let mut together: u64 = hidden.map(|(_, n)| n).sum();
        while together < min_base {
            let Some(at) = left.iter().position(|(row, _)| part(*row) == *of) else {
                break;
            };
            let (row, n) = left.remove(at);
            complementary.push(row);
            together += n;
        }
        is_thin |= together < min_base;
    }
    left.sort_unstable();
    let reference = left.iter().filter(|(_, n)| *n < REFERENCE_BELOW);
    let nothing = (left.is_empty() && !primary.is_empty()) || (is_thin && parts.len() > 1);
    RowRule {
        reference_only: reference.map(|(row, _)| *row).collect(),
        hidden: nothing.then_some(HiddenReason::NothingLeft),
        primary,
        complementary,
    }
}
