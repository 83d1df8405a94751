//! Pearson's χ² test of a cross table, on unweighted counts of known attribute × substantive options (M-8).

use serde::{Deserialize, Serialize};
use statrs::function::gamma::gamma_ur;

use super::estimate::float;

/// The result of a test; always labelled 「χ²検定は無加重」.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChiSquare {
    /// Test statistic.
    pub x2: f64,
    /// (r−1)(c−1) after dropping empty rows and columns.
    pub df: u64,
    /// People in the table.
    pub n: u64,
    /// p value.
    pub p: f64,
    /// Cramér's V.
    pub cramers_v: f64,
    /// Least expected count; below 5 the reader is warned.
    pub min_expected: f64,
}

/// Tests a table of counts; `None` when fewer than two rows or columns have anybody.
pub fn test(counts: &[Vec<u64>]) -> Option<ChiSquare> {
    let rows: Vec<&Vec<u64>> = counts
        .iter()
        .filter(|row| row.iter().sum::<u64>() > 0)
        .collect();
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let cell = |row: &[u64], at: usize| row.get(at).copied().unwrap_or(0);
    let columns: Vec<(usize, u64)> = (0..width)
        .map(|at| (at, rows.iter().map(|row| cell(row, at)).sum()))
        .filter(|(_, sum)| *sum > 0)
        .collect();
    if rows.len() < 2 || columns.len() < 2 {
        return None;
    }
    let n: u64 = columns.iter().map(|(_, sum)| sum).sum();
    let (mut x2, mut min_expected) = (0.0, f64::INFINITY);
    for row in &rows {
        let row_sum: u64 = row.iter().sum();
        for (at, column_sum) in &columns {
            let expected = float(row_sum) * float(*column_sum) / float(n);
            x2 += (float(cell(row, *at)) - expected).powi(2) / expected;
            min_expected = expected.min(min_expected);
        }
    }
    let (r, c) = (count(rows.len()), count(columns.len()));
    let df = (r - 1) * (c - 1);
    Some(ChiSquare {
        x2,
        df,
        n,
        p: if x2 > 0.0 {
            gamma_ur(float(df) / 2.0, x2 / 2.0)
        } else {
            1.0
        },
        cramers_v: (x2 / (float(n) * float(r.min(c) - 1))).sqrt(),
        min_expected,
    })
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
