//! Response quality flags: flagged, never deleted (M-15).
//!
//! Durations exist only in confidential surveys and imports; in anonymous surveys there is only a class of three.

use super::columns::Column;

/// The respondents (indexes) who gave the same code in every row of a matrix with at least `min_rows` rows.
pub fn straight_lined(rows: &[&Column], min_rows: usize) -> Vec<usize> {
    let Some((first, rest)) = rows.split_first().filter(|_| rows.len() >= min_rows) else {
        return Vec::new();
    };
    (0..first.len())
        .filter(|at| {
            let code = first.code(*at);
            code.is_some() && rest.iter().all(|row| row.code(*at) == code)
        })
        .collect()
}

/// Who answered on the web much faster than the others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Speeders {
    /// Median of the valid web durations, seconds; `None` when there are none.
    pub median: Option<f64>,
    /// Faster than this, seconds.
    pub threshold: Option<f64>,
    /// The respondents (indexes).
    pub respondents: Vec<usize>,
}

/// Flags durations below `ratio` of the median. `durations` are web durations in seconds, `None` = paper or unknown.
pub fn speeders(durations: &[Option<f64>], ratio: f64) -> Speeders {
    let mut known: Vec<f64> = durations.iter().copied().flatten().collect();
    known.sort_by(f64::total_cmp);
    let middle = |at: usize| known.get(at).copied();
    let median = known
        .len()
        .checked_sub(1)
        .and_then(|last| Some(f64::midpoint(middle(last / 2)?, middle(known.len() / 2)?)));
    let threshold = median.map(|m| m * ratio);
    let fast = |d: &Option<f64>| d.zip(threshold).is_some_and(|(d, t)| d < t);
    let flagged = durations.iter().enumerate().filter(|(_, d)| fast(d));
    Speeders {
        respondents: flagged.map(|(at, _)| at).collect(),
        median,
        threshold,
    }
}
