//! What people type as they speak is understood, and shown back as it was understood.

use kocho::domain::survey::Anonymity;

use crate::support::door::{TestApp, address};

const LANGUAGES: &[u8] = include_bytes!("../../data/questionnaires/languages.yaml");
const BRACKETS: &[u8] = include_bytes!("../../data/faults/ruby.yaml");

#[actix_web::test]
async fn numbers_and_days_are_shown_as_they_were_understood() {
    let door = TestApp::new().await;
    let survey = door.survey(LANGUAGES, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    for (field, typed, shown) in [
        ("share", "80%", "80％"),
        ("share", "８０パーセント", "80％"),
        ("people", "2名", "2人"),
        ("people", "二人", "2人"),
        ("money", "１万2千円", "12,000円"),
        ("moved", "20230410", "令和5年4月10日（2023年4月10日）"),
        (
            "moved",
            "2023年4月10日(月)",
            "令和5年4月10日（2023年4月10日）",
        ),
        ("month", "令和5年4月", "令和5年4月（2023年4月）"),
    ] {
        let check = citizen.press(&page, "next", &[(field, typed)]).await;
        check.assert_page(200, shown);
    }
    for (field, typed, said) in [
        ("people", "2～3人", "数字を入力してください"),
        ("people", "2.5人", "整数で入力してください"),
        ("moved", "令和5年4月", "日も入力してください"),
        ("moved", "4月10日", "年も入力してください"),
        ("moved", "令和5年", "月も入力してください"),
        ("moved", "2023年4月10日(火)", "その日付はありません"),
        ("month", "さいきん", "年と月を"),
    ] {
        let refused = citizen.send(&page, "next", &[(field, typed)]).await;
        refused.assert_page(422, said);
        assert_eq!(refused.form().value(field), Some(typed));
    }
    let good = [("moved", "R5.4.10"), ("month", "2023-04"), ("people", "")];
    let check = citizen.press(&page, "next", &good).await;
    citizen.press(&check, "send", &[]).await;
    let stored = door.stored().await;
    assert_eq!(
        stored,
        serde_json::json!({"moved": "2023-04-10", "month": "2023-04-01"})
    );
}

#[actix_web::test]
async fn a_grid_of_two_scales_is_shown_as_a_table() {
    let door = TestApp::new().await;
    let survey = door.survey(LANGUAGES, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let answers = [
        ("policies.snow.s", "2"),
        ("policies.snow.i", "1"),
        ("policies.bus.i", "2"),
    ];
    let check = citizen.press(&page, "next", &answers).await;
    check.assert_page(
        200,
        "満足度 重要度 除雪 低い 大きい バス 答えていません 小さい",
    );
    let heads: Vec<_> = check
        .tags()
        .into_iter()
        .filter(|tag| tag.name == "th")
        .map(|tag| (tag.value("scope").unwrap(), tag.text))
        .collect();
    let expected = [
        ("col", "満足度"),
        ("col", "重要度"),
        ("row", "除雪"),
        ("row", "バス"),
    ];
    assert_eq!(
        heads,
        expected.map(|(scope, text)| (scope.to_owned(), text.to_owned()))
    );
}

#[actix_web::test]
async fn brackets_bars_and_line_ends_are_printed() {
    let door = TestApp::new().await;
    let survey = door.survey(BRACKETS, Anonymity::Open).await;
    let citizen = door.resident();
    let first = citizen.get(&address(&survey)).await;
    first.assert_page(
        200,
        "はい｜いいえ で答えてください。お住まいの地区についても聞きます。",
    );
    assert!(first.html().contains("<ruby>地区<rp>（</rp><rt>ちく</rt>"));
    let page = citizen.begin(&address(&survey)).await;
    for said in [
        "第1章《基本》について",
        "数量は A|B のように書きます。市役所へどうぞ。",
        "《重点》事業をご存じですか。",
        "《新規》子育て応援",
        "賛成《A案》",
        "と書けますか。 改行のある 設問文です。",
    ] {
        page.assert_page(200, said);
    }
    assert!(page.html().contains("<br>改行のある<br>設問文です。"));
    assert!(page.html().contains("<title>第1章《基本》について"));
}
