//! Grids whose rows take numbers, or several options: every rule of the kind holds in each row by itself.

use super::answers::Document;
use super::refusal::AnswerErrorKind as Refused;
use super::tests::{every_kind, read, refusal, refusals};
use super::*;
use crate::domain::questionnaire::finding::DesignFault;
use crate::domain::questionnaire::item::{Accepts, Part};

#[test]
fn each_row_is_an_item_of_its_own() {
    let reader = every_kind();
    let items = |question: &str| -> Vec<(&str, Part, bool)> {
        let of = reader.items().iter().filter(|item| {
            let asked = item.question(reader.questionnaire()).unwrap();
            asked.code.as_str() == question
        });
        of.map(|item| {
            let several = matches!(item.accepts, Accepts::Many { max: Some(2), .. });
            (item.code.as_str(), item.part, several)
        })
        .collect()
    };
    let rows = [Part::Row(0), Part::Row(1)];
    assert_eq!(
        items("q9"),
        [("q9.r1", rows[0], true), ("q9.r2", rows[1], true)]
    );
    assert_eq!(
        items("q10"),
        [("q10.r1", rows[0], false), ("q10.r2", rows[1], false)]
    );
    let (_, item) = reader.item("q10.r2").unwrap();
    let ja = crate::domain::language::Language::japanese();
    assert_eq!(item.labels(reader.questionnaire(), &ja), ["r2"]);
    assert!(item.choices(reader.questionnaire()).is_empty());
}

#[test]
fn rows_are_stored_like_single_questions_and_come_back() {
    let pairs = [
        ("q10.r2", "３１回"),
        ("q10.r1", "04.0"),
        ("q9.r1", "c"),
        ("q9.r1", "a"),
        ("q9.r2", "none"),
    ];
    let expected = r#"{"q9.r1": ["a", "c"], "q9.r2": ["none"], "q10.r1": 4, "q10.r2": 31}"#;
    let answers = read(&pairs).unwrap();
    assert_eq!(answers.document(), expected);
    let stored: Document = serde_json::from_str(expected).unwrap();
    assert_eq!(Answers::stored(&every_kind(), stored).unwrap(), answers);
    let again: Raw = answers.pairs().into_iter().collect();
    assert_eq!(Answers::read(&every_kind(), &again).unwrap(), answers);
    assert!(!answers.is_blank());
    for (item, bad) in [
        ("q9.r1", r#"{"q9.r1": "a"}"#),
        ("q9.r2", r#"{"q9.r2": ["c", "a"]}"#),
        ("q9.r1", r#"{"q9.r1": ["zz"]}"#),
        ("q10.r1", r#"{"q10.r1": ["1"]}"#),
        ("q10.r3", r#"{"q10.r3": 1}"#),
        ("q9", r#"{"q9": ["a"]}"#),
    ] {
        let document: Document = serde_json::from_str(bad).unwrap();
        let refused = Answers::stored(&every_kind(), document).unwrap_err();
        assert_eq!(refused.item, item, "{bad}");
    }
}

#[test]
fn each_row_has_its_own_faults() {
    let faults = refusals(&[
        ("q9.r1", "a"),
        ("q9.r1", "b"),
        ("q9.r1", "c"),
        ("q9.r2", "none"),
        ("q9.r2", "b"),
        ("q10.r1", "たまに"),
        ("q10.r2", "32"),
    ]);
    let (min, max) = (0.into(), 31.into());
    let expected = [
        ("q9.r1", Refused::TooManyChosen { max: 2, chosen: 3 }),
        ("q9.r2", Refused::ExclusiveWithOthers),
        ("q10.r1", Refused::NotANumber),
        ("q10.r2", Refused::NumberOutside { min, max }),
    ];
    assert_eq!(faults, expected.map(|(item, kind)| (item.to_owned(), kind)));
    // The limit is one of a row, not of the question.
    let rows = [
        ("q9.r1", "a"),
        ("q9.r1", "b"),
        ("q9.r2", "a"),
        ("q9.r2", "c"),
    ];
    assert!(read(&rows).is_ok());
    let decimals = Refused::TooManyDecimals { decimals: 0 };
    assert_eq!(refusal(&[("q10.r1", "1.5")]), decimals);
    assert_eq!(refusal(&[("q9.r1", "other")]), Refused::UnknownOption);
    assert_eq!(
        refusal(&[("q9.r1", "a"), ("q9.r1", "a")]),
        Refused::Repeated
    );
    assert_eq!(
        refusal(&[("q10.r1", "1"), ("q10.r1", "2")]),
        Refused::Repeated
    );
    for unknown in ["q9", "q10", "q9.r3", "q9.r1.other"] {
        assert_eq!(refusal(&[(unknown, "1")]), Refused::UnknownItem);
    }
}

/// A questionnaire of one grid and a question that hangs on it.
fn with(grid: serde_json::Value, condition: serde_json::Value) -> Questionnaire {
    let mut grid = grid;
    grid["code"] = "g".into();
    grid["text"] = "問".into();
    let document = serde_json::json!({
        "code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"],
        "sections": [{"code": "s", "title": "t", "questions": [
            grid,
            {"code": "after", "text": "問", "type": "text", "show_if": condition},
        ]}],
    });
    serde_json::from_value(document).unwrap()
}

fn is(item: &str, code: &str) -> serde_json::Value {
    serde_json::json!({"any_of": {"item": item, "codes": [code]}})
}

fn several() -> serde_json::Value {
    serde_json::json!({
        "type": "multiple_grid",
        "required": true,
        "rows": [{"code": "r1", "label": "一"}, {"code": "r2", "label": "二"}],
        "options": [{"code": "a", "label": "あ"}, {"code": "b", "label": "い"}],
    })
}

fn numbers() -> serde_json::Value {
    serde_json::json!({
        "type": "number_grid", "min": "0", "max": "9",
        "rows": [{"code": "r1", "label": "一"}, {"code": "r2", "label": "二"}],
    })
}

fn found(grid: serde_json::Value) -> Vec<(String, DesignFault)> {
    let condition = match grid["type"] == "multiple_grid" {
        true => is("g.r1", "a"),
        false => serde_json::json!({"all": []}),
    };
    let findings = review::review(&with(grid, condition));
    let of_grid = |path: String| {
        path.strip_prefix("sections[0].questions[0].")
            .map(str::to_owned)
    };
    findings
        .into_iter()
        .filter_map(|finding| Some((of_grid(finding.path)?, finding.fault)))
        .collect()
}

/// With another value of one field. What the condition then misses is told at the question it belongs to.
fn changed(
    mut grid: serde_json::Value,
    key: &str,
    value: serde_json::Value,
) -> Vec<(String, DesignFault)> {
    grid[key] = value;
    found(grid)
}

fn fault(path: &str, fault: DesignFault) -> Vec<(String, DesignFault)> {
    vec![(path.to_owned(), fault)]
}

#[test]
fn the_review_looks_at_the_rows() {
    let twice = serde_json::json!([{"code": "r1", "label": "一"}, {"code": "r1", "label": "二"}]);
    let row = |at: usize| serde_json::json!({"code": format!("r{at}"), "label": at.to_string()});
    let many: serde_json::Value = (0..201).map(row).collect();
    for grid in [several(), numbers()] {
        assert_eq!(found(grid.clone()), []);
        let rows = |rows: &serde_json::Value| changed(grid.clone(), "rows", rows.clone());
        let none = serde_json::json!([]);
        assert_eq!(rows(&none), fault("rows", DesignFault::NoRows));
        let double = DesignFault::DuplicateCode("r1".to_owned());
        assert_eq!(rows(&twice), fault("rows[1].code", double));
        let (what, count, most) = ("rows", 201, 200);
        let large = DesignFault::TooMany { what, count, most };
        assert_eq!(rows(&many), fault("rows", large));
    }
}

#[test]
fn the_review_looks_at_the_options_of_rows() {
    for max in [0, 3] {
        let faults = changed(several(), "max", max.into());
        assert_eq!(faults, fault("max", DesignFault::Max));
    }
    let with = |field: &str| {
        let mut options = several()["options"].clone();
        options[1][field] = true.into();
        changed(several(), "options", options)
    };
    assert_eq!(with("other"), fault("options[1].other", DesignFault::Other));
    assert_eq!(with("exclusive"), []);
}

#[test]
fn the_review_looks_at_the_numbers_of_rows() {
    let empty = changed(numbers(), "min", "10".into());
    assert_eq!(empty, fault("min", DesignFault::EmptyRange));
    let precise = changed(numbers(), "decimals", 4.into());
    assert_eq!(precise, fault("max", DesignFault::TooPrecise));
    let blank = serde_json::json!({"ja": "\u{3000}"});
    let language = crate::domain::language::Language::japanese();
    assert_eq!(
        changed(numbers(), "unit", blank),
        fault("unit", DesignFault::EmptyText(language))
    );
}

/// 200 rows of 20 options are more boxes than a page may have fields.
#[test]
fn a_page_of_too_many_boxes_is_told() {
    let mut grid = several();
    let list = |name: &str, count: usize| -> serde_json::Value {
        let entry = |at: usize| serde_json::json!({"code": format!("{name}{at}"), "label": "x"});
        (0..count).map(entry).collect()
    };
    grid["rows"] = list("r", 200);
    grid["options"] = list("a", 20);
    let findings = review::review(&with(grid, is("g.r1", "a1")));
    let what = "fields on one page";
    let expected = DesignFault::TooMany {
        what,
        count: 4_001,
        most: 3_000,
    };
    assert!(findings.iter().any(|finding| finding.fault == expected));
}

#[test]
fn what_hangs_on_a_row_follows_what_is_marked_in_it() {
    let reader = Reader::new(with(several(), is("g.r2", "b")));
    assert_eq!(review::review(reader.questionnaire()), []);
    let document = |pairs: &[(&str, &str)]| {
        let raw: Raw = pairs.iter().copied().collect();
        Answers::read(&reader, &raw).map(|answers| answers.document())
    };
    let asked = document(&[("g.r1", "a"), ("g.r2", "a"), ("g.r2", "b"), ("after", "x")]);
    assert_eq!(
        asked.as_deref(),
        Ok(r#"{"g.r1": ["a"], "g.r2": ["a", "b"], "after": "x"}"#)
    );
    let not = document(&[("g.r1", "b"), ("g.r2", "a"), ("after", "x")]);
    assert_eq!(not.as_deref(), Ok(r#"{"g.r1": ["b"], "g.r2": ["a"]}"#));
    // Required is every row.
    let missing = document(&[("g.r1", "a")]).unwrap_err();
    assert_eq!((missing.len(), missing[0].item.as_str()), (1, "g.r2"));
    assert_eq!(missing[0].kind, Refused::Required);
    // A number has no options to hang on.
    let on_number = review::review(&with(numbers(), is("g.r1", "1")));
    assert_eq!(
        on_number[0].fault,
        DesignFault::WithoutOptions("g.r1".to_owned())
    );
}

#[test]
fn a_questionnaire_without_them_is_written_as_before() {
    let plain = serde_json::json!({"type": "number", "min": "0", "max": "9"});
    let mut asked = with(plain, serde_json::json!({"all": []}));
    asked.sections[0].questions.pop();
    assert_eq!(
        serde_json::to_string(&asked.sections[0].questions).unwrap(),
        r#"[{"code":"g","text":{"ja":"問"},"required":false,"role":"subject","type":"number","min":"0","max":"9","decimals":0}]"#
    );
    let grids = with(several(), is("g.r1", "a"));
    let written = serde_json::to_string(&grids).unwrap();
    assert!(!written.contains("null") && !written.contains("\"max\""));
    assert_eq!(
        serde_json::from_str::<Questionnaire>(&written).unwrap(),
        grids
    );
}
