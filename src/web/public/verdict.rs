//! What may be said about the change since the value before (M-11, M-11b), in the words of the rules.

use serde::Serialize;

use crate::domain::language::Language;
use crate::domain::plan::series::{Change, Earlier};
use crate::domain::plan::value::{Figure, Value};
use crate::domain::statistics::change::{Unavailable, Verdict as Tested, smallest_confirmable};
use crate::domain::statistics::rounding;

use super::wording;

/// A sentence: its translation key, and what stands in it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Sentence {
    pub(super) key: String,
    pub(super) previous: Option<String>,
    pub(super) year: Option<String>,
    pub(super) difference: Option<String>,
    pub(super) count: Option<String>,
    pub(super) value: Option<String>,
    pub(super) other: Option<String>,
}

impl Sentence {
    pub(super) fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            ..Self::default()
        }
    }
}

/// What is said about a change.
#[derive(Serialize)]
pub(super) struct Verdict {
    /// ↑ or ↓, only when the change is significant.
    arrow: Option<&'static str>,
    sentence: Sentence,
    notes: Vec<Sentence>,
}

/// In what a value is printed.
pub(super) struct Print<'a> {
    pub(super) unit: Option<&'a str>,
    pub(super) is_share: bool,
    pub(super) language: &'a Language,
}

impl Verdict {
    pub(super) fn new(change: &Change, print: &Print) -> Self {
        let earlier = change.earlier.as_ref();
        let hidden = earlier.is_some_and(|earlier| earlier.is_small);
        let sentence = match earlier.filter(|earlier| earlier.shown.is_some()) {
            None => Sentence::new("verdict-first"),
            Some(_) if hidden => Sentence::new("verdict-hidden"),
            Some(earlier) => Sentence {
                previous: earlier.shown.map(|v| wording::with_unit(v, print.unit)),
                year: Some(year(earlier, print.language)),
                difference: change.difference.map(|points| {
                    wording::difference(points, print.is_share, print.unit, print.language)
                }),
                ..Sentence::new(key(change))
            },
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

fn year(earlier: &Earlier, language: &Language) -> String {
    let year = earlier.year.map(|year| wording::year(year, language));
    year.unwrap_or_default()
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
fn notes(change: &Change, print: &Print) -> Vec<Sentence> {
    let mut notes = Vec::new();
    let assumed = change.earlier.as_ref().filter(|earlier| earlier.n_assumed);
    if let Some(n) = assumed.and_then(|earlier| earlier.n) {
        notes.push(Sentence {
            count: Some(wording::count(n)),
            ..Sentence::new("n-assumed")
        });
    }
    if let Some(test) = &change.test {
        let end = |limit: f64| rounding::float(limit, if print.is_share { 1 } else { 2 });
        notes.push(Sentence {
            value: Some(format!("{}～{}", end(test.low), end(test.high)).replace('-', "△")),
            ..Sentence::new("difference-interval")
        });
        if test.p_holm.is_some() {
            notes.push(Sentence::new("judged-with-grid"));
        }
    }
    notes
}

/// The rule of thumb (M-11): below how many points a change of a share is 「偶然と区別できない」.
pub(super) fn rule_of_thumb(figure: &Figure, value: &Value) -> Option<Sentence> {
    let current = figure.current(value.unrounded)?;
    let points = 100.0 * smallest_confirmable(current.estimate, current.n);
    let shown = rounding::float(points, 1);
    let useful = current.is_share && !current.census && !rounding::reads_zero(&shown);
    useful.then(|| Sentence {
        count: Some(rounding::float(current.n, 0)),
        value: Some(shown),
        ..Sentence::new("rule-of-thumb")
    })
}
