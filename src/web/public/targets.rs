//! How a value stands against its targets (M-14), in words: state, rates, grade, and why something is not said.

use serde::Serialize;

use crate::domain::plan::baseline::Start;
use crate::domain::plan::indicator::Version;
use crate::domain::plan::progress::Reason;
use crate::domain::plan::target;
use crate::domain::report::{Judgement, Milestone, PublicProgress};
use crate::domain::statistics::achievement::{LevelReason, ProgressReason, State};
use crate::read::indicator::IndicatorRecord;
use crate::views::say::{Say, Wording};

use super::printed;
use super::when::When;
use super::{state, wording};

/// The targets beside the latest value, in the columns that some of them fill.
#[derive(Serialize)]
pub(super) struct Judged {
    has_level: bool,
    has_progress: bool,
    has_grade: bool,
    rows: Vec<JudgedView>,
}

/// One target and how the latest value stands against it.
#[derive(Serialize)]
struct JudgedView {
    target: String,
    when: Option<When>,
    state: Say,
    level: String,
    progress: Wording,
    grade: &'static str,
    notes: Vec<Say>,
}

/// Stands where there is no rate.
const NONE: &str = "－";

impl Judged {
    /// None without a value that may be seen, or without a target it is on the way to.
    pub(super) fn new(record: &IndicatorRecord) -> Option<Self> {
        let latest = record.values.last().map(|stored| &stored.document);
        let latest = latest.filter(|value| !value.is_small())?;
        let milestones = record.milestones(latest);
        let some = |has: fn(&Judgement) -> bool| {
            let judgements = milestones.iter().filter_map(|one| one.judgement.as_ref());
            judgements.into_iter().any(has)
        };
        (!milestones.is_empty()).then(|| Self {
            has_level: some(|judgement| judgement.level.is_some()),
            has_progress: some(|judgement| judgement.public_progress.is_some()),
            has_grade: some(|judgement| judgement.grade.key() != NONE),
            rows: milestones
                .iter()
                .map(|one| JudgedView::new(one, record))
                .collect(),
        })
    }
}

impl JudgedView {
    fn new(milestone: &Milestone, record: &IndicatorRecord) -> Self {
        let printed = &record.version.document;
        let judgement = milestone.judgement.as_ref();
        let start = Start::of(&printed.baseline);
        let notes = match (judgement, milestone.reason) {
            (Some(judgement), _) => {
                let target = wording::cell(&milestone.printed, record.series.unit());
                notes(judgement, &target, &start)
            }
            (None, Some(reason)) => vec![Say::new(why(reason))],
            (None, None) => Vec::new(),
        };
        let level = judgement.and_then(|judgement| judgement.level);
        let public = judgement.and_then(|judgement| judgement.public_progress);
        Self {
            target: wording::printed(&milestone.printed),
            when: when(milestone, printed),
            state: Say::new(format!("state-{}", word(judgement))),
            level: level.map_or_else(|| NONE.to_owned(), |rate| format!("{rate}％")),
            progress: public.map_or_else(|| NONE.into(), |public| progress(public, &start)),
            grade: judgement.map_or(NONE, |j| j.grade.key()),
            notes,
        }
    }
}

/// By when, as the plan prints it.
fn when(milestone: &Milestone, printed: &Version) -> Option<When> {
    let is_same = |row: &&target::Milestone| {
        row.raw == milestone.printed
            && row.label == milestone.label
            && row.period.year == milestone.year
    };
    let row = printed.milestones.iter().find(is_same)?;
    When::of(&row.period)
}

/// The state, with its direction where it is within the margin.
fn word(judgement: Option<&Judgement>) -> &'static str {
    let Some(judgement) = judgement else {
        return "unjudged";
    };
    match (judgement.state, judgement.upwards) {
        (Some(State::WithinMargin), Some(true)) => "within-margin-up",
        (Some(State::WithinMargin), Some(false)) => "within-margin-down",
        (Some(state), _) => state::word(state),
        (None, _) => "unjudged",
    }
}

fn progress(public: PublicProgress, start: &Start) -> Wording {
    let beside = |key| Say::new(key).with("baseline", printed::start_word(start));
    let say = match public {
        PublicProgress::Rate(rate) => Say::new("progress-rate").with("value", format!("{rate}％")),
        PublicProgress::AboveBaseline => beside("above-baseline"),
        PublicProgress::BelowBaseline => beside("below-baseline"),
    };
    say.into()
}

fn notes(judgement: &Judgement, target: &str, start: &Start) -> Vec<Say> {
    let mut notes = Vec::new();
    if judgement.rate_100_not_achieved {
        notes.push(Say::new("rate-100-not-achieved").with("value", target));
    }
    let differ = judgement
        .by_rule
        .filter(|[beyond, plain]| beyond.state != plain.state);
    if let Some([_, plain]) = differ {
        let word = state::word(plain.state);
        notes.push(Say::new(format!("by-rule-{word}")));
    }
    // Where both rates have the same reason one sentence says it.
    let reasons = [
        judgement.level_reason.and_then(no_level),
        judgement.progress_reason.and_then(no_progress),
    ];
    let mut told = Vec::new();
    for reason in reasons.into_iter().flatten() {
        if !told.contains(&reason) {
            told.push(reason);
        }
    }
    let told = told.into_iter().map(Say::new);
    notes.extend(told.map(|say| say.with("baseline", printed::start_word(start))));
    notes
}

/// Why there is no level rate; none for what the state says by itself.
fn no_level(reason: LevelReason) -> Option<&'static str> {
    match reason {
        LevelReason::BaselineMethodUnknown => Some("no-rate-method-unknown"),
        LevelReason::BaselineMissing => Some("no-rate-baseline-missing"),
        LevelReason::ScaleHasNoZero => Some("no-rate-no-zero"),
        LevelReason::TargetZero => Some("no-rate-target-zero"),
        LevelReason::ActualMissing | LevelReason::DirectionOnly | LevelReason::NotNumeric => None,
    }
}

/// Why there is no progress rate; none for what the state says by itself.
fn no_progress(reason: ProgressReason) -> Option<&'static str> {
    match reason {
        ProgressReason::BaselineMethodUnknown => Some("no-rate-method-unknown"),
        ProgressReason::BaselineMissing => Some("no-rate-baseline-missing"),
        ProgressReason::BaselineAlreadyMeets => Some("no-rate-already-meets"),
        ProgressReason::BaselineEqualsTarget => Some("no-rate-equals-target"),
        ProgressReason::Overshoot => Some("no-rate-overshoot"),
        ProgressReason::ActualMissing
        | ProgressReason::DirectionOnly
        | ProgressReason::Maintain
        | ProgressReason::NotNumeric => None,
    }
}

/// Why nothing can be said about a target (R10).
fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::NoValue => "no-value-yet",
        Reason::NoTarget => "unjudged-no-target",
        Reason::OperatorNotSaid => "unjudged-operator",
        Reason::Words => "unjudged-words",
        Reason::Parts => "unjudged-parts",
        Reason::NoRule => "unjudged-no-rule",
        Reason::PeriodsDiffer => "unjudged-periods",
        Reason::IntervalUnknown => "unjudged-interval",
        Reason::UnitsDiffer => "unjudged-units",
    }
}
