//! What is told where there is little to tell: nobody, one person, everybody, no difference, a range.

use kocho::formats::case::results;
use serde_json::{Value, json};

use super::Draft;

fn figures(draft: &Draft) -> Value {
    results(&draft.read().unwrap())
}

/// A town of 400 asked how likely they would recommend it, 0 to 10.
fn recommended(answers: &[u8], achievement: &Value) -> Value {
    let questionnaire = json!({
        "survey": {"id": "x", "frame_population": 400, "sample_size": 400, "design": "srs"},
        "questions": [{"id": "q", "type": "scale", "min": 0, "max": 10}],
    });
    let rows = answers
        .iter()
        .enumerate()
        .map(|(at, answer)| format!("R{at},,paper,2025-07-01,,{answer}\r\n"));
    let indicators = json!({
        "ci": {"level": 0.95, "fpc": true},
        "weights": {"method": "none"},
        "indicators": [{"id": "nps", "type": "nps", "question": "q", "base": "answered"}],
        "achievements": [achievement],
    });
    let draft = Draft {
        questionnaire: questionnaire.to_string(),
        responses: "response_id,sample_id,mode,received_at,duration_sec,q\r\n".to_owned()
            + &rows.collect::<String>(),
        population: "dimension,category,population\r\n".to_owned(),
        indicators: indicators.to_string(),
    };
    let read = draft.read();
    results(&read.unwrap_or_else(|faults| panic!("{faults:?}")))["achievements"][0].clone()
}

/// NPS of one person, or of three who say the same, has no interval: 100 against −20 is no improvement yet.
#[test]
fn without_an_interval_no_difference_is_supported() {
    let way_up = |rule: &str| {
        json!({"id": "a", "indicator": "nps", "baseline": -20, "direction_rule": rule,
            "target": {"type": "increase"}, "grade_basis": "level"})
    };
    for answers in [&[10][..], &[10, 10, 10]] {
        let told = recommended(answers, &way_up("significant"));
        assert_eq!(told["actual"], "100.0");
        assert_eq!(
            (&told["state"], &told["grade"]),
            (&json!("within_margin"), &json!("－"))
        );
        assert_eq!(
            (&told["achieved"], &told["survey_fed"]),
            (&Value::Null, &json!(true))
        );
        assert_eq!(
            (&told["beyond_margin"], &told["verdict_by"]),
            (&json!(false), &Value::Null)
        );
        assert_eq!(
            (&told["interval"], &told["direction"]),
            (&Value::Null, &json!("up"))
        );
        assert_eq!(
            told["by_rule"]["plain"],
            json!({"achieved": true, "state": "改善", "grade": "A"})
        );
        let plain = recommended(answers, &way_up("plain"));
        assert_eq!(
            (&plain["state"], &plain["grade"]),
            (&json!("改善"), &json!("A"))
        );
    }
    // Nor is it a step back.
    let down = json!({"id": "a", "indicator": "nps", "baseline": 50, "target": {"type": "at_least", "value": 60}});
    assert_eq!(recommended(&[0], &down)["state"], "未達成");
    assert_eq!(recommended(&[0, 0, 0], &down)["state"], "未達成");
    let spread = recommended(&[0, 0, 0, 5, 3, 9, 0, 0, 2, 1, 6, 8, 0, 0, 0], &down);
    assert_eq!(spread["state"], "後退", "{spread:#}");
}

#[test]
fn a_change_between_two_censuses_has_both_values_and_no_test() {
    let mut draft = Draft::of("p4_small_town");
    for key in ["\"frame_population\": 420", "\"sample_size\": 420"] {
        draft.questionnaire = draft.questionnaire.replace(key, &key.replace("420", "160"));
    }
    let census = |indicator: &Value, previous: Value| {
        let mut draft = draft.clone();
        let mut plan: Value = serde_json::from_str(&draft.indicators).unwrap();
        plan["changes"] = json!([{"id": "c", "indicator": indicator["id"], "previous": previous}]);
        draft.indicators = plan.to_string();
        figures(&draft)["changes"][0].clone()
    };
    let found = figures(&draft);
    let of = |kinds: &[&str]| {
        let all = found["indicators"].as_array().unwrap();
        let is = |one: &&Value| kinds.contains(&one["type"].as_str().unwrap());
        all.iter().find(is).cloned()
    };
    let share = of(&["share"]).unwrap();
    let told = census(&share, json!({"p": 0.5, "n": 160, "census": true}));
    for key in ["significant", "z", "p_value", "p_holm"] {
        assert_eq!(told.get(key), Some(&Value::Null), "{key}");
    }
    assert_eq!(told["test"], "none_census");
    assert_eq!(
        (&told["p_current"], &told["p_previous"]),
        (&share["estimate"], &json!(0.5))
    );
    assert!(told.get("m_current").is_none());
    assert_eq!(told["verdict"], "down");
    let same = census(&share, json!({"p": share["estimate"], "census": true}));
    assert_eq!(
        (&same["verdict"], &same["diff_points_display"]),
        (&json!("same"), &json!("0.0"))
    );
    if let Some(mean) = of(&["mean", "mean_number", "net", "nps"]) {
        let told = census(&mean, json!({"m": 0.25, "se": 0.1, "census": true}));
        assert_eq!(
            (&told["m_current"], &told["m_previous"]),
            (&mean["estimate"], &json!(0.25))
        );
    }
}

/// The keys of a document, however deep; of lists those of their first element.
fn keys(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                found.push(format!("{at}.{key}"));
                keys(value, &format!("{at}.{key}"), found);
            }
        }
        Value::Array(all) => {
            if let Some(first) = all.first() {
                keys(first, &format!("{at}[]"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_shape_never_depends_on_the_numbers() {
    for case in ["p1_basic", "p2_weighted", "p3_mixed_mode", "p4_small_town"] {
        let full = Draft::of(case);
        let mut nobody = full.clone();
        nobody.responses = full.responses.lines().next().unwrap().to_owned();
        let (full, nobody) = (figures(&full), figures(&nobody));
        for section in ["frequencies", "crosstabs", "indicators"] {
            let told = |of: &Value| {
                let mut found = Vec::new();
                keys(&of[section], "", &mut found);
                // What a margin is made of is told where there is one; a test where there is something to test.
                found.retain(|key| {
                    let inside = ["chi2.", "other_weighting.", "parts", ".census"];
                    !inside.iter().any(|part| key.contains(part))
                });
                found
            };
            assert_eq!(told(&nobody), told(&full), "{case}: {section}");
        }
        let told = |of: &Value| {
            let fields = of["weights"].as_object().unwrap();
            fields.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(told(&nobody), told(&full), "{case}");
    }
}

#[test]
fn weights_that_were_asked_for_are_null_where_nobody_answered() {
    let mut draft = Draft::of("p4_small_town");
    draft.responses = draft.responses.lines().next().unwrap().to_owned();
    let found = figures(&draft);
    let weights = &found["weights"];
    assert_eq!(weights["warnings"], json!(["no_responses"]));
    assert_eq!(
        (&weights["converged"], &weights["n_eff"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(weights["bounds"], json!([0.68, 2.25]), "asked for");
    assert_eq!(weights["bounds_applied"], false, "and not applied");
    let option = &found["frequencies"]["q1"]["options"][0];
    for key in ["weighted_count", "wpct_all", "wpct_answered"] {
        assert_eq!(option.get(key), Some(&Value::Null), "{key}");
    }
    for table in found["crosstabs"].as_array().unwrap() {
        if table["weighted"] == true {
            assert_eq!(table["rows"][0].get("weighted_n"), Some(&Value::Null));
            assert_eq!(
                table["rows"][0]["cells"][0].get("wcount"),
                Some(&Value::Null)
            );
        }
    }
}

/// A range has a pace towards its nearer bound while the value is outside, and none inside.
#[test]
fn a_range_has_a_pace_while_the_value_is_outside() {
    let pace = |actual: &str, baseline: i32| {
        let mut draft = Draft::of("p4_small_town");
        let mut plan: Value = serde_json::from_str(&draft.indicators).unwrap();
        plan["achievements"] = json!([{"id": "r", "actual": actual, "baseline": baseline,
            "baseline_year": 2020, "eval_year": 2025,
            "target": {"type": "range", "low": 40, "high": 60, "year": 2030}}]);
        draft.indicators = plan.to_string();
        let told = figures(&draft)["achievements"][0].clone();
        (
            told["pace_rate"].clone(),
            told["progress_rate"].clone(),
            told["progress_reason"].clone(),
        )
    };
    // From 20 to 30 is half of the way to 40 in half of the time.
    assert_eq!(pace("30", 20), (json!("100.0"), json!("50.0"), Value::Null));
    assert_eq!(pace("75", 80), (json!("50.0"), json!("25.0"), Value::Null));
    assert_eq!(pace("50", 20), (Value::Null, json!("100.0"), Value::Null));
    assert_eq!(
        pace("70", 20),
        (Value::Null, Value::Null, json!("overshoot"))
    );
    assert_eq!(
        pace("70", 50),
        (Value::Null, Value::Null, json!("baseline_already_meets"))
    );
}
