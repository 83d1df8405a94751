//! Estimates: one estimator for shares, means and net scores (M-5, M-10).
//!
//! A base is a list of groups of people with the same value y; y is 0/1 for shares, the score for means, +1/0/−1 for
//! net scores. Which groups belong to a base is decided in `share`, `mean` and `net`; intervals are in `interval`.

use super::tally::Sums;

/// People of the base who share the value `y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// The value of each of them.
    pub y: f64,
    /// How many, and how heavy.
    pub people: Sums,
}

/// The figures of one base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// People in the base, unweighted.
    pub n: u64,
    /// Σwy/Σw
    pub mean: f64,
    /// Kish's effective size (Σw)²/Σw², inside the base (M-9.7).
    pub n_eff: f64,
    /// n·Σw²/(Σw)² (M-9.7).
    pub deff_kish: f64,
    /// Linearised standard error, never with finite population correction; `None` with one valid response (M-10).
    pub se: Option<f64>,
    /// Sample standard deviation of y; `None` for one person.
    pub sd: Option<f64>,
}

/// Estimates the mean of y over the groups; `None` for an empty base (printed ―, never 0).
///
/// `n_all` is the number of valid responses, not the base: the standard error is the domain estimator (M-10).
pub fn estimate(groups: &[Group], n_all: u64) -> Option<Estimate> {
    let n: u64 = groups.iter().map(|g| g.people.count).sum();
    let weight: f64 = groups.iter().map(|g| g.people.weight).sum();
    let squared: f64 = groups.iter().map(|g| g.people.weight_squared).sum();
    if n == 0 || weight <= 0.0 {
        return None;
    }
    let mean = groups.iter().map(|g| g.people.weight * g.y).sum::<f64>() / weight;
    let spread = |of: fn(&Sums) -> f64| -> f64 {
        let squares = groups.iter().map(|g| of(&g.people) * (g.y - mean).powi(2));
        squares.sum::<f64>().max(0.0)
    };
    let linear = spread(|p| p.weight_squared) / (weight * weight);
    let variance = spread(|p| p.weight) / weight;
    Some(Estimate {
        n,
        mean,
        n_eff: weight * weight / squared,
        deff_kish: float(n) * squared / (weight * weight),
        se: small_sample(n_all).map(|factor| (factor * linear).sqrt()),
        sd: small_sample(n).map(|factor| (factor * variance).sqrt()),
    })
}

/// n/(n−1); `None` for n < 2.
fn small_sample(n: u64) -> Option<f64> {
    (n >= 2).then(|| float(n) / float(n - 1))
}

/// A count as a floating number. Counts of people are far below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "counts of people are below 2⁵³")]
pub fn float(count: u64) -> f64 {
    count as f64
}
