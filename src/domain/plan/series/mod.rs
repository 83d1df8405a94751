//! The series of an indicator: its printed baseline, its published values, the definitions they were made by, and what a
//! value says against the one before (M-11, M-11b).
//!
//! The tests are in `statistics::wave`; how a value stands against its targets is in `progress`.

mod asked;
mod judging;

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

pub use asked::Asked;
pub use judging::judge;

use super::baseline::Baseline;
use super::definition::{Comparability, Definition, Source};
use super::indicator;
use super::target::Milestone;
use super::uniform::Uniform;
use super::unit;
use super::value::{Figure, Measured, Provenance, Value};
use crate::domain::statistics::change::{Unavailable, Verdict};
use crate::domain::statistics::wave::{Outcome, Previous};

/// One version of the definition, and how it compares with the one before it (of the first: the printed baseline).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// 1 for the oldest.
    pub number: i32,
    /// How the indicator was measured.
    pub definition: Definition,
    /// How values before and after compare.
    pub comparability: Comparability,
}

/// An indicator over the years, with everything its values are compared with in its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    row: Uniform,
    said: Vec<Said>,
    asked: Arc<[Asked]>,
    /// Published values by year, oldest first.
    pub values: Vec<Value>,
}

/// What a value was compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    /// Whether it is the plan's baseline and not a value.
    pub is_baseline: bool,
    /// Its fiscal year.
    pub year: Option<i32>,
    /// Its figure as displayed.
    pub shown: Option<Decimal>,
    /// Its n, where known.
    pub n: Option<u64>,
    /// Whether n is an assumption.
    pub n_assumed: bool,
    /// Whether the public may not see it (M-12).
    pub is_small: bool,
}

/// A value beside the one before, not yet judged with its family.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    family: Option<String>,
    earlier: Option<Earlier>,
    comparability: Comparability,
    outcome: Option<Outcome>,
    difference: Option<Decimal>,
    unit: f64,
}

/// What may be said about the change since the value before. Differences and limits are in the unit of the value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What it was compared with: the previous published value, or the printed baseline; none when there is neither.
    pub earlier: Option<Earlier>,
    /// How the two compare.
    pub comparability: Comparability,
    /// Why nothing can be judged; none when it was judged, and for figures that no survey feeds.
    pub reason: Option<Unavailable>,
    /// The test; none in a census, where none is needed.
    pub test: Option<Tested>,
    /// The difference of the displayed values (M-7), where it may be shown.
    pub difference: Option<Decimal>,
    /// The verdict; its arrow stands only where the change is significant.
    pub verdict: Option<Verdict>,
}

/// The test of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    /// `two_proportion` or `two_means`.
    pub by: String,
    /// Test statistic.
    pub z: f64,
    /// Two-sided, of this test alone.
    pub p_value: f64,
    /// Adjusted within the grid (Holm), where the question has several rows that feed indicators.
    pub p_holm: Option<f64>,
    /// Lower limit of the difference.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

impl Series {
    /// Of a row of a plan; `said` oldest first, `values` the published ones by year.
    #[must_use]
    pub fn new(printed: &indicator::Version, said: Vec<Said>, values: Vec<Value>) -> Self {
        let documented = said
            .last()
            .and_then(|last| last.definition.baseline.as_ref());
        let mut row = printed.uniform();
        row.baseline = row.baseline.with(documented);
        let asked = Arc::from([]);
        Self {
            row,
            said,
            asked,
            values,
        }
    }

    /// The unit of all its numbers.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.row.unit.as_deref()
    }

    /// Whether a survey's figure stands beside its numbers: a share only where they are percent.
    #[must_use]
    pub fn takes(&self, is_share: bool) -> bool {
        unit::same(is_share.then_some("％"), self.unit())
    }

    /// The printed baseline with what staff recorded about it.
    #[must_use]
    pub fn baseline(&self) -> &Baseline {
        &self.row.baseline
    }

    /// Whether the printed baseline is in another unit, so that nothing is compared with it.
    #[must_use]
    pub fn baseline_differs(&self) -> bool {
        self.row.baseline_differs
    }

    /// The targets.
    #[must_use]
    pub fn milestones(&self) -> &[Milestone] {
        &self.row.milestones
    }

    /// How a value compares with the printed baseline: as staff recorded, else as the first definition says, and every
    /// change of definition since. Figures that no survey feeds compare.
    #[must_use]
    pub fn with_baseline(&self, value: &Value) -> Comparability {
        match &value.provenance {
            Provenance::Survey(measured) => {
                let defined = self.defined_with_baseline(measured.definition);
                defined.and(self.asked_since_the_first(value))
            }
            Provenance::Typed { .. } => Comparability::Same,
        }
    }

    /// The same of a value made by the definition of this number.
    #[must_use]
    pub fn defined_with_baseline(&self, now: i32) -> Comparability {
        let printed = &self.baseline().printed.raw;
        let recorded = self.said.iter().find_map(|said| {
            let found = self.said.last()?.definition.baseline.as_ref()?;
            let here = said.definition.baseline.as_ref() == Some(found);
            (here && found.printed == *printed).then_some((said.number, found.comparability))
        });
        let first = self.said.first();
        let first = first.map(|first| (first.number, first.comparability));
        let (since, start) = recorded.or(first).unwrap_or((1, Comparability::Unknown));
        start.and(self.changed(since.min(now), since.max(now)))
    }

    /// How two values compare: the gravest change of definition, or of the question, between them.
    #[must_use]
    pub fn between(&self, one: &Value, other: &Value) -> Comparability {
        match (&one.provenance, &other.provenance) {
            (Provenance::Survey(one), Provenance::Survey(other)) => {
                let (from, to) = (one.definition, other.definition);
                let defined = self.changed(from.min(to), from.max(to));
                defined.and(self.asked_between(one, other))
            }
            _ => Comparability::Same,
        }
    }

    /// The gravest change of definition after the one of number `from`, up to that of number `to`.
    #[must_use]
    pub fn changed(&self, from: i32, to: i32) -> Comparability {
        let later = self
            .said
            .iter()
            .filter(|said| said.number > from && said.number <= to);
        later.fold(Comparability::Same, |all, said| all.and(said.comparability))
    }

    /// A value beside the published one of the year before, or beside the baseline.
    #[must_use]
    pub fn compare(&self, latest: &Value) -> Compared {
        let own = latest.unit.as_deref();
        let before = |v: &&Value| v.fiscal_year < latest.fiscal_year && v.is_in(own);
        let earlier = self.values.iter().rev().find(before);
        let comparability = match earlier {
            Some(earlier) => self.between(earlier, latest),
            None => self.with_baseline(latest),
        };
        let (told, previous) = match earlier {
            Some(earlier) => (Some(Earlier::value(earlier)), previous(earlier, latest)),
            None => self.start(latest),
        };
        let outcome = match &latest.provenance {
            Provenance::Typed { .. } => None,
            Provenance::Survey(now) => Some(outcome(&now.figure, latest, &previous, comparability)),
        };
        let shown = told.as_ref().and_then(|told| told.shown);
        let difference = shown.and_then(|shown| latest.shown.checked_sub(shown));
        Compared {
            family: self.family(latest),
            earlier: told,
            comparability,
            outcome,
            difference,
            unit: inner(latest),
        }
    }

    fn start(&self, latest: &Value) -> (Option<Earlier>, Previous) {
        let baseline = self.baseline();
        let number = baseline.printed.number();
        let number = number.filter(|_| latest.is_in(self.unit()));
        let told = number.map(|shown| Earlier {
            is_baseline: true,
            year: baseline.period.year,
            shown: Some(shown),
            n: baseline.n.map(u64::from),
            n_assumed: baseline.n_assumed,
            is_small: false,
        });
        let unit = inner(latest);
        let within = |number: Decimal| number.to_f64().map(|number| number / unit);
        let previous = Previous {
            estimate: number.and_then(within).filter(|p| possible(latest, *p)),
            n: baseline.n.map(f64::from).filter(|n| *n > 0.0),
            se: baseline.se.and_then(within),
            documented: true,
            census: false,
        };
        (told, previous)
    }

    /// The question of a grid row: arrows of one grid are judged together (M-11).
    fn family(&self, value: &Value) -> Option<String> {
        let Provenance::Survey(measured) = &value.provenance else {
            return None;
        };
        let (question, _) = measured.figure.item.split_once('.')?;
        Some(format!("{}.{question}", measured.report))
    }

    /// The questionnaire and question whose rows are judged together, by the definition that holds now.
    #[must_use]
    pub fn grid(definition: &Definition) -> Option<(&str, &str)> {
        let Source::Item(item) = &definition.source else {
            return None;
        };
        let (question, _) = item.item.split_once('.')?;
        Some((item.questionnaire.as_str(), question))
    }
}

fn outcome(now: &Figure, latest: &Value, previous: &Previous, how: Comparability) -> Outcome {
    match how {
        Comparability::Limited => Outcome::Unavailable(Unavailable::ComparabilityLimited),
        Comparability::Broken => Outcome::Unavailable(Unavailable::ComparabilityBroken),
        Comparability::Same | Comparability::Minor | Comparability::Unknown => {
            let previous = Previous {
                documented: how.allows_a_test() || previous.estimate.is_none(),
                ..*previous
            };
            Outcome::of(now.current(latest.unrounded), &previous)
        }
    }
}

/// An earlier value as tests need it. What was typed has no n of its own.
fn previous(earlier: &Value, latest: &Value) -> Previous {
    let unknown = || {
        let estimate = earlier
            .unrounded
            .to_f64()
            .map(|value| value / inner(latest));
        Previous {
            estimate: estimate.filter(|p| possible(latest, *p)),
            n: None,
            se: None,
            documented: true,
            census: false,
        }
    };
    match &earlier.provenance {
        Provenance::Typed { .. } => unknown(),
        Provenance::Survey(measured) => match measured.figure.current(earlier.unrounded) {
            Some(then) => Previous {
                estimate: Some(then.estimate),
                n: Some(then.n),
                se: then.se,
                documented: true,
                census: then.census,
            },
            None => unknown(),
        },
    }
}

/// A share lies between nobody and everybody.
fn possible(value: &Value, estimate: f64) -> bool {
    let is_share = matches!(&value.provenance, Provenance::Survey(m) if m.figure.is_share());
    !is_share || (0.0..=1.0).contains(&estimate)
}

/// From the inner to the printed unit.
fn inner(value: &Value) -> f64 {
    match &value.provenance {
        Provenance::Survey(measured) => measured.figure.unit(),
        Provenance::Typed { .. } => 1.0,
    }
}

impl Earlier {
    fn value(value: &Value) -> Self {
        Self {
            is_baseline: false,
            year: Some(value.fiscal_year.0),
            shown: Some(value.shown),
            n: match &value.provenance {
                Provenance::Survey(measured) => Some(measured.figure.n),
                Provenance::Typed { .. } => None,
            },
            n_assumed: false,
            is_small: value.is_small(),
        }
    }
}
