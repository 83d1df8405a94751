//! How a value stands against its targets (M-14), in words: state, rates, grade, and why something is not said.

use serde::Serialize;

use crate::domain::plan::progress::Reason;
use crate::domain::report::{Judgement, Milestone, PublicProgress};
use crate::domain::statistics::achievement::{LevelReason, ProgressReason, State};
use crate::views::datum::Datum;
use crate::views::say::Say;

use super::{state, wording};

/// One target and how the latest value stands against it.
#[derive(Serialize)]
pub(super) struct JudgedView {
    target: String,
    year: Option<Datum>,
    state: Say,
    level: Option<String>,
    progress: Option<Say>,
    grade: &'static str,
    notes: Vec<Say>,
}

impl JudgedView {
    pub(super) fn new(milestone: &Milestone, unit: Option<&str>) -> Self {
        let judgement = milestone.judgement.as_ref();
        let target = wording::cell(&milestone.printed, unit);
        let notes = match (judgement, milestone.reason) {
            (Some(judgement), _) => notes(judgement, &target),
            (None, Some(reason)) => vec![Say::new(why(reason))],
            (None, None) => Vec::new(),
        };
        Self {
            year: milestone.year.map(Datum::FiscalYear),
            state: Say::new(format!("state-{}", word(judgement))),
            level: judgement
                .and_then(|j| j.level)
                .map(|rate| format!("{rate}％")),
            progress: judgement.and_then(|j| j.public_progress).map(progress),
            grade: judgement.map_or("－", |j| j.grade.key()),
            target,
            notes,
        }
    }
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

fn progress(public: PublicProgress) -> Say {
    match public {
        PublicProgress::Rate(rate) => Say::new("progress-rate").with("value", format!("{rate}％")),
        PublicProgress::AboveBaseline => Say::new("above-baseline"),
        PublicProgress::BelowBaseline => Say::new("below-baseline"),
    }
}

fn notes(judgement: &Judgement, target: &str) -> Vec<Say> {
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
    notes.extend(told.into_iter().map(Say::new));
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
