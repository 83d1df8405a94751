//! Dimensions of a weighting: the population, and where each response falls; design weights (M-9.1, M-9.4).

use std::collections::BTreeMap;

use crate::domain::statistics::columns::Column;
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::item::Item;

/// Place of a respondent who did not answer, in [`Dimension::places`].
pub const NOWHERE: u32 = u32::MAX;

/// One dimension of a weighting: the population, and where each response falls.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Name, e.g. `sex*age`.
    pub name: String,
    /// Category and population, in the order of the register.
    pub population: Vec<(String, u64)>,
    /// The categories that occur among the responses, in the order in which they do.
    pub categories: Vec<String>,
    /// Index into `categories` of each valid response, or [`NOWHERE`]. Parallel to the responses.
    pub places: Vec<u32>,
}

impl Dimension {
    /// A dimension by the category of each response; `None` = not answered.
    pub fn of_labels<'a>(
        name: &str,
        population: Vec<(String, u64)>,
        labels: impl Iterator<Item = Option<&'a str>>,
    ) -> Dimension {
        Dimension::interned(name, population, labels, str::to_owned)
    }

    /// A dimension made of the codes of one or more single-choice items joined with `*`.
    ///
    /// `n` is the number of valid responses. A response that misses one of the items is nowhere.
    pub fn of_columns(
        name: &str,
        population: Vec<(String, u64)>,
        items: &[(&Item, &Column)],
        n: usize,
    ) -> Dimension {
        // The codes of a joint category, a byte each; more than eight items are not a dimension.
        let key = |at: usize| -> Option<u64> {
            items.iter().take(8).try_fold(0u64, |key, (_, column)| {
                Some(key << 8 | u64::from(column.code(at)?))
            })
        };
        let label = |key: u64| {
            let last = items.len().min(8).saturating_sub(1);
            let codes = items.iter().take(8).enumerate().map(|(at, (item, _))| {
                let index = u8::try_from((key >> (8 * (last - at))) & 0xff);
                index.ok().and_then(|i| item.code_at(i)).unwrap_or_default()
            });
            codes.collect::<Vec<_>>().join("*")
        };
        let keys = (0..n).map(|at| key(at).filter(|_| !items.is_empty()));
        Dimension::interned(name, population, keys, label)
    }

    fn interned<K: Ord + Copy>(
        name: &str,
        population: Vec<(String, u64)>,
        keys: impl Iterator<Item = Option<K>>,
        label: impl Fn(K) -> String,
    ) -> Dimension {
        let mut known: BTreeMap<K, u32> = BTreeMap::new();
        let mut categories = Vec::new();
        let places = keys
            .map(|key| {
                let Some(key) = key else { return NOWHERE };
                *known.entry(key).or_insert_with(|| {
                    categories.push(label(key));
                    u32::try_from(categories.len() - 1).unwrap_or(NOWHERE)
                })
            })
            .collect();
        Dimension {
            name: name.to_owned(),
            population,
            categories,
            places,
        }
    }

    /// The category of a respondent.
    pub fn category(&self, at: usize) -> Option<&str> {
        let place = usize::try_from(*self.places.get(at)?).ok()?;
        self.categories.get(place).map(String::as_str)
    }
}

/// Design weights N_h/mailed_h by the stratum each response reports itself; blank or unlisted: the mean d of those who
/// gave one (M-9.4). `strata.population` are the N_h. Not yet scaled.
pub fn design_weights(strata: &Dimension, mailed: &[(String, u64)]) -> Vec<f64> {
    let people = |list: &[(String, u64)], name: &str| {
        let found = list.iter().find(|(n, _)| n == name);
        found
            .map(|(_, people)| *people)
            .filter(|people| *people > 0)
    };
    let d = |category: &String| -> Option<f64> {
        let all = people(&strata.population, category)?;
        Some(float(all) / float(people(mailed, category)?))
    };
    let by_category: Vec<Option<f64>> = strata.categories.iter().map(d).collect();
    let known = |place: &u32| -> Option<f64> { *by_category.get(usize::try_from(*place).ok()?)? };
    let (count, sum) = strata
        .places
        .iter()
        .filter_map(known)
        .fold((0u64, 0.0), |(count, sum), d| (count + 1, sum + d));
    let mean = if count == 0 { 1.0 } else { sum / float(count) };
    strata
        .places
        .iter()
        .map(|place| known(place).unwrap_or(mean))
        .collect()
}
