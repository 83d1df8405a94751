//! What may be said about the change since the value before (M-11): tested, shown without a test, or not compared.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::value::{Measured, Provenance};
use crate::domain::statistics::change::{Proportion, Verdict as Tested, two_proportions};
use crate::storage::values::StoredValue;

use super::indicator::Known;
use super::wording;

/// What may be said about the change since the value before.
#[derive(Serialize)]
pub(super) struct Verdict {
    key: &'static str,
    previous: String,
    year: String,
    difference: String,
}

impl Verdict {
    /// A difference to a baseline whose n is unknown is shown and not judged (M-11); a test against an earlier survey
    /// is made where both n are known.
    pub(super) fn new(
        known: &Known,
        latest: &StoredValue,
        unit: Option<&str>,
        language: &Language,
    ) -> Self {
        let earlier = known.values.iter().rev().nth(1);
        let baseline = &known.version.document.baseline;
        let (previous, year) = match earlier {
            Some(value) => (
                Some(value.document.shown),
                Some(wording::year(value.fiscal_year, language)),
            ),
            None => (
                baseline.printed.number(),
                wording::period(&baseline.period, language),
            ),
        };
        let difference = previous.map(|previous| difference(latest.document.shown - previous));
        let key = match (earlier.zip(previous), previous) {
            (Some((earlier, _)), _) => changed(earlier, latest),
            (None, Some(_)) => "verdict-n-unknown",
            (None, None) => "verdict-first",
        };
        Self {
            key,
            previous: previous
                .map(|previous| wording::with_unit(previous, unit))
                .unwrap_or_default(),
            year: year.unwrap_or_default(),
            difference: difference.unwrap_or_default(),
        }
    }
}

/// What a test says of two published values (M-11): shares with both n are tested, anything else only shown.
fn changed(earlier: &StoredValue, latest: &StoredValue) -> &'static str {
    let (Provenance::Survey(before), Provenance::Survey(after)) =
        (&earlier.document.provenance, &latest.document.provenance)
    else {
        return "verdict-plain";
    };
    if before.definition != after.definition {
        return "verdict-not-comparable";
    }
    let (Some(current), Some(previous)) = (proportion(after), proportion(before)) else {
        return "verdict-plain";
    };
    let test = two_proportions(current, previous);
    match Tested::of(test.diff, test.p_value) {
        Tested::Up => "verdict-up",
        Tested::Down => "verdict-down",
        _ => "verdict-not-confirmed",
    }
}

fn proportion(measured: &Measured) -> Option<Proportion> {
    let n = f64::from(measured.n);
    measured
        .numerator
        .filter(|_| n > 0.0)
        .map(|count| Proportion {
            p: f64::from(count) / n,
            n,
        })
}

/// `+1.4`, `△2.0`, between displayed values so that readers can recompute it (M-7).
fn difference(change: Decimal) -> String {
    let sign = if change > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}", wording::number(change))
}
