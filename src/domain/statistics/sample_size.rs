//! How many answers a survey needs, how many letters that takes, and how strata share them (M-6).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::estimate::float;

/// The size of a sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleSize {
    /// Before rounding up.
    pub exact: f64,
    /// Answers needed.
    pub answers: u64,
    /// Questionnaires to mail.
    pub mailed: u64,
}

/// Answers for a margin of ±`d` (0–1) at p = 0.5, from a population (`None` = unlimited), at an expected return rate.
///
/// `None` for a margin or rate that is not positive. The rate is a decimal because 998.4/0.4 must not become 2497.
pub fn sample_size(population: Option<u64>, d: f64, rate: Decimal, z: f64) -> Option<SampleSize> {
    let unlimited = z * z * 0.25 / (d * d);
    let exact = match population {
        Some(0) => 0.0,
        Some(n) => unlimited / (1.0 + (unlimited - 1.0) / float(n)),
        None => unlimited,
    };
    let sound = d > 0.0 && exact.is_finite() && rate > Decimal::ZERO;
    let answers = sound.then(|| (exact - 1e-9).ceil().to_u64()).flatten()?;
    let mailed = Decimal::from(answers).checked_div(rate)?.ceil().to_u64()?;
    Some(SampleSize {
        exact,
        answers,
        mailed,
    })
}

/// Proportional allocation of `n` to strata by largest remainder, each at least `minimum` (or its whole population).
///
/// With a minimum the design is disproportionate and needs design weights (M-9.4).
pub fn allocate(n: u64, strata: &[u64], minimum: u64) -> Vec<u64> {
    let all: u128 = strata.iter().map(|s| u128::from(*s)).sum();
    if all == 0 {
        return vec![0; strata.len()];
    }
    let quota = |s: &u64| u128::from(n) * u128::from(*s);
    let whole = |s: &u64| u64::try_from(quota(s) / all).unwrap_or(u64::MAX);
    let mut shares: Vec<u64> = strata.iter().map(whole).collect();
    let left = n.saturating_sub(shares.iter().sum());
    let mut order: Vec<(u128, usize)> = strata
        .iter()
        .enumerate()
        .map(|(at, s)| (quota(s) % all, at))
        .collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    let raised = |(share, people): (u64, &u64)| share.max(minimum.min(*people));
    shares.into_iter().zip(strata).map(raised).collect()
}
