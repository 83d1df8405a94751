//! Many options: chosen from lists and columns, with everything that cards have.

use kocho::domain::survey::Anonymity;

use crate::support::door::{LONG_LISTS, TestApp, address};
use crate::support::page::{Reply, Tag};

/// The tag with this name and id.
fn tag(page: &Reply, name: &str, id: &str) -> Tag {
    let mut tags = page.tags().into_iter();
    let found = tags.find(|tag| tag.name == name && tag.value("id").as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no {name} {id} in {}", page.html()))
}

#[actix_web::test]
async fn one_of_many_is_chosen_from_a_list() {
    let door = TestApp::new().await;
    let survey = door.survey(LONG_LISTS, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let list = tag(&page, "select", "prefecture-01");
    assert_eq!(list.value("name").as_deref(), Some("prefecture"));
    assert_eq!(
        list.value("aria-describedby").as_deref(),
        Some("prefecture-hint")
    );
    let label = page
        .tags()
        .into_iter()
        .find(|tag| tag.name == "label" && tag.value("for").as_deref() == Some("prefecture-01"));
    assert!(label.is_some(), "the list has no label");

    // Left out: the summary leads to the list, which says that it is wrong.
    let missing = citizen.send(&page, "next", &[]).await;
    missing.assert_page(422, "1つ選んでください");
    assert!(missing.links().contains(&"#prefecture-01".to_owned()));
    let list = tag(&missing, "select", "prefecture-01");
    assert_eq!(list.value("aria-invalid").as_deref(), Some("true"));

    // What hangs on the answer is asked, and the choice comes back.
    let opened = citizen.press(&page, "next", &[("prefecture", "47")]).await;
    opened.assert_page(200, "雪には慣れましたか。");
    assert_eq!(opened.form().value("prefecture"), Some("47"));

    // What is written beside 「その他」 chooses it here as well.
    let abroad = [("prefecture", ""), ("prefecture.other", "ブラジル")];
    let marks = citizen.press(&opened, "next", &abroad).await;
    let check = citizen.press(&marks, "next", &[]).await;
    check.assert_page(200, "その他 ブラジル");
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let stored = serde_json::json!({"prefecture": "99", "prefecture.other": "ブラジル"});
    assert_eq!(door.stored().await, stored);
}

#[actix_web::test]
async fn several_of_many_stand_in_columns_and_rows_have_lists() {
    let door = TestApp::new().await;
    let survey = door.survey(LONG_LISTS, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    assert!(page.html().contains("<div class=\"columns\">"));
    let boxes = page
        .tags()
        .into_iter()
        .filter(|tag| tag.value("name").as_deref() == Some("topics"));
    assert_eq!(boxes.count(), 22);
    let answers = [("prefecture", "01"), ("topics", "3"), ("topics", "20")];
    let page = citizen.press(&page, "next", &answers).await;
    let list = tag(&page, "select", "marks.bus-0");
    assert_eq!(list.value("aria-label").as_deref(), Some("バスの便数"));
    let list = tag(&page, "select", "pair.library.i-0");
    assert_eq!(list.value("aria-label").as_deref(), Some("図書館 重要度"));
    let answers = [
        ("marks.bus", "12"),
        ("pair.library.i", "0"),
        ("pair.park.s", "15"),
    ];
    let check = citizen.press(&page, "next", &answers).await;
    check.assert_page(200, "除雪 移住の支援");
    check.assert_page(200, "バスの便数 12点 道路の除雪 答えていません");
    citizen
        .press(&check, "send", &[])
        .await
        .assert_page(200, "");
    assert_eq!(
        door.stored().await,
        serde_json::json!({
            "prefecture": "01", "topics": ["3", "20"], "marks.bus": "12",
            "pair.library.i": "0", "pair.park.s": "15"
        })
    );
}
