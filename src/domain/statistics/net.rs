//! Net scores (DI) and NPS: share of positives minus share of negatives in the same base (M-5).

use super::base::Base;
use super::estimate::Group;
use super::share;
use super::tally::{Sums, Tally};
use super::variable::{Accepts, Index, Variable, step};

/// The base as three groups: y = +1, −1 and 0. Unanswered people inside the base are 0 (M-10).
pub fn groups(
    variable: &Variable,
    tally: &Tally,
    (positive, negative): (&[Index], &[Index]),
    base: Base,
) -> [Group; 3] {
    let plus = share::numerator(variable, tally, positive, base);
    let minus = share::numerator(variable, tally, negative, base);
    let rest = base.people(tally).without(plus).without(minus);
    [
        Group {
            y: 1.0,
            people: plus,
        },
        Group {
            y: -1.0,
            people: minus,
        },
        Group {
            y: 0.0,
            people: rest,
        },
    ]
}

/// The codes of promoters (9–10) and detractors (0–6) of a 0–10 scale.
pub fn nps_codes(variable: &Variable) -> (Vec<Index>, Vec<Index>) {
    let Accepts::Scale { min, max } = variable.accepts else {
        return (Vec::new(), Vec::new());
    };
    let codes = |from: i32, to: i32| {
        let values = from.max(min)..=to.min(max);
        values.filter_map(|value| step(value, min)).collect()
    };
    (codes(9, 10), codes(0, 6))
}

/// The share of a group in all groups; `None` for an empty base.
pub fn share_of(group: Sums, base: Sums) -> Option<f64> {
    (base.weight > 0.0).then(|| group.weight / base.weight)
}
