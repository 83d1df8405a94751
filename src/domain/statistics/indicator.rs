//! Indicators: one figure of a survey with its interval, margin and printed form (M-4, M-5, M-7, M-10).
//!
//! Brings together tally, estimator and interval. Comparing with earlier surveys belongs to `change`, with targets to
//! `achievement`.

use super::base::Base;
use super::columns::Column;
use super::estimate::{Estimate, Group, estimate, float};
use super::interval::{Correction, Interval, agresti_coull, symmetric, wilson};
use super::margin::{Margin, MarginReason};
use super::mean::{self, MeanBase};
use super::net;
use super::rounding;
use super::share::{self, Parts};
use super::tally::{Filter, Sums, Tally, Weights};
use super::variable::{Accepts, Index, Variable};

/// What is measured. Codes are option indexes.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// Share of people who chose one of the codes (single choice, scale).
    Share(Vec<Index>, Base),
    /// Share of people who chose this option of a multiple-choice variable.
    SetShare(Index, Base),
    /// Mean score.
    Mean(MeanBase),
    /// Mean of the numbers of a scale or number variable.
    MeanNumber,
    /// Share of positives minus share of negatives.
    Net {
        /// Codes that count +1.
        positive: Vec<Index>,
        /// Codes that count −1.
        negative: Vec<Index>,
        /// Who is in the denominator.
        base: Base,
    },
    /// %(9–10) − %(0–6) of a 0–10 scale.
    Nps,
}

impl Measure {
    /// Whether it is a share (Wilson) and not a score (normal interval).
    pub fn is_share(&self) -> bool {
        matches!(self, Measure::Share(..) | Measure::SetShare(..))
    }

    /// Whether it is printed ×100 (％, ポイント).
    pub fn is_percent(&self) -> bool {
        !matches!(self, Measure::Mean(_) | Measure::MeanNumber)
    }

    /// Factor from inside to print: 100 or 1.
    pub fn unit(&self) -> f64 {
        if self.is_percent() { 100.0 } else { 1.0 }
    }

    /// Net scores, NPS and means whose scale goes below 0 have no ratio (M-14 `scale_has_no_zero`).
    pub fn lacks_zero(&self, variable: &Variable) -> bool {
        match self {
            Measure::Net { .. } | Measure::Nps => true,
            Measure::Mean(_) => mean::has_negative_score(variable),
            Measure::MeanNumber => {
                matches!(variable.accepts, Accepts::Scale { min, .. } if min < 0)
            }
            Measure::Share(..) | Measure::SetShare(..) => false,
        }
    }
}

/// What all figures of one survey share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Number of valid responses (not the base).
    pub valid: u64,
    /// Normal quantile of the confidence level.
    pub z: f64,
    /// N of the frame or of the filtered domain; `None` = unknown or correction off.
    pub population: Option<u64>,
    /// False for a census with low return (M-10): figures yes, ± no.
    pub margins: bool,
}

/// The figure of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// People in the base, unweighted.
    pub n_base: u64,
    /// People in the numerator of a share, unweighted.
    pub count: u64,
    /// Everything else; `None` for an empty base (―).
    pub known: Option<Known>,
    /// ± as printed.
    pub margin: Margin,
}

/// The figure of a base that is not empty. Shares and net scores 0–1 (−1–1), means in scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Estimate, effective sizes, standard error.
    pub estimate: Estimate,
    /// Printed figure (percent or score), without unit.
    pub display: String,
    /// Finite population correction.
    pub correction: Correction,
    /// Wilson for shares, normal for scores; `None` without a standard error.
    pub interval: Option<Interval>,
    /// Agresti–Coull, shares only.
    pub agresti_coull: Option<Interval>,
    /// The interval without finite population correction: what decides where no margin is shown (M-14).
    pub uncorrected: Option<Interval>,
    /// Half width of the margin.
    pub half: Option<f64>,
    /// Sizes of the groups of net score and NPS (+1, −1, 0) as shares of the base.
    pub groups: Vec<f64>,
    /// Parts of a share of several codes.
    pub parts: Option<Parts>,
}

impl Figure {
    /// The interval that decides where no margin may be shown (census with low return): the one without correction
    /// (M-14). `None` where a margin may be shown.
    pub fn deciding(&self) -> Option<Interval> {
        let low_return = self.margin.reason == Some(MarginReason::CensusLowReturn);
        self.known.as_ref().filter(|_| low_return)?.uncorrected
    }
}

impl Known {
    /// se²/(p(1−p)/n), shares only; `None` at 0 and 1 and without a standard error.
    pub fn deff_linear(&self) -> Option<f64> {
        let p = self.estimate.mean;
        let simple = p * (1.0 - p) / float(self.estimate.n);
        let se = self.estimate.se?;
        (simple > 0.0).then(|| se * se / simple)
    }

    /// Whether everybody of the base's population answered.
    pub fn is_census(&self) -> bool {
        self.correction == Correction::Census
    }
}

/// Computes an indicator over a column. `decimals` are those of the printed figure.
pub fn figure(
    (variable, column): (&Variable, &Column),
    measure: &Measure,
    decimals: u32,
    (weights, filter): (Weights, Filter),
    setting: Setting,
) -> Figure {
    let tally = Tally::of(column, variable.options(), weights, filter);
    let groups = groups(variable, &tally, measure)
        .unwrap_or_else(|| mean::number_groups(variable, column, weights, filter));
    of_groups(
        (variable, &tally),
        measure,
        &groups,
        (weights.is_some(), decimals),
        setting,
    )
}

/// Computes an indicator from what is counted already; `None` for the mean of a number variable, whose values a tally
/// does not hold. `printed` is whether the tally is weighted, and the decimals.
pub fn figure_of(
    variable: &Variable,
    tally: &Tally,
    measure: &Measure,
    printed: (bool, u32),
    setting: Setting,
) -> Option<Figure> {
    let groups = groups(variable, tally, measure)?;
    Some(of_groups(
        (variable, tally),
        measure,
        &groups,
        printed,
        setting,
    ))
}

/// The base as groups of equal values; `None` where the tally does not tell them.
fn groups(variable: &Variable, tally: &Tally, measure: &Measure) -> Option<Vec<Group>> {
    Some(match measure {
        Measure::Share(codes, base) => share::groups(variable, tally, codes, *base).to_vec(),
        Measure::SetShare(code, base) => share::groups(variable, tally, &[*code], *base).to_vec(),
        Measure::Mean(base) => mean::groups(variable, tally, *base),
        Measure::MeanNumber => return mean::scale_groups(variable, tally),
        Measure::Net {
            positive,
            negative,
            base,
        } => net::groups(variable, tally, (positive, negative), *base).to_vec(),
        Measure::Nps => {
            let (promoters, detractors) = net::nps_codes(variable);
            net::groups(variable, tally, (&promoters, &detractors), Base::Answered).to_vec()
        }
    })
}

fn of_groups(
    (variable, tally): (&Variable, &Tally),
    measure: &Measure,
    groups: &[Group],
    (weighted, decimals): (bool, u32),
    setting: Setting,
) -> Figure {
    let known = estimate(groups, setting.valid).map(|estimate| {
        let display = display(measure, groups, estimate.mean, weighted, decimals);
        let parts = parts(variable, tally, measure, (weighted, decimals), &display);
        known(measure, groups, estimate, (display, parts), setting)
    });
    Figure {
        n_base: groups.iter().map(|g| g.people.count).sum(),
        count: groups.first().map_or(0, |g| g.people.count),
        margin: margin(measure, known.as_ref(), setting, decimals),
        known,
    }
}

/// The printed figure: exact from counts where it is an unweighted share or net score.
fn display(
    measure: &Measure,
    groups: &[Group],
    mean: f64,
    weighted: bool,
    decimals: u32,
) -> String {
    let count = |at: usize| groups.get(at).map_or(0, |g| i128::from(g.people.count));
    let base = groups.iter().map(|g| g.people.count).sum();
    let exact = match measure {
        _ if weighted => None,
        Measure::Share(..) | Measure::SetShare(..) => {
            rounding::signed_percent(count(0), base, decimals)
        }
        Measure::Net { .. } | Measure::Nps => {
            rounding::signed_percent(count(0) - count(1), base, decimals)
        }
        Measure::Mean(_) | Measure::MeanNumber => None,
    };
    exact.unwrap_or_else(|| rounding::float(mean * measure.unit(), decimals))
}

fn parts(
    variable: &Variable,
    tally: &Tally,
    measure: &Measure,
    printed: (bool, u32),
    whole: &str,
) -> Option<Parts> {
    match measure {
        Measure::Share(codes, base) if codes.len() > 1 => Some(share::parts(
            variable,
            tally,
            (codes, *base),
            printed,
            whole,
        )),
        _ => None,
    }
}

fn known(
    measure: &Measure,
    groups: &[Group],
    estimate: Estimate,
    (display, parts): (String, Option<Parts>),
    setting: Setting,
) -> Known {
    let correction = Correction::of(estimate.n, setting.population);
    let (z, mean) = (setting.z, estimate.mean);
    let by = |method: fn(f64, f64, f64) -> Interval, correction: Correction| {
        let size = correction.size(estimate.n_eff);
        size.map_or(Interval::point(mean), |n| method(mean, n, z))
    };
    let is_share = measure.is_share();
    let half = half_width(measure, &estimate, correction, z);
    let interval = |correction| match is_share {
        true => Some(by(wilson, correction)),
        false => score_interval(measure, &estimate, correction, z),
    };
    let shares = match measure {
        Measure::Net { .. } | Measure::Nps => shares(groups),
        _ => Vec::new(),
    };
    Known {
        estimate,
        display,
        correction,
        interval: interval(correction),
        agresti_coull: is_share.then(|| by(agresti_coull, correction)),
        uncorrected: interval(Correction::None),
        half,
        groups: shares,
        parts,
    }
}

fn half_width(
    measure: &Measure,
    estimate: &Estimate,
    correction: Correction,
    z: f64,
) -> Option<f64> {
    let p = estimate.mean;
    let se = if measure.is_share() {
        Some((p * (1.0 - p) / estimate.n_eff).max(0.0).sqrt())
    } else {
        estimate.se
    };
    se.map(|se| z * se * correction.factor().sqrt())
}

/// m ± z·se·√f; net scores and NPS cannot leave [−1, 1].
fn score_interval(
    measure: &Measure,
    estimate: &Estimate,
    correction: Correction,
    z: f64,
) -> Option<Interval> {
    if correction == Correction::Census {
        return Some(Interval::point(estimate.mean));
    }
    let half = half_width(measure, estimate, correction, z)?;
    let interval = symmetric(estimate.mean, half);
    Some(if measure.is_percent() {
        interval.clipped(-1.0, 1.0)
    } else {
        interval
    })
}

fn shares(groups: &[Group]) -> Vec<f64> {
    let all = groups
        .iter()
        .fold(Sums::default(), |all, g| all.and(g.people));
    groups
        .iter()
        .filter_map(|g| net::share_of(g.people, all))
        .collect()
}

fn margin(measure: &Measure, known: Option<&Known>, setting: Setting, decimals: u32) -> Margin {
    let Some(known) = known else {
        return Margin::none(MarginReason::NoBase);
    };
    if known.is_census() {
        return Margin::none(MarginReason::Census);
    }
    if !setting.margins {
        return Margin::none(MarginReason::CensusLowReturn);
    }
    let unit = measure.unit();
    match (known.half, known.interval) {
        (Some(half), Some(interval)) if measure.is_share() => {
            Margin::of_share(half * unit, interval.times(unit), decimals)
        }
        (half, _) => Margin::of_score(half.map(|h| h * unit), decimals),
    }
}
