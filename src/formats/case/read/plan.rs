//! indicators.json: settings, weighting, and the list of what is to be computed.

use super::{Catalog, achievements, indicators, tables};
use crate::domain::statistics::raking::{self, Bounds};
use crate::formats::case::fault::Problem;
use crate::formats::case::json::Node;
use crate::formats::case::model::{DesignPlan, Margin, Plan, WeightPlan};

pub(super) fn plan(
    root: &Node,
    catalog: &Catalog,
    weights: WeightPlan,
    population: &[Margin],
) -> Plan {
    let ci = root.get("ci");
    check_weights(&root.get("weights"), &weights, population);
    let indicators = indicators::indicators(&root.get("indicators"), catalog);
    Plan {
        level: ci.get("level").real_between(
            (0.5, 0.9999),
            0.95,
            "a number above 0.5 and below 0.9999 (0.95 for 95 %)",
        ),
        fpc: ci.get("fpc").flag(),
        census_margin: ci.get("census_margin").flag(),
        weights,
        crosstabs: tables::crosstabs(&root.get("crosstabs"), catalog),
        portfolios: tables::portfolios(&root.get("portfolios"), catalog),
        changes: indicators::changes(&root.get("changes"), &indicators),
        achievements: achievements::read(&root.get("achievements"), &indicators),
        suppression: tables::suppression(&root.get("suppression"), catalog),
        quality: tables::quality(&root.get("quality"), catalog),
        text: root.get("text").exists().then(|| {
            let n = root.get("text");
            let top = n.get("top").maybe_count().unwrap_or(60);
            let min_df = n.get("min_df").maybe_count().unwrap_or(5);
            (min_df, usize::try_from(top).unwrap_or(usize::MAX))
        }),
        indicators,
    }
}

pub(super) fn weights(node: &Node, catalog: &Catalog) -> WeightPlan {
    let methods = [
        ("none", "none"),
        ("design", "design"),
        ("raking", "raking"),
        ("poststrat", "poststrat"),
    ];
    let items = |node: &Node| -> Vec<usize> {
        node.get("questions")
            .list()
            .iter()
            .filter_map(|question| catalog.named(question))
            .collect()
    };
    let dimensions = node.get("dims").maybe_list();
    let design = node.get("design");
    let max = node
        .get("max_iter")
        .maybe_count()
        .unwrap_or(u64::from(raking::MAX_PASSES));
    WeightPlan {
        method: node.get("method").one_of("none", &methods).to_owned(),
        dimensions: dimensions
            .iter()
            .map(|dim| (dim.get("name").text().to_owned(), items(dim)))
            .collect(),
        bounds: bounds(&node.get("bounds")),
        design: design.exists().then(|| DesignPlan {
            dimension: design.get("dimension").text().to_owned(),
            items: items(&design),
            mailed: design
                .get("mailed")
                .entries()
                .into_iter()
                .map(|(category, letters)| (category.to_owned(), letters.count()))
                .collect(),
        }),
        tolerance: tolerance(&node.get("tol")),
        max_passes: u32::try_from(max).unwrap_or(u32::MAX).min(100_000),
    }
}

fn tolerance(node: &Node) -> f64 {
    node.real_between(
        (0.0, 1.0),
        raking::TOLERANCE,
        "a number above 0 and below 1",
    )
}

fn bounds(node: &Node) -> Option<Bounds> {
    if !node.exists() {
        return None;
    }
    let values: Vec<f64> = node.list().iter().map(Node::real).collect();
    match values.as_slice() {
        [low, high] if *low > 0.0 && low < high => Some(Bounds {
            low: *low,
            high: *high,
        }),
        _ => {
            node.fault(Problem::Expected("two bounds, 0 < lower < upper"));
            None
        }
    }
}

/// Every dimension that is weighted needs its population.
fn check_weights(node: &Node, weights: &WeightPlan, population: &[Margin]) {
    let dimensions = weights.dimensions.iter().map(|(name, _)| name);
    let design = weights.design.iter().map(|d| &d.dimension);
    for name in dimensions
        .chain(design)
        .filter(|_| weights.method != "none")
    {
        if !population.iter().any(|margin| margin.name == *name) {
            node.fault(Problem::Unknown(name.clone()));
        }
    }
    let needs_dimension = weights.method == "raking" || weights.method == "poststrat";
    if needs_dimension && weights.dimensions.is_empty() {
        node.get("dims").fault(Problem::Missing);
    }
    if weights.method == "design" && weights.design.is_none() {
        node.get("design").fault(Problem::Missing);
    }
}
