//! population.csv: people by dimension and category.

use super::Catalog;
use super::cells::narrow;
use crate::formats::case::fault::{Faults, Problem};
use crate::formats::case::model::{Margin, WeightPlan};
use crate::formats::case::table::{Row, Table};

const FILE: &str = "population.csv";
/// More people than any country has.
const MAX_PEOPLE: u64 = 10_000_000_000;

pub(super) fn read(
    bytes: &[u8],
    catalog: &Catalog,
    weights: &WeightPlan,
    faults: &Faults,
) -> Vec<Margin> {
    let mut margins: Vec<Margin> = Vec::new();
    let Some(mut table) = Table::open(FILE, bytes, faults) else {
        return margins;
    };
    let header = table.next(faults);
    let Some(places) = header.as_ref().and_then(places) else {
        let columns = "columns dimension, category, population";
        faults.add(FILE, Some(1), "", Problem::Expected(columns));
        return margins;
    };
    while let Some(row) = table.next(faults) {
        let fault = |path: &str, problem| faults.add(FILE, row.line, path, problem);
        if let Some((dimension, category, people)) = fields(&row, places, &fault) {
            let at = place(&mut margins, dimension, catalog, weights, &fault);
            if let Some(margin) = margins.get_mut(at) {
                add(margin, (category, people), catalog, &fault);
            }
        }
    }
    margins
}

/// Where the three columns are.
fn places(header: &Row) -> Option<[usize; 3]> {
    let names = header.fields();
    let place = |name: &str| names.iter().position(|field| *field == name);
    let places = [
        place("dimension")?,
        place("category")?,
        place("population")?,
    ];
    (names.len() == places.len()).then_some(places)
}

/// Dimension, category and people of a row.
fn fields<'a>(
    row: &'a Row,
    places: [usize; 3],
    fault: &impl Fn(&str, Problem),
) -> Option<(&'a str, &'a str, u64)> {
    if row.len() < places.len() || row.filled() > places.len() {
        fault("", Problem::Expected("three fields"));
        return None;
    }
    let [dimension, category, people] = places.map(|at| row.field(at));
    let people = narrow(people).parse().ok().filter(|n| *n <= MAX_PEOPLE);
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
