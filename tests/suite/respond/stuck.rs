//! Nobody gets stuck on a page: what was typed decides what is asked, whatever else is wrong with it.

use kocho::domain::survey::Anonymity;

use crate::support::door::{TestApp, address};

const REQUIRED_FOLLOW_UP: &[u8] = include_bytes!("../../data/faults/required_follow_up.yaml");
const TWO_LANGUAGES: &[u8] = include_bytes!("../../data/faults/two_languages_condition.yaml");

/// The same questions, all on one page.
fn one_page() -> Vec<u8> {
    [b"layout: one_page\n", TWO_LANGUAGES].concat()
}

#[actix_web::test]
async fn a_required_follow_up_on_the_page_of_its_filter_is_answered() {
    let door = TestApp::new().await;
    let survey = door.survey(REQUIRED_FOLLOW_UP, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let page = citizen.press(&page, "next", &[("q1", "1")]).await;
    page.assert_page(200, "台数（車がある方は必須）");
    assert!(page.path.contains("/sections/1"), "{}", page.path);
    let missing = citizen.send(&page, "next", &[]).await;
    missing.assert_page(422, "入力してください");
    let page = citizen.press(&missing, "next", &[("q2", "2")]).await;
    let check = citizen
        .press(&page, "next", &[("g.a", "1"), ("g.b", "2")])
        .await;
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let expected = serde_json::json!({"q1": "1", "q2": 2, "g.a": "1", "g.b": "2"});
    assert_eq!(door.stored().await, expected);
}

#[actix_web::test]
async fn a_fault_on_the_page_neither_hides_nor_empties_a_follow_up() {
    let door = TestApp::new().await;
    let survey = door.survey(TWO_LANGUAGES, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    // The filter and a fault at once: the follow-up is there, and the fault is said.
    let faulty = citizen
        .send(&page, "next", &[("q1", "1"), ("q3", "二十代")])
        .await;
    faulty.assert_page(422, "数字を入力してください");
    assert!(
        faulty.form().has("q2"),
        "the follow-up is hidden by a fault"
    );
    let typed = [("q2", "軽"), ("q3", "二十代")];
    let faulty = citizen.send(&faulty, "next", &typed).await;
    assert_eq!(faulty.form().value("q2"), Some("軽"));
    // Neither the language nor Back empties it.
    let english = citizen.press(&faulty, "lang:en", &[]).await;
    english.assert_page(200, "Model");
    assert_eq!(english.form().value("q2"), Some("軽"));
    citizen.press(&english, "back", &[]).await;
    let again = citizen.get(&page.path).await;
    assert_eq!(again.form().value("q2"), Some("軽"));
    assert_eq!(again.form().value("q3"), Some("二十代"));
}

#[actix_web::test]
async fn a_filter_changed_and_changed_back_loses_nothing() {
    let door = TestApp::new().await;
    let survey = door.survey(TWO_LANGUAGES, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let page = citizen.press(&page, "next", &[("q1", "1")]).await;
    let check = citizen
        .press(&page, "next", &[("q1", "2"), ("q2", "軽")])
        .await;
    check.assert_page(200, "次の回答は数えません");
    check.assert_page(200, "問1で「ある」を選んだ方にだけお聞きする質問です");
    let page = citizen.press(&check, "back", &[]).await;
    assert!(!page.form().has("q2"));
    let page = citizen.press(&page, "next", &[("q1", "1")]).await;
    assert_eq!(page.form().value("q2"), Some("軽"));
    let check = citizen.press(&page, "next", &[]).await;
    assert!(!check.main_text().contains("数えません"));
    citizen
        .press(&check, "send", &[])
        .await
        .assert_page(200, "回答を記録しました");
    assert_eq!(
        door.stored().await,
        serde_json::json!({"q1": "1", "q2": "軽"})
    );
}

#[actix_web::test]
async fn on_one_page_it_is_said_before_sending_what_does_not_count() {
    let door = TestApp::new().await;
    let survey = door.survey(&one_page(), Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    assert!(
        page.html().contains("#answers:not(:has("),
        "nothing hides what does not apply"
    );
    let policy = page.header("content-security-policy").unwrap();
    assert_eq!(policy.matches("sha256-").count(), 2, "{policy}");
    let typed = [("q1", "2"), ("q2", "軽"), ("q3", "40")];
    let told = citizen.send(&page, "send", &typed).await;
    told.assert_page(200, "次の回答は数えません");
    told.assert_page(200, "問1で「ある」を選んだ方にだけ");
    door.assert_nothing_stored().await;
    // Somebody who changes the filter after all is not held to what was said.
    assert_eq!(told.form().value("q2"), Some("軽"));
    let receipt = citizen.press(&told, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    assert_eq!(
        door.stored().await,
        serde_json::json!({"q1": "2", "q3": 40})
    );
}

#[actix_web::test]
async fn the_first_button_of_every_form_goes_on() {
    let door = TestApp::new().await;
    for questionnaire in [TWO_LANGUAGES.to_vec(), one_page()] {
        let survey = door.survey(&questionnaire, Anonymity::Open).await;
        let citizen = door.resident();
        let first = citizen.get(&address(&survey)).await;
        let page = if first.form().has("q1") {
            first
        } else {
            citizen.begin(&address(&survey)).await
        };
        let tags = page.tags();
        let mut buttons = tags.iter().filter(|tag| tag.name == "button");
        let default = buttons.next().expect("a button");
        assert_eq!(default.value("form").as_deref(), Some("answers"));
        assert_eq!(default.value("name"), None, "Enter would not go on");
        // Pressing Enter sends no button's value.
        let sent = citizen.submit(&page.form(), "").await;
        assert!(
            !sent.html().contains("lang=\"en\" class"),
            "Enter changed the language"
        );
    }
}
