//! How an indicator stands against one of its milestones (M-14): what can be judged is judged by
//! `statistics::achievement`, and for everything else there is a reason (R10), never a number.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::baseline::Baseline;
use super::definition::Comparability;
use super::figure::Bound;
use super::period::Kind;
use super::target::{Milestone, Target};
use super::value::{Measured, Provenance, Value};
use crate::domain::statistics::achievement::{self, Achievement, Evidence, Facts, Years};
use crate::domain::statistics::change::{Proportion, two_proportions};
use crate::domain::statistics::interval::Interval;

/// How an indicator stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Judged; also what is unknown about it has its reason there.
    Judged(Box<Achievement>),
    /// 判定不能
    CannotBeJudged(Reason),
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        Ok(facts) => Progress::Judged(Box::new(achievement::judge(&facts))),
        Err(reason) => Progress::CannotBeJudged(reason),
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
        facts.evidence = evidence(measured, baseline, number)?;
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
        Target::None { .. } => Err(Reason::NoTarget),
    }
}

/// What a survey's value rests on: the M-11 test where the baseline's n is known, its own interval otherwise.
fn evidence(
    measured: &Measured,
    baseline: &Baseline,
    printed: Option<Decimal>,
) -> Result<Evidence, Reason> {
    let (low, high) = measured.interval.ok_or(Reason::IntervalUnknown)?;
    let float = |value: Decimal| value.to_f64().ok_or(Reason::IntervalUnknown);
    let interval = Interval {
        low: float(low)?,
        high: float(high)?,
    };
    let known = baseline.n.zip(printed).zip(
        measured
            .numerator
            .filter(|_| !measured.weighted && measured.n > 0),
    );
    let Some(((n, percent), numerator)) = known else {
        return Ok(Evidence::Interval(interval));
    };
    let current = Proportion {
        p: f64::from(numerator) / f64::from(measured.n),
        n: f64::from(measured.n),
    };
    let previous = Proportion {
        p: float(percent)? / 100.0,
        n: f64::from(n),
    };
    Ok(Evidence::Test {
        interval,
        significant: two_proportions(current, previous).significant(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::definition::Base;
    use super::super::{period, printed};
    use super::*;
    use crate::domain::ids::{ReportId, SurveyId, VersionId};
    use crate::domain::statistics::achievement::{Grade, LevelReason, ProgressReason, State};
    use crate::domain::year::FiscalYear;

    fn d(text: &str) -> Decimal {
        printed::decimal(text).unwrap()
    }

    fn baseline(raw: &str, year: &str) -> Baseline {
        let (printed, period) = (printed::parse(raw), period::parse(Some(year)));
        Baseline {
            printed,
            period,
            n: None,
            denominator: None,
            source: None,
            note: None,
        }
    }

    fn milestone(raw: &str, year: &str, said: Option<Bound>) -> Milestone {
        let cell = printed::parse(raw);
        let target = match (Target::printed(&cell), said) {
            (Target::Number(value), Some(bound)) => Target::number(value, Some(bound)),
            (target, _) => target,
        };
        Milestone {
            label: None,
            raw: raw.to_owned(),
            period: period::parse(Some(year)),
            explicit: target.speaks_for_itself(),
            target,
            unit: cell.unit,
            scale: cell.scale,
            qualifier: cell.qualifier,
            source_plan: None,
            note: None,
        }
    }

    fn value(shown: &str, interval: Option<(&str, &str)>) -> Vec<Value> {
        let measured = interval.map(|(low, high)| {
            Provenance::Survey(Box::new(Measured {
                report: ReportId(uuid::Uuid::nil()),
                survey: SurveyId(uuid::Uuid::nil()),
                version: VersionId(uuid::Uuid::nil()),
                item: "q5".to_owned(),
                numerator: Some(329),
                n: 885,
                base: Base::All,
                interval: Some((d(low), d(high))),
                margin: None,
                weighted: false,
                method: "1".to_owned(),
                definition: 1,
                synthetic: true,
            }))
        });
        let typed = Provenance::Typed {
            source: "調べ".to_owned(),
            correction: None,
        };
        vec![Value {
            fiscal_year: FiscalYear(2025),
            shown: d(shown),
            unrounded: d(shown),
            unit: None,
            provenance: measured.unwrap_or(typed),
        }]
    }

    fn judged(
        baseline: &Baseline,
        milestone: &Milestone,
        values: &[Value],
        compared: Comparability,
    ) -> Achievement {
        match judge(baseline, milestone, values, compared) {
            Progress::Judged(achievement) => *achievement,
            Progress::CannotBeJudged(reason) => panic!("{reason:?}"),
        }
    }

    #[test]
    fn an_arrow_is_judged_only_beyond_the_margin() {
        let (start, up) = (baseline("32.3", "R元"), milestone("↗", "R7", None));
        let within = judged(
            &start,
            &up,
            &value("34.8", Some(("31.6", "38.1"))),
            Comparability::Same,
        );
        assert_eq!(
            (within.state, within.achieved),
            (Some(State::WithinMargin), None)
        );
        let beyond = judged(
            &start,
            &up,
            &value("37.2", Some(("34.0", "40.4"))),
            Comparability::Same,
        );
        assert_eq!(
            (beyond.state, beyond.achieved),
            (Some(State::Improved), Some(true))
        );
    }

    /// M-11b: until staff records how the printed 32.3 % was made there is no arrow and no grade.
    #[test]
    fn an_undocumented_baseline_gives_no_verdict() {
        let (start, up) = (baseline("32.3", "R元"), milestone("↗", "R7", None));
        let values = value("37.2", Some(("34.0", "40.4")));
        for compared in [Comparability::Unknown, Comparability::Broken] {
            let found = judged(&start, &up, &values, compared);
            assert_eq!(
                (found.state, found.achieved, found.grade),
                (None, None, Grade::None),
                "{compared:?}"
            );
        }
    }

    #[test]
    fn a_known_n_makes_it_a_test_of_two_samples() {
        let up = milestone("↗", "R7", None);
        let mut start = baseline("34.0", "R元");
        let values = value("37.2", Some(("34.1", "40.4")));
        let fixed = judged(&start, &up, &values, Comparability::Same);
        assert_eq!(fixed.state, Some(State::Improved));
        start.n = Some(702);
        let tested = judged(&start, &up, &values, Comparability::Same);
        assert_eq!(tested.state, Some(State::WithinMargin), "both were samples");
    }

    #[test]
    fn ceilings_are_judged_as_staff_said_and_not_by_their_numbers() {
        let (start, ceiling) = (
            baseline("4.7", "R元"),
            milestone("7.7", "R7", Some(Bound::AtMost)),
        );
        let kept = judged(
            &start,
            &ceiling,
            &value("6.0", None),
            Comparability::Unknown,
        );
        assert_eq!((kept.achieved, kept.grade), (Some(true), Grade::A));
        assert_eq!(kept.progress, Err(ProgressReason::BaselineAlreadyMeets));
        let below = judged(
            &baseline("91.7", "2019"),
            &milestone("90.0 未満", "2025年", None),
            &value("90.0", None),
            Comparability::Same,
        );
        assert_eq!(
            below.achieved,
            Some(false),
            "未満 does not include equality"
        );
    }

    #[test]
    fn what_cannot_be_judged_has_a_reason() {
        let start = baseline("11事業", "（2020～2021 平均）");
        let reason = |raw: &str, year: &str| match judge(
            &start,
            &milestone(raw, year, None),
            &value("20", None),
            Comparability::Same,
        ) {
            Progress::CannotBeJudged(reason) => reason,
            Progress::Judged(achievement) => panic!("{achievement:?}"),
        };
        assert_eq!(reason("60 事業", "（2023～2026）"), Reason::OperatorNotSaid);
        assert_eq!(
            reason("60 事業以上", "（2023～2026）"),
            Reason::PeriodsDiffer
        );
        assert_eq!(reason("実施準備", "R12"), Reason::Words);
        assert_eq!(reason("民営戸数 84戸 直営戸数 84戸", "R12"), Reason::Parts);
        assert_eq!(
            reason("KPIの設定が困難なため設定しない", ""),
            Reason::NoTarget
        );
        assert_eq!(reason("100人超", "R12"), Reason::NoRule);
        let none = judge(
            &start,
            &milestone("↗", "R7", None),
            &[],
            Comparability::Same,
        );
        assert_eq!(none, Progress::CannotBeJudged(Reason::NoValue));
    }

    #[test]
    fn an_average_is_no_start_for_a_yearly_target() {
        let start = baseline("11事業", "（2020～2021 平均）");
        let found = judged(
            &start,
            &milestone("20事業以上", "2026", None),
            &value("15", None),
            Comparability::Same,
        );
        assert_eq!(
            (found.level, found.progress),
            (Ok(d("75.0")), Err(ProgressReason::BaselineMissing))
        );
        let waiting = judged(
            &baseline("—", "R元"),
            &milestone("０人以上", "（各年度）", None),
            &value("0", None),
            Comparability::Same,
        );
        assert_eq!(
            (waiting.achieved, waiting.level),
            (Some(true), Err(LevelReason::TargetZero))
        );
    }
}
