//! Holm's step-down adjustment of the p values of one family of tests (M-11).

use super::estimate::float;

/// The adjusted p values, in the order given.
pub fn adjust(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut adjusted = vec![1.0; p_values.len()];
    let (mut remaining, mut floor) = (p_values.len(), 0.0f64);
    for (at, p) in order {
        let tests = float(u64::try_from(remaining).unwrap_or(u64::MAX));
        floor = floor.max((p * tests).min(1.0));
        if let Some(slot) = adjusted.get_mut(at) {
            *slot = floor;
        }
        remaining = remaining.saturating_sub(1);
    }
    adjusted
}
