//! Grids whose rows take numbers, or several options: answered to the end, refused row by row, nothing typed lost.

use kocho::domain::survey::Anonymity;

use crate::support::door::{EVERYTHING, Person, TestApp, address};
use crate::support::page::{Reply, Tag};

/// The page of the tables.
async fn tables(citizen: &Person<'_>, first: &str) -> Reply {
    let page = citizen.begin(first).await;
    citizen.press(&page, "next", &[("livable", "1")]).await
}

fn tag(page: &Reply, id: &str) -> Tag {
    let mut tags = page.tags().into_iter();
    let found = tags.find(|tag| tag.value("id").as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no {id} in {}", page.html()))
}

fn values(page: &Reply, name: &str) -> Vec<String> {
    let form = page.form();
    let pairs = form.pairs().into_iter();
    let own = pairs.filter(|(field, _)| *field == name);
    own.map(|(_, value)| value.to_owned()).collect()
}

#[actix_web::test]
async fn rows_are_answered_checked_and_stored() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    for citizen in [door.resident(), door.resident().without_cookies()] {
        let answers = [
            ("visits.library", "４回"),
            ("visits.hall", "0.5"),
            ("times.library", "3"),
            ("times.library", "1"),
            ("times.pool", "9"),
        ];
        let check = citizen.to_check(&survey, &answers).await;
        check.assert_page(200, "図書館 4回 プール 答えていません 公民館 0.5回");
        check.assert_page(200, "図書館 平日 夜間 プール 利用しない");
        let receipt = citizen.press(&check, "send", &[]).await;
        receipt.assert_page(200, "回答を記録しました");
    }
    let stored = serde_json::json!({
        "livable": "1",
        "visits.library": 4, "visits.hall": 0.5,
        "times.library": ["1", "3"], "times.pool": ["9"],
    });
    assert_eq!(door.town.documents().await, [stored.clone(), stored]);
}

#[actix_web::test]
async fn every_row_has_a_name_and_its_fields() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    for (language, rows, limit) in [
        ("ja", ["図書館", "公民館"], "それぞれ2つまで選べます。"),
        (
            "ja-x-easy",
            ["図書館", "公民館"],
            "それぞれ 2つまで 選ぶことが できます。",
        ),
        (
            "en",
            ["Library", "Community hall"],
            "Choose up to 2 for each.",
        ),
    ] {
        let citizen = door.resident();
        let first = format!("{}?lang={language}", address(&survey));
        let page = tables(&citizen, &first).await;
        page.assert_page(200, limit);
        for row in rows {
            page.assert_page(200, row);
        }
        let labels: Vec<Option<String>> = page
            .tags()
            .into_iter()
            .filter(|tag| tag.name == "label")
            .map(|tag| tag.value("for"))
            .collect();
        for row in ["library", "pool", "hall"] {
            let field = tag(&page, &format!("visits.{row}"));
            assert_eq!(field.value("inputmode").as_deref(), Some("decimal"));
            assert!(labels.contains(&Some(format!("visits.{row}"))), "{row}");
        }
        for row in ["library", "pool"] {
            let group = tag(&page, &format!("times.{row}"));
            // Its legend names it.
            assert_eq!(group.name, "fieldset");
        }
        let whole = tag(&page, "times");
        assert_eq!(
            whole.value("aria-describedby").as_deref(),
            Some("times-limit")
        );
        let boxes = page.tags().into_iter();
        let boxes = boxes.filter(|tag| tag.value("type").as_deref() == Some("checkbox"));
        assert_eq!(boxes.count(), 8);
    }
}

#[actix_web::test]
async fn every_fault_is_told_at_its_row_and_nothing_typed_is_lost() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = tables(&citizen, &address(&survey)).await;
    let long = "字".repeat(20_000);
    for (absurd, said) in [
        ("たまに", "数字を入力してください"),
        ("1e3", "数字を入力してください"),
        ("NaN", "数字を入力してください"),
        ("123456789012345678901234567890", "数字を入力してください"),
        (long.as_str(), "数字を入力してください"),
        ("-1", "0から31までの数字"),
        ("32", "0から31までの数字"),
        ("1.25", "小数点以下は1けたまで"),
    ] {
        let answers = [
            ("visits.library", "3"),
            ("visits.pool", absurd),
            ("times.pool", "2"),
        ];
        let sent = citizen.send(&page, "next", &answers).await;
        sent.assert_page(422, said);
        sent.assert_page(422, "問8 プール");
        assert!(sent.links().contains(&"#visits.pool".to_owned()));
        let field = tag(&sent, "visits.pool");
        assert_eq!(field.value("aria-invalid").as_deref(), Some("true"));
        let told = field.value("aria-describedby").unwrap();
        assert_eq!(told, "visits.pool-error");
        assert!(tag(&sent, &told).text.contains(said), "{absurd:.20}");
        assert!(tag(&sent, "visits.library").value("aria-invalid").is_none());
        assert_eq!(sent.form().value("visits.pool"), Some(absurd));
        assert_eq!(sent.form().value("visits.library"), Some("3"));
        assert_eq!(values(&sent, "times.pool"), ["2"]);
    }
    for (marks, said) in [
        (
            ["1", "2", "3"].as_slice(),
            "選べるのは2つまでです。今は3つ選ばれています。",
        ),
        (&["1", "9"], "ほかの選択肢と一緒に選べません"),
    ] {
        let mut answers = vec![("visits.hall", "7"), ("times.library", "2")];
        answers.extend(marks.iter().map(|mark| ("times.pool", *mark)));
        let sent = citizen.send(&page, "next", &answers).await;
        sent.assert_page(422, said);
        assert!(sent.links().contains(&"#times.pool-1".to_owned()));
        let row = tag(&sent, "times.pool");
        let told = row.value("aria-describedby").unwrap();
        assert!(tag(&sent, &told).text.contains(said));
        assert!(
            tag(&sent, "times.library")
                .value("aria-describedby")
                .is_none()
        );
        assert_eq!(values(&sent, "times.pool"), marks);
        assert_eq!(values(&sent, "times.library"), ["2"]);
        assert_eq!(sent.form().value("visits.hall"), Some("7"));
    }
    door.assert_nothing_stored().await;
}

#[actix_web::test]
async fn what_no_form_sends_is_refused() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = tables(&citizen, &address(&survey)).await;
    let long = "x".repeat(20_000);
    let strange = "この調査票にない項目が送られました";
    for (forged, said) in [
        (vec![("times", "1")], strange),
        (vec![("visits", "1")], strange),
        (vec![("visits.nothing", "1")], strange),
        (vec![("times.library.other", "x")], strange),
        (vec![("times.library", "4")], "選択肢から選んでください"),
        (vec![("times.library", &long)], "選択肢から選んでください"),
        (
            vec![("times.library", "1"), ("times.library", "1")],
            "1つだけ選んでください",
        ),
        (
            vec![("visits.pool", "1"), ("visits.pool", "2")],
            "1つだけ選んでください",
        ),
    ] {
        let mut form = page.form();
        for (name, value) in &forged {
            form.fill(&[("visits.hall", "2")]);
            form.add(name, value);
        }
        if forged[0].0 == "visits.pool" {
            form.fill(&forged);
        }
        let sent = citizen.submit(&form, "next").await;
        sent.assert_page(422, said);
        assert_eq!(sent.form().value("visits.hall"), Some("2"));
    }
    door.assert_nothing_stored().await;
}

const LONG: &str = "
code: long
title: 長い表
purpose: 試験のため
minutes: 3
languages: [ja]
layout: one_page
sections:
  - code: s
    title: 表
    questions:
      - code: uses
        text: 何に使いますか。
        hint: あてはまるものすべて。
        required: true
        type: multiple_grid
        rows: [{code: hall, label: 公民館}, {code: park, label: 公園}]
        options:
          [{code: 1, label: 一}, {code: 2, label: 二}, {code: 3, label: 三}, {code: 4, label: 四}, {code: 5, label: 五},
           {code: 6, label: 六}, {code: 7, label: 七}, {code: 8, label: 八}, {code: 9, label: 九}, {code: 10, label: 十},
           {code: 11, label: 十一}, {code: 12, label: 十二}, {code: 13, label: 十三}, {code: 14, label: 十四},
           {code: 15, label: 使わない, exclusive: true}]
      - code: cost
        text: いくら使いますか。
        required: true
        type: number_grid
        min: 0
        max: 100000
        unit: 円
        rows: [{code: hall, label: 公民館}, {code: park, label: 公園}]
";

/// On one page without a draft: many options in columns, every row required, everything typed comes back.
#[actix_web::test]
async fn rows_that_must_be_answered_are_asked_for_one_by_one() {
    let door = TestApp::new().await;
    let survey = door.survey(LONG.as_bytes(), Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    assert_eq!(page.html().matches("<div class=\"columns\">").count(), 2);
    let whole = tag(&page, "uses");
    assert_eq!(
        whole.value("aria-describedby").as_deref(),
        Some("uses-hint")
    );
    let half = [
        ("uses.hall", "3"),
        ("uses.hall", "14"),
        ("cost.park", "１万2千円"),
    ];
    let sent = citizen.send(&page, "send", &half).await;
    sent.assert_page(422, "1つ以上選んでください");
    sent.assert_page(422, "入力してください");
    for missing in ["#uses.park-1", "#cost.hall"] {
        assert!(sent.links().contains(&missing.to_owned()), "{missing}");
    }
    assert_eq!(values(&sent, "uses.hall"), ["3", "14"]);
    assert_eq!(values(&sent, "cost.park"), ["１万2千円"]);
    door.assert_nothing_stored().await;
    let rest = [("uses.park", "15"), ("cost.hall", "0")];
    let receipt = citizen.press(&sent, "send", &rest).await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(
        door.stored().await,
        serde_json::json!({
            "uses.hall": ["3", "14"], "uses.park": ["15"], "cost.hall": 0, "cost.park": 12_000,
        })
    );
}
