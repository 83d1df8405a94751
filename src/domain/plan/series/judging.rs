//! Judging changes that are told at the same time: the rows of one grid together (M-11).

use rust_decimal::prelude::ToPrimitive;

use super::{Change, Compared, Tested};
use crate::domain::statistics::change::{Test, Unavailable};
use crate::domain::statistics::wave::{self, Outcome};

/// Judges comparisons made at the same time: the rows of one grid with Holm's adjustment. In the order given.
#[must_use]
pub fn judge(compared: &[Compared]) -> Vec<Change> {
    let none = Outcome::Unavailable(Unavailable::PreviousMissing);
    let families = compared.iter().map(|one| {
        let outcome = one.outcome.as_ref().unwrap_or(&none);
        (one.family.as_deref(), outcome)
    });
    let adjusted = wave::adjusted(families);
    let pairs = compared.iter().zip(adjusted);
    pairs.map(|(one, p_holm)| one.judged(p_holm)).collect()
}

impl Compared {
    fn judged(&self, p_holm: Option<f64>) -> Change {
        let outcome = self.outcome.as_ref();
        let points = self.difference.and_then(|points| points.to_f64());
        let shows = outcome.is_none_or(Outcome::shows_difference);
        Change {
            earlier: self.earlier.clone(),
            comparability: self.comparability,
            reason: outcome.and_then(Outcome::reason),
            test: outcome.and_then(|outcome| self.tested(outcome.test()?, p_holm)),
            difference: self.difference.filter(|_| shows),
            verdict: outcome.and_then(|outcome| outcome.verdict(p_holm, points.unwrap_or(0.0))),
        }
    }

    /// Figures that are no numbers (two waves without spread that differ) are left out: JSON has none.
    fn tested(&self, test: &Test, p_holm: Option<f64>) -> Option<Tested> {
        let by = if test.pooled.is_some() {
            "two_proportion"
        } else {
            "two_means"
        };
        let interval = test.interval.times(self.unit);
        test.z.is_finite().then(|| Tested {
            by: by.to_owned(),
            z: test.z,
            p_value: test.p_value,
            p_holm,
            low: interval.low,
            high: interval.high,
        })
    }
}
