//! Sections `crosstabs` and `portfolios`.

use serde_json::{Map, Value, json};

use super::survey::Survey;
use crate::domain::statistics::chi_square::ChiSquare;
use crate::domain::statistics::crosstab::{Row, crosstab};
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::portfolio::{Place, portfolio};
use crate::domain::statistics::rounding;
use crate::domain::statistics::tally::Sums;
use crate::domain::statistics::variable::{Accepts, Variable};
use crate::formats::case::model::{CrosstabPlan, PortfolioPlan};

pub(super) fn crosstabs(survey: &Survey) -> Value {
    let plans = &survey.case.plan.crosstabs;
    plans
        .iter()
        .filter_map(|plan| table(survey, plan))
        .collect()
}

fn table(survey: &Survey, plan: &CrosstabPlan) -> Option<Value> {
    let (row_item, row_column) = survey.item(plan.row)?;
    let (item, column) = survey.item(plan.col)?;
    let table = crosstab(
        (row_item, row_column),
        (item, column),
        (&survey.groups, plan.weighted),
        None,
    );
    let weighted = plan.weighted.then_some(!survey.lacks_weights());
    let mut rows = vec![row("_total", &table.total, item, weighted)];
    for (option, category) in row_item.options().iter().zip(&table.categories) {
        rows.push(row(&option.code, category, item, weighted));
    }
    rows.push(row("_missing", &table.missing, item, weighted));
    let mut fields = json!({
        "id": plan.id,
        "row": row_item.id,
        "col": item.id,
        "weighted": plan.weighted,
        "rows": rows,
    });
    if let (Accepts::One(_), Some(fields)) = (&item.accepts, fields.as_object_mut()) {
        fields.insert("chi2".to_owned(), json!(table.chi_square.map(chi_square)));
    }
    Some(fields)
}

fn chi_square(test: ChiSquare) -> Value {
    json!({
        "weighted": false,
        "x2": test.x2,
        "df": test.df,
        "n": test.n,
        "p": test.p,
        "cramers_v": test.cramers_v,
        "min_expected": test.min_expected,
    })
}

/// Where a table is to be weighted: whether there are weights. Without them the weighted fields are null.
type Weighted = Option<bool>;

fn row(category: &str, row: &Row, item: &Variable, weighted: Weighted) -> Value {
    let options = item.options().iter().zip(&row.cells);
    let mut cells: Vec<Value> = options
        .map(|(option, sums)| cell(&option.code, *sums, row, true, weighted))
        .collect();
    cells.push(cell("_no_answer", row.no_answer, row, false, weighted));
    let mut fields = json!({
        "category": category,
        "n": row.people.count,
        "n_answered": row.answered.count,
        "reference_only": row.reference_only(),
        "cells": cells,
    });
    if let (Some(in_force), Some(fields)) = (weighted, fields.as_object_mut()) {
        let people = in_force.then_some(row.people.weight);
        fields.insert("weighted_n".to_owned(), json!(people));
    }
    fields
}

fn cell(code: &str, sums: Sums, row: &Row, answered: bool, weighted: Weighted) -> Value {
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    let percent =
        |base: Sums| (base.count > 0).then(|| 100.0 * float(sums.count) / float(base.count));
    put("code", json!(code));
    put("count", json!(sums.count));
    put("pct_all", json!(percent(row.people)));
    put(
        "disp_all",
        json!(rounding::percent(sums.count, row.people.count, 1)),
    );
    if answered {
        put("pct_answered", json!(percent(row.answered)));
    }
    if let Some(in_force) = weighted {
        let heavy = |base: Sums| {
            let share = (base.weight > 0.0).then(|| 100.0 * sums.weight / base.weight);
            share.filter(|_| in_force)
        };
        put("wcount", json!(in_force.then_some(sums.weight)));
        put("wpct_all", json!(heavy(row.people)));
        if answered {
            put("wpct_answered", json!(heavy(row.answered)));
        }
    }
    Value::Object(fields)
}

pub(super) fn portfolios(survey: &Survey) -> Value {
    let plans = &survey.case.plan.portfolios;
    plans
        .iter()
        .map(|plan| cs_portfolio(survey, plan))
        .collect()
}

fn cs_portfolio(survey: &Survey, plan: &PortfolioPlan) -> Value {
    let figure = |item, measure| survey.figure(item, (measure, 1), &[], plan.weighted);
    let (satisfaction, importance) = (&plan.measures.0, &plan.measures.1);
    let figures: Vec<_> = plan
        .pairs
        .iter()
        .map(|(s, i)| (figure(*s, satisfaction), figure(*i, importance)))
        .collect();
    let mean = |f: &Option<_>| -> Option<f64> {
        let figure: &crate::domain::statistics::indicator::Figure = f.as_ref()?;
        figure.known.as_ref().map(|k| k.estimate.mean)
    };
    let values: Vec<_> = figures.iter().map(|(s, i)| (mean(s), mean(i))).collect();
    let placed = portfolio(&values);
    let items: Vec<Value> = plan
        .pairs
        .iter()
        .zip(&figures)
        .zip(values.iter().zip(&placed.places))
        .map(|((pair, (s, i)), (values, place))| {
            let n = [s, i].map(|f| f.as_ref().map(|f| f.n_base));
            portfolio_item(survey, *pair, *values, n, *place)
        })
        .collect();
    json!({
        "id": plan.id,
        "statistic": plan.statistic,
        "weighted": plan.weighted,
        "mean_satisfaction": placed.satisfaction.map(|a| a.mean),
        "sd_satisfaction": placed.satisfaction.map(|a| a.sd),
        "mean_importance": placed.importance.map(|a| a.mean),
        "sd_importance": placed.importance.map(|a| a.sd),
        "items": items,
    })
}

fn portfolio_item(
    survey: &Survey,
    pair: (usize, usize),
    (satisfaction, importance): (Option<f64>, Option<f64>),
    [n_satisfaction, n_importance]: [Option<u64>; 2],
    place: Option<Place>,
) -> Value {
    let item = |at: usize| survey.case.items.get(at);
    json!({
        "satisfaction_item": item(pair.0).map(|i| &i.id),
        "importance_item": item(pair.1).map(|i| &i.id),
        "label": item(pair.0).map(|i| &i.label),
        "satisfaction": satisfaction,
        "importance": importance,
        "n_satisfaction": n_satisfaction,
        "n_importance": n_importance,
        "dev_satisfaction": place.map(|p| p.dev_satisfaction),
        "dev_importance": place.map(|p| p.dev_importance),
        "quadrant": place.map(|p| p.quadrant.word()),
        "distance": place.map(|p| p.improvement.distance),
        "angle_deg": place.and_then(|p| p.improvement.angle),
        "improvement": place.map(|p| p.improvement.index),
        "need_z": place.map(|p| p.need_z),
        "rank": place.map(|p| p.rank),
    })
}
