//! The targets of an indicator, in the words of indicators.json (M-14); what has no words there is said.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::{Indicator, Survey};
use crate::domain::plan::baseline::Baseline;
use crate::domain::plan::definition::Comparability;
use crate::domain::plan::figure::Bound;
use crate::domain::plan::period::Kind;
use crate::domain::plan::progress;
use crate::domain::plan::target::{Milestone, Target};

/// Why a bare number is not judged.
const UNSAID: &str = "nobody has said which way is good";

/// One entry for each target the survey's value is on the way to, as in its report.
pub(super) fn targets(
    survey: &Survey,
    indicator: &Indicator,
    left_out: &mut Vec<String>,
) -> Vec<Value> {
    let Some((_, series)) = &indicator.row else {
        return Vec::new();
    };
    let how = series.defined_with_baseline(indicator.number);
    let mut entries = Vec::new();
    let ahead = progress::ahead(series.milestones(), survey.fiscal_year);
    for (at, milestone) in ahead.into_iter().enumerate() {
        let id = format!("{}@{}", indicator.id, at + 1);
        match target(milestone, series.baseline()) {
            Ok(target) => {
                let mut entry = start(milestone, series.baseline(), how);
                let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
                put("id", json!(id));
                put("indicator", json!(indicator.id));
                put("eval_year", json!(survey.fiscal_year));
                put("target", target);
                entries.push(Value::Object(entry));
            }
            Err(why) => left_out.push(format!("{id}: {why}")),
        }
    }
    entries
}

/// What is known of the baseline. One that was made another way is not compared.
fn start(milestone: &Milestone, baseline: &Baseline, how: Comparability) -> Map<String, Value> {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    let documented = how != Comparability::Unknown;
    let method = if documented { "known" } else { "unknown" };
    put("baseline_method", json!(method));
    if let Some(year) = baseline.period.year {
        put("baseline_year", json!(year));
    }
    let comparable = baseline.period.kind.comparable(milestone.period.kind)
        && !matches!(how, Comparability::Limited | Comparability::Broken);
    if let Some(number) = baseline.printed.number().filter(|_| comparable) {
        put("baseline", json!(number.to_string()));
        if let Some(n) = baseline.n.filter(|n| *n > 0) {
            put("baseline_n", json!(n));
        }
        if let Some(se) = baseline.se.and_then(|se| se.to_f64()) {
            put("baseline_se", json!(se));
        }
    }
    entry
}

/// As `domain::plan::progress` judges them; whatever it does not judge is not in the folder either.
fn target(milestone: &Milestone, baseline: &Baseline) -> Result<Value, &'static str> {
    if matches!(
        milestone.period.kind,
        Kind::Span | Kind::Sum | Kind::Average | Kind::Words
    ) {
        return Err("its period is not one year");
    }
    let number = |kind: &str, value: &Decimal| json!({ "type": kind, "value": value.to_string() });
    let mut document = match &milestone.target {
        Target::AtLeast(value) => number("at_least", value),
        Target::AtMost(value) => number("at_most", value),
        Target::Below(value) => number("below", value),
        Target::Between {
            low,
            high,
            below: false,
        } => json!({ "type": "range", "low": low.to_string(), "high": high.to_string() }),
        Target::Maintain { value, bound } => {
            maintain(value.or(baseline.printed.number()), *bound).ok_or(UNSAID)?
        }
        Target::Increase => json!({ "type": "increase" }),
        Target::Decrease => json!({ "type": "decrease" }),
        Target::Number(_) => return Err(UNSAID),
        Target::Above(_) | Target::Between { below: true, .. } => {
            return Err("there is no rule for this operator");
        }
        Target::None { .. } => return Err("the plan sets no target"),
        Target::OtherUnit(_) => return Err("it is in another unit than the indicator"),
        Target::Composite { .. } | Target::Status(_) | Target::Set(_) | Target::Words(_) => {
            return Err("it is not one number");
        }
    };
    if let (Some(year), Some(fields)) = (milestone.period.year, document.as_object_mut()) {
        fields.insert("year".to_owned(), json!(year));
    }
    Ok(document)
}

fn maintain(value: Option<Decimal>, bound: Option<Bound>) -> Option<Value> {
    let bound = match bound {
        Some(Bound::AtLeast) => "at_least",
        Some(Bound::AtMost) => "at_most",
        _ => return None,
    };
    let value = value?.to_string();
    Some(json!({ "type": "maintain", "value": value, "bound": bound }))
}
