//! Section `changes`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::indicators::{Computed, limits};
use crate::domain::statistics::change::{Test, Verdict};
use crate::domain::statistics::rounding;
use crate::domain::statistics::wave::{self, Outcome, Previous};
use crate::formats::case::model::{Case, ChangePlan, IndicatorPlan};

struct Judged<'a> {
    plan: &'a ChangePlan,
    indicator: &'a IndicatorPlan,
    computed: &'a Computed,
    outcome: Outcome,
}

pub(super) fn changes(case: &Case, figures: &[Option<Computed>]) -> Value {
    let plans = &case.plan.changes;
    let judged: Vec<Judged> = plans
        .iter()
        .filter_map(|plan| {
            let indicator = case.plan.indicators.get(plan.indicator)?;
            let computed = figures.get(plan.indicator)?.as_ref()?;
            let outcome = Outcome::of(
                computed.current(&indicator.measure),
                &previous(plan, indicator),
            );
            Some(Judged {
                plan,
                indicator,
                computed,
                outcome,
            })
        })
        .collect();
    let families = judged
        .iter()
        .map(|change| (change.plan.family.as_deref(), &change.outcome));
    let adjusted = wave::adjusted(families);
    let pairs = judged.iter().zip(adjusted);
    pairs
        .map(|(change, p_holm)| change_value(change, p_holm))
        .collect()
}

/// What is written down of the previous survey.
fn previous(plan: &ChangePlan, indicator: &IndicatorPlan) -> Previous {
    Previous {
        estimate: estimate(plan, indicator),
        n: plan.n_eff.or(plan.n),
        se: plan.se,
        documented: plan.documented,
        census: plan.census,
    }
}

fn estimate(plan: &ChangePlan, indicator: &IndicatorPlan) -> Option<f64> {
    if indicator.measure.is_share() {
        plan.p
    } else {
        plan.m
    }
}

/// The difference of the displayed values, so that readers can re-compute it (M-7).
fn displayed_difference(change: &Judged) -> Option<Decimal> {
    let now: Decimal = change
        .computed
        .figure
        .known
        .as_ref()?
        .display
        .parse()
        .ok()?;
    let previous = estimate(change.plan, change.indicator)? * change.indicator.measure.unit();
    let then: Decimal = rounding::float(previous, change.indicator.decimals)
        .parse()
        .ok()?;
    now.checked_sub(then)
}

type Fields = Map<String, Value>;

fn put(fields: &mut Fields, key: &str, value: Value) {
    fields.insert(key.to_owned(), value);
}

fn change_value(change: &Judged, p_holm: Option<f64>) -> Value {
    let shows_difference = change.outcome.shows_difference();
    let displayed = displayed_difference(change);
    let shown = displayed.filter(|_| shows_difference).map(rounding::signed);
    let mut fields = Fields::new();
    let f = &mut fields;
    put(f, "id", json!(change.plan.id));
    put(f, "indicator", json!(change.indicator.id));
    put(f, "available", json!(change.outcome.reason().is_none()));
    put(f, "family", json!(change.plan.family));
    put(f, "n_assumed", json!(change.plan.n_assumed));
    put(
        f,
        "diff",
        json!(difference(change).filter(|_| shows_difference)),
    );
    put(f, "diff_points_display", json!(shown));
    if let Some(reason) = change.outcome.reason() {
        put(f, "reason", json!(reason.word()));
    }
    let points = displayed.and_then(|d| d.to_f64()).unwrap_or(0.0);
    let verdict = change.outcome.verdict(p_holm, points);
    match (verdict, change.outcome.test()) {
        (Some(_), None) => census(f, change),
        (Some(verdict), Some(test)) => tested_fields(f, change, test, (p_holm, verdict)),
        (None, _) => {}
    }
    put(f, "arrow", json!(verdict.and_then(Verdict::arrow)));
    put(f, "verdict", json!(verdict.map(Verdict::word)));
    Value::Object(fields)
}

/// Current minus previous, unrounded.
fn difference(change: &Judged) -> Option<f64> {
    let known = change.computed.figure.known.as_ref()?;
    Some(known.estimate.mean - estimate(change.plan, change.indicator)?)
}

/// No test: every displayed difference is real (M-11).
fn census(fields: &mut Fields, change: &Judged) {
    put(fields, "test", json!("none_census"));
    for key in ["significant", "z", "p_value", "p_holm"] {
        put(fields, key, Value::Null);
    }
    if let Outcome::Census { now, then } = change.outcome {
        let of = if change.indicator.measure.is_share() {
            "p"
        } else {
            "m"
        };
        put(fields, &format!("{of}_current"), json!(now));
        put(fields, &format!("{of}_previous"), json!(then));
    }
}

fn tested_fields(
    fields: &mut Fields,
    change: &Judged,
    test: &Test,
    (p_holm, verdict): (Option<f64>, Verdict),
) {
    let f = fields;
    match change.outcome {
        Outcome::Shares(now, then, _) => {
            put(f, "test", json!("two_proportion"));
            put(f, "p_current", json!(now.p));
            put(f, "n_current", json!(now.n));
            put(f, "p_previous", json!(then.p));
            put(f, "n_previous", json!(then.n));
            put(f, "pooled", json!(test.pooled));
            put(f, "ci_newcombe", limits(Some(test.interval)));
        }
        Outcome::Scores(now, then, _) => {
            put(f, "test", json!("two_means"));
            put(f, "m_current", json!(now.m));
            put(f, "se_current", json!(now.se));
            put(f, "m_previous", json!(then.m));
            put(f, "se_previous", json!(then.se));
            put(f, "ci_normal", limits(Some(test.interval)));
        }
        Outcome::Unavailable(_) | Outcome::Census { .. } => {}
    }
    put(f, "z", json!(test.z));
    put(f, "p_value", json!(test.p_value));
    put(f, "p_holm", json!(p_holm));
    put(f, "significant", json!(verdict != Verdict::NotConfirmed));
}
