//! The reference cases must come out to the last digit, through the same comparison as `--check`.

use kocho::commands::analyze::run;
use kocho::formats::case::{Files, compare, read, results};

use super::{Draft, folder};

fn differences(name: &str) -> Vec<String> {
    let bytes = |file: &str| std::fs::read(folder(name).join(file)).ok();
    let (q, r, p) = (
        bytes("questionnaire.json"),
        bytes("responses.csv"),
        bytes("population.csv"),
    );
    let (i, t) = (bytes("indicators.json"), bytes("text_tokens.json"));
    let case = read(Files {
        questionnaire: q.as_deref(),
        responses: r.as_deref(),
        population: p.as_deref(),
        indicators: i.as_deref(),
        text_tokens: t.as_deref(),
    })
    .unwrap();
    let expected = serde_json::from_slice(&bytes("expected.json").unwrap()).unwrap();
    let found = compare(&results(&case), &expected);
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn p1_basic() {
    assert_eq!(differences("p1_basic"), Vec::<String>::new());
}

#[test]
fn p2_weighted() {
    assert_eq!(differences("p2_weighted"), Vec::<String>::new());
}

#[test]
fn p3_mixed_mode() {
    assert_eq!(differences("p3_mixed_mode"), Vec::<String>::new());
}

#[test]
fn p4_small_town() {
    assert_eq!(differences("p4_small_town"), Vec::<String>::new());
}

#[test]
fn a_changed_figure_is_found_with_its_path() {
    let case = Draft::of("p4_small_town").read().unwrap();
    let computed = results(&case);
    let mut expected = computed.clone();
    expected["indicators"][0]["ci_wilson"][1] = serde_json::json!(0.486_005_312);
    expected["intake"]["valid"] = serde_json::json!(161);
    let found = compare(&computed, &expected);
    let paths: Vec<&str> = found.iter().map(|d| d.path.as_str()).collect();
    assert_eq!(paths, ["intake.valid", "indicators[0].ci_wilson[1]"]);
}

#[test]
fn the_command_answers_with_its_exit_code() {
    let here = folder("p4_small_town");
    let expected = here.join("expected.json");
    assert_eq!(run(&here, None, Some(&expected), false), 0);
    assert_eq!(
        run(
            &here,
            None,
            Some(&folder("p3_mixed_mode/expected.json")),
            false
        ),
        1
    );
    assert_eq!(run(&folder("nowhere"), None, Some(&expected), false), 2);
    let folder_of_ours = tempfile::tempdir().unwrap();
    let out = folder_of_ours.path().join("figures.json");
    assert_eq!(run(&here, Some(&out), None, false), 0);
    assert_eq!(run(&here, None, Some(&out), false), 0);
    std::fs::remove_file(&out).unwrap();
    assert_eq!(run(&folder("nowhere"), Some(&out), None, false), 2);
    assert!(!out.exists());
}

fn faults(draft: &Draft) -> Vec<String> {
    draft
        .read()
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn all_faults_are_told_at_once() {
    let mut draft = Draft::of("p4_small_town");
    draft.indicators = draft
        .indicators
        .replace("\"id\": \"info_sub\"", "\"id\": \"info\"")
        .replace(
            "\"base\": \"substantive\"\n  },\n  {\n   \"id\": \"info_w\"",
            "\"base\": \"valid\"\n  },\n  {\n   \"id\": \"info_w\"",
        )
        .replace("\"row\": \"district\"", "\"row\": \"town\"");
    draft.population.push_str("age,7,10\nsex,1,5\nheight,1,5\n");
    draft.responses = draft
        .responses
        .replacen("R002,U002,web", "R001,U002,fax", 1);
    draft.responses.push_str("R999,U999,paper,yesterday,,1\r\n");
    let found = faults(&draft);
    for expected in [
        "indicators.json indicators[1].base: “valid” is not known here",
        "indicators.json crosstabs[0].row: “town” is not known here",
        "population.csv:10 category: “7” is not known here",
        "population.csv:11 category: “1” occurs twice",
        "population.csv:12 dimension: “height” is not known here",
        "responses.csv:3 mode: “fax” is not known here",
        "responses.csv:3 response_id: “R001” occurs twice",
        "responses.csv:162 received_at: an instant with its UTC offset, or a date expected",
    ] {
        assert!(
            found.iter().any(|f| f == expected),
            "{expected}\n{found:#?}"
        );
    }
}

#[test]
fn a_fault_does_not_hide_another_of_the_same_value() {
    let mut draft = Draft::of("p4_small_town");
    draft.indicators = draft.indicators.replacen(
        "\"question\": \"q1\",\n   \"numerator\"",
        "\"question\": \"q9\",\n   \"base\": \"none\",\n   \"numerator\"",
        1,
    );
    draft.indicators = draft
        .indicators
        .replacen("\"base\": \"all\"", "\"weighted\": false", 1);
    draft.responses.push_str("R998,U998,paper\r\n");
    let mut files = draft.responses.into_bytes();
    files.extend(b"R999,U999,paper,2025-07-20,,\x93\xfa,1,1,1,1\r\n");
    let found: Vec<String> = read(Files {
        questionnaire: Some(draft.questionnaire.as_bytes()),
        responses: Some(&files),
        population: Some(draft.population.as_bytes()),
        indicators: Some(draft.indicators.as_bytes()),
        text_tokens: None,
    })
    .unwrap_err()
    .iter()
    .map(ToString::to_string)
    .collect();
    assert_eq!(
        found,
        [
            "indicators.json indicators[0].question: “q9” is not known here",
            "indicators.json indicators[0].base: “none” is not known here",
            "responses.csv:162: the line has another number of fields than the header",
            "responses.csv:163: UTF-8 text (not CP932 or Shift_JIS) expected",
        ]
    );
}

#[test]
fn the_columns_of_the_population_may_stand_in_any_order() {
    let mut draft = Draft::of("p4_small_town");
    let expected = draft.read().unwrap().population;
    let turned = draft.population.lines().map(|line| {
        let fields: Vec<&str> = line.split(',').rev().collect();
        fields.join(",")
    });
    draft.population = turned.collect::<Vec<_>>().join("\n");
    assert_eq!(draft.read().unwrap().population, expected);
}

#[test]
fn a_base_is_never_implied() {
    let mut draft = Draft::of("p4_small_town");
    draft.indicators = draft
        .indicators
        .replace("\"base\": \"all\"", "\"note\": \"all\"");
    let found = faults(&draft);
    assert!(found.contains(&"indicators.json indicators[0].base: value is missing".to_owned()));
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn absurd_numbers_are_refused() {
    let mut draft = Draft::of("p4_small_town");
    draft.questionnaire = draft
        .questionnaire
        .replace("\"frame_population\": 420", "\"frame_population\": -1");
    draft.indicators = draft
        .indicators
        .replace("0.95", "95")
        .replace("2.25", "0.1");
    let found = faults(&draft);
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn a_blank_counts_zero_only_around_zero() {
    let mut draft = Draft::of("p1_basic");
    draft.questionnaire = draft.questionnaire.replace("\"score\": -", "\"score\": ");
    let found = faults(&draft);
    assert!(
        found.iter().any(|f| f.contains("a blank can only count 0")),
        "{found:#?}"
    );
}

#[test]
fn missing_files_are_named() {
    let found = read(Files::default()).unwrap_err();
    assert_eq!(found.len(), 4);
}
