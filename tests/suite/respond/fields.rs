//! The fields of a page one by one: what each takes, what it says of what it does not, how it is shown back.

use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;

use crate::support::door::{EVERYTHING, Person, TestApp, address};
use crate::support::page::{Reply, Tag};

/// The last page of the questionnaire with everything.
async fn last_page(citizen: &Person<'_>, survey: &Survey) -> Reply {
    let first = citizen.begin(&address(survey)).await;
    let tables = citizen.press(&first, "next", &[("livable", "1")]).await;
    citizen.press(&tables, "next", &[]).await
}

/// The tag with this id.
fn with_id(page: &Reply, id: &str) -> Tag {
    let mut tags = page.tags().into_iter();
    let found = tags.find(|tag| tag.value("id").as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no {id} in {}", page.html()))
}

/// A page that says what is wrong at the field it is wrong with, and leads there.
#[track_caller]
fn assert_wrong(page: &Reply, field: &str, target: &str, said: &str) {
    page.assert_page(422, said);
    let error = with_id(page, &format!("{field}-error"));
    assert_eq!(error.name, "p", "{field}");
    assert!(page.links().contains(&format!("#{target}")), "{target}");
    let touched = with_id(page, target);
    assert_eq!(touched.value("aria-invalid").as_deref(), Some("true"));
}

#[actix_web::test]
async fn fewer_choices_than_asked_for_come_back_marked() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = last_page(&citizen, &survey).await;
    page.assert_page(200, "2つ以上3つまで選んでください。");
    for (language, said) in [
        ("ja", "2つ以上選んでください。"),
        ("ja-x-easy", "2つか、それより 多く 選んでください。"),
        ("en", "Please choose at least 2."),
    ] {
        let page = citizen.press(&page, &format!("lang:{language}"), &[]).await;
        let sent = citizen.send(&page, "next", &[("help", "3")]).await;
        assert_wrong(&sent, "help", "help-1", said);
        assert_eq!(sent.form().value("help"), Some("3"));
    }
    let page = citizen.press(&page, "lang:ja", &[]).await;
    let four = ["1", "2", "3", "4"].map(|code| ("help", code));
    let sent = citizen.send(&page, "next", &four).await;
    assert_wrong(&sent, "help", "help-1", "3つまで選んでください。");
    door.assert_nothing_stored().await;

    let alone = citizen.press(&page, "next", &[("help", "90")]).await;
    alone.assert_page(200, "回答を確かめる");
    let beside = [("help", "2"), ("help.other", "送迎")];
    let check = citizen.press(&page, "next", &beside).await;
    check.assert_page(200, "見守り その他 送迎");
    citizen.press(&check, "send", &[]).await;
    let stored = serde_json::json!({"livable": "1", "help": ["2", "99"], "help.other": "送迎"});
    assert_eq!(door.stored().await, stored);
}
