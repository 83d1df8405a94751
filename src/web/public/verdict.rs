//! What may be said about the change since the value before (M-11, M-11b), in the words of the rules.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::baseline::{Baseline, Start};
use crate::domain::plan::series::{Change, Earlier};
use crate::domain::plan::value::{Figure, Value};
use crate::domain::statistics::change::{Unavailable, Verdict as Tested, smallest_confirmable};
use crate::domain::statistics::rounding;
use crate::views::datum::Datum;
use crate::views::say::{Say, Wording};

use super::printed;
use super::when::When;
use super::wording;

/// What is said about a change.
#[derive(Serialize)]
pub(super) struct Verdict {
    /// ↑ or ↓, only when the change is significant.
    arrow: Option<&'static str>,
    sentence: Say,
    notes: Vec<Say>,
}

/// In what a value is printed.
pub(super) struct Print<'a> {
    /// Where the indicator starts.
    pub(super) baseline: &'a Baseline,
    pub(super) unit: Option<&'a str>,
    pub(super) is_share: bool,
    /// In what language the page is.
    pub(super) language: &'a Language,
}

impl Verdict {
    pub(super) fn new(change: &Change, print: &Print) -> Self {
        let earlier = change.earlier.as_ref();
        let hidden = earlier.is_some_and(|earlier| earlier.is_small);
        let sentence = match earlier.filter(|earlier| earlier.shown.is_some()) {
            None => Say::new("verdict-first"),
            Some(_) if hidden => Say::new("verdict-hidden"),
            Some(earlier) => {
                let difference = |points| wording::difference(points, print.is_share, print.unit);
                let previous = earlier.shown.map(|v| wording::with_unit(v, print.unit));
                Say::new(key(change))
                    .with("year", print.time_of(earlier))
                    .with_any("previous", previous)
                    .with_any("difference", change.difference.map(difference))
            }
        };
        Self {
            arrow: change.verdict.filter(|_| !hidden).and_then(Tested::arrow),
            sentence,
            notes: if hidden {
                Vec::new()
            } else {
                notes(change, print)
            },
        }
    }
}

impl Print<'_> {
    /// When the earlier value was: the fiscal year it was measured for, or what the plan prints at its baseline.
    fn time_of(&self, earlier: &Earlier) -> Wording {
        if !earlier.is_baseline {
            return earlier.year.map(Datum::FiscalYear).into();
        }
        let printed = When::in_a_sentence(&self.baseline.period, self.language);
        printed.unwrap_or_else(|| printed::start_word(&Start::of(self.baseline)))
    }
}

fn key(change: &Change) -> &'static str {
    match (change.verdict, change.reason) {
        (Some(Tested::Up), _) => "verdict-up",
        (Some(Tested::Down), _) => "verdict-down",
        (Some(Tested::Same), _) => "verdict-same",
        (Some(Tested::NotConfirmed), _) => "verdict-not-confirmed",
        (None, None) => "verdict-plain",
        (None, Some(reason)) => match reason {
            Unavailable::PreviousMethodUnknown => "verdict-method-unknown",
            Unavailable::PreviousNUnknown => "verdict-n-unknown",
            Unavailable::PreviousSeUnknown => "verdict-se-unknown",
            Unavailable::CurrentSeUnknown | Unavailable::CurrentUndefined => {
                "verdict-current-unknown"
            }
            Unavailable::PreviousMissing => "verdict-first",
            Unavailable::ComparabilityLimited => "verdict-limited",
            Unavailable::ComparabilityBroken => "verdict-broken",
        },
    }
}

/// What stands below the verdict: the size of the change, an assumed n, the grid it was judged in.
fn notes(change: &Change, print: &Print) -> Vec<Say> {
    let mut notes = Vec::new();
    let assumed = change.earlier.as_ref().filter(|earlier| earlier.n_assumed);
    if let Some(n) = assumed.and_then(|earlier| earlier.n) {
        notes.push(Say::new("n-assumed").with("count", Datum::how_many(n)));
    }
    if let Some(test) = &change.test {
        let end = |limit: f64| {
            wording::signed(&rounding::float(limit, if print.is_share { 1 } else { 2 }))
        };
        let said = Say::new("difference-interval").with("low", end(test.low));
        notes.push(said.with("high", end(test.high)));
        if test.p_holm.is_some() {
            notes.push(Say::new("judged-with-grid"));
        }
    }
    notes
}

/// The rule of thumb (M-11): below how many points a change of a share is 「偶然と区別できない」.
pub(super) fn rule_of_thumb(figure: &Figure, value: &Value) -> Option<Say> {
    let current = figure.current(value.unrounded)?;
    let points = 100.0 * smallest_confirmable(current.estimate, current.n);
    let shown = rounding::float(points, 1);
    let useful = current.is_share && !current.census && !rounding::reads_zero(&shown);
    let say = Say::new("rule-of-thumb").with("count", rounding::float(current.n, 0));
    useful.then(|| say.with("value", shown))
}
