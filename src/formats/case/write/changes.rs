//! Section `changes`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::indicators::{Computed, limits};
use crate::domain::statistics::change::{
    Proportion, Score, Test, Unavailable, Verdict, two_proportions, two_scores,
};
use crate::domain::statistics::estimate::float;
use crate::domain::statistics::holm;
use crate::domain::statistics::indicator::Known;
use crate::domain::statistics::rounding;
use crate::formats::case::model::{Case, ChangePlan, IndicatorPlan};

/// What came out for one comparison, before its family is adjusted.
enum Outcome {
    Unavailable(Unavailable),
    Census,
    Shares(Proportion, Proportion, Test),
    Scores(Score, Score, Test),
}

impl Outcome {
    fn reason(&self) -> Option<Unavailable> {
        match self {
            Outcome::Unavailable(reason) => Some(*reason),
            _ => None,
        }
    }

    fn shows_difference(&self) -> bool {
        self.reason().is_none_or(Unavailable::shows_difference)
    }

    fn test(&self) -> Option<&Test> {
        match self {
            Outcome::Shares(.., test) | Outcome::Scores(.., test) => Some(test),
            _ => None,
        }
    }
}

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
            let outcome = outcome(plan, indicator, computed);
            Some(Judged {
                plan,
                indicator,
                computed,
                outcome,
            })
        })
        .collect();
    let adjusted = adjusted(&judged);
    let one =
        |change: &Judged| change_value(change, adjusted.get(change.plan.id.as_str()).copied());
    judged.iter().map(one).collect()
}

/// Holm-adjusted p values by change id, within each family.
fn adjusted<'a>(judged: &[Judged<'a>]) -> BTreeMap<&'a str, f64> {
    let mut families: BTreeMap<&str, Vec<(&'a str, f64)>> = BTreeMap::new();
    for change in judged {
        if let (Some(family), Some(test)) = (change.plan.family.as_deref(), change.outcome.test()) {
            let members = families.entry(family).or_default();
            members.push((change.plan.id.as_str(), test.p_value));
        }
    }
    let adjust = |members: Vec<(&'a str, f64)>| {
        let p: Vec<f64> = members.iter().map(|(_, p)| *p).collect();
        members.into_iter().map(|(id, _)| id).zip(holm::adjust(&p))
    };
    families.into_values().flat_map(adjust).collect()
}

/// The reasons are looked for in the order of [`Unavailable`].
fn outcome(plan: &ChangePlan, indicator: &IndicatorPlan, computed: &Computed) -> Outcome {
    let Some(known) = computed.figure.known.as_ref() else {
        return Outcome::Unavailable(Unavailable::CurrentUndefined);
    };
    if !plan.documented {
        return Outcome::Unavailable(Unavailable::PreviousMethodUnknown);
    }
    let Some(previous) = previous(plan, indicator) else {
        return Outcome::Unavailable(Unavailable::PreviousMissing);
    };
    if plan.census && known.is_census() {
        return Outcome::Census;
    }
    if indicator.measure.is_share() {
        let Some(n) = plan.n_eff.or(plan.n) else {
            return Outcome::Unavailable(Unavailable::PreviousNUnknown);
        };
        let (now, then) = (
            current_share(known, computed.weighted),
            Proportion { p: previous, n },
        );
        return Outcome::Shares(now, then, two_proportions(now, then));
    }
    match (plan.se, known.estimate.se) {
        (None, _) => Outcome::Unavailable(Unavailable::PreviousSeUnknown),
        (_, None) => Outcome::Unavailable(Unavailable::CurrentSeUnknown),
        (Some(se), Some(now)) => {
            let (now, then) = (
                Score {
                    m: known.estimate.mean,
                    se: now,
                },
                Score { m: previous, se },
            );
            Outcome::Scores(now, then, two_scores(now, then))
        }
    }
}

/// The current share with the size that enters tests: n_eff when weighted.
pub(super) fn current_share(known: &Known, weighted: bool) -> Proportion {
    let n = if weighted {
        known.estimate.n_eff
    } else {
        float(known.estimate.n)
    };
    Proportion {
        p: known.estimate.mean,
        n,
    }
}

fn previous(plan: &ChangePlan, indicator: &IndicatorPlan) -> Option<f64> {
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
    let previous = previous(change.plan, change.indicator)? * change.indicator.measure.unit();
    let then: Decimal = rounding::float(previous, change.indicator.decimals)
        .parse()
        .ok()?;
    now.checked_sub(then)
}

fn signed(difference: Decimal) -> String {
    let sign = if difference.is_sign_negative() && !difference.is_zero() {
        ""
    } else {
        "+"
    };
    format!("{sign}{difference}")
}

type Fields = Map<String, Value>;

fn put(fields: &mut Fields, key: &str, value: Value) {
    fields.insert(key.to_owned(), value);
}

fn change_value(change: &Judged, p_holm: Option<f64>) -> Value {
    let shows_difference = change.outcome.shows_difference();
    let displayed = displayed_difference(change);
    let shown = displayed.filter(|_| shows_difference).map(signed);
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
        put(f, "reason", json!(reason.key()));
    }
    let verdict = match (&change.outcome, change.outcome.test()) {
        (Outcome::Census, _) => Some(census(f, displayed)),
        (_, test) => test.map(|test| tested_fields(f, change, test, p_holm)),
    };
    put(f, "arrow", json!(verdict.and_then(Verdict::arrow)));
    put(f, "verdict", json!(verdict.map(Verdict::key)));
    Value::Object(fields)
}

/// Current minus previous, unrounded.
fn difference(change: &Judged) -> Option<f64> {
    let known = change.computed.figure.known.as_ref()?;
    Some(known.estimate.mean - previous(change.plan, change.indicator)?)
}

fn census(fields: &mut Fields, displayed: Option<Decimal>) -> Verdict {
    let verdict = Verdict::of_census(displayed.and_then(|d| d.to_f64()).unwrap_or(0.0));
    put(fields, "test", json!("none_census"));
    put(fields, "significant", json!(verdict != Verdict::Same));
    for key in ["z", "p_value", "p_holm"] {
        put(fields, key, Value::Null);
    }
    verdict
}

fn tested_fields(
    fields: &mut Fields,
    change: &Judged,
    test: &Test,
    p_holm: Option<f64>,
) -> Verdict {
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
        Outcome::Unavailable(_) | Outcome::Census => {}
    }
    let verdict = Verdict::of(test.diff, p_holm.unwrap_or(test.p_value));
    put(f, "z", json!(test.z));
    put(f, "p_value", json!(test.p_value));
    put(f, "p_holm", json!(p_holm));
    put(f, "significant", json!(verdict != Verdict::NotConfirmed));
    verdict
}
