//! Documents as people write them, every construct once, and what is wrong in every property.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, write};
use crate::domain::questionnaire::question::{Kind, Meaning, Question};
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Questionnaire};
use crate::formats::foreign::expression::Dialect;
use crate::formats::foreign::lack::{FileIs, Lack};
use crate::formats::foreign::samples::{code, sayable};
use crate::formats::foreign::{Foreign, Place};

fn form(value: &Value) -> Foreign {
    read(value.to_string().as_bytes())
}

fn question<'q>(questionnaire: &'q Questionnaire, name: &str) -> &'q Question {
    questionnaire
        .question(&code(name))
        .unwrap_or_else(|| panic!("{name}"))
}

fn told(foreign: &Foreign) -> Vec<(String, &Lack)> {
    let told = foreign
        .unmapped
        .iter()
        .filter(|one| one.place != Place::File);
    told.map(|one| (one.place.to_string(), &one.what)).collect()
}

fn elements(elements: Value) -> Foreign {
    form(&json!({"pages": [{"name": "p", "elements": elements}]}))
}

#[test]
fn every_construct_is_read() {
    let foreign = form(&json!({
        "title": {"default": "市民意識調査", "en": "Survey"},
        "description": "今後のまちづくりのため",
        "locale": "ja",
        "questionsOnPageMode": "singlePage",
        "pages": [{
            "name": "p1", "title": "暮らし", "description": "おたずねします",
            "elements": [
                {"type": "radiogroup", "name": "q1", "title": "住みよいですか", "isRequired": true, "description": "一つ",
                 "choices": ["はい", {"value": 2, "text": "いいえ"}], "showOtherItem": true, "showDontKnowItem": true, "choicesOrder": "random"},
                {"type": "checkbox", "name": "q2", "choices": ["a", {"value": "b", "visibleIf": "{q1} = 2"}], "showNoneItem": true,
                 "noneText": "特にない", "maxSelectedChoices": 2, "visibleIf": "{q1} = 2 or {q1} anyof ['はい', 'other']"},
                {"type": "rating", "name": "q3", "rateMax": 4, "minRateDescription": "不満", "maxRateDescription": "満足"},
                {"type": "boolean", "name": "q4", "title": "ある"},
                {"type": "ranking", "name": "q5", "choices": ["x", "y", "z"], "selectToRankEnabled": true, "maxSelectedChoices": 2},
                {"type": "matrix", "name": "q6", "columns": ["1", "2"], "rows": ["r1", {"value": "r2", "text": "道路"}]},
                {"type": "matrixdropdown", "name": "q7", "rows": ["r1"], "choices": ["1", "2"],
                 "columns": [{"name": "sat", "title": "満足度"}, {"name": "imp", "cellType": "radiogroup", "choices": ["5"]}]},
                {"type": "matrixdropdown", "name": "q8", "rows": ["r1"], "columns": [{"name": "n", "cellType": "text", "inputType": "number", "min": 0, "max": 9, "step": 1}]},
                {"type": "panel", "name": "box", "title": "まとまり", "visibleIf": "{q6.r1} = 1", "elements": [
                    {"type": "text", "name": "q9", "inputType": "number", "min": 0, "max": 120, "step": 0.1},
                    {"type": "comment", "name": "q10", "maxLength": 300, "visibleIf": "{q4} = true"}]},
                {"type": "text", "name": "q11", "inputType": "date", "min": "2025-04-01", "visibleIf": "{q9} > 1.5 and {q8.r1.n} <= 3 and {q7.r1.imp} = 5"},
                {"type": "text", "name": "q12", "inputType": "tel"},
                {"type": "html", "name": "h", "html": "<b>お知らせ</b>&amp;"},
                {"type": "checkbox", "name": "ok", "isRequired": true, "choices": [{"value": "yes", "text": "同意します"}]},
                {"type": "multipletext", "name": "mt", "title": "住所", "items": [{"name": "a", "title": "町"}, {"name": "b", "inputType": "time"}]}
            ]
        }, {
            "name": "p2", "visibleIf": "!({q2} contains 'a') and {q2} notempty",
            "elements": [{"type": "paneldynamic", "name": "child", "templateTitle": "お子さん", "bindings": {"panelCount": "q9"}, "maxPanelCount": 4,
                          "templateElements": [{"type": "text", "name": "age"}]}]
        }]
    }));
    let q = foreign.questionnaire.clone().unwrap();
    assert_eq!((q.layout, q.sections.len()), (Layout::OnePage, 2));
    assert_eq!(q.languages.len(), 2);
    let Kind::Single { options } = &question(&q, "q1").kind else {
        panic!()
    };
    assert_eq!(options.len(), 4);
    assert!(options[2].other && options[3].meaning == Meaning::DontKnow && !options[3].exclusive);
    let Kind::Multiple { options, max, .. } = &question(&q, "q2").kind else {
        panic!()
    };
    assert_eq!(
        (*max, options[2].exclusive, options[1].show_if.is_some()),
        (Some(2), true, true)
    );
    let any_of = |item: &str, codes: &[&str]| Condition::AnyOf {
        item: item.to_owned(),
        codes: codes.iter().map(|one| code(one)).collect(),
    };
    // 「はい」 cannot be a code.
    assert_eq!(
        question(&q, "q2").show_if,
        Some(any_of("q1", &["2", "o", "other"]))
    );
    let Kind::Scale { options } = &question(&q, "q3").kind else {
        panic!()
    };
    assert_eq!(
        (options.len(), options[3].label.get(&q.languages[0])),
        (4, "4 満足")
    );
    assert!(matches!(
        &question(&q, "q5").kind,
        Kind::Ranking { places: 2, .. }
    ));
    assert!(
        matches!(&question(&q, "q7").kind, Kind::DualGrid { axes, .. } if axes[0].options.len() == 2)
    );
    assert!(matches!(
        &question(&q, "q8").kind,
        Kind::NumberGrid { decimals: 0, .. }
    ));
    assert!(matches!(
        &question(&q, "q9").kind,
        Kind::Number { decimals: 1, .. }
    ));
    assert_eq!(question(&q, "q9").show_if, Some(any_of("q6.r1", &["1"])));
    let Some(Condition::All(both)) = &question(&q, "q10").show_if else {
        panic!()
    };
    assert_eq!(both[1], any_of("q4", &["true"]));
    let Some(Condition::All(three)) = &question(&q, "q11").show_if else {
        panic!()
    };
    assert_eq!(three[2], any_of("q7.r1.imp", &["5"]));
    assert_eq!(question(&q, "h").text.get(&q.languages[0]), "お知らせ&");
    assert!(
        matches!(&question(&q, "ok").kind, Kind::Consent { .. }) && question(&q, "ok").required
    );
    assert!(q.question(&code("mt_a")).is_some() && q.question(&code("mt_b")).is_some());
    let repeat = q.sections[1].repeat.as_ref().unwrap();
    assert_eq!((repeat.item.as_str(), repeat.max), ("q9", 4));
    let lacks = told(&foreign);
    let what = |at: &str| {
        lacks
            .iter()
            .filter(|(path, _)| path == at)
            .map(|(_, what)| *what)
            .collect::<Vec<_>>()
    };
    assert!(matches!(
        what("$.pages[0].elements[0].choices[0]")[..],
        [Lack::CodeChanged { .. }]
    ));
    assert!(matches!(what("$.pages[0].elements[8]")[..], [Lack::Nested]));
    assert!(matches!(
        what("$.pages[1].visibleIf")[..],
        [Lack::UnansweredDiffers(_)]
    ));
    assert!(matches!(
        what("$.pages[0].elements[13]")[..],
        [Lack::Downgraded { .. }]
    ));
    assert_eq!(lacks.len(), 4, "{lacks:?}");
}

#[test]
fn a_fault_in_every_property_is_told_at_its_path() {
    let foreign = elements(json!([
        {"type": "hologram", "name": "a"},
        {"type": "file", "name": "b"},
        {"type": "image", "name": "c", "imageLink": "a.png"},
        {"type": "text", "name": "d", "inputType": "color"},
        {"type": "text", "name": "名前", "defaultValue": "x", "enableIf": "{q} = 1", "requiredIf": "1", "correctAnswer": 1, "startWithNewLine": false,
         "visibleIf": "iif({e}, 1, 2)", "isRequired": "yes", "title": ["x"], "maxLength": "long", "description": {"xx-": "?"},
         "validators": [{"type": "email"}], "visible": false},
        {"type": "radiogroup", "name": "e", "choices": [1, 1, {"text": "x"}, {"value": "v", "imageLink": "v.png", "enableIf": "1"}, []], "choicesOrder": "asc", "title": "{q1} は"},
        {"type": "dropdown", "name": "e", "choicesByUrl": {"url": "https://x"}, "visibleIf": "{nobody} = 1"},
        {"type": "matrix", "name": "m", "cellType": "text", "columns": [1], "rows": [1]},
        {"type": "matrixdropdown", "name": "n", "columns": [{"name": "a"}, {"name": "b"}, {"name": "c"}], "rows": [1]},
        {"type": "paneldynamic", "name": "pd", "templateElements": []},
        {"type": "text", "name": "x", "inputType": "number", "step": 5, "min": "low"},
        {"name": "no type"},
        7
    ]));
    let lacks = told(&foreign);
    let what = |at: &str| -> Vec<&Lack> {
        let path = format!("$.pages[0].elements{at}");
        lacks
            .iter()
            .filter(|(place, _)| *place == path)
            .map(|(_, what)| *what)
            .collect()
    };
    assert!(matches!(what("[0].type")[..], [Lack::UnknownType(_)]));
    assert!(matches!(what("[1].type")[..], [Lack::NoSuchKind(_)]));
    assert!(matches!(what("[2].type")[..], [Lack::Media(_)]));
    assert!(matches!(what("[3].inputType")[..], [Lack::NoSuchKind(_)]));
    assert!(matches!(what("[4].name")[..], [Lack::CodeChanged { .. }]));
    for key in [
        "defaultValue",
        "enableIf",
        "requiredIf",
        "correctAnswer",
        "startWithNewLine",
        "visible",
    ] {
        assert!(
            matches!(what(&format!("[4].{key}"))[..], [Lack::NotRead { .. }]),
            "{key}"
        );
    }
    for key in ["isRequired", "title", "maxLength"] {
        assert!(
            matches!(what(&format!("[4].{key}"))[..], [Lack::Value(_)]),
            "{key}"
        );
    }
    assert!(matches!(what("[4].visibleIf")[..], [Lack::Expression(_)]));
    assert!(matches!(
        what("[4].validators[0]")[..],
        [Lack::Expression(_)]
    ));
    assert!(matches!(
        what("[4].description.xx-")[..],
        [Lack::Language(_)]
    ));
    assert!(matches!(
        what("[5].choices[1]")[..],
        [Lack::CodeCollides { .. }]
    ));
    assert!(matches!(what("[5].choices[2]")[..], [Lack::Missing(_)]));
    assert!(matches!(
        what("[5].choices[3].imageLink")[..],
        [Lack::Media(_)]
    ));
    assert!(matches!(
        what("[5].choices[3].enableIf")[..],
        [Lack::NotRead { .. }]
    ));
    assert!(matches!(what("[5].choices[4]")[..], [Lack::Value(_)]));
    assert!(matches!(what("[5].choicesOrder")[..], [Lack::Value(_)]));
    assert!(matches!(what("[5].title")[..], [Lack::Piping(_)]));
    assert!(matches!(what("[6].name")[..], [Lack::CodeCollides { .. }]));
    assert!(matches!(
        what("[6].choicesByUrl")[..],
        [Lack::NotRead { .. }]
    ));
    assert!(matches!(
        what("[6].visibleIf")[..],
        [Lack::UnknownName { .. }]
    ));
    assert!(matches!(what("[7].cellType")[..], [Lack::NoSuchKind(_)]));
    assert!(matches!(what("[8].columns")[..], [Lack::NoSuchKind(_)]));
    assert!(matches!(what("[9]")[..], [Lack::NoSuchKind(_)]));
    assert!(matches!(what("[10].step")[..], [Lack::NotRead { .. }]));
    assert!(matches!(
        what("[10].min")[..],
        [Lack::Value(_), Lack::NoRange]
    ));
    assert!(matches!(what("[11].type")[..], [Lack::UnknownType(_)]));
    assert!(matches!(what("[12]")[..], [Lack::Value(_)]));
}

#[test]
fn what_stands_above_is_looked_at() {
    let foreign = form(&json!({
        "locale": "xx-", "logo": "l.png", "triggers": [], "calculatedValues": [1], "showProgressBar": true,
        "questionsOnPageMode": "questionPerPage", "elements": [{"type": "text", "name": "a"}], "pages": 3
    }));
    let lacks = told(&foreign);
    let paths: Vec<&str> = lacks.iter().map(|(path, _)| path.as_str()).collect();
    for key in [
        "locale",
        "logo",
        "triggers",
        "calculatedValues",
        "showProgressBar",
        "questionsOnPageMode",
        "pages",
    ] {
        assert!(
            paths.contains(&format!("$.{key}").as_str()),
            "{key}: {paths:?}"
        );
    }
    assert_eq!(foreign.questionnaire.unwrap().questions().count(), 1);
}

#[test]
fn what_is_no_document_says_what_it_is() {
    let only = |bytes: &[u8]| read(bytes).unmapped.into_iter().next().unwrap().what;
    let expected = FileIs::SurveyJs;
    for (bytes, is) in [
        (&b"PK\x03\x04xl/workbook.xml"[..], FileIs::Workbook),
        (b"{\"a\": 1}", FileIs::Json),
        (b"<html>", FileIs::Xml),
        (b"a,b", FileIs::Text),
    ] {
        assert_eq!(only(bytes), Lack::OtherFile { expected, is });
    }
    assert!(matches!(only(b"{\"pages\": ["), Lack::Damaged(_)));
    let deep = format!(
        "{{\"pages\": {}{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert!(matches!(only(deep.as_bytes()), Lack::TooDeep { .. }));
    let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("{\"pages\": [{\"elements\": [{\"type\": \"text\", \"name\": \"a\", \"title\": \"住所\"}]}]}");
    let q = read(&japanese).questionnaire.unwrap();
    assert_eq!(question(&q, "a").text.get(&q.languages[0]), "住所");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// What is written is read again as it was, and nothing of it was left out.
    #[test]
    fn what_is_written_is_read_again(q in sayable(Dialect::SurveyJs)) {
        let (bytes, unsaid) = write(&q);
        prop_assert_eq!(unsaid, vec![]);
        let foreign = read(&bytes);
        let more: Vec<_> = told(&foreign).into_iter().filter(|(_, what)| !matches!(what, Lack::UnansweredDiffers(_))).collect();
        prop_assert!(more.is_empty(), "{:?}", more);
        prop_assert_eq!(foreign.questionnaire.unwrap(), q);
    }

    /// Whatever the properties are, something is read and nobody panics.
    #[test]
    fn any_properties_are_read(values in proptest::collection::vec(("[a-z]{1,2}", 0..12_usize, any::<u8>()), 0..12)) {
        let types = ["text", "comment", "radiogroup", "checkbox", "rating", "ranking", "matrix", "matrixdropdown", "boolean", "panel", "html", "multipletext"];
        let odd = |with: u8| match with % 6 {
            0 => json!(with), 1 => json!(["a", 1, null, {"value": with}]), 2 => json!({"ja": "x"}), 3 => json!("{a} = 1"), 4 => json!(true), _ => json!(null),
        };
        let list: Vec<Value> = values.iter().map(|(name, at, with)| json!({
            "type": types[*at], "name": name, "choices": odd(*with), "rows": odd(with / 2), "columns": odd(with / 3), "rateMax": odd(with / 5),
            "rateValues": odd(with / 4), "visibleIf": odd(with / 7), "min": odd(with / 6), "elements": odd(with / 8), "items": odd(with / 9), "title": odd(with / 11),
        })).collect();
        prop_assert!(elements(json!(list)).questionnaire.is_some());
    }
}
