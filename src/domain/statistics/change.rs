//! Change against the previous survey: tests, Newcombe's interval, arrows (M-11).
//!
//! The verdict is always the z test's; the interval only shows the size. No finite population correction here.
//! Adjusting a whole grid belongs to `holm`; comparability of wordings belongs to the plan.

use super::interval::{Interval, Z95, p_value, symmetric, wilson};
use crate::domain::words::words;

/// Level of significance of every arrow.
pub const ALPHA: f64 = 0.05;

/// A share of one wave: p in 0–1 and its size (n_eff for a weighted wave).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportion {
    /// Share, 0–1.
    pub p: f64,
    /// People, or effective people.
    pub n: f64,
}

/// A mean, net score or NPS of one wave, in its own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Mean.
    pub m: f64,
    /// Linearised standard error.
    pub se: f64,
}

/// The result of one test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Current minus previous.
    pub diff: f64,
    /// Test statistic.
    pub z: f64,
    /// Two-sided.
    pub p_value: f64,
    /// 95 % interval of the difference: Newcombe for shares, normal for scores.
    pub interval: Interval,
    /// Pooled share; `None` for scores.
    pub pooled: Option<f64>,
}

impl Test {
    /// Whether the change may carry an arrow when it is judged alone.
    pub fn significant(&self) -> bool {
        self.p_value < ALPHA
    }
}

/// Two-proportion z test and Newcombe's hybrid score interval. Both n must be positive.
pub fn two_proportions(current: Proportion, previous: Proportion) -> Test {
    let (n1, n2) = (current.n, previous.n);
    let pooled = (n1 * current.p + n2 * previous.p) / (n1 + n2);
    let diff = current.p - previous.p;
    let se = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2))
        .max(0.0)
        .sqrt();
    let z = statistic(diff, se);
    Test {
        diff,
        z,
        p_value: p_value(z),
        interval: newcombe(current, previous),
        pooled: Some(pooled),
    }
}

/// The smallest change of a share that could be confirmed between two waves of `n` people each (rule of thumb to
/// print): anything below is 「偶然と区別できない」, which is not "no change". 0–1, like p.
pub fn smallest_confirmable(p: f64, n: f64) -> f64 {
    Z95 * (2.0 * p * (1.0 - p) / n).sqrt()
}

/// Newcombe's interval of p1 − p2 from the two Wilson intervals.
pub fn newcombe(current: Proportion, previous: Proportion) -> Interval {
    let one = wilson(current.p, current.n, Z95);
    let two = wilson(previous.p, previous.n, Z95);
    let diff = current.p - previous.p;
    Interval {
        low: diff - (current.p - one.low).hypot(two.high - previous.p),
        high: diff + (one.high - current.p).hypot(previous.p - two.low),
    }
}

/// z test of two means, net scores or NPS.
pub fn two_scores(current: Score, previous: Score) -> Test {
    let diff = current.m - previous.m;
    let se = current.se.hypot(previous.se);
    let z = statistic(diff, se);
    Test {
        diff,
        z,
        p_value: p_value(z),
        interval: symmetric(diff, Z95 * se),
        pooled: None,
    }
}

/// Two waves without spread that agree do not differ; that disagree differ for certain.
fn statistic(diff: f64, se: f64) -> f64 {
    if diff == 0.0 { 0.0 } else { diff / se }
}

words! {
    /// What the reader is told.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Verdict {
        /// ↑
        Up = "up",
        /// ↓
        Down = "down",
        /// Census both times and no displayed difference.
        Same = "same",
        /// 変化は確認できない
        NotConfirmed = "not_confirmed",
    }
}

impl Verdict {
    /// Of a test, with the p value that counts (adjusted within a family).
    pub fn of(diff: f64, p_value: f64) -> Verdict {
        if p_value >= ALPHA {
            return Verdict::NotConfirmed;
        }
        Verdict::of_census(diff)
    }

    /// Census both times: every displayed difference is real.
    pub fn of_census(displayed_diff: f64) -> Verdict {
        if displayed_diff > 0.0 {
            Verdict::Up
        } else if displayed_diff < 0.0 {
            Verdict::Down
        } else {
            Verdict::Same
        }
    }

    /// ↑, ↓ or nothing.
    pub fn arrow(self) -> Option<&'static str> {
        match self {
            Verdict::Up => Some("↑"),
            Verdict::Down => Some("↓"),
            _ => None,
        }
    }
}

words! {
    /// Why a change cannot be judged; in the order in which the reasons are looked for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Unavailable {
        /// Nobody in the current base.
        CurrentUndefined = "current_undefined",
        /// How the previous figure was made is not documented (M-11b `unknown`).
        PreviousMethodUnknown = "previous_method_unknown",
        /// There is no previous figure.
        PreviousMissing = "previous_missing",
        /// The previous figure has no n.
        PreviousNUnknown = "previous_n_unknown",
        /// The previous score has no standard error.
        PreviousSeUnknown = "previous_se_unknown",
        /// The current score has no standard error (one response).
        CurrentSeUnknown = "current_se_unknown",
        /// An option, an age limit or a mode was added in between (M-11b `limited`); said by the plan, before any test.
        ComparabilityLimited = "comparability_limited",
        /// Another scale, wording or base (M-11b `broken`): the series started again; said by the plan, before any
        /// test.
        ComparabilityBroken = "comparability_broken",
    }
}

impl Unavailable {
    /// Whether the plain difference may still be shown.
    pub fn shows_difference(self) -> bool {
        matches!(
            self,
            Unavailable::PreviousNUnknown
                | Unavailable::PreviousSeUnknown
                | Unavailable::CurrentSeUnknown
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_rule_of_thumb() {
        for (n, points) in [(700.0, "4.9"), (500.0, "5.8"), (350.0, "6.9")] {
            let smallest = 100.0 * smallest_confirmable(0.32, n);
            assert_eq!(
                crate::domain::statistics::rounding::float(smallest, 1),
                points
            );
        }
    }

    #[test]
    fn two_empty_shares_do_not_differ() {
        let nobody = Proportion { p: 0.0, n: 50.0 };
        let test = two_proportions(nobody, nobody);
        assert_eq!((test.z, test.p_value), (0.0, 1.0));
    }
}
