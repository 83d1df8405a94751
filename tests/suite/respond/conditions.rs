//! What is asked after a number, a day, an answer, a row of a grid: on pages without script, in three languages.

use kocho::domain::survey::Anonymity;
use serde_json::json;

use crate::support::door::{TestApp, address};

const CONDITIONS: &[u8] = include_bytes!("../../data/questionnaires/conditions.yaml");

#[actix_web::test]
async fn a_number_opens_the_question_that_belongs_to_it() {
    let door = TestApp::new().await;
    let survey = door.survey(CONDITIONS, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    assert!(!page.form().has("second"));
    // 「2人」 is a number; the page comes again with what it has opened, and everything that was typed.
    let typed = [
        ("children", "２人"),
        ("moved", "令和5年4月1日"),
        ("service.branch", "2"),
    ];
    let opened = citizen.press(&page, "next", &typed).await;
    opened.assert_page(200, "2人目のお子さん");
    assert_eq!(opened.form().value("children"), Some("２人"));
    let page = citizen.press(&opened, "next", &[("second", "1")]).await;
    for (item, is_asked) in [
        ("newcomer", true),
        ("branch", true),
        ("why", false),
        ("none", true),
    ] {
        assert_eq!(page.form().has(item), is_asked, "{item}");
    }
    let typed = [
        ("newcomer", "1"),
        ("branch", "遠い"),
        ("place", "公園"),
        ("none", "ない"),
    ];
    let opened = citizen.press(&page, "next", &typed).await;
    assert!(opened.form().has("why") && !opened.form().has("none"));
    let check = citizen.press(&opened, "next", &[("why", "広い")]).await;
    check.assert_page(200, "次の回答は数えません");
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let expected = json!({
        "children": 2, "second": "1", "moved": "2023-04-01", "service.branch": "2",
        "newcomer": "1", "branch": "遠い", "place": "公園", "why": "広い",
    });
    assert_eq!(door.stored().await, expected);
}

#[actix_web::test]
async fn who_is_outside_the_limits_is_told_why_an_answer_does_not_count() {
    let door = TestApp::new().await;
    let survey = door.survey(CONDITIONS, Anonymity::Open).await;
    for (language, why) in [
        ("ja", "問1の答えが2以上の方にだけお聞きする質問です"),
        (
            "ja-x-easy",
            "問1の 答えが 「2か、それより 多い」の 人だけの 質問です",
        ),
        ("en", "whose answer to question 1 is 2 or more"),
    ] {
        let citizen = door.resident();
        let first = format!("{}?lang={language}", address(&survey));
        let page = citizen.begin(&first).await;
        let page = citizen.press(&page, "next", &[("children", "2")]).await;
        let less = [("children", "1"), ("second", "2"), ("moved", "2023-03-31")];
        let page = citizen.press(&page, "next", &less).await;
        assert!(
            !page.form().has("newcomer"),
            "a day before the first is outside"
        );
        let check = citizen.press(&page, "next", &[("none", "x")]).await;
        check.assert_page(200, why);
    }
    door.assert_nothing_stored().await;
}

/// A style sheet sees no numbers: on one page the question stands there, and what does not count is said.
#[actix_web::test]
async fn on_one_page_what_hangs_on_a_number_is_shown() {
    let door = TestApp::new().await;
    let one_page = [b"layout: one_page\n", CONDITIONS].concat();
    let survey = door.survey(&one_page, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    assert!(page.form().has("second") && page.form().has("why"));
    assert!(
        !page.html().contains("[id=\"second\"]"),
        "hidden where nothing can open it"
    );
    let typed = [("children", "1"), ("second", "1"), ("place", "公園")];
    let told = citizen.send(&page, "send", &typed).await;
    told.assert_page(200, "問1の答えが2以上の方にだけ");
    let receipt = citizen.press(&told, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(door.stored().await, json!({"children": 1, "place": "公園"}));
}
