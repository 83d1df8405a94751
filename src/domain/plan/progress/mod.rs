//! How an indicator stands against one of its milestones (M-14): what can be judged is judged by
//! `statistics::achievement`, and for everything else there is a reason (R10), never a number.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::baseline::Baseline;
use super::definition::Comparability;
use super::figure::Bound;
use super::period::Kind;
use super::target::{Milestone, Target};
use super::value::{Figure, Provenance, Value};
use crate::domain::statistics::achievement::{self, Achievement, Evidence, Facts, Years};
use crate::domain::statistics::interval::Interval;
use crate::domain::statistics::wave::{Sampled, Start};

/// How an indicator stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Judged; also what is unknown about it has its reason there.
    Judged(Box<Judged>),
    /// 判定不能
    CannotBeJudged(Reason),
}

/// A judgement, with what it was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What was judged.
    pub facts: Facts,
    /// What came out.
    pub achievement: Achievement,
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// There is no value yet.
    NoValue,
    /// The plan sets no target here.
    NoTarget,
    /// A bare number: staff has not said which way is good.
    OperatorNotSaid,
    /// Words, a state or a set: staff judges.
    Words,
    /// Labelled numbers: staff judges part by part.
    Parts,
    /// An operator for which M-14 has no rule (more than, an open range).
    NoRule,
    /// A total, an average and a yearly figure are never compared with each other.
    PeriodsDiffer,
    /// A survey's value without its interval.
    IntervalUnknown,
    /// The target, or the value, is in a unit that cannot be brought to the indicator's.
    UnitsDiffer,
}

/// Judges the newest value against a milestone. `comparability` is how the value compares with the printed baseline;
/// for figures that no survey feeds it does not matter. `values` are the published ones, by year.
#[must_use]
pub fn judge(
    baseline: &Baseline,
    milestone: &Milestone,
    values: &[Value],
    comparability: Comparability,
) -> Progress {
    match facts(baseline, milestone, values, comparability) {
        Ok(facts) => Progress::Judged(Box::new(Judged {
            achievement: achievement::judge(&facts),
            facts,
        })),
        Err(reason) => Progress::CannotBeJudged(reason),
    }
}

/// The milestones a value of this year is on the way to: those that are not past, else the last one.
#[must_use]
pub fn ahead(milestones: &[Milestone], year: i32) -> Vec<&Milestone> {
    let coming = |milestone: &&Milestone| milestone.period.year.is_none_or(|at| at >= year);
    let found: Vec<&Milestone> = milestones.iter().filter(coming).collect();
    if found.is_empty() {
        milestones.last().into_iter().collect()
    } else {
        found
    }
}

fn facts(
    baseline: &Baseline,
    milestone: &Milestone,
    values: &[Value],
    comparability: Comparability,
) -> Result<Facts, Reason> {
    let target = target(&milestone.target, baseline)?;
    let value = values.last().ok_or(Reason::NoValue)?;
    if !value.is_in(milestone.unit.as_deref()) {
        return Err(Reason::UnitsDiffer);
    }
    // A value is of one year. That of a running total is where the total stands then, as the plan's figures are.
    if matches!(
        milestone.period.kind,
        Kind::Span | Kind::Sum | Kind::Average | Kind::Words
    ) {
        return Err(Reason::PeriodsDiffer);
    }
    let number = baseline
        .printed
        .number()
        .filter(|_| baseline.period.kind.comparable(milestone.period.kind));
    let mut facts = Facts::register(Some(value.shown), number, target);
    if let Provenance::Survey(measured) = &value.provenance {
        facts.baseline_documented = comparability != Comparability::Unknown;
        facts.evidence = evidence(&measured.figure, value, baseline, number)?;
        facts.no_zero = measured.figure.precision.no_zero;
        if matches!(
            comparability,
            Comparability::Broken | Comparability::Limited
        ) {
            facts.baseline = None;
        }
    }
    let years = baseline.period.year.zip(milestone.period.year);
    facts.years = years.map(|(start, target)| Years {
        baseline: start,
        evaluated: value.fiscal_year.0,
        target,
    });
    Ok(facts)
}

/// The target in the words of M-14.
fn target(target: &Target, baseline: &Baseline) -> Result<achievement::Target, Reason> {
    use achievement::Target as Judged;
    match target {
        Target::AtLeast(value) => Ok(Judged::AtLeast(*value)),
        Target::AtMost(value) => Ok(Judged::AtMost(*value)),
        Target::Below(value) => Ok(Judged::Below(*value)),
        Target::Between {
            low,
            high,
            below: false,
        } => Ok(Judged::Range {
            low: *low,
            high: *high,
        }),
        Target::Above(_) | Target::Between { below: true, .. } => Err(Reason::NoRule),
        Target::Maintain { value, bound } => {
            let value = value
                .or(baseline.printed.number())
                .ok_or(Reason::OperatorNotSaid)?;
            let bound = match bound {
                Some(Bound::AtLeast) => achievement::Bound::AtLeast,
                Some(Bound::AtMost) => achievement::Bound::AtMost,
                Some(Bound::Below | Bound::Above) => return Err(Reason::NoRule),
                None => return Err(Reason::OperatorNotSaid),
            };
            Ok(Judged::Maintain { value, bound })
        }
        Target::Increase => Ok(Judged::Increase),
        Target::Decrease => Ok(Judged::Decrease),
        Target::Number(_) => Err(Reason::OperatorNotSaid),
        Target::Composite { .. } => Err(Reason::Parts),
        Target::Status(_) | Target::Set(_) | Target::Words(_) => Err(Reason::Words),
        Target::OtherUnit(_) => Err(Reason::UnitsDiffer),
        Target::None { .. } => Err(Reason::NoTarget),
    }
}

/// What a survey's value rests on: a census, the M-11 test where the baseline's n is known, an interval otherwise, or
/// nothing that supports a difference.
fn evidence(
    figure: &Figure,
    value: &Value,
    baseline: &Baseline,
    printed: Option<Decimal>,
) -> Result<Evidence, Reason> {
    let interval = |pair: (Decimal, Decimal)| {
        Some(Interval {
            low: pair.0.to_f64()?,
            high: pair.1.to_f64()?,
        })
    };
    let current = figure.current(value.unrounded);
    let sampled = Sampled {
        current: current.ok_or(Reason::IntervalUnknown)?,
        interval: figure.interval.and_then(interval),
        deciding: figure.precision.deciding.and_then(interval),
        unit: figure.unit(),
    };
    let start = Start {
        value: printed.and_then(|printed| printed.to_f64()),
        n: baseline.n.map(f64::from).filter(|n| *n > 0.0),
        se: baseline.se.and_then(|se| se.to_f64()),
    };
    Ok(sampled.evidence(&start))
}

#[cfg(test)]
mod tests;
