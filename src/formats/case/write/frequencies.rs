//! Section `frequencies`.

use serde_json::{Map, Value, json};

use super::survey::Survey;
use crate::domain::statistics::base::Base;
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::frequency::{Detail, Frequency, Numbers, frequency};
use crate::domain::statistics::rounding;
use crate::domain::statistics::tally::Sums;
use crate::domain::statistics::variable::{Accepts, Level, Variable};

pub(super) fn frequencies(survey: &Survey) -> Value {
    let mut tables = Map::new();
    for (at, variable) in survey.case.items.iter().enumerate() {
        if variable.accepts == Accepts::Text {
            continue;
        }
        if let Some((variable, column)) = survey.item(at) {
            let over_limit = survey.case.columns.over_limit(at);
            let table = frequency(variable, column, survey.weights(), over_limit);
            let weighted = (survey.asks_for_weights(), survey.weights().is_some());
            tables.insert(variable.id.clone(), one(variable, &table, weighted));
        }
    }
    Value::Object(tables)
}

type Fields = Map<String, Value>;

fn put(fields: &mut Fields, key: &str, value: Value) {
    fields.insert(key.to_owned(), value);
}

/// `weighted` is whether weights were asked for, and whether they are in force: the shape never depends on the numbers.
fn one(variable: &Variable, table: &Frequency, weighted: (bool, bool)) -> Value {
    let tally = &table.tally;
    let mut fields = Fields::new();
    let f = &mut fields;
    put(f, "n_total", json!(tally.everyone().count));
    put(f, "n_not_applicable", json!(tally.not_applicable.count));
    put(f, "n_eligible", json!(tally.eligible().count));
    put(f, "n_no_answer", json!(tally.no_answer.count));
    put(f, "n_invalid", json!(tally.invalid.count));
    put(f, "n_answered", json!(tally.answered.count));
    if let Detail::Numbers(numbers) = table.detail {
        f.extend(summary(numbers).map(|(key, value)| (key.to_owned(), value)));
        return Value::Object(fields);
    }
    put(f, "n_substantive", json!(tally.substantive.count));
    if let Detail::Many {
        selections,
        over_limit,
    } = table.detail
    {
        put(f, "n_over_limit", json!(over_limit));
        put(f, "n_selections", json!(selections));
        let per_hundred = |base| table.selections_per_hundred(base);
        put(f, "mt_all", json!(per_hundred(Base::All)));
        put(f, "mt_answered", json!(per_hundred(Base::Answered)));
    }
    let rows = variable.options().iter().zip(&tally.codes);
    let options: Vec<Value> = rows.map(|(o, s)| option(table, o, *s, weighted)).collect();
    put(f, "options", json!(options));
    Value::Object(fields)
}

fn summary(numbers: Option<Numbers>) -> [(&'static str, Value); 4] {
    [
        ("mean", json!(numbers.map(|n| n.mean))),
        (
            "mean_disp",
            json!(numbers.map(|n| rounding::float(n.mean, 2))),
        ),
        ("sd", json!(numbers.and_then(|n| n.sd))),
        ("median", json!(numbers.map(|n| n.median))),
    ]
}

fn option(table: &Frequency, option: &Level, sums: Sums, (asked, in_force): (bool, bool)) -> Value {
    let mut fields = Fields::new();
    let f = &mut fields;
    put(f, "code", json!(option.code));
    put(f, "label", json!(option.label));
    put(f, "count", json!(sums.count));
    let weight = in_force.then_some(sums.weight);
    put(f, "weighted_count", json!(weight));
    for base in Base::ALL {
        percentages(f, table, option, sums, base);
    }
    for base in [Base::All, Base::Answered].iter().filter(|_| asked) {
        let share = table.weighted_percent(sums, *base).filter(|_| in_force);
        put(f, &format!("wpct_{}", base.word()), json!(share));
    }
    if let Detail::Many { selections, .. } = table.detail {
        let share = (selections > 0).then(|| 100.0 * float(sums.count) / float(selections));
        put(f, "pct_of_selections", json!(share));
    }
    Value::Object(fields)
}

fn percentages(f: &mut Fields, table: &Frequency, option: &Level, sums: Sums, base: Base) {
    let (key, people) = (base.word(), base.people(&table.tally).count);
    let admitted = |text: Option<String>| text.filter(|_| base.admits(option));
    let shown = admitted(rounding::percent(sums.count, people, 1));
    let marked = admitted(rounding::mark(sums.count, people, 1));
    let exact = table.percent(option, sums, base);
    put(f, &format!("pct_{key}"), json!(exact));
    put(f, &format!("disp_{key}"), json!(shown));
    put(f, &format!("mark_{key}"), json!(marked));
}
