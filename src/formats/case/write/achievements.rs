//! Section `achievements`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::indicators::{Computed, limits};
use crate::domain::statistics::achievement::{
    Achievement, ByRule, Evidence, Facts, LevelReason, ProgressReason, judge,
};
use crate::domain::statistics::indicator::Known;
use crate::domain::statistics::interval::Interval;
use crate::domain::statistics::variable::Variable;
use crate::domain::statistics::wave::{Current, Sampled, Start};
use crate::formats::case::model::{AchievementPlan, Case, IndicatorPlan};

pub(super) fn achievements(case: &Case, figures: &[Option<Computed>]) -> Value {
    let plans = &case.plan.achievements;
    let one = |plan: &AchievementPlan| {
        let source = plan.indicator.and_then(|at| {
            let indicator = case.plan.indicators.get(at)?;
            let variable = case.items.get(indicator.item)?;
            Some((indicator, variable, figures.get(at)?.as_ref()?))
        });
        let mut fields = Map::new();
        fields.insert("id".to_owned(), json!(plan.id));
        fields.extend(value(plan, facts(plan, source)));
        Value::Object(fields)
    };
    plans.iter().map(one).collect()
}

/// The judgement of a plan that does not refer to an indicator, without its id.
pub(in crate::formats::case) fn achievement(plan: &AchievementPlan) -> Value {
    Value::Object(value(plan, facts(plan, None)))
}

type Source<'a> = (&'a IndicatorPlan, &'a Variable, &'a Computed);

fn facts(plan: &AchievementPlan, source: Option<Source>) -> (Facts, Option<String>) {
    let typed = plan.interval.map_or(Evidence::Register, |(low, high)| {
        Evidence::Interval(Interval { low, high })
    });
    let (actual, evidence, no_zero) = match source {
        None => (plan.actual.clone(), typed, plan.no_zero),
        Some((indicator, variable, computed)) => {
            let known = computed.figure.known.as_ref();
            let shown = known.map(|k| k.display.clone());
            (
                shown.and_then(|text| Some((text.parse().ok()?, text))),
                known.map_or(Evidence::Register, |k| {
                    evidence(plan, indicator, computed, k)
                }),
                plan.no_zero || indicator.measure.lacks_zero(variable),
            )
        }
    };
    let (value, text) = actual.unzip();
    let facts = Facts {
        actual: value,
        baseline: plan.baseline,
        baseline_documented: plan.documented,
        target: plan.target,
        evidence,
        years: plan.years,
        no_zero,
        direction_rule: plan.direction_rule,
        grade_basis: plan.grade_basis,
        thresholds: plan.thresholds,
        rate_decimals: plan.rate_decimals,
    };
    (facts, text)
}

fn evidence(
    plan: &AchievementPlan,
    indicator: &IndicatorPlan,
    computed: &Computed,
    known: &Known,
) -> Evidence {
    let unit = indicator.measure.unit();
    let sampled = Sampled {
        current: Current::of(&indicator.measure, known, computed.weighted),
        interval: known.interval.map(|i| i.times(unit)),
        deciding: computed.figure.deciding().map(|i| i.times(unit)),
        unit,
    };
    sampled.evidence(&Start {
        value: plan.baseline.and_then(|baseline| baseline.to_f64()),
        n: plan.baseline_n,
        se: plan.baseline_se,
    })
}

fn value(plan: &AchievementPlan, (facts, text): (Facts, Option<String>)) -> Map<String, Value> {
    let result = judge(&facts);
    let text = text.filter(|_| facts.actual.is_some());
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    put("actual", json!(text));
    put("target_type", json!(plan.target.key()));
    put("achieved", json!(result.achieved));
    put("level_rate", json!(result.level.ok().map(shown)));
    put(
        "level_reason",
        json!(result.level.err().map(LevelReason::word)),
    );
    put("progress_rate", json!(result.progress.ok().map(shown)));
    put(
        "progress_reason",
        json!(result.progress.err().map(ProgressReason::word)),
    );
    put("progress_public", json!(public(&result, &facts)));
    put("pace_rate", json!(result.pace.map(shown)));
    put("survey_fed", json!(result.survey_fed));
    put("direction", json!(result.direction.map(|d| d.word())));
    put("beyond_margin", json!(result.beyond_margin));
    put("verdict_by", json!(result.verdict_by.map(|v| v.word())));
    put("interval", limits(result.interval));
    put("state", json!(result.state.map(|s| s.key())));
    put("grade", json!(result.grade.key()));
    let note = result
        .rate_100_not_achieved
        .then_some("rate_100_not_achieved");
    put("notes", json!(note.as_slice()));
    if let Some([significant, plain]) = result.by_rule {
        put(
            "by_rule",
            json!({ "significant": rule(significant), "plain": rule(plain) }),
        );
    }
    fields
}

fn rule(rule: ByRule) -> Value {
    json!({ "achieved": rule.achieved, "state": rule.state.key(), "grade": rule.grade.key() })
}

fn shown(rate: Decimal) -> String {
    rate.to_string()
}

fn public(result: &Achievement, facts: &Facts) -> Option<String> {
    result
        .public_progress(facts)
        .map(|progress| match progress {
            Ok(rate) => shown(rate),
            Err(true) => "基準値を上回る".to_owned(),
            Err(false) => "基準値を下回る".to_owned(),
        })
}
