//! The indicators a survey feeds, in the words of indicators.json; what has no words there is said.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::{Indicator, Survey, targets};
use crate::domain::plan::definition::{
    self, Base, Comparability, Definition, MOST_DECIMALS, Measure, Source,
};
use crate::domain::plan::series::Series;
use crate::domain::plan::value::{self, Provenance};
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::statistics::variable::{Accepts, Variable};
use crate::domain::tabulation::Layout;

/// The lists `indicators`, `changes` and `achievements`.
pub(super) fn lists(
    survey: &Survey,
    layout: &Layout,
    bound: &[Indicator],
    left_out: &mut Vec<String>,
) -> [(&'static str, Vec<Value>); 3] {
    let (mut figures, mut changes, mut achievements) = (Vec::new(), Vec::new(), Vec::new());
    for indicator in bound {
        match figure(survey, layout, indicator) {
            Ok((figure, is_share)) => {
                figures.push(Value::Object(figure));
                match change(survey, indicator, is_share) {
                    Ok(change) => changes.extend(change),
                    Err(why) => left_out.push(format!("change of {}: {why}", indicator.id)),
                }
                let row = indicator.row.as_ref();
                if row.is_none_or(|(_, series)| series.takes(is_share)) {
                    achievements.extend(targets::targets(survey, indicator, left_out));
                } else {
                    left_out.push(format!("targets of {}: in another unit", indicator.id));
                }
            }
            Err(why) => left_out.push(format!("{}: {why}", indicator.id)),
        }
    }
    [
        ("indicators", figures),
        ("changes", changes),
        ("achievements", achievements),
    ]
}

type Fields = Map<String, Value>;

/// The figure, and whether it is a share.
fn figure(
    survey: &Survey,
    layout: &Layout,
    indicator: &Indicator,
) -> Result<(Fields, bool), &'static str> {
    let definition = &indicator.definition;
    let Source::Item(asked) = &definition.source else {
        return Err("it is put together from several inputs");
    };
    let at = layout.position(&asked.item);
    let item = at.and_then(|at| layout.items().get(at));
    let item = item.ok_or("this version of the questionnaire does not ask it")?;
    let mut fields = measured(item, &asked.measure, asked.base)?;
    let weighted = asked.weighting.is_some();
    if weighted && survey.design.population.is_empty() {
        return Err("it wants weights and there is no population");
    }
    if definition.decimals > MOST_DECIMALS {
        return Err("it has more decimals than a figure can be printed with");
    }
    if let Some(condition) = &asked.filter {
        fields.insert("filter".to_owned(), filter(layout, condition)?);
    }
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("id", json!(indicator.id));
    put("question", json!(asked.item));
    put("weighted", json!(weighted));
    put("decimals", json!(definition.decimals));
    Ok((fields, matches!(asked.measure, Measure::Share(_))))
}

/// Type, numerator and base.
fn measured(item: &Variable, measure: &Measure, base: Base) -> Result<Fields, &'static str> {
    let has = |codes: &BTreeSet<Code>| {
        let known = |code: &Code| item.index_of(code.as_str()).is_some();
        let fault = "an option of its numerator does not exist";
        codes.iter().all(known).then_some(()).ok_or(fault)
    };
    let key = base.word();
    let document = match (measure, &item.accepts) {
        (Measure::Share(codes), Accepts::One(_)) => {
            has(codes)?;
            json!({ "type": "share", "numerator": codes, "base": key })
        }
        (Measure::Share(codes), Accepts::Many(..)) => {
            has(codes)?;
            let code = codes.first().filter(|_| codes.len() == 1);
            let code = code.ok_or("of several options people who chose two would count twice")?;
            if base == Base::Substantive {
                return Err("a case folder knows no share of a multiple choice on this base");
            }
            json!({ "type": "ma_share", "code": code, "base": key })
        }
        (Measure::Mean, Accepts::One(_)) if matches!(base, Base::Answered | Base::Substantive) => {
            json!({ "type": "mean", "base": key })
        }
        // Numbers are there or not: on every base their mean is that of the answers.
        (Measure::Mean, Accepts::Number { .. }) => {
            json!({ "type": "mean_number", "base": "answered" })
        }
        (Measure::Net { positive, negative }, Accepts::One(_)) => {
            has(positive)?;
            has(negative)?;
            json!({ "type": "net", "positive": positive, "negative": negative, "base": key })
        }
        _ => return Err("the item has no such measure"),
    };
    match document {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Fields::new()),
    }
}

/// A filter of a case folder: some items, each with the codes that pass, and all of them hold.
fn filter(layout: &Layout, condition: &Condition) -> Result<Value, &'static str> {
    let wanted = condition.all_of();
    let wanted = wanted.ok_or("its filter is more than “all of these answers”")?;
    for (item, codes) in &wanted {
        let at = layout.position(item);
        let item = at.and_then(|at| layout.items().get(at));
        let known = |code: &Code| item.is_some_and(|i| i.index_of(code.as_str()).is_some());
        if !codes.iter().all(known) {
            return Err("its filter names an answer this version does not have");
        }
    }
    Ok(json!(wanted))
}

/// The comparison with the published value before, or else with the printed baseline (M-11); none without either.
fn change(
    survey: &Survey,
    indicator: &Indicator,
    is_share: bool,
) -> Result<Option<Value>, &'static str> {
    let Some((_, series)) = &indicator.row else {
        return Ok(None);
    };
    let mut values = series.values.iter().rev();
    let earlier = values.find(|value| value.fiscal_year.0 < survey.fiscal_year);
    let (previous, how) = match earlier {
        Some(value) => (
            published(value, is_share),
            since(series, value, indicator.number),
        ),
        None => (
            printed(series, is_share),
            series.defined_with_baseline(indicator.number),
        ),
    };
    let Some(mut previous) = previous else {
        return Ok(None);
    };
    if matches!(how, Comparability::Limited | Comparability::Broken) {
        return Err("the value before was made another way");
    }
    let share = previous.get("p").and_then(Value::as_f64);
    if share.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
        return Err("the value before is no percentage");
    }
    let documented = how.allows_a_test();
    in_shares(&indicator.definition, &mut previous);
    let method = if documented { "known" } else { "unknown" };
    previous.insert("method".to_owned(), json!(method));
    let (id, of) = (&indicator.id, &indicator.id);
    let mut change = json!({ "id": id, "indicator": of, "previous": previous });
    if let (Some(family), Some(change)) = (family(indicator), change.as_object_mut()) {
        change.insert("family".to_owned(), json!(family));
    }
    Ok(Some(change))
}

/// A case folder has net scores from −1 to 1; values and plans print them in points.
fn in_shares(definition: &Definition, previous: &mut Fields) {
    let is_net = |item: &&definition::Measurand| matches!(item.measure, Measure::Net { .. });
    if definition.items().iter().any(is_net) {
        for key in ["m", "se"] {
            let points = previous.get(key).and_then(Value::as_f64);
            if let Some(points) = points {
                previous.insert(key.to_owned(), json!(points / 100.0));
            }
        }
    }
}

/// The arrows of one grid are judged together (M-11).
fn family(indicator: &Indicator) -> Option<&str> {
    Series::grid(&indicator.definition).map(|(_, question)| question)
}

fn since(series: &Series, value: &value::Value, now: i32) -> Comparability {
    match &value.provenance {
        Provenance::Survey(measured) => {
            let then = measured.definition;
            series.changed(then.min(now), then.max(now))
        }
        Provenance::Typed { .. } => Comparability::Same,
    }
}

/// A published value in its inner unit.
fn published(value: &value::Value, is_share: bool) -> Option<Fields> {
    let mut fields = Fields::new();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    match &value.provenance {
        Provenance::Typed { .. } if is_share => {
            put("p", json!(value.unrounded.to_f64()? / 100.0));
        }
        Provenance::Typed { .. } => {
            put("m", json!(value.unrounded.to_f64()?));
        }
        Provenance::Survey(measured) => {
            let then = measured.figure.current(value.unrounded)?;
            put(if then.is_share { "p" } else { "m" }, json!(then.estimate));
            put(
                if measured.figure.weighted {
                    "n_eff"
                } else {
                    "n"
                },
                json!(then.n),
            );
            put("census", json!(then.census));
            if let Some(se) = then.se {
                put("se", json!(se));
            }
        }
    }
    Some(fields)
}

/// The printed baseline in its inner unit.
fn printed(series: &Series, is_share: bool) -> Option<Fields> {
    let baseline = series.baseline();
    let unit = if is_share { 100.0 } else { 1.0 };
    let number = baseline.printed.number().filter(|_| series.takes(is_share));
    let number = number?.to_f64()? / unit;
    let mut fields = Fields::new();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put(if is_share { "p" } else { "m" }, json!(number));
    if let Some(n) = baseline.n.filter(|n| *n > 0) {
        put("n", json!(n));
        put("n_assumed", json!(baseline.n_assumed));
    }
    if let Some(se) = baseline.se.and_then(|se| se.to_f64()) {
        put("se", json!(se / unit));
    }
    Some(fields)
}
