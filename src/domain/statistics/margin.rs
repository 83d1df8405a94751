//! Margins as citizens read them: "±3.5", bounds where ± would be 0.0, or nothing with a reason (M-10).

use super::interval::Interval;
use super::rounding;
use crate::domain::words::words;

words! {
    /// Why there is no ±.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum MarginReason {
        /// ± would read 0.0: the interval's bounds are shown instead.
        Bounds = "bounds",
        /// A mean or score without spread: ―.
        NoSpread = "no_spread",
        /// Everybody answered.
        Census = "census",
        /// Census design with less than 80 % returned.
        CensusLowReturn = "census_low_return",
        /// One response: no standard error.
        NTooSmall = "n_too_small",
        /// Nobody in the base.
        NoBase = "no_base",
        /// Whoever wanted answered: such answers are no sample and have no sampling error.
        NotASample = "not_a_sample",
    }
}

/// Whether the other weighting must be printed beside a figure: they differ by more than half the margin of what is
/// published (M-10); `None` without a margin to measure by. All in one unit.
pub fn weightings_differ(half: Option<f64>, published: f64, other: f64) -> Option<bool> {
    // A census has no margin, and the same figure summed in another order may differ in the last bit.
    half.map(|half| (published - other).abs() > half / 2.0 + 1e-12)
}

/// How a report states margins (M-10): municipal reports often print 2√(2·…) for two-stage samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convention {
    /// 1.96 or 2.
    pub multiplier: f64,
    /// Design effect: 1, or 2 for two-stage samples.
    pub deff: f64,
}

impl Convention {
    /// Half width for a share p (0–1) of n people; f is the finite population factor (1 without).
    pub fn half(self, p: f64, n: f64, f: f64) -> f64 {
        self.multiplier * (self.deff * p * (1.0 - p) / n * f).sqrt()
    }
}

/// A margin as printed, and why it is not a plain ±.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Margin {
    /// "±3.5", "0.0～3.2", or `None` (―).
    pub display: Option<String>,
    /// `None` for a plain ±.
    pub reason: Option<MarginReason>,
}

impl Margin {
    /// No margin, for this reason.
    pub fn none(reason: MarginReason) -> Margin {
        Margin {
            display: None,
            reason: Some(reason),
        }
    }

    /// The margin of a share: `half` and `interval` in percent.
    pub fn of_share(half: f64, interval: Interval, decimals: u32) -> Margin {
        let shown = rounding::float(half, decimals);
        if !rounding::reads_zero(&shown) {
            return Margin::plus_minus(&shown);
        }
        let low = rounding::down(interval.low, decimals);
        let high = rounding::up(interval.high, decimals);
        Margin {
            display: Some(format!("{low}～{high}")),
            reason: Some(MarginReason::Bounds),
        }
    }

    /// The margin of a mean or score, in its printed unit; `None` without a standard error.
    pub fn of_score(half: Option<f64>, decimals: u32) -> Margin {
        let Some(half) = half else {
            return Margin::none(MarginReason::NTooSmall);
        };
        let shown = rounding::float(half, decimals);
        if rounding::reads_zero(&shown) {
            return Margin::none(MarginReason::NoSpread);
        }
        Margin::plus_minus(&shown)
    }

    fn plus_minus(shown: &str) -> Margin {
        Margin {
            display: Some(format!("±{shown}")),
            reason: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_two_stage_sample() {
        let convention = Convention {
            multiplier: 2.0,
            deff: 2.0,
        };
        let half = convention.half(0.5, 1000.0, 1.0);
        assert_eq!(rounding::float(100.0 * half, 1), "4.5");
    }

    #[test]
    fn a_margin_is_never_plus_minus_nothing() {
        let bounds = Interval {
            low: 0.0,
            high: 3.11,
        };
        let margin = Margin::of_share(0.0, bounds, 1);
        assert_eq!(margin.display.as_deref(), Some("0.0～3.2"));
        assert_eq!(
            Margin::of_score(Some(0.0), 2),
            Margin::none(MarginReason::NoSpread)
        );
        assert_eq!(
            Margin::of_score(None, 2),
            Margin::none(MarginReason::NTooSmall)
        );
    }
}
