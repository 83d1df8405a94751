//! Two waves of one figure: which test they get, or why they get none (M-11), and what a value offers as evidence for a
//! target (M-14).
//!
//! The tests themselves are in `change`, the family's adjustment in `holm`. Whether two definitions may be compared at
//! all belongs to the plan.

use std::collections::BTreeMap;

use crate::domain::statistics::achievement::Evidence;
use crate::domain::statistics::change::{
    Proportion, Score, Test, Unavailable, Verdict, two_proportions, two_scores,
};
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::holm;
use crate::domain::statistics::indicator::{Known, Measure};
use crate::domain::statistics::interval::Interval;

/// A standard error up to here is what summation left over, in the inner unit.
const NO_SPREAD: f64 = 1e-12;

/// The figure of the current wave as tests need it, in its inner unit (shares 0–1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Current {
    /// Share, mean or net score.
    pub estimate: f64,
    /// People in the base; effective people where it is weighted.
    pub n: f64,
    /// Linearised standard error; `None` with one valid response.
    pub se: Option<f64>,
    /// Whether it is tested as a share.
    pub is_share: bool,
    /// Whether everybody answered.
    pub census: bool,
}

impl Current {
    /// Of a computed figure; the size is n_eff when weights really entered it.
    pub fn of(measure: &Measure, known: &Known, weighted: bool) -> Self {
        let estimate = &known.estimate;
        Self {
            estimate: estimate.mean,
            n: if weighted {
                estimate.n_eff
            } else {
                float(estimate.n)
            },
            se: estimate.se,
            is_share: measure.is_share(),
            census: known.is_census(),
        }
    }

    /// Whether there is something to compute an interval from. Wilson's of a share never shrinks to a point; the scores
    /// of people who all say the same do.
    fn has_spread(&self) -> bool {
        self.is_share || self.se.is_some_and(|se| se > NO_SPREAD)
    }
}

/// What is known of the previous wave, in the same unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Previous {
    /// Its figure.
    pub estimate: Option<f64>,
    /// Its n; the effective one where it was weighted.
    pub n: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Whether its method is documented (M-11b).
    pub documented: bool,
    /// Whether everybody answered then.
    pub census: bool,
}

/// What came out for one comparison, before its family is adjusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// It cannot be judged.
    Unavailable(Unavailable),
    /// Census both times: no test, every displayed difference is real.
    Census {
        /// The figure.
        now: f64,
        /// The figure before.
        then: f64,
    },
    /// Two shares and their test.
    Shares(Proportion, Proportion, Test),
    /// Two means or scores and their test.
    Scores(Score, Score, Test),
}

impl Outcome {
    /// Compares two waves. The reasons against it are looked for in the order of [`Unavailable`].
    pub fn of(current: Option<Current>, previous: &Previous) -> Self {
        let Some(current) = current else {
            return Self::Unavailable(Unavailable::CurrentUndefined);
        };
        if !previous.documented {
            return Self::Unavailable(Unavailable::PreviousMethodUnknown);
        }
        let Some(then) = previous.estimate else {
            return Self::Unavailable(Unavailable::PreviousMissing);
        };
        if previous.census && current.census {
            let now = current.estimate;
            return Self::Census { now, then };
        }
        if current.is_share {
            return shares(&current, then, previous.n);
        }
        scores(&current, then, previous.se)
    }

    /// Why there is no judgement.
    pub fn reason(&self) -> Option<Unavailable> {
        match self {
            Self::Unavailable(reason) => Some(*reason),
            _ => None,
        }
    }

    /// Whether the plain difference may be shown.
    pub fn shows_difference(&self) -> bool {
        self.reason().is_none_or(Unavailable::shows_difference)
    }

    /// The test, where one was made.
    pub fn test(&self) -> Option<&Test> {
        match self {
            Self::Shares(.., test) | Self::Scores(.., test) => Some(test),
            _ => None,
        }
    }

    /// What the reader is told. `p_holm` is the p value adjusted within the family, where there is one; `displayed` the
    /// difference of the displayed values, which alone counts in a census.
    pub fn verdict(&self, p_holm: Option<f64>, displayed: f64) -> Option<Verdict> {
        match (self, self.test()) {
            (Self::Census { .. }, _) => Some(Verdict::of_census(displayed)),
            (_, test) => test.map(|t| Verdict::of(t.diff, p_holm.unwrap_or(t.p_value))),
        }
    }
}

fn shares(current: &Current, then: f64, n: Option<f64>) -> Outcome {
    let Some(n) = n else {
        return Outcome::Unavailable(Unavailable::PreviousNUnknown);
    };
    let now = Proportion {
        p: current.estimate,
        n: current.n,
    };
    let then = Proportion { p: then, n };
    Outcome::Shares(now, then, two_proportions(now, then))
}

fn scores(current: &Current, then: f64, se: Option<f64>) -> Outcome {
    match (se, current.se) {
        (None, _) => Outcome::Unavailable(Unavailable::PreviousSeUnknown),
        (_, None) => Outcome::Unavailable(Unavailable::CurrentSeUnknown),
        (Some(se), Some(now)) => {
            let (now, then) = (
                Score {
                    m: current.estimate,
                    se: now,
                },
                Score { m: then, se },
            );
            Outcome::Scores(now, then, two_scores(now, then))
        }
    }
}

/// Holm-adjusted p values in the order given: of each comparison that was tested and belongs to a family.
pub fn adjusted<'a>(
    comparisons: impl IntoIterator<Item = (Option<&'a str>, &'a Outcome)>,
) -> Vec<Option<f64>> {
    let mut families: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    let mut result = Vec::new();
    for (at, (family, outcome)) in comparisons.into_iter().enumerate() {
        result.push(None);
        if let (Some(family), Some(test)) = (family, outcome.test()) {
            families.entry(family).or_default().push((at, test.p_value));
        }
    }
    for members in families.into_values() {
        let p: Vec<f64> = members.iter().map(|(_, p)| *p).collect();
        for ((at, _), p) in members.into_iter().zip(holm::adjust(&p)) {
            if let Some(slot) = result.get_mut(at) {
                *slot = Some(p);
            }
        }
    }
    result
}

/// A sampled value as M-14 looks at it. Intervals in printed units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sampled {
    /// The figure, in its inner unit.
    pub current: Current,
    /// Its interval.
    pub interval: Option<Interval>,
    /// The interval without finite population correction, where no margin may be shown (census with low return): it
    /// decides then.
    pub deciding: Option<Interval>,
    /// Inner to printed unit: 100 or 1.
    pub unit: f64,
}

/// What is known of a printed baseline, in printed units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Start {
    /// Its number.
    pub value: Option<f64>,
    /// Its n.
    pub n: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
}

impl Sampled {
    /// The evidence for M-14: a census, the M-11 test where the baseline's n (of a share) or standard error (of a score)
    /// is known, the interval otherwise; where none can be computed the value supports no difference.
    pub fn evidence(&self, start: &Start) -> Evidence {
        let Some(interval) = self.deciding.or(self.interval) else {
            return Evidence::NoInterval;
        };
        if self.current.census {
            return Evidence::Census(interval);
        }
        if !self.current.has_spread() {
            return Evidence::NoInterval;
        }
        match self.significant(start) {
            Some(significant) => Evidence::Test {
                interval,
                significant,
            },
            None => Evidence::Interval(interval),
        }
    }

    fn significant(&self, start: &Start) -> Option<bool> {
        let baseline = start.value? / self.unit;
        if self.current.is_share && !(0.0..=1.0).contains(&baseline) {
            return None;
        }
        let previous = Previous {
            estimate: Some(baseline),
            n: start.n,
            se: start.se.map(|se| se / self.unit),
            documented: true,
            census: false,
        };
        let outcome = Outcome::of(Some(self.current), &previous);
        outcome.test().map(Test::significant)
    }
}

#[cfg(test)]
mod tests;
