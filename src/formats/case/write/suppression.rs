//! Section `suppression`.

use serde_json::{Map, Value, json};

use super::survey::Survey;
use crate::domain::statistics::crosstab::crosstab;
use crate::domain::statistics::suppression::{
    CellRule, HiddenReason, PublishedCell, PublishedRow, RowRule, hide_cells, hide_rows,
    hide_rows_and_cells, publish,
};
use crate::formats::case::model::{SuppressionMode, SuppressionPlan};

type Fields = Map<String, Value>;

fn put(fields: &mut Fields, key: &str, value: Value) {
    fields.insert(key.to_owned(), value);
}

pub(super) fn suppression(survey: &Survey) -> Value {
    let plans = &survey.case.plan.suppression;
    plans
        .iter()
        .filter_map(|plan| table(survey, plan))
        .collect()
}

/// A table before suppression: names of rows (`_missing` last) and columns (`_no_answer` last), people, counts.
struct Raw {
    rows: Vec<String>,
    columns: Vec<String>,
    people: Vec<u64>,
    counts: Vec<Vec<u64>>,
}

fn raw(survey: &Survey, plan: &SuppressionPlan) -> Option<Raw> {
    let (row_item, row_column) = survey.item(plan.row)?;
    let (item, column) = survey.item(plan.col)?;
    let table = crosstab(
        (row_item, row_column),
        (item, column),
        (&survey.groups, false),
        None,
    );
    let names = |options: &[crate::domain::statistics::variable::Level], last: &str| {
        let codes = options.iter().map(|o| o.code.clone());
        codes.chain(std::iter::once(last.to_owned())).collect()
    };
    let rows = || {
        table
            .categories
            .iter()
            .chain(std::iter::once(&table.missing))
    };
    Some(Raw {
        rows: names(row_item.options(), "_missing"),
        columns: names(item.options(), "_no_answer"),
        people: rows().map(|row| row.people.count).collect(),
        counts: rows().map(|row| row.counts()).collect(),
    })
}

fn table(survey: &Survey, plan: &SuppressionPlan) -> Option<Value> {
    let raw = raw(survey, plan)?;
    let mut fields = Fields::new();
    let f = &mut fields;
    put(f, "id", json!(plan.id));
    match plan.mode {
        SuppressionMode::Cell { k } => {
            put(f, "mode", json!("cell"));
            put(f, "k", json!(k));
            let rule = hide_cells(&raw.counts, k);
            cells(f, &raw.rows, &raw, &rule, rule.hidden);
            put(
                f,
                "published",
                published(&raw.rows, &rule, rule.hidden, &raw.people),
            );
        }
        SuppressionMode::Row { min_base } => {
            put(f, "mode", json!("row"));
            put(f, "min_base", json!(min_base));
            let rule = hide_rows(&raw.people, min_base);
            f.extend(row_fields(&raw, &rule));
            hidden(f, rule.hidden);
        }
        SuppressionMode::RowCell { min_base, k } => row_cell(f, &raw, min_base, k),
    }
    Some(Value::Object(fields))
}

fn row_cell(f: &mut Fields, raw: &Raw, min_base: u64, k: u64) {
    let rule = hide_rows_and_cells(&raw.people, &raw.counts, min_base, k);
    let reason = rule.hidden();
    put(f, "mode", json!("row_cell"));
    put(f, "min_base", json!(min_base));
    put(f, "row_rule", Value::Object(row_fields(raw, &rule.rows)));
    put(f, "k", json!(k));
    let mut names: Vec<String> = rule
        .shown
        .iter()
        .filter_map(|at| raw.rows.get(*at).cloned())
        .collect();
    let people: Vec<u64> = rule
        .shown
        .iter()
        .filter_map(|at| raw.people.get(*at).copied())
        .collect();
    let shown = names.clone();
    if rule.has_hidden_row {
        names.push("_hidden".to_owned());
    }
    cells(f, &names, raw, &rule.cells, reason);
    put(
        f,
        "published",
        published(&shown, &rule.cells, reason, &people),
    );
}

fn row_fields(raw: &Raw, rule: &RowRule) -> Fields {
    let names = |rows: &[usize]| -> Vec<&String> {
        rows.iter().filter_map(|at| raw.rows.get(*at)).collect()
    };
    let mut fields = Fields::new();
    put(&mut fields, "rows", json!(raw.rows));
    put(&mut fields, "n", json!(raw.people));
    put(&mut fields, "hidden_primary", json!(names(&rule.primary)));
    put(
        &mut fields,
        "hidden_complementary",
        json!(names(&rule.complementary)),
    );
    put(
        &mut fields,
        "reference_only",
        json!(names(&rule.reference_only)),
    );
    fields
}

fn hidden(f: &mut Fields, reason: Option<HiddenReason>) {
    put(f, "table_hidden", json!(reason.is_some()));
    put(f, "hidden_reason", json!(reason.map(HiddenReason::word)));
}

fn cells(
    f: &mut Fields,
    rows: &[String],
    raw: &Raw,
    rule: &CellRule,
    reason: Option<HiddenReason>,
) {
    let marks = |table: &[Vec<bool>]| -> Vec<Vec<u8>> {
        let line = |row: &Vec<bool>| row.iter().map(|x| u8::from(*x)).collect();
        table.iter().map(line).collect()
    };
    put(f, "rows", json!(rows));
    put(f, "cols", json!(raw.columns));
    put(f, "counts", json!(rule.counts));
    put(f, "primary", json!(marks(&rule.primary)));
    put(f, "suppressed", json!(marks(&rule.suppressed)));
    put(f, "complementary_steps", json!(rule.complementary_steps));
    put(f, "protection_steps", json!(rule.protection_steps));
    put(f, "n_primary", json!(rule.n_primary()));
    put(f, "n_suppressed", json!(rule.n_suppressed()));
    put(f, "n_positive", json!(rule.n_positive()));
    put(f, "disclosed", json!(rule.disclosed));
    hidden(f, reason);
}

fn published(
    names: &[String],
    rule: &CellRule,
    reason: Option<HiddenReason>,
    people: &[u64],
) -> Value {
    let rows = publish(rule, people).filter(|_| reason.is_none());
    let row = |(name, row): (&String, &PublishedRow)| {
        let count = |cell: &PublishedCell| match cell {
            PublishedCell::Suppressed => json!("x"),
            PublishedCell::Shown { count, .. } => json!(count),
        };
        let percent = |cell: &PublishedCell| match cell {
            PublishedCell::Suppressed => json!("x"),
            PublishedCell::Shown { percent, .. } => json!(percent),
        };
        json!({
            "category": name,
            "n": row.n,
            "counts": row.cells.iter().map(count).collect::<Vec<_>>(),
            "pct": row.cells.iter().map(percent).collect::<Vec<_>>(),
        })
    };
    json!(rows.map(|rows| names.iter().zip(&rows).map(row).collect::<Vec<_>>()))
}
