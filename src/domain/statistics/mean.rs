//! Mean scores and means of numbers (M-5).
//!
//! Scores are data of the options; options without a score are skipped.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use super::columns::Column;
use super::estimate::{Group, float};
use super::tally::{Filter, Sums, Tally, Weights, for_each};
use super::variable::{Accepts, OptionKind, Variable};
use crate::domain::words::words;

words! {
    /// Whom a mean score averages.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum MeanBase {
        /// Every scored option that was chosen.
        Answered = "answered",
        /// Scored options of kind `substantive`.
        Substantive = "substantive",
        /// 総回答者数で除する: 無回答 and 無効 count 0; options without a score are still skipped.
        BlankAsZero = "blank_as_zero",
    }
}

/// The base of a mean score as groups of equal scores.
pub fn groups(variable: &Variable, tally: &Tally, base: MeanBase) -> Vec<Group> {
    let mut groups: Vec<Group> = variable
        .options()
        .iter()
        .zip(&tally.codes)
        .filter(|(option, _)| {
            base != MeanBase::Substantive || option.kind == OptionKind::Substantive
        })
        .filter_map(|(option, people)| option.score.map(|y| Group { y, people: *people }))
        .collect();
    if base == MeanBase::BlankAsZero {
        groups.push(Group {
            y: 0.0,
            people: tally.no_answer.and(tally.invalid),
        });
    }
    groups
}

/// Whether 0 lies on the scale with scores on both sides, so that a blank may count 0 (M-5).
pub fn zero_is_inside(variable: &Variable) -> bool {
    let scores = || variable.options().iter().filter_map(|o| o.score);
    scores().any(|s| s < 0.0) && scores().any(|s| s > 0.0)
}

/// Whether a score is negative, so that a ratio of two means says nothing (M-14 `scale_has_no_zero`).
pub fn has_negative_score(variable: &Variable) -> bool {
    variable
        .options()
        .iter()
        .any(|o| o.score.is_some_and(|s| s < 0.0))
}

/// The answered numbers of a scale or number variable as groups of equal values, ascending.
pub fn number_groups(
    variable: &Variable,
    column: &Column,
    weights: Weights,
    filter: Filter,
) -> Vec<Group> {
    match column {
        Column::Codes(_) | Column::WideCodes(_) => {
            scale_groups(variable, &Tally::of(column, &[], weights, filter)).unwrap_or_default()
        }
        Column::Numbers(numbers) => value_groups(numbers, weights, filter),
        Column::SmallSets(_) | Column::Sets(_) | Column::Lists(_) => Vec::new(),
    }
}

/// The answered values of a scale, ascending; `None` for any other variable.
pub fn scale_groups(variable: &Variable, tally: &Tally) -> Option<Vec<Group>> {
    let Accepts::Scale { min, .. } = variable.accepts else {
        return None;
    };
    let steps = (0u32..).map(f64::from);
    let groups = tally
        .codes
        .iter()
        .zip(steps)
        .filter(|(people, _)| people.count > 0)
        .map(|(people, step)| Group {
            y: f64::from(min) + step,
            people: *people,
        })
        .collect();
    Some(groups)
}

fn value_groups(numbers: &[f64], weights: Weights, filter: Filter) -> Vec<Group> {
    // What is counted in surveys is small and whole: most numbers need no search.
    let mut whole = vec![Sums::default(); 1024];
    let mut groups: BTreeMap<u64, Group> = BTreeMap::new();
    for_each(numbers.len(), weights, filter, |at, weight| {
        // Adding nothing makes −0 the same as 0.
        let y = numbers.get(at).copied().unwrap_or(f64::NAN) + 0.0;
        let place = y.to_u16().filter(|whole| f64::from(*whole) == y);
        if let Some(people) = place.and_then(|place| whole.get_mut(usize::from(place))) {
            people.add(weight);
        } else if y.is_finite() {
            let people = Sums::default();
            let group = groups.entry(rank(y)).or_insert(Group { y, people });
            group.people.add(weight);
        }
    });
    let whole = (0_u16..).map(f64::from).zip(whole);
    let counted = whole.filter(|(_, people)| people.count > 0);
    groups.extend(counted.map(|(y, people)| (rank(y), Group { y, people })));
    groups.into_values().collect()
}

/// The bits of a number so turned that they are in the order of the numbers.
fn rank(number: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    match number.to_bits() {
        bits if bits & SIGN == 0 => bits | SIGN,
        bits => !bits,
    }
}

/// The unweighted median of ascending groups: the middle value, or the mean of the two middle values.
pub fn median(groups: &[Group]) -> Option<f64> {
    let n: u64 = groups.iter().map(|g| g.people.count).sum();
    let nth = |rank: u64| {
        let mut seen = 0;
        groups.iter().find_map(|g| {
            seen += g.people.count;
            (seen > rank).then_some(g.y)
        })
    };
    let last = n.checked_sub(1)?;
    Some((nth(last / 2)? + nth(n / 2)?) / 2.0)
}

/// Σ n as a float, for averages over trainings: Σ mean·n / Σ n (SNG-06). `None` without people.
pub fn mean_of_means(parts: &[(f64, u64)]) -> Option<f64> {
    let n: u64 = parts.iter().map(|(_, n)| n).sum();
    (n > 0).then(|| parts.iter().map(|(m, n)| m * float(*n)).sum::<f64>() / float(n))
}
