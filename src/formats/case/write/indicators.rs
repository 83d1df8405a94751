//! Section `indicators`.

use serde_json::{Map, Value, json};

use super::survey::Survey;
use crate::domain::statistics::indicator::{Figure, Known, Measure};
use crate::domain::statistics::interval::{Correction, Interval};
use crate::domain::statistics::margin::weightings_differ;
use crate::domain::statistics::wave::Current;
use crate::formats::case::model::IndicatorPlan;

/// A computed indicator, and the same with the other weighting where a scheme is in force.
pub(super) struct Computed {
    pub figure: Figure,
    pub other: Option<Figure>,
    /// Whether weights really entered the figure.
    pub weighted: bool,
}

impl Computed {
    /// The figure as tests need it; none for an empty base.
    pub fn current(&self, measure: &Measure) -> Option<Current> {
        let known = self.figure.known.as_ref()?;
        Some(Current::of(measure, known, self.weighted))
    }
}

pub(super) fn figures(survey: &Survey) -> Vec<Option<Computed>> {
    let compute = |plan: &IndicatorPlan| {
        let measured = (&plan.measure, plan.decimals);
        let with = |weighted| survey.figure(plan.item, measured, &plan.filter, weighted);
        let in_force = survey.weights().is_some();
        Some(Computed {
            figure: with(plan.weighted)?,
            other: if in_force { with(!plan.weighted) } else { None },
            weighted: plan.weighted && in_force,
        })
    };
    survey.case.plan.indicators.iter().map(compute).collect()
}

pub(super) fn indicators(survey: &Survey, figures: &[Option<Computed>]) -> Value {
    let plans = survey.case.plan.indicators.iter().zip(figures);
    let one = |(plan, computed): (&IndicatorPlan, &Option<Computed>)| {
        let population = survey.population(&plan.filter).map(|(_, from)| from);
        computed
            .as_ref()
            .map(|computed| indicator(plan, computed, population))
    };
    Value::Array(plans.filter_map(one).collect())
}

type Fields = Map<String, Value>;

fn put(fields: &mut Fields, key: &str, value: Value) {
    fields.insert(key.to_owned(), value);
}

fn indicator(plan: &IndicatorPlan, computed: &Computed, population: Option<&str>) -> Value {
    let Figure {
        n_base,
        count,
        known,
        margin,
    } = &computed.figure;
    let known = known.as_ref();
    let mut fields = Fields::new();
    let f = &mut fields;
    put(f, "id", json!(plan.id));
    put(f, "type", json!(plan.kind));
    put(f, "base", json!(plan.base));
    put(f, "weighted", json!(plan.weighted));
    put(f, "n_base", json!(n_base));
    put(f, "estimate", json!(known.map(|k| k.estimate.mean)));
    let value = known.map(|k| k.estimate.mean * plan.measure.unit());
    put(f, "value", json!(value));
    put(f, "display", json!(known.map(|k| &k.display)));
    put(f, "n_eff", json!(known.map(|k| k.estimate.n_eff)));
    put(f, "se_lin", json!(known.and_then(|k| k.estimate.se)));
    put(f, "moe", json!(known.and_then(|k| k.half)));
    correction(f, known, population);
    if plan.measure.is_share() {
        share(f, *count, known);
    } else {
        score(f, &plan.measure, known);
    }
    put(f, "margin_display", json!(margin.display));
    put(f, "margin_reason", json!(margin.reason.map(|r| r.word())));
    if let Some(parts) = known.and_then(|k| k.parts.as_ref()) {
        put(
            f,
            "parts",
            json!({ "display": parts.display, "add_up": parts.add_up }),
        );
    }
    other_weighting(f, plan, computed);
    Value::Object(fields)
}

fn correction(fields: &mut Fields, known: Option<&Known>, population: Option<&str>) {
    let correction = known.map_or(Correction::None, |k| k.correction);
    let factor = (correction != Correction::None).then(|| correction.factor());
    put(fields, "fpc", json!(factor));
    put(
        fields,
        "fpc_N",
        json!(population.filter(|_| factor.is_some())),
    );
    if correction == Correction::Census {
        put(fields, "census", json!(true));
    }
}

fn share(fields: &mut Fields, count: u64, known: Option<&Known>) {
    put(fields, "count", json!(count));
    put(
        fields,
        "deff_kish",
        json!(known.map(|k| k.estimate.deff_kish)),
    );
    put(
        fields,
        "deff_lin",
        json!(known.and_then(Known::deff_linear)),
    );
    put(fields, "ci_wilson", limits(known.and_then(|k| k.interval)));
    put(
        fields,
        "ci_agresti_coull",
        limits(known.and_then(|k| k.agresti_coull)),
    );
    put(
        fields,
        "ci_n",
        json!(known.and_then(|k| k.correction.size(k.estimate.n_eff))),
    );
}

fn score(fields: &mut Fields, measure: &Measure, known: Option<&Known>) {
    put(fields, "ci_normal", limits(known.and_then(|k| k.interval)));
    let group = |at: usize| json!(known.and_then(|k| k.groups.get(at)));
    match measure {
        Measure::Net { .. } => {
            put(fields, "positive", group(0));
            put(fields, "negative", group(1));
        }
        Measure::Nps => {
            put(fields, "promoters", group(0));
            put(fields, "detractors", group(1));
            put(fields, "passives", group(2));
        }
        _ => put(fields, "sd", json!(known.and_then(|k| k.estimate.sd))),
    }
}

/// `[low, high]`, or null.
pub(super) fn limits(interval: Option<Interval>) -> Value {
    json!(interval.map(|i| [i.low, i.high]))
}

/// Both weightings side by side, and whether they differ by more than half the margin (M-10).
fn other_weighting(fields: &mut Fields, plan: &IndicatorPlan, computed: &Computed) {
    let pair = computed
        .figure
        .known
        .as_ref()
        .zip(computed.other.as_ref().and_then(|o| o.known.as_ref()));
    let other = pair.map(|(_, other)| {
        json!({
            "weighted": !plan.weighted,
            "estimate": other.estimate.mean,
            "display": other.display,
        })
    });
    let warning = pair.and_then(|(shown, other)| {
        weightings_differ(shown.half, shown.estimate.mean, other.estimate.mean)
    });
    put(fields, "other_weighting", json!(other));
    put(fields, "weighting_warning", json!(warning));
}
