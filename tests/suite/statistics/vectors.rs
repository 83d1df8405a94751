//! Table-driven unit vectors: one test per family.

use kocho::domain::statistics::change::{Proportion, two_proportions};
use kocho::domain::statistics::estimate::{Group, estimate};
use kocho::domain::statistics::interval::{
    Correction, Interval, Z95, agresti_coull, symmetric, wilson,
};
use kocho::domain::statistics::portfolio::improvement;
use kocho::domain::statistics::sample_size::sample_size;
use kocho::domain::statistics::suppression::{HiddenReason, hide_cells, hide_rows};
use kocho::domain::statistics::tally::Sums;
use kocho::domain::statistics::weights::{Dimension, Method, Warning, weigh};
use kocho::domain::statistics::{holm, raking, rounding};
use kocho::formats::case::{compare, judge_entry};
use serde_json::{Value, json};

use super::folder;

fn family(name: &str) -> Vec<Value> {
    let bytes = std::fs::read(folder("vectors.json")).unwrap();
    let mut all: Value = serde_json::from_slice(&bytes).unwrap();
    match all[name].take() {
        Value::Array(list) => list,
        other => panic!("{name}: {other}"),
    }
}

/// Compares the keys of `computed` with those of the vector.
fn check(vector: &Value, computed: &Value) {
    let expected: Value = computed
        .as_object()
        .unwrap()
        .keys()
        .map(|key| (key.clone(), vector[key].clone()))
        .collect();
    let found = compare(computed, &expected);
    assert!(found.is_empty(), "{vector}\n{found:#?}");
}

fn number(vector: &Value, key: &str) -> f64 {
    vector[key].as_f64().unwrap()
}

fn count(vector: &Value, key: &str) -> u64 {
    vector[key].as_u64().unwrap()
}

fn limits(interval: Interval) -> [f64; 2] {
    [interval.low, interval.high]
}

#[test]
fn percent_rounding() {
    for v in family("percent_rounding") {
        let decimals = u32::try_from(count(&v, "decimals")).unwrap();
        let shown = rounding::percent(count(&v, "count"), count(&v, "base"), decimals);
        check(&v, &json!({ "expected": shown }));
    }
}

#[test]
fn signed_rounding() {
    for v in family("signed_rounding") {
        let numerator = i128::from(v["numerator"].as_i64().unwrap());
        let decimals = u32::try_from(count(&v, "decimals")).unwrap();
        let shown = rounding::fraction(numerator, u128::from(count(&v, "denominator")), decimals);
        check(&v, &json!({ "expected": shown }));
    }
}

#[test]
fn interval() {
    for v in family("interval") {
        let (p, n) = (number(&v, "x") / number(&v, "n"), number(&v, "n"));
        check(
            &v,
            &json!({
                "wilson": limits(wilson(p, n, Z95)),
                "agresti_coull": limits(agresti_coull(p, n, Z95)),
            }),
        );
    }
}

#[test]
fn interval_fpc() {
    for v in family("interval_fpc") {
        let (p, n) = (number(&v, "x") / number(&v, "n"), number(&v, "n"));
        let correction = Correction::of(count(&v, "n"), Some(count(&v, "N")));
        let size = correction.size(n);
        let interval = size.map_or(Interval::point(p), |size| wilson(p, size, Z95));
        check(
            &v,
            &json!({
                "fpc": correction.factor(), "ci_n": size, "wilson": limits(interval),
            }),
        );
    }
}

#[test]
fn two_proportion() {
    for v in family("two_proportion") {
        let wave = |x, n| Proportion {
            p: number(&v, x) / number(&v, n),
            n: number(&v, n),
        };
        let test = two_proportions(wave("x1", "n1"), wave("x2", "n2"));
        check(
            &v,
            &json!({
                "z": test.z, "p_value": test.p_value, "newcombe": limits(test.interval),
            }),
        );
        let expected = number(&v, "p_value");
        assert!(
            (test.p_value - expected).abs() <= 1e-9 * expected,
            "{v}: tail {}",
            test.p_value
        );
    }
}

#[test]
fn improvement_index() {
    for v in family("improvement_index") {
        let found = improvement(number(&v, "dev_satisfaction"), number(&v, "dev_importance"));
        check(
            &v,
            &json!({
                "distance": found.distance, "angle_deg": found.angle, "improvement": found.index,
            }),
        );
    }
}

#[test]
fn achievement() {
    for v in family("achievement") {
        let computed = judge_entry(&v["input"]).unwrap();
        let found = compare(&computed, &v["expected"]);
        assert!(found.is_empty(), "{v}\n{found:#?}");
    }
}

fn table(value: &Value) -> Vec<Vec<u64>> {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn cell_suppression() {
    for v in family("cell_suppression") {
        let rule = hide_cells(&table(&v["counts"]), count(&v, "k"));
        let marks = rule
            .suppressed
            .iter()
            .map(|row| row.iter().map(|x| u8::from(*x)).collect());
        check(
            &v,
            &json!({
                "suppressed": marks.collect::<Vec<Vec<u8>>>(),
                "complementary_steps": rule.complementary_steps,
                "protection_steps": rule.protection_steps,
                "disclosed": rule.disclosed,
                "table_hidden": rule.hidden.is_some(),
                "hidden_reason": rule.hidden.map(HiddenReason::word),
            }),
        );
    }
}

#[test]
fn row_suppression() {
    for v in family("row_suppression") {
        let people: Vec<u64> = serde_json::from_value(v["n"].clone()).unwrap();
        let rule = hide_rows(&people, count(&v, "min_base"));
        check(
            &v,
            &json!({
                "hidden_primary": rule.primary,
                "hidden_complementary": rule.complementary,
                "reference_only": rule.reference_only,
                "table_hidden": rule.hidden.is_some(),
                "hidden_reason": rule.hidden.map(HiddenReason::word),
            }),
        );
    }
}

#[test]
fn holm_adjustment() {
    for v in family("holm") {
        let p: Vec<f64> = serde_json::from_value(v["p"].clone()).unwrap();
        check(&v, &json!({ "adjusted": holm::adjust(&p) }));
    }
}

#[test]
fn sample_sizes() {
    for v in family("sample_size") {
        let rate = v["rate"].as_str().unwrap().parse().unwrap();
        let size = sample_size(v["N"].as_u64(), number(&v, "d"), rate, Z95).unwrap();
        check(
            &v,
            &json!({
                "n_exact": size.exact, "answers": size.answers, "mailed": size.mailed,
            }),
        );
    }
}

#[test]
fn net_score() {
    for v in family("net_score") {
        let group = |y, key| {
            let n = number(&v, key);
            let people = Sums {
                count: count(&v, key),
                weight: n,
                weight_squared: n,
            };
            Group { y, people }
        };
        let groups = [
            group(1.0, "positive"),
            group(0.0, "neutral"),
            group(-1.0, "negative"),
        ];
        let n = groups.iter().map(|g| g.people.count).sum();
        let found = estimate(&groups, n).unwrap();
        let interval = found
            .se
            .map(|se| symmetric(found.mean, Z95 * se).clipped(-1.0, 1.0));
        check(
            &v,
            &json!({
                "estimate": found.mean, "se_lin": found.se, "ci_normal": interval.map(limits),
            }),
        );
    }
}

/// One value per person of each cell.
fn each(people: &[usize], value: &dyn Fn(usize) -> Value) -> Vec<Value> {
    let cells = people.iter().enumerate();
    cells
        .flat_map(|(at, n)| std::iter::repeat_n(value(at), *n))
        .collect()
}

/// Targets are proportions of the population, so any multiple of them will do.
fn dimension(v: &Value, people: &[usize], at: usize) -> Dimension {
    let targets = v["targets"][at].as_object().unwrap().iter();
    let population = targets
        .map(|(category, target)| (category.clone(), target.as_u64().unwrap()))
        .collect();
    let labels = each(people, &|cell| v["cells"][cell][at].clone());
    let labels = labels.iter().map(Value::as_str);
    Dimension::of_labels(["row", "col"][at], population, labels)
}

#[test]
fn rakings() {
    for v in family("raking") {
        let people: Vec<usize> = serde_json::from_value(v["n"].clone()).unwrap();
        let design = each(&people, &|cell| v["design"][cell].clone());
        let design: Vec<f64> = design.iter().map(|d| d.as_f64().unwrap()).collect();
        let bounds = v["bounds"].as_array().map(|b| raking::Bounds {
            low: b[0].as_f64().unwrap(),
            high: b[1].as_f64().unwrap(),
        });
        let method = Method {
            bounds,
            tolerance: raking::TOLERANCE,
            max_passes: raking::MAX_PASSES,
        };
        let dimensions = [dimension(&v, &people, 0), dimension(&v, &people, 1)];
        let found = weigh(&vec![1; people.iter().sum()], &dimensions, &design, method);
        let starts = (0..people.len()).map(|cell| people[..cell].iter().sum::<usize>());
        let weights: Vec<f64> = starts.map(|first| found.weights[first]).collect();
        let warnings: Vec<String> = found.warnings.iter().map(Warning::key).collect();
        check(
            &v,
            &json!({
                "weights": weights,
                "converged": found.converged,
                "bounds_applied": found.bounds_applied,
                "warnings": warnings,
            }),
        );
    }
}
