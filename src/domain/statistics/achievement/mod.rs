//! Achievement of a target: is it met, how far, which way, which grade (M-14).
//!
//! Compares *displayed* values, as decimals. A value is *survey-fed* when it comes from answers or was typed with an
//! interval; of register figures every difference counts. Rates are in `rate`, what a difference to the baseline means
//! in `comparison`.
//! Parsing targets as printed (`74.2％`, `↗`) belongs to the plan.

mod comparison;
mod rate;
mod target;

use serde::{Deserialize, Serialize};

pub use comparison::{Direction, Evidence, VerdictBy};
pub use rate::{LevelReason, ProgressReason, Years};
use rust_decimal::Decimal;
pub use target::{Bound, Target};

use super::interval::Interval;
use comparison::Comparison;

/// How ↗ and ↘ are judged on a survey-fed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DirectionRule {
    /// Only beyond the margin (default).
    #[default]
    Significant,
    /// By displayed values.
    Plain,
}

/// Which rate grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GradeBasis {
    /// 達成率 (総数型)
    #[default]
    Level,
    /// 進捗率 (増減型)
    Progress,
}

/// Everything that is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The displayed value; `None` = not there yet.
    pub actual: Option<Decimal>,
    /// The displayed baseline.
    pub baseline: Option<Decimal>,
    /// False where denominator, wording or sample of the baseline are not documented (M-11b `unknown`).
    pub baseline_documented: bool,
    /// The target.
    pub target: Target,
    /// What the value rests on.
    pub evidence: Evidence,
    /// Years of baseline, evaluation and target; for the pace.
    pub years: Option<Years>,
    /// The scale has no zero (net score, NPS, scores below 0): no level rate.
    pub no_zero: bool,
    /// How ↗ and ↘ are judged.
    pub direction_rule: DirectionRule,
    /// Which rate grades.
    pub grade_basis: GradeBasis,
    /// Least displayed rates of grades B and C (80 and 50).
    pub thresholds: [Decimal; 2],
    /// Decimals of displayed rates.
    pub rate_decimals: u32,
}

impl Facts {
    /// A register figure with the house defaults: thresholds 80 and 50, one decimal, graded on the level.
    pub fn register(actual: Option<Decimal>, baseline: Option<Decimal>, target: Target) -> Facts {
        Facts {
            actual,
            baseline,
            baseline_documented: true,
            target,
            evidence: Evidence::Register,
            years: None,
            no_zero: false,
            direction_rule: DirectionRule::default(),
            grade_basis: GradeBasis::default(),
            thresholds: [Decimal::from(80), Decimal::from(50)],
            rate_decimals: 1,
        }
    }
}

/// The state of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 達成
    Achieved,
    /// 未達成
    NotAchieved,
    /// 改善
    Improved,
    /// 横ばい
    Flat,
    /// 後退
    Worsened,
    /// 「方向は上（下）、誤差の範囲内」
    WithinMargin,
}

impl State {
    /// The key in files.
    pub fn key(self) -> &'static str {
        match self {
            State::Achieved => "達成",
            State::NotAchieved => "未達成",
            State::Improved => "改善",
            State::Flat => "横ばい",
            State::Worsened => "後退",
            State::WithinMargin => "within_margin",
        }
    }
}

/// A grade; `None` is printed "－".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the letters are the meaning")]
pub enum Grade {
    A,
    B,
    C,
    D,
    None,
}

impl Grade {
    /// As printed.
    pub fn key(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::None => "－",
        }
    }
}

/// The judgement on ↗ or ↘ by one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByRule {
    /// `None` within the margin.
    pub achieved: Option<bool>,
    /// The state.
    pub state: State,
    /// The grade.
    pub grade: Grade,
}

/// What can be said about a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Achievement {
    /// `None` where staff judges, or it cannot be known.
    pub achieved: Option<bool>,
    /// 達成率, rounded as displayed.
    pub level: Result<Decimal, LevelReason>,
    /// 進捗率, rounded as displayed.
    pub progress: Result<Decimal, ProgressReason>,
    /// Progress against the time passed, rounded as displayed.
    pub pace: Option<Decimal>,
    /// Whether the value comes from answers, or was typed with an interval.
    pub survey_fed: bool,
    /// Direction of the value against the baseline.
    pub direction: Option<Direction>,
    /// Whether the difference is more than the margin; survey-fed with a known baseline only.
    pub beyond_margin: Option<bool>,
    /// What decided that.
    pub verdict_by: Option<VerdictBy>,
    /// The current interval that was looked at, printed units.
    pub interval: Option<Interval>,
    /// The state.
    pub state: Option<State>,
    /// The grade.
    pub grade: Grade,
    /// 「四捨五入で100.0％となるが、…達していない」 must stand beside the rate.
    pub rate_100_not_achieved: bool,
    /// Both rules, for a survey-fed ↗ or ↘.
    pub by_rule: Option<[ByRule; 2]>,
}

impl Achievement {
    /// The progress the public reads: the rate, or `Err(lower_is_better)` for 「基準値を下回る」/「基準値を上回る」.
    pub fn public_progress(&self, facts: &Facts) -> Option<Result<Decimal, bool>> {
        let rate = *self.progress.as_ref().ok()?;
        let baseline = facts.baseline?;
        let upwards = facts.actual.is_some_and(|a| a > baseline);
        Some(if rate < Decimal::ZERO {
            Err(upwards)
        } else {
            Ok(rate)
        })
    }
}

/// Judges a target. Total: every combination has an answer, unknowns become reasons.
pub fn judge(facts: &Facts) -> Achievement {
    let mut result = unjudged(facts);
    let numeric = !matches!(facts.target, Target::Text | Target::None);
    if let (Some(actual), true) = (facts.actual, numeric) {
        let comparison = Comparison::of(facts, actual);
        if let Some(comparison) = &comparison {
            result.direction = Some(comparison.direction);
            result.beyond_margin = comparison.beyond_margin;
            result.verdict_by = comparison.verdict_by;
            result.interval = comparison.interval;
        }
        if facts.target.is_direction() {
            judge_direction(&mut result, facts, comparison);
        } else {
            judge_level(&mut result, facts, actual, comparison);
        }
    }
    result
}

fn unjudged(facts: &Facts) -> Achievement {
    let (level, progress) = rate::rates(facts);
    Achievement {
        achieved: None,
        level,
        progress,
        pace: rate::pace(facts),
        survey_fed: facts.actual.is_some() && facts.evidence != Evidence::Register,
        direction: None,
        beyond_margin: None,
        verdict_by: None,
        interval: None,
        state: None,
        grade: Grade::None,
        rate_100_not_achieved: false,
        by_rule: None,
    }
}

fn judge_direction(result: &mut Achievement, facts: &Facts, comparison: Option<Comparison>) {
    let Some(comparison) = comparison else { return };
    let plain = plain(facts, &comparison);
    let significant = match comparison.beyond_margin {
        Some(false) if comparison.verdict_by != Some(VerdictBy::Census) => ByRule {
            achieved: None,
            state: State::WithinMargin,
            grade: Grade::None,
        },
        _ => plain,
    };
    let chosen = match facts.direction_rule {
        DirectionRule::Significant => significant,
        DirectionRule::Plain => plain,
    };
    result.achieved = chosen.achieved;
    result.state = Some(chosen.state);
    result.grade = chosen.grade;
    result.by_rule = result.survey_fed.then_some([significant, plain]);
}

/// By displayed values: 改善 A, 横ばい B, 後退 D.
fn plain(facts: &Facts, comparison: &Comparison) -> ByRule {
    let (state, grade) = match (comparison.direction, facts.target) {
        (Direction::Flat, _) => (State::Flat, Grade::B),
        (Direction::Up, Target::Increase) | (Direction::Down, Target::Decrease) => {
            (State::Improved, Grade::A)
        }
        _ => (State::Worsened, Grade::D),
    };
    ByRule {
        achieved: Some(state == State::Improved),
        state,
        grade,
    }
}

fn judge_level(
    result: &mut Achievement,
    facts: &Facts,
    actual: Decimal,
    comparison: Option<Comparison>,
) {
    let achieved = facts.target.met_by(actual).unwrap_or(false);
    let worsened = comparison.is_some_and(|c| {
        facts.target.moved_away(actual, c.baseline) && c.beyond_margin.unwrap_or(true)
    });
    result.achieved = Some(achieved);
    let state = match (achieved, worsened) {
        (true, _) => State::Achieved,
        (false, true) => State::Worsened,
        (false, false) => State::NotAchieved,
    };
    result.state = Some(state);
    let hundred = Decimal::ONE_HUNDRED;
    let reads_hundred = result.level == Ok(hundred) || result.progress == Ok(hundred);
    result.rate_100_not_achieved = !achieved && reads_hundred;
    let withheld = facts.baseline.is_some() && !facts.baseline_documented;
    if !withheld {
        result.grade = grade(facts, state, result.level.ok(), result.progress.ok());
    }
}

fn grade(facts: &Facts, state: State, level: Option<Decimal>, progress: Option<Decimal>) -> Grade {
    let rate = match facts.grade_basis {
        GradeBasis::Level => level.or(progress),
        GradeBasis::Progress => progress.or(level),
    };
    let [good, fair] = facts.thresholds;
    match (state, rate) {
        (State::Achieved, _) => Grade::A,
        (State::Worsened, _) => Grade::D,
        (_, None) => Grade::None,
        (_, Some(rate)) if rate >= good => Grade::B,
        (_, Some(rate)) if rate >= fair => Grade::C,
        _ => Grade::D,
    }
}
