//! Dimensions of a weighting: the population, and where people alike in everything fall; design weights (M-9.1, M-9.4).

use std::collections::BTreeMap;

use crate::domain::statistics::estimate::float;
use crate::domain::statistics::groups::{Group, Groups};
use crate::domain::statistics::variable::Variable;

/// One dimension of a weighting: the population, and where each person (or group of people alike) falls.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Name, e.g. `sex*age`.
    pub name: String,
    /// Category and population, in the order of the register.
    pub population: Vec<(String, u64)>,
    /// The categories that occur among the responses, in the order in which they do.
    pub categories: Vec<String>,
    /// Index into `categories` of each of them; `None` = did not answer.
    pub places: Vec<Option<usize>>,
}

impl Dimension {
    /// A dimension by the category of each person or group; `None` = not answered.
    pub fn of_labels<'a>(
        name: &str,
        population: Vec<(String, u64)>,
        labels: impl Iterator<Item = Option<&'a str>>,
    ) -> Dimension {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        let mut categories = Vec::new();
        let mut place = |label| {
            *known.entry(label).or_insert_with(|| {
                categories.push(String::from(label));
                categories.len() - 1
            })
        };
        let places = labels.map(|label| label.map(&mut place)).collect();
        Dimension {
            name: name.to_owned(),
            population,
            categories,
            places,
        }
    }

    /// A dimension made of the codes of one or more single-choice variables joined with `*`: each variable with its
    /// place among the columns the groups were split by. Who misses one of the variables is nowhere.
    pub fn of_groups(
        name: &str,
        population: Vec<(String, u64)>,
        variables: &[(&Variable, usize)],
        groups: &Groups,
    ) -> Dimension {
        let label = |group: &Group| -> Option<String> {
            let code = |(variable, at): &(&Variable, usize)| {
                variable.code_at(*group.codes.get(*at)?.as_ref()?)
            };
            let codes: Option<Vec<String>> = variables.iter().map(code).collect();
            codes
                .filter(|codes| !codes.is_empty())
                .map(|codes| codes.join("*"))
        };
        let labels: Vec<Option<String>> = groups.groups().iter().map(label).collect();
        Dimension::of_labels(name, population, labels.iter().map(Option::as_deref))
    }

    /// The category of a person or group.
    pub fn category(&self, at: usize) -> Option<&str> {
        let place = (*self.places.get(at)?)?;
        self.categories.get(place).map(String::as_str)
    }
}

/// Design weights N_h/mailed_h by the stratum people report themselves; blank or unlisted: the mean d of those who gave
/// one (M-9.4). `strata.population` are the N_h; `people` are how many stand at each place. Not yet scaled.
pub fn design_weights(strata: &Dimension, mailed: &[(String, u64)], people: &[u64]) -> Vec<f64> {
    let listed = |list: &[(String, u64)], name: &str| {
        let found = list.iter().find(|(n, _)| n == name);
        found
            .map(|(_, people)| *people)
            .filter(|people| *people > 0)
    };
    let d = |category: &String| -> Option<f64> {
        let all = listed(&strata.population, category)?;
        Some(float(all) / float(listed(mailed, category)?))
    };
    let by_category: Vec<Option<f64>> = strata.categories.iter().map(d).collect();
    let known = |place: &Option<usize>| -> Option<f64> { *by_category.get((*place)?)? };
    let (count, sum) = strata
        .places
        .iter()
        .zip(people)
        .filter_map(|(place, people)| Some((known(place)?, *people)))
        .fold((0u64, 0.0), |(count, sum), (d, people)| {
            (count + people, sum + d * float(people))
        });
    let mean = if count == 0 { 1.0 } else { sum / float(count) };
    strata
        .places
        .iter()
        .map(|place| known(place).unwrap_or(mean))
        .collect()
}
