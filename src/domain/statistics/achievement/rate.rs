//! The two families of rates, 達成率 (level) and 進捗率 (progress), and the pace; or why there is none (M-14).

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Bound, Facts, Target};
use crate::domain::words::words;

/// Years of baseline, evaluation and target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// Year of the baseline.
    pub baseline: i32,
    /// Year that is judged.
    pub evaluated: i32,
    /// Year of the target.
    pub target: i32,
}

words! {
    /// Why there is no level rate.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "named by their keys, explained in M-14")]
    pub enum LevelReason {
        ActualMissing = "actual_missing",
        BaselineMissing = "baseline_missing",
        BaselineMethodUnknown = "baseline_method_unknown",
        DirectionOnly = "direction_only",
        NotNumeric = "not_numeric",
        ScaleHasNoZero = "scale_has_no_zero",
        TargetZero = "target_zero",
    }
}

words! {
    /// Why there is no progress rate.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[expect(missing_docs, reason = "named by their keys, explained in M-14")]
    pub enum ProgressReason {
        ActualMissing = "actual_missing",
        BaselineAlreadyMeets = "baseline_already_meets",
        BaselineEqualsTarget = "baseline_equals_target",
        BaselineMethodUnknown = "baseline_method_unknown",
        BaselineMissing = "baseline_missing",
        DirectionOnly = "direction_only",
        Maintain = "maintain",
        NotNumeric = "not_numeric",
        Overshoot = "overshoot",
    }
}

type Rates = (
    Result<Decimal, LevelReason>,
    Result<Decimal, ProgressReason>,
);

/// Both rates, rounded as displayed.
pub(super) fn rates(facts: &Facts) -> Rates {
    let nothing = |level, progress| (Err(level), Err(progress));
    let Some(actual) = facts.actual else {
        return match facts.target {
            Target::Text | Target::None => {
                nothing(LevelReason::NotNumeric, ProgressReason::NotNumeric)
            }
            _ => nothing(LevelReason::ActualMissing, ProgressReason::ActualMissing),
        };
    };
    match facts.target {
        Target::Text | Target::None => nothing(LevelReason::NotNumeric, ProgressReason::NotNumeric),
        Target::Increase | Target::Decrease => match (facts.baseline, facts.baseline_documented) {
            (None, _) => nothing(
                LevelReason::BaselineMissing,
                ProgressReason::BaselineMissing,
            ),
            (_, false) => nothing(
                LevelReason::BaselineMethodUnknown,
                ProgressReason::BaselineMethodUnknown,
            ),
            _ => nothing(LevelReason::DirectionOnly, ProgressReason::DirectionOnly),
        },
        _ => (
            level(facts, actual).map(|rate| displayed(rate, facts.rate_decimals)),
            progress(facts, actual).map(|rate| displayed(rate, facts.rate_decimals)),
        ),
    }
}

fn level(facts: &Facts, actual: Decimal) -> Result<Decimal, LevelReason> {
    let zero = Decimal::ZERO;
    let (low, high) = bounds(&facts.target).ok_or(LevelReason::NotNumeric)?;
    if facts.no_zero || actual < zero || low < zero || high < zero {
        return Err(LevelReason::ScaleHasNoZero);
    }
    let ratio = match facts.target {
        Target::Range { .. } if actual < low => percent(actual, low),
        Target::Range { .. } if actual > high => percent(high, actual),
        Target::Range { .. } => Some(Decimal::ONE_HUNDRED),
        _ if higher_is_better(&facts.target) => percent(actual, low),
        _ if actual == zero && facts.target.met_by(actual) == Some(true) => {
            Some(Decimal::ONE_HUNDRED)
        }
        _ => percent(high, actual),
    };
    ratio.ok_or(LevelReason::TargetZero)
}

fn progress(facts: &Facts, actual: Decimal) -> Result<Decimal, ProgressReason> {
    let is_range = matches!(facts.target, Target::Range { .. });
    if facts.baseline.is_some() && !facts.baseline_documented {
        return Err(ProgressReason::BaselineMethodUnknown);
    }
    if matches!(facts.target, Target::Maintain { .. }) {
        return Err(ProgressReason::Maintain);
    }
    let baseline = facts.baseline.ok_or(ProgressReason::BaselineMissing)?;
    if is_range && facts.target.met_by(actual) == Some(true) {
        return Ok(Decimal::ONE_HUNDRED);
    }
    if facts.target.met_by(baseline) == Some(true) {
        return Err(ProgressReason::BaselineAlreadyMeets);
    }
    let (low, high) = bounds(&facts.target).ok_or(ProgressReason::NotNumeric)?;
    if is_range && ((baseline < low && actual > high) || (baseline > high && actual < low)) {
        return Err(ProgressReason::Overshoot);
    }
    goal(&facts.target, baseline)
        .and_then(|goal| way(facts, baseline, goal))
        .and_then(|(gone, whole)| percent(gone, whole))
        .ok_or(ProgressReason::BaselineEqualsTarget)
}

/// A−B and T−B.
fn way(facts: &Facts, baseline: Decimal, goal: Decimal) -> Option<(Decimal, Decimal)> {
    let gone = facts.actual?.checked_sub(baseline)?;
    Some((gone, goal.checked_sub(baseline)?))
}

/// Progress divided by the part of the time that has passed (at most 1). Of a range: towards its nearer bound while the
/// value is outside it, none inside.
pub(super) fn pace(facts: &Facts) -> Option<Decimal> {
    let years = facts.years?;
    let (baseline, actual) = (facts.baseline?, facts.actual?);
    let is_range = matches!(facts.target, Target::Range { .. });
    if is_range && facts.target.met_by(actual) == Some(true) {
        return None;
    }
    progress(facts, actual).ok()?;
    let goal = goal(&facts.target, baseline)?;
    let passed = Decimal::from(years.evaluated.checked_sub(years.baseline)?);
    let given = Decimal::from(years.target.checked_sub(years.baseline)?);
    if passed <= Decimal::ZERO || given <= Decimal::ZERO {
        return None;
    }
    let (gone, whole) = way(facts, baseline, goal)?;
    let rate = percent(
        gone.checked_mul(given)?,
        whole.checked_mul(passed.min(given))?,
    )?;
    Some(displayed(rate, facts.rate_decimals))
}

/// What a value that starts at the baseline has to reach; of a range the bound nearer to the baseline.
fn goal(target: &Target, baseline: Decimal) -> Option<Decimal> {
    let (low, high) = bounds(target)?;
    Some(if baseline < low { low } else { high })
}

/// Lower and upper bound of a numeric target; equal for a single one.
fn bounds(target: &Target) -> Option<(Decimal, Decimal)> {
    match *target {
        Target::AtLeast(t) | Target::AtMost(t) | Target::Below(t) => Some((t, t)),
        Target::Maintain { value, .. } => Some((value, value)),
        Target::Range { low, high } => Some((low, high)),
        Target::Increase | Target::Decrease | Target::Text | Target::None => None,
    }
}

fn higher_is_better(target: &Target) -> bool {
    match target {
        Target::AtLeast(_) => true,
        Target::Maintain { bound, .. } => *bound == Bound::AtLeast,
        _ => false,
    }
}

/// 100·part/whole; `None` for a whole of 0.
fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// Rounded half away from zero (M-7) with exactly `decimals` places; never a negative zero.
fn displayed(rate: Decimal, decimals: u32) -> Decimal {
    let mut rounded = rate.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    if rounded.is_zero() {
        rounded.set_sign_positive(true);
    }
    rounded
}
