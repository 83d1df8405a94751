//! Surveys at the edge: nobody, one person, ties everywhere, empty categories, fifty thousand.

use std::fmt::Write;

use kocho::domain::statistics::base::Base;
use kocho::domain::statistics::columns::{Column, NO_ANSWER};
use kocho::domain::statistics::crosstab::crosstab;
use kocho::domain::statistics::frequency::frequency;
use kocho::domain::statistics::groups::Groups;
use kocho::domain::statistics::indicator::{Measure, Setting, figure};
use kocho::domain::statistics::interval::Z95;
use kocho::domain::statistics::rounding;
use kocho::formats::case::results;
use serde_json::Value;

use super::Draft;

/// The first `n` responses of a case.
fn first(name: &str, n: usize) -> Draft {
    let mut draft = Draft::of(name);
    let lines: Vec<&str> = draft.responses.lines().take(n + 1).collect();
    draft.responses = lines.join("\r\n");
    draft
}

fn figures(draft: &Draft) -> Value {
    results(&draft.read().unwrap())
}

#[test]
fn nobody_answered() {
    for case in ["p1_basic", "p2_weighted", "p3_mixed_mode", "p4_small_town"] {
        let found = figures(&first(case, 0));
        assert_eq!(found["intake"]["valid"], 0, "{case}");
        for indicator in found["indicators"].as_array().unwrap() {
            assert!(indicator["estimate"].is_null() && indicator["display"].is_null());
            assert_eq!(indicator["margin_reason"], "no_base");
        }
        for change in found["changes"].as_array().unwrap() {
            assert_eq!(change["reason"], "current_undefined");
        }
    }
    assert_eq!(
        figures(&first("p2_weighted", 0))["weights"]["warnings"][0],
        "no_responses"
    );
}

#[test]
fn one_respondent() {
    let found = figures(&first("p2_weighted", 1));
    assert_eq!(found["weights"]["by_cell"]["sex*age=1*6|district=1"], 1.0);
    assert_eq!(
        found["weights"]["warnings"].as_array().unwrap().len(),
        11 + 6
    );
    let share = &found["indicators"][0];
    assert_eq!(
        (&share["display"], &share["se_lin"]),
        (&"100.0".into(), &Value::Null)
    );
    assert_eq!(share["ci_wilson"][1], 1.0);
    assert_eq!(share["margin_reason"], "bounds");
    let mean = &found["indicators"][5];
    assert_eq!(mean["margin_reason"], "n_too_small");
    assert!(mean["ci_normal"].is_null());
}

#[test]
fn a_weighted_share_of_everybody_is_exactly_one() {
    let case = Draft::of("p4_small_town").read().unwrap();
    let item = &case.items[3];
    let column = Column::Codes(
        (0..999u16)
            .map(|at| u8::try_from(at % 2).unwrap())
            .collect(),
    );
    let weights: Vec<f64> = (0..999).map(|at| 0.1 + f64::from(at % 7) / 3.0).collect();
    let setting = Setting {
        valid: 999,
        z: Z95,
        population: None,
        margins: true,
    };
    let share = Measure::Share(vec![0, 1], Base::All);
    let all = figure((item, &column), &share, 1, (Some(&weights), None), setting);
    let known = all.known.unwrap();
    assert_eq!(
        (known.estimate.mean, known.interval.unwrap().high),
        (1.0, 1.0)
    );
    assert_eq!(known.display, "100.0");
    assert_eq!(all.margin.display.unwrap(), "99.4～100.0");
}

#[test]
fn everybody_of_a_tiny_town_answered() {
    let mut draft = Draft::of("p4_small_town");
    for key in ["\"frame_population\": 420", "\"sample_size\": 420"] {
        draft.questionnaire = draft.questionnaire.replace(key, &key.replace("420", "160"));
    }
    draft.indicators = draft
        .indicators
        .replace("\"se\": 0.05", "\"se\": 0.05, \"census\": true");
    let found = figures(&draft);
    let info = &found["indicators"][0];
    assert_eq!(info["ci_wilson"], serde_json::json!([0.425, 0.425]));
    assert_eq!(
        (&info["census"], &info["margin_reason"]),
        (&true.into(), &"census".into())
    );
    assert_eq!(
        (&found["changes"][0]["test"], &found["changes"][0]["arrow"]),
        (&"none_census".into(), &"↓".into())
    );
    let up = &found["achievements"][0];
    assert_eq!(
        (&up["state"], &up["verdict_by"]),
        (&"改善".into(), &"census".into())
    );
}

#[test]
fn a_difference_in_the_last_bit_is_no_warning_where_everybody_answered() {
    let mut draft = Draft::of("p4_small_town");
    draft.questionnaire = draft
        .questionnaire
        .replace("\"frame_population\": 420", "\"frame_population\": 160");
    // Every weight is 1, give or take the last bit.
    draft.population = draft
        .population
        .replace(",196", ",70")
        .replace(",224", ",70");
    draft.indicators = draft.indicators.replace(
        "\"method\": \"raking\",",
        "\"method\": \"design\", \"design\": {\"dimension\": \"sex\", \"questions\": [\"sex\"], \
         \"mailed\": {\"1\": 30, \"2\": 30}},",
    );
    for indicator in figures(&draft)["indicators"].as_array().unwrap() {
        assert_eq!(indicator["weighting_warning"], false, "{indicator:#}");
    }
}

#[test]
fn a_range_has_a_pace_even_if_its_bounds_are_equal() {
    let mut draft = Draft::of("p4_small_town");
    draft.indicators = draft.indicators.replace(
        "\"achievements\": [",
        "\"achievements\": [{\"id\": \"r\", \"actual\": \"4\", \"baseline\": 0, \"baseline_year\": 2019, \
         \"eval_year\": 2025, \"target\": {\"type\": \"range\", \"low\": 5, \"high\": 5, \"year\": 2030}},",
    );
    let range = &figures(&draft)["achievements"][0];
    assert_eq!(
        (&range["progress_rate"], &range["pace_rate"]),
        // 80.0 of the way in 6 of 11 years.
        (&"80.0".into(), &"146.7".into())
    );
}

#[test]
fn a_category_nobody_is_in_is_dropped_from_the_weights() {
    let mut draft = Draft::of("p4_small_town");
    draft.population = draft
        .population
        .replace("sex,2,224", "sex,2,224\r\nsex,3,10");
    let found = figures(&draft);
    assert_eq!(
        found["weights"]["warnings"],
        serde_json::json!(["empty_category:sex:3"])
    );
    assert_eq!(found["weights"]["converged"], true);
    let sum = found["weights"]["sum"].as_f64().unwrap();
    assert!((sum - 160.0).abs() < 1e-6);
}

#[test]
fn people_of_a_category_without_population_keep_their_part() {
    let mut draft = Draft::of("p4_small_town");
    draft.population = draft.population.replace("sex,2,224", "sex,2,0");
    draft.indicators = draft
        .indicators
        .replace("0.68,", "0.1,")
        .replace("2.25", "9.5");
    let found = figures(&draft);
    let warning = "respondents_in_zero_population_category:sex:2";
    assert_eq!(found["weights"]["warnings"], serde_json::json!([warning]));
    assert_eq!(found["weights"]["dims"][1]["targets"]["_unknown"], 78.0);
}

#[test]
fn disproportionate_letters_are_evened_out() {
    let mut draft = Draft::of("p4_small_town");
    draft.indicators = draft.indicators.replace(
        "\"method\": \"raking\",",
        "\"method\": \"design\", \"design\": {\"dimension\": \"sex\", \"questions\": [\"sex\"], \
         \"mailed\": {\"1\": 100, \"2\": 50}},",
    );
    let found = figures(&draft);
    // d = 1.96 for 82 men and 4.48 for 78 women, scaled to 160 together.
    let scale = 160.0 / (82.0 * 1.96 + 78.0 * 4.48);
    let min = found["weights"]["min"].as_f64().unwrap();
    assert!((min - 1.96 * scale).abs() < 1e-12);
}

#[test]
fn every_tie_of_small_bases_goes_up() {
    for n in 1..=400u64 {
        for x in 0..=n {
            let exact = (2000 * x + n) / (2 * n);
            let shown = rounding::percent(x, n, 1).unwrap();
            assert_eq!(shown, format!("{}.{}", exact / 10, exact % 10), "{x}/{n}");
        }
    }
}

#[test]
fn late_paper_is_judged_by_the_date_in_the_offset_of_the_cutoff() {
    let mut draft = first("p4_small_town", 3);
    draft.responses = draft
        .responses
        .replacen("2025-07-20T12:00:00+09:00", "2025-08-31T15:00:00Z", 1)
        .replacen("2025-07-20T12:00:00+09:00", "2025-12-31", 1)
        .replacen("2025-07-20T12:00:00+09:00", "2025-08-31", 1);
    let found = figures(&draft);
    assert_eq!(
        found["intake"]["dropped_ids"],
        serde_json::json!([["R001", "late"]])
    );
    draft.questionnaire = draft
        .questionnaire
        .replace("\"design\":", "\"door\": \"import\", \"design\":");
    let found = figures(&draft);
    assert_eq!(found["intake"]["dropped"]["late"], 2);
}

#[test]
fn each_duplicate_policy_keeps_its_own() {
    let header = "response_id,sample_id,mode,received_at,duration_sec,sex,age,district,q1,q2\r\n";
    let rows = "A,K,paper,2025-07-01T10:00:00+09:00,,1,1,1,1,1\r\n\
                B,K,web,2025-07-02T10:00:00+09:00,60,1,1,1,2,\r\n\
                C,K,web,2025-07-03T10:00:00+09:00,60,1,,1,3,\r\n\
                D,K,paper,2025-07-04T10:00:00+09:00,,1,,,4,\r\n\
                E,,paper,2025-07-04,,1,,,4,\r\n";
    let mut draft = Draft::of("p4_small_town");
    draft.responses = format!("{header}{rows}");
    for (policy, kept) in [
        ("web", "C"),
        ("paper", "D"),
        ("first", "A"),
        ("last", "D"),
        ("most_answered", "A"),
    ] {
        let mut draft = draft.clone();
        draft.questionnaire = draft
            .questionnaire
            .replace("\"prefer\": \"web\"", &format!("\"prefer\": \"{policy}\""));
        let found = figures(&draft);
        let dropped: Vec<&str> = found["intake"]["dropped_ids"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pair| pair[0].as_str().unwrap())
            .collect();
        let expected: Vec<&str> = ["A", "B", "C", "D"]
            .into_iter()
            .filter(|id| *id != kept)
            .collect();
        assert_eq!(dropped, expected, "{policy}");
    }
}

#[test]
fn fifty_thousand_responses() {
    let draft = Draft::of("p1_basic");
    let mut lines = draft.responses.lines();
    let mut text = format!("{}\r\n", lines.next().unwrap());
    let rows: Vec<(&str, &str)> = lines.filter_map(|l| l.split_once(',')).collect();
    for at in 0..50_000 {
        let (_, rest) = rows[at % 600];
        let (_, rest) = rest.split_once(',').unwrap();
        write!(text, "X{at},Y{at},{rest}\r\n").unwrap();
    }
    let draft = Draft {
        responses: text,
        ..draft
    };
    let found = figures(&draft);
    let n = found["frequencies"]["q1"]["n_total"].as_u64().unwrap();
    assert_eq!(n, found["intake"]["valid"].as_u64().unwrap());
}

#[test]
fn a_million_answers_are_counted_without_losing_one() {
    let case = Draft::of("p4_small_town").read().unwrap();
    let item = &case.items[3];
    let codes: Vec<u8> = (0..1_000_000u32)
        .map(|at| u8::try_from(at.wrapping_mul(2_654_435_761) >> 29).unwrap())
        .map(|code| if code > 5 { NO_ANSWER } else { code })
        .collect();
    let column = Column::Codes(codes);
    assert_eq!(
        frequency(item, &column, None, 0).tally.everyone().count,
        1_000_000
    );
    let weights = vec![1.25; 1_000_000];
    let setting = Setting {
        valid: 1_000_000,
        z: Z95,
        population: Some(2_000_000),
        margins: true,
    };
    let share = Measure::Share(vec![0, 1], Base::Substantive);
    let weighted = figure((item, &column), &share, 1, (Some(&weights), None), setting);
    let plain = figure((item, &column), &share, 1, (None, None), setting);
    assert_eq!(
        weighted.known.unwrap().display,
        plain.known.unwrap().display
    );
    let table = crosstab(
        (item, &column),
        (item, &column),
        (&Groups::everybody(column.len()), false),
        None,
    );
    assert_eq!(table.total.people.count, 1_000_000);
}
