//! What the door promises about answers: read, refused, routed, stored.

#![expect(clippy::too_many_lines, reason = "tests stop at the first surprise")]

use proptest::prelude::*;

use super::answers::Document;
use super::refusal::AnswerErrorKind as Refused;
use super::*;

/// A questionnaire with every kind of question.
pub(super) fn every_kind() -> Reader {
    let options = |codes: &[&str]| -> serde_json::Value {
        codes
            .iter()
            .map(|code| serde_json::json!({"code": code, "label": code}))
            .collect()
    };
    let marked = serde_json::json!([
        {"code": "a", "label": "a"}, {"code": "b", "label": "b"}, {"code": "c", "label": "c"},
        {"code": "other", "label": "その他", "other": true},
        {"code": "none", "label": "特にない", "exclusive": true},
    ]);
    let mut written = marked.clone();
    written.as_array_mut().unwrap().pop();
    let mut alone = marked.clone();
    alone.as_array_mut().unwrap().remove(3);
    let rows = options(&["r1", "r2"]);
    let question = |code: &str, mut kind: serde_json::Value| {
        kind["code"] = code.into();
        kind["text"] = code.into();
        kind
    };
    let mut follow = question(
        "q2",
        serde_json::json!({"type": "multiple", "max": 2, "options": marked}),
    );
    follow["show_if"] = serde_json::json!({"any_of": {"item": "q1", "codes": ["1"]}});
    follow["required"] = true.into();
    let mut sex = question(
        "sex",
        serde_json::json!({"type": "single", "options": options(&["m", "f"])}),
    );
    sex["role"] = "attribute".into();
    let mut again = sex.clone();
    again["code"] = "again".into();
    again["same_as"] = "sex".into();
    let mut hidden = serde_json::json!({"code": "s3", "title": "3", "questions": [
        question("q7", serde_json::json!({"type": "date"})),
        question("q8", serde_json::json!({"type": "text", "long": true, "max_length": 20})),
    ]});
    hidden["show_if"] = serde_json::json!({"not": {"any_of": {"item": "q2", "codes": ["none"]}}});
    let document = serde_json::json!({
        "code": "all", "title": "全", "purpose": "試", "minutes": 1, "languages": ["ja"],
        "sections": [
            {"code": "s1", "title": "1", "questions": [
                question("q1", serde_json::json!({"type": "scale", "options": options(&["1", "2", "9"])})),
                follow,
                question("q3", serde_json::json!({"type": "grid", "rows": rows, "options": options(&["1", "2"])})),
            ]},
            {"code": "s2", "title": "2", "questions": [
                question("q4", serde_json::json!({"type": "dual_grid", "rows": rows, "axes": [
                    {"code": "sat", "label": "満足度", "options": options(&["1", "2"])},
                    {"code": "imp", "label": "重要度", "options": options(&["1", "2"])},
                ]})),
                question("q5", serde_json::json!({"type": "ranking", "places": 3, "options": options(&["x", "y", "z", "w"])})),
                question("q6", serde_json::json!({"type": "number", "min": "0", "max": "100", "decimals": 1})),
                question("note", serde_json::json!({"type": "note"})),
                question("name", serde_json::json!({"type": "single", "options": written})),
                question("q9", serde_json::json!({"type": "multiple_grid", "rows": rows, "max": 2, "options": alone})),
                question("q10", serde_json::json!({"type": "number_grid", "rows": rows, "min": "0", "max": "31", "unit": "回"})),
            ]},
            hidden,
            {"code": "s4", "title": "4", "questions": [sex, question("place", serde_json::json!({"type": "place", "options": [
                {"code": "1", "label": "東町", "kana": "ひがしまち"}, {"code": "2", "label": "東山", "kana": "ひがしやま"},
            ]})), again]},
        ],
    });
    let questionnaire = serde_json::from_value(document).unwrap();
    assert_eq!(review::review(&questionnaire), []);
    Reader::new(questionnaire)
}

pub(super) fn read(pairs: &[(&str, &str)]) -> Result<Answers, Vec<AnswerError>> {
    Answers::read(&every_kind(), &pairs.iter().copied().collect())
}

fn document(pairs: &[(&str, &str)]) -> String {
    read(pairs).unwrap().document()
}

pub(super) fn refusals(pairs: &[(&str, &str)]) -> Vec<(String, Refused)> {
    let errors = read(pairs).unwrap_err();
    errors.into_iter().map(|e| (e.item, e.kind)).collect()
}

pub(super) fn refusal(pairs: &[(&str, &str)]) -> Refused {
    let mut all = refusals(pairs);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).1
}

#[test]
fn every_kind_is_stored_in_its_form() {
    let pairs = [
        ("q2", "b"),
        ("q2", "a"),
        ("q1", "1"),
        ("q3.r1", "2"),
        ("q3.r2", ""),
        ("q4.r1.sat", "1"),
        ("q4.r2.imp", "2"),
        ("q5.1", "z"),
        ("q5.2", "x"),
        ("q6", "１２．50"),
        ("name", "other"),
        ("name.other", "猫\"\\"),
        ("q7", "令和7年4月1日"),
        ("q8", "一\r\n二"),
        ("sex", "f"),
    ];
    let expected = r#"{"q1": "1", "q2": ["a", "b"], "q6": 12.5, "q7": "2025-04-01", "q8": "一\n二", "sex": "f", "name": "other", "q5.1": "z", "q5.2": "x", "q3.r1": "2", "q4.r1.sat": "1", "q4.r2.imp": "2", "name.other": "猫\"\\"}"#;
    assert_eq!(document(&pairs), expected);
}

#[test]
fn what_a_form_cannot_send_is_refused() {
    assert_eq!(refusal(&[("is_admin", "1")]), Refused::UnknownItem);
    assert_eq!(refusal(&[("note", "1")]), Refused::UnknownItem);
    assert_eq!(refusal(&[("q1", "9999")]), Refused::UnknownOption);
    assert_eq!(refusal(&[("q1", "1 ")]), Refused::UnknownOption);
    assert_eq!(refusal(&[("sex", "m"), ("sex", "f")]), Refused::Repeated);
    assert_eq!(refusal(&[("sex", ""), ("sex", "")]), Refused::Repeated);
    assert_eq!(
        refusal(&[("q1", "1"), ("q2", "a"), ("q2", "a")]),
        Refused::Repeated
    );
    assert_eq!(refusal(&[("q8", "a\0b")]), Refused::ForbiddenCharacter);
    assert!(
        refusals(&[("q8", "a\0b")])
            .iter()
            .all(|(_, kind)| kind.is_forged())
    );
}

#[test]
fn contradictions_are_refused() {
    let follow = |more: &[(&str, &str)]| refusal(&[&[("q1", "1")], more].concat());
    assert_eq!(
        follow(&[("q2", "a"), ("q2", "b"), ("q2", "c")]),
        Refused::TooManyChosen { max: 2, chosen: 3 }
    );
    assert_eq!(
        follow(&[("q2", "a"), ("q2", "none")]),
        Refused::ExclusiveWithOthers
    );
    assert_eq!(
        follow(&[("q2", "none"), ("q2.other", "猫")]),
        Refused::OtherNotChosen
    );
    assert_eq!(
        follow(&[("q2", "a"), ("q2", "b"), ("q2.other", "猫")]),
        Refused::OtherNotChosen
    );
    assert_eq!(
        refusal(&[("name", "a"), ("name.other", "猫")]),
        Refused::OtherNotChosen
    );
    assert_eq!(
        refusal(&[("q5.1", "x"), ("q5.2", "x")]),
        Refused::RankedTwice
    );
    assert_eq!(refusal(&[("q5.2", "x")]), Refused::PlaceSkipped);
}

#[test]
fn several_options_may_each_offer_a_line() {
    let json = |kind: &str| {
        format!(
            r#"{{"code":"c","title":"t","purpose":"p","minutes":1,"languages":["ja"],"sections":[{{"code":"s","title":"t",
            "questions":[{{"code":"q","text":"x",{kind},"options":[{{"code":"a","label":"x"}},
            {{"code":"b","label":"y","other":true}},{{"code":"c","label":"z","other":true}}]}}]}}]}}"#
        )
    };
    let reader = |kind: &str| {
        let questionnaire: Questionnaire = serde_json::from_str(&json(kind)).unwrap();
        assert_eq!(review::review(&questionnaire), []);
        Reader::new(questionnaire)
    };
    let many = reader(r#""type":"multiple","max":2"#);
    let read = |reader: &Reader, pairs: &[(&str, &str)]| {
        Answers::read(reader, &pairs.iter().copied().collect::<Raw>())
            .map(|answers| answers.document())
            .map_err(|errors| {
                errors
                    .into_iter()
                    .map(|e| (e.item, e.kind))
                    .collect::<Vec<_>>()
            })
    };
    assert_eq!(
        read(&many, &[("q.other.c", "猫"), ("q.other.b", "犬")]).unwrap(),
        r#"{"q": ["b", "c"], "q.other.b": "犬", "q.other.c": "猫"}"#
    );
    let full = read(&many, &[("q", "a"), ("q", "b"), ("q.other.c", "猫")]);
    let refused = |item: &str| Err(vec![(item.to_owned(), Refused::OtherNotChosen)]);
    assert_eq!(full, refused("q.other.c"));
    assert_eq!(
        read(&many, &[("q.other", "猫")]).unwrap_err()[0].1,
        Refused::UnknownItem
    );
    let one = reader(r#""type":"single""#);
    assert_eq!(
        read(&one, &[("q.other.c", "猫")]).unwrap(),
        r#"{"q": "c", "q.other.c": "猫"}"#
    );
    assert_eq!(
        read(&one, &[("q", "b"), ("q.other.c", "猫")]),
        refused("q.other.c")
    );
}

#[test]
fn writing_beside_other_chooses_it() {
    assert_eq!(
        document(&[("name.other", "猫")]),
        r#"{"name": "other", "name.other": "猫"}"#
    );
    assert_eq!(
        document(&[("q1", "1"), ("q2", "a"), ("q2.other", "猫")]),
        r#"{"q1": "1", "q2": ["a", "other"], "q2.other": "猫"}"#
    );
    assert_eq!(
        document(&[("name", "a"), ("name.other", "\u{3000}")]),
        r#"{"name": "a"}"#
    );
}

#[test]
fn a_hidden_answer_is_dropped_and_a_hidden_fault_is_none() {
    assert_eq!(document(&[("q1", "2"), ("q2", "a")]), r#"{"q1": "2"}"#);
    assert_eq!(document(&[("q2", "a")]), "{}");
    // q2 is not asked, so s3, which hangs on it, is neither.
    assert_eq!(
        document(&[("q1", "2"), ("q2", "a"), ("q8", "x")]),
        r#"{"q1": "2"}"#
    );
    let long = "長".repeat(30);
    assert_eq!(document(&[("q1", "2"), ("q8", &long)]), r#"{"q1": "2"}"#);
    assert_eq!(
        refusal(&[("q1", "2"), ("q2", "zzz")]),
        Refused::UnknownOption
    );
}

#[test]
fn a_required_question_is_pointed_out_once_and_all_faults_together() {
    let all = refusals(&[("q6", "abc"), ("q1", "1"), ("q5.2", "x")]);
    let expected = [
        ("q2".to_owned(), Refused::Required),
        ("q5.2".to_owned(), Refused::PlaceSkipped),
        ("q6".to_owned(), Refused::NotANumber),
    ];
    assert_eq!(all, expected);
    assert_eq!(
        refusal(&[("q1", "1"), ("q2", "zzz")]),
        Refused::UnknownOption
    );
}

#[test]
fn a_sheet_with_only_attributes_or_invalid_marks_is_blank() {
    assert!(read(&[("sex", "f")]).unwrap().is_blank());
    assert!(read(&[("sex", "f"), ("q3.r1", "")]).unwrap().is_blank());
    assert!(!read(&[("q3.r1", "1")]).unwrap().is_blank());
    let marked: Document =
        serde_json::from_str(r#"{"q1": {"invalid": true}, "sex": "f"}"#).unwrap();
    let paper = Answers::stored(&every_kind(), marked).unwrap();
    assert!(paper.is_blank());
    assert_eq!(paper.document(), r#"{"q1": {"invalid": true}, "sex": "f"}"#);
}

#[test]
fn a_stored_document_that_does_not_fit_is_refused() {
    let reader = every_kind();
    for (item, bad) in [
        ("zz", r#"{"zz": "1"}"#),
        ("q1", r#"{"q1": "7"}"#),
        ("q1", r#"{"q1": ["1"]}"#),
        ("q2", r#"{"q2": ["b", "a"]}"#),
        ("q2", r#"{"q2": []}"#),
        ("q6", r#"{"q6": "5"}"#),
        ("q1", r#"{"q1": {"invalid": false}}"#),
    ] {
        let document: Document = serde_json::from_str(bad).unwrap();
        assert_eq!(
            Answers::stored(&reader, document).unwrap_err().item,
            item,
            "{bad}"
        );
    }
}

/// Pairs near to what a form sends, and far from it.
fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let codes: Vec<String> = every_kind()
        .items()
        .iter()
        .map(|item| item.code.clone())
        .collect();
    let name = prop_oneof![9 => prop::sample::select(codes), 1 => "\\PC{0,8}"];
    let known = prop::sample::select(vec![
        "1",
        "2",
        "9",
        "a",
        "b",
        "c",
        "other",
        "none",
        "x",
        "y",
        "z",
        "w",
        "m",
        "f",
        "5",
        "12.5",
        "-0",
        "R7.4.1",
        "2025-02-29",
        "",
        "\u{3000}",
        "一\n二",
        "\0",
    ]);
    let value = prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec((name, value), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn reading_the_printed_form_gives_the_answers_again(sent in pairs()) {
        let reader = every_kind();
        let raw: Raw = sent.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        if let Ok(answers) = Answers::read(&reader, &raw) {
            let printed: Raw = answers.pairs().into_iter().collect();
            prop_assert_eq!(&Answers::read(&reader, &printed).unwrap(), &answers);
            let stored: Document = serde_json::from_str(&answers.document()).unwrap();
            prop_assert_eq!(&Answers::stored(&reader, stored).unwrap(), &answers);
            let path = answers.path();
            for (position, item) in reader.items().iter().enumerate() {
                let kept = answers.at(position).is_some();
                prop_assert!(!kept || path.asks(item.section, item.question), "{} is hidden", item.code);
            }
        }
    }
}
