//! population.csv: people by dimension and category.

use csv::StringRecord;

use super::Catalog;
use crate::formats::case::fault::{Faults, Problem};
use crate::formats::case::lines::{line, unreadable};
use crate::formats::case::model::{Margin, WeightPlan};

const FILE: &str = "population.csv";
/// More people than any country has.
const MAX_PEOPLE: u64 = 10_000_000_000;

pub(super) fn read(
    bytes: &[u8],
    catalog: &Catalog,
    weights: &WeightPlan,
    faults: &Faults,
) -> Vec<Margin> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut margins: Vec<Margin> = Vec::new();
    let Some(places) = reader.headers().ok().and_then(places) else {
        let columns = "columns dimension, category, population";
        faults.add(FILE, Some(1), "", Problem::Expected(columns));
        return margins;
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                let fault = |path: &str, problem| {
                    faults.add(FILE, line(bytes, record.position()), path, problem);
                };
                if let Some((dimension, category, people)) = fields(&record, places, &fault) {
                    let at = place(&mut margins, dimension, catalog, weights, &fault);
                    if let Some(margin) = margins.get_mut(at) {
                        add(margin, (category, people), catalog, &fault);
                    }
                }
            }
            Err(error) => {
                let line = line(bytes, error.position());
                faults.add(FILE, line, "", unreadable(&error));
            }
        }
    }
    margins
}

/// Where the three columns are.
fn places(header: &StringRecord) -> Option<[usize; 3]> {
    let place = |name: &str| header.iter().position(|field| field.trim() == name);
    let places = [
        place("dimension")?,
        place("category")?,
        place("population")?,
    ];
    (header.len() == places.len()).then_some(places)
}

/// Dimension, category and people of a record.
fn fields<'a>(
    record: &'a StringRecord,
    places: [usize; 3],
    fault: &impl Fn(&str, Problem),
) -> Option<(&'a str, &'a str, u64)> {
    if record.len() != places.len() {
        fault("", Problem::Expected("three fields"));
        return None;
    }
    let [dimension, category, people] = places.map(|at| record.get(at).unwrap_or_default().trim());
    let people = people.parse().ok().filter(|n| *n <= MAX_PEOPLE);
    if people.is_none() {
        fault("population", Problem::Expected("a whole number of people"));
    }
    Some((dimension, category, people?))
}

/// The place of a dimension's margin, made when it occurs first.
fn place(
    margins: &mut Vec<Margin>,
    name: &str,
    catalog: &Catalog,
    weights: &WeightPlan,
    fault: &impl Fn(&str, Problem),
) -> usize {
    if let Some(at) = margins.iter().position(|m| m.name == name) {
        return at;
    }
    let planned = weights.dimensions.iter().find(|(n, _)| n == name);
    let design = weights.design.iter().find(|d| d.dimension == name);
    let items = planned
        .map(|(_, items)| items.clone())
        .or_else(|| design.map(|d| d.items.clone()))
        .unwrap_or_else(|| named(name, catalog, fault));
    margins.push(Margin {
        name: name.to_owned(),
        items,
        categories: Vec::new(),
    });
    margins.len() - 1
}

/// The items of a dimension that no weighting names: `sex*age` is made of `sex` and `age`.
fn named(name: &str, catalog: &Catalog, fault: &impl Fn(&str, Problem)) -> Vec<usize> {
    name.split('*')
        .filter_map(|id| {
            let item = catalog.by_id.get(id).copied();
            if item.is_none() {
                fault("dimension", Problem::Unknown(id.to_owned()));
            }
            item
        })
        .collect()
}

fn add(
    margin: &mut Margin,
    (category, people): (&str, u64),
    catalog: &Catalog,
    fault: &impl Fn(&str, Problem),
) {
    let codes: Vec<&str> = category.split('*').collect();
    let known = codes.len() == margin.items.len()
        && margin.items.iter().zip(&codes).all(|(item, code)| {
            catalog
                .item(*item)
                .is_some_and(|item| item.index_of(code).is_some())
        });
    if !known && !margin.items.is_empty() {
        fault("category", Problem::Unknown(category.to_owned()));
    }
    if margin.categories.iter().any(|(c, _)| c == category) {
        fault("category", Problem::Duplicate(category.to_owned()));
    }
    margin.categories.push((category.to_owned(), people));
}
