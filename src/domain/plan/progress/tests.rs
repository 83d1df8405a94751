//! The judgement of values against printed targets.

use super::super::value::tests::{measured, share};
use super::super::{period, printed};
use super::*;
use crate::domain::statistics::achievement::{Grade, LevelReason, ProgressReason, State};
use crate::domain::year::FiscalYear;

fn d(text: &str) -> Decimal {
    printed::decimal(text).unwrap()
}

fn baseline(raw: &str, year: &str) -> Baseline {
    let (printed, period) = (printed::parse(raw), period::parse(Some(year)));
    Baseline {
        label: None,
        printed,
        period,
        n: None,
        n_assumed: false,
        se: None,
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
        let figure = Figure {
            interval: Some((d(low), d(high))),
            ..share(329, 885)
        };
        Provenance::Survey(Box::new(measured(figure)))
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
        Progress::Judged(judged) => judged.achievement,
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
