//! Section `weights`.

use serde_json::{Map, Value, json};

use super::survey::{Survey, dimension};
use crate::domain::statistics::weights::{Margin, UNKNOWN, Warning, Weighting, diagnostics};

pub(super) fn weights(survey: &Survey) -> Value {
    let plan = &survey.case.plan.weights;
    let n = survey.case.columns.respondents();
    let people = survey.groups.people();
    let unweighted = vec![1.0; people.len()];
    let scheme = survey.weighting.as_ref();
    let used = scheme.map_or(&unweighted, |w| &w.weights);
    let known = diagnostics(used, &people);
    let mut section = json!({
        "method": plan.method,
        "converged": scheme.filter(|w| !w.weights.is_empty()).map(|w| w.converged),
        "iterations": scheme.map(|w| w.passes),
        "warnings": scheme.map(warnings).unwrap_or_default(),
        "dims": scheme.map(|w| w.margins.iter().map(margin).collect::<Vec<_>>()).unwrap_or_default(),
        "n": n,
        "sum": known.map_or(0.0, |d| d.sum),
        "min": known.map(|d| d.min),
        "max": known.map(|d| d.max),
        "deff_kish": known.map(|d| d.deff_kish),
        "n_eff": known.map(|d| d.n_eff),
    });
    if let (Some(scheme), Some(section)) = (scheme, section.as_object_mut()) {
        details(survey, scheme, section);
    }
    section
}

fn warnings(weighting: &Weighting) -> Vec<String> {
    weighting.warnings.iter().map(Warning::key).collect()
}

fn margin(margin: &Margin) -> Value {
    let targets: Map<String, Value> = margin
        .targets
        .iter()
        .map(|(category, target)| (category.clone(), json!(target)))
        .collect();
    let sample: Map<String, Value> = margin
        .sample
        .iter()
        .map(|(category, people)| (category.clone(), json!(people)))
        .collect();
    json!({ "name": margin.name, "targets": targets, "sample": sample })
}

fn details(survey: &Survey, weighting: &Weighting, section: &mut Map<String, Value>) {
    let plan = &survey.case.plan.weights;
    section.insert(
        "bounds".to_owned(),
        json!(plan.bounds.map(|b| [b.low, b.high])),
    );
    section.insert("bounds_applied".to_owned(), json!(weighting.bounds_applied));
    section.insert("max_abs_margin_error".to_owned(), json!(weighting.error));
    section.insert(
        "by_cell".to_owned(),
        Value::Object(by_cell(survey, weighting)),
    );
    if let Some(design) = &plan.design {
        let mailed: Map<String, Value> = design
            .mailed
            .iter()
            .map(|(category, letters)| (category.clone(), json!(letters)))
            .collect();
        section.insert(
            "design".to_owned(),
            json!({ "dimension": design.dimension, "mailed": mailed }),
        );
    }
}

/// The weight of people alike in every dimension; under a design that no dimension carries, also in their stratum.
fn by_cell(survey: &Survey, weighting: &Weighting) -> Map<String, Value> {
    let plan = &survey.case.plan.weights;
    let design = plan.design.as_ref();
    let is_margin = |name: &str| weighting.margins.iter().any(|m| m.name == name);
    let strata = design
        .filter(|design| !is_margin(&design.dimension))
        .map(|design| {
            dimension(
                survey.case,
                &design.dimension,
                &design.items,
                &survey.groups,
            )
        });
    let mut cells = Map::new();
    for (at, weight) in weighting.weights.iter().enumerate() {
        let part = |(margin, placed): (&Margin, &Vec<usize>)| {
            let (category, _) = margin.targets.get(*placed.get(at)?)?;
            Some(format!("{}={category}", margin.name))
        };
        let stratum = strata.as_ref().map(|strata| {
            let category = strata.category(at).unwrap_or(UNKNOWN);
            format!("{}={category}", strata.name)
        });
        let margins = weighting.margins.iter().zip(&weighting.placed);
        let key: Vec<String> = margins.filter_map(part).chain(stratum).collect();
        cells.entry(key.join("|")).or_insert_with(|| json!(weight));
    }
    cells
}
