//! indicators.json: what is to be computed: everything a report holds, as far as a case folder can say it.

use serde_json::{Value, json};

use super::{Indicator, Survey, indicators};
use crate::domain::survey::design::{Category, Design, Dimension};
use crate::domain::tabulation::flags::ROWS;
use crate::domain::tabulation::{Layout, disproportionate};

pub(super) fn plan(
    survey: &Survey,
    layout: &Layout,
    bound: &[Indicator],
    left_out: &mut Vec<String>,
) -> Value {
    let design = &survey.design;
    let weighted = !design.population.is_empty();
    let mut document = json!({
        "ci": { "level": 0.95, "fpc": true, "census_margin": design.census_margin },
        "weights": weights(design),
        "crosstabs": crosstabs(layout, weighted),
        "suppression": suppression(layout, design),
        "quality": { "matrices": grids(layout), "min_rows": ROWS },
    });
    let lists = indicators::lists(survey, layout, bound, left_out);
    if let Some(document) = document.as_object_mut() {
        let lists = lists.into_iter();
        document.extend(lists.map(|(key, list)| (key.to_owned(), Value::Array(list))));
    }
    document
}

fn weights(design: &Design) -> Value {
    if design.population.is_empty() {
        return json!({ "method": "none" });
    }
    let dimension = |of: &Dimension| json!({ "name": of.name(), "questions": of.items });
    let dimensions: Vec<Value> = design.population.iter().map(dimension).collect();
    let mut weights = json!({ "method": "raking", "dims": dimensions });
    let Some(fields) = weights.as_object_mut() else {
        return weights;
    };
    if let Some((low, high)) = design.bounds {
        fields.insert("bounds".to_owned(), json!([low, high]));
    }
    if let Some(of) = disproportionate(design) {
        let letters = |c: &Category| Some((c.name(), json!(c.mailed?)));
        let mailed: serde_json::Map<_, _> = of.categories.iter().filter_map(letters).collect();
        fields.insert(
            "design".to_owned(),
            json!({ "dimension": of.name(), "questions": of.items, "mailed": mailed }),
        );
    }
    weights
}

/// Every closed item by every attribute, as in a report.
fn tables(layout: &Layout) -> Vec<(String, &str, &str)> {
    let mut tables = Vec::new();
    for by in layout.items().iter().filter(|item| item.splits_tables()) {
        let columns = layout.items().iter().filter(|item| item.id != by.id);
        tables.extend(columns.filter(|item| item.is_closed()).map(|item| {
            let id = format!("{}*{}", by.id, item.id);
            (id, by.id.as_str(), item.id.as_str())
        }));
    }
    tables
}

fn crosstabs(layout: &Layout, weighted: bool) -> Vec<Value> {
    let table = |(id, row, col)| json!({ "id": id, "row": row, "col": col, "weighted": weighted });
    tables(layout).into_iter().map(table).collect()
}

fn suppression(layout: &Layout, design: &Design) -> Vec<Value> {
    let (k, min_base) = (design.k, design.min_base);
    let table = |(id, row, col)| {
        json!({
            "id": id, "row": row, "col": col, "mode": "row_cell", "k": k, "min_base": min_base,
        })
    };
    tables(layout).into_iter().map(table).collect()
}

/// The names of grids with enough rows to tell how they were answered.
fn grids(layout: &Layout) -> Vec<String> {
    let large = layout
        .grids()
        .into_iter()
        .filter(|grid| grid.items.len() >= ROWS);
    large.map(|grid| grid.name).collect()
}
