//! Limits: what the review lets pass is taken by the door, what it does not is refused with its number and place.

use kocho::domain::questionnaire::item::{Accepts, items};
use kocho::domain::questionnaire::limits::{self, BODY_BYTES};
use kocho::domain::questionnaire::review::review;
use kocho::domain::questionnaire::{
    AnswerErrorKind, DraftAnswers, Layout, Questionnaire, Raw, Reader, largest,
};
use kocho::domain::survey::Anonymity;
use kocho::formats::questionnaire::{self, Fault};
use kocho::web::extract::form::decode;
use proptest::prelude::*;

use crate::questionnaires::SMALL;
use crate::support::door::{TestApp, address, encoded};

const LONG_TEXTS: &str = include_str!("../data/faults/long_texts.yaml");
const MAX_LENGTH: &str = include_str!("../data/faults/max_length.yaml");

fn faults(file: &str) -> Vec<String> {
    let faults = questionnaire::read(file.as_bytes()).unwrap_err();
    faults.iter().map(Fault::to_string).collect()
}

/// Ten opinions of full length are 360,000 bytes of kanji as a browser sends them.
#[actix_web::test]
async fn ten_long_texts_are_taken_and_one_that_is_too_long_comes_back_with_all() {
    for file in [
        LONG_TEXTS.to_owned(),
        LONG_TEXTS.replace("minutes: 30", "minutes: 30\nlayout: one_page"),
    ] {
        let door = TestApp::new().await;
        let survey = door.survey(file.as_bytes(), Anonymity::Open).await;
        let citizen = door.resident();
        let one_page = file.contains("one_page");
        let (page, button) = if one_page {
            (citizen.get(&address(&survey)).await, "send")
        } else {
            (citizen.begin(&address(&survey)).await, "next")
        };
        let names: Vec<String> = (1..=10).map(|at| format!("t{at}")).collect();
        let most = "意".repeat(limits::WRITTEN.into());
        let over = format!("{most}見");
        let mut answers: Vec<(&str, &str)> = names
            .iter()
            .map(|name| (name.as_str(), most.as_str()))
            .collect();
        assert!(encoded(&answers).len() > 350_000);
        answers[4].1 = &over;
        let sent = citizen.send(&page, button, &answers).await;
        sent.assert_page(422, "4000文字以内にしてください（今は4001文字）");
        for (name, text) in &answers {
            assert_eq!(sent.form().value(name), Some(*text), "{name}");
        }
        door.assert_nothing_stored().await;
        answers[4].1 = &most;
        let mut sent = citizen.press(&sent, button, &answers).await;
        if !one_page {
            sent.assert_page(200, "");
            sent = citizen.press(&sent, "send", &[]).await;
        }
        sent.assert_page(200, "");
        let stored = door.stored().await;
        assert!(names.iter().all(|name| stored[name] == most.as_str()));
    }
}

#[actix_web::test]
async fn the_longest_text_that_may_be_asked_is_taken() {
    let found = faults(MAX_LENGTH);
    let expected = "11:53 sections[0].questions[1].max_length: “max_length” is 65535; it must be between 1 and 10000";
    assert_eq!(found, [expected]);
    let door = TestApp::new().await;
    let file = MAX_LENGTH.replace("65535", "10000");
    let survey = door.survey(file.as_bytes(), Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let (kanji, rare) = ("字".repeat(10_000), "𠮷".repeat(10_000));
    let check = citizen
        .press(&page, "next", &[("t", &kanji), ("u", &rare)])
        .await;
    citizen
        .press(&check, "send", &[])
        .await
        .assert_page(200, "");
    assert_eq!(
        door.stored().await,
        serde_json::json!({"t": kanji, "u": rare})
    );
}

#[test]
fn what_is_too_large_is_refused_with_its_number() {
    let grid = |rows: usize, kind: &str| {
        let rows = (0..rows).map(|at| format!("          - {{code: r{at}, label: 行{at}}}\n"));
        let options = "[{code: 1, label: はい}, {code: 2, label: いいえ}]";
        let scales = match kind {
            "grid" => format!("        options: {options}\n"),
            _ => format!(
                "        axes: [{{code: a, label: 満足, options: {options}}}, {{code: b, label: 重要, options: {options}}}]\n"
            ),
        };
        let rows: String = rows.collect();
        format!(
            "{SMALL}      - code: g\n        text: 問\n        type: {kind}\n{scales}        rows:\n{rows}"
        )
    };
    for kind in ["grid", "dual_grid"] {
        let found = faults(&grid(2_100, kind));
        let rows = "sections[0].questions[1].rows: there are 2100 rows; at most 200 are taken";
        assert!(
            found.iter().any(|fault| fault.ends_with(rows)),
            "{found:#?}"
        );
        assert!(questionnaire::read(grid(200, kind).as_bytes()).is_ok());
    }
    let many = |count: usize, question: &str| {
        let questions =
            (0..count).map(|at| format!("      - {{code: m{at}, text: 問, {question}}}\n"));
        format!("{SMALL}{}", questions.collect::<String>())
    };
    let found = faults(&many(30, "type: text, long: true"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0]
            .starts_with("10:7 sections[0].questions: fully answered this page is a form of 14"),
        "{found:#?}"
    );
    assert!(questionnaire::read(many(15, "type: text, long: true").as_bytes()).is_ok());
    let found = faults(&many(500, "type: note"));
    assert!(
        found[0].contains("there are 501 questions; at most 500 are taken"),
        "{found:#?}"
    );
    for (was, is, said) in [
        (
            "minutes: 1",
            "minutes: 0",
            "4:10 minutes: “minutes” is 0; it must be between 1 and 600",
        ),
        (
            "title: 題",
            "title: \"\u{200B}\"",
            "2:8 title: the text is empty in “ja”",
        ),
        (
            "label: はい",
            "label: \"\\u200B\"",
            "14:30 sections[0].questions[0].options[0].label: the text is empty in “ja”",
        ),
    ] {
        assert_eq!(faults(&SMALL.replace(was, is)), [said]);
    }
    let long = SMALL.replace("text: 問", &format!("text: {}", "問".repeat(4_001)));
    assert_eq!(
        faults(&long),
        [
            "11:15 sections[0].questions[0].text: the text has 4001 characters; at most 4000 are taken"
        ]
    );
}

/// A questionnaire of questions that need room.
fn questionnaire_of(layout: Layout, sections: &[Vec<(usize, usize)>]) -> Questionnaire {
    let options = |count: usize, other: bool| {
        let option = |at: usize| serde_json::json!({"code": format!("option-{at:0>33}"), "label": "x", "other": other && at == 0});
        (0..count.max(2)).map(option).collect::<Vec<_>>()
    };
    let rows = |last: usize| -> Vec<serde_json::Value> {
        let row = |at| serde_json::json!({"code": format!("row-{at}"), "label": "x"});
        (0..=last).map(row).collect()
    };
    let mut number = 0;
    let mut question = |(kind, size): &(usize, usize)| {
        number += 1;
        let mut question = match kind {
            0 => serde_json::json!({"type": "text", "long": true, "max_length": 1 + size * 9}),
            1 => serde_json::json!({"type": "multiple", "options": options(*size, true)}),
            2 => {
                let rows = rows(size / 6);
                serde_json::json!({"type": "grid", "rows": rows, "options": options(5, false)})
            }
            3 => serde_json::json!({"type": "number", "min": "0", "max": "100"}),
            4 => {
                let rows = rows(size / 40);
                serde_json::json!({"type": "multiple_grid", "rows": rows, "options": options(9, false)})
            }
            5 => {
                let rows = rows(size / 6);
                serde_json::json!({"type": "number_grid", "rows": rows, "min": "0", "max": "100"})
            }
            _ => serde_json::json!({"type": "text"}),
        };
        question["code"] = format!("question-{number:0>31}").into();
        question["text"] = "x".into();
        question
    };
    let sections: Vec<_> = sections
        .iter()
        .enumerate()
        .map(|(at, questions)| {
            let questions: Vec<_> = questions.iter().map(&mut question).collect();
            serde_json::json!({"code": format!("s{at}"), "title": "x", "questions": questions})
        })
        .collect();
    let layout = if layout == Layout::OnePage {
        "one_page"
    } else {
        "sections"
    };
    let document = serde_json::json!({"code": "c", "title": "x", "purpose": "x", "minutes": 5, "languages": ["ja"],
        "layout": layout, "sections": sections});
    serde_json::from_value(document).unwrap()
}

/// Everything a person could honestly send of a page: the longest code, every mark, texts of the rarest characters.
fn largest_form(questionnaire: &Questionnaire, page: Option<usize>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for item in items(questionnaire) {
        if page.is_some_and(|page| page != item.section) {
            continue;
        }
        match &item.accepts {
            Accepts::One(codes) => pairs.push((item.code.clone(), codes[0].to_string())),
            Accepts::Many { codes, .. } => pairs.extend(
                codes
                    .iter()
                    .map(|code| (item.code.clone(), code.to_string())),
            ),
            Accepts::Text { max_length, .. } => {
                pairs.push((item.code.clone(), "𠮷".repeat((*max_length).into())))
            }
            _ => pairs.push((item.code.clone(), "１".repeat(limits::TYPED_BYTES / 3))),
        }
    }
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The root of 「取り込みは通り、回答は断られる」.
    #[test]
    fn the_largest_honest_form_of_whatever_passes_the_review_is_taken(
        one_page in any::<bool>(),
        sections in prop::collection::vec(prop::collection::vec((0usize..7, 1usize..1_100), 1..24), 1..4),
    ) {
        let layout = if one_page { Layout::OnePage } else { Layout::Sections };
        let questionnaire = questionnaire_of(layout, &sections);
        let sizes = largest::pages(&questionnaire);
        let passes = review(&questionnaire).is_empty();
        let reader = Reader::new(questionnaire.clone());
        for (page, size) in sizes.iter().enumerate() {
            let form = largest_form(&questionnaire, (!one_page).then_some(page));
            let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let body = fields.iter().map(|(name, value)| {
                let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
                format!("{name}={}", value.to_string().replace("%2D", "-"))
            });
            let body = body.collect::<Vec<_>>().join("&");
            prop_assert!(body.len() <= size.bytes, "{} > {}", body.len(), size.bytes);
            if !passes {
                continue;
            }
            // With the fields of our own a form has.
            prop_assert!(body.len() + 4_096 <= BODY_BYTES);
            let decoded = decode(body.as_bytes());
            prop_assert_eq!(&decoded.unwrap().0, &form);
            let raw: Raw = fields.into_iter().collect();
            let faults = DraftAnswers::read(&reader, &raw, None).faults();
            let long = |kind: &AnswerErrorKind| matches!(kind, AnswerErrorKind::TooLong { .. } | AnswerErrorKind::TooManyBytes { .. });
            prop_assert!(!faults.iter().any(|fault| long(&fault.kind)), "{:?}", faults);
        }
    }
}
