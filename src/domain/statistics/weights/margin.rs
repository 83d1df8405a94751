//! Targets of one dimension: unknown categories keep their part, empty ones are dropped (M-9.2, M-9.3).

use std::collections::BTreeMap;

use super::{Dimension, UNKNOWN, Warning};
use crate::domain::statistics::estimate::float;

/// Targets and counts of one dimension; `_unknown` last, if anybody is there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Margin {
    /// Name of the dimension.
    pub name: String,
    /// Category and the Σw it must reach.
    pub targets: Vec<(String, f64)>,
    /// Category and people in it.
    pub sample: Vec<(String, u64)>,
}

/// A dimension with its margin worked out.
pub(super) struct Placed {
    pub margin: Margin,
    /// Index into the targets of each person or group.
    pub places: Vec<usize>,
    pub warnings: Vec<Warning>,
}

/// Targets of one dimension, where everybody is placed, and the warnings.
pub(super) fn place(dimension: &Dimension, design: &[f64], people: &[u64]) -> Placed {
    let (matched, mut warnings) = matching(dimension);
    let place = |at: usize| -> Option<usize> {
        let place = (*dimension.places.get(at)?)?;
        (matched.get(place) == Some(&true)).then_some(place)
    };
    // The last sum is that of the unknown.
    let unknown = dimension.categories.len();
    let mut sums = vec![(0u64, 0.0f64); unknown + 1];
    for (at, (d, people)) in design.iter().zip(people).enumerate() {
        if let Some(sum) = sums.get_mut(place(at).unwrap_or(unknown)) {
            *sum = (sum.0 + people, sum.1 + d * float(*people));
        }
    }
    let names = dimension.categories.iter().map(String::as_str);
    let names: Vec<&str> = names.chain(std::iter::once(UNKNOWN)).collect();
    let seen = names.iter().copied().zip(sums);
    let seen: BTreeMap<&str, (u64, f64)> = seen.filter(|(_, sum)| sum.0 > 0).collect();
    let (margin, empty) = targets(dimension, &seen);
    warnings.extend(empty);
    let target = |name: &&str| margin.targets.iter().position(|(c, _)| c == name);
    let by_place: Vec<usize> = names.iter().map(|n| target(n).unwrap_or(0)).collect();
    let index = |at| by_place.get(place(at).unwrap_or(unknown)).copied();
    Placed {
        places: (0..design.len()).map(|at| index(at).unwrap_or(0)).collect(),
        margin,
        warnings,
    }
}

/// Which of the categories that occur have people in the register; a warning for each that has none.
fn matching(dimension: &Dimension) -> (Vec<bool>, Vec<Warning>) {
    let mut warnings = Vec::new();
    let mut matched = Vec::with_capacity(dimension.categories.len());
    for category in &dimension.categories {
        let listed = dimension.population.iter().find(|(c, _)| c == category);
        let has_people = listed.is_some_and(|(_, people)| *people > 0);
        if !has_people {
            warnings.push(unmatched(&dimension.name, category, listed.is_some()));
        }
        matched.push(has_people);
    }
    (matched, warnings)
}

fn unmatched(dimension: &str, category: &str, listed: bool) -> Warning {
    let (dimension, category) = (dimension.to_owned(), category.to_owned());
    if listed {
        Warning::ZeroPopulation(dimension, category)
    } else {
        Warning::UnlistedCategory(dimension, category)
    }
}

/// T_c = (Σd − Σd of the unknown)·N_c/ΣN over the categories somebody is in; `_unknown` keeps its observed Σd.
fn targets(dimension: &Dimension, sums: &BTreeMap<&str, (u64, f64)>) -> (Margin, Vec<Warning>) {
    let mut margin = Margin {
        name: dimension.name.clone(),
        ..Margin::default()
    };
    let mut empty = Vec::new();
    let known: f64 = sums
        .iter()
        .filter(|(category, _)| **category != UNKNOWN)
        .map(|(_, (_, d))| d)
        .sum();
    let seen = |category: &str| sums.get(category).copied();
    let all: u64 = dimension
        .population
        .iter()
        .filter(|(category, _)| seen(category).is_some())
        .map(|(_, people)| people)
        .sum();
    for (category, people) in dimension
        .population
        .iter()
        .filter(|(_, people)| *people > 0)
    {
        let Some((count, _)) = seen(category) else {
            empty.push(Warning::EmptyCategory(
                dimension.name.clone(),
                category.clone(),
            ));
            continue;
        };
        let target = known * float(*people) / float(all);
        margin.targets.push((category.clone(), target));
        margin.sample.push((category.clone(), count));
    }
    if let Some((count, d)) = seen(UNKNOWN) {
        margin.targets.push((UNKNOWN.to_owned(), d));
        margin.sample.push((UNKNOWN.to_owned(), count));
    }
    (margin, empty)
}
