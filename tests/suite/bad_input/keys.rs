//! Keys that open nothing, and those who try many.

use kocho::domain::survey::Anonymity;
use kocho::domain::token::Key;
use kocho::storage::surveys::Survey;

use crate::support::door::{EVERYTHING, TestApp, address};

async fn keyed(settings: &[(&str, &str)]) -> (TestApp, Survey) {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    (TestApp::over(door.town.clone(), settings).await, survey)
}

/// A key that is well formed and of no survey.
fn foreign(number: u64) -> String {
    Key::from_random(0x1234_5678_9abc_u64.wrapping_mul(number + 1)).to_string()
}

// B55
#[actix_web::test]
async fn a_mistyped_key_comes_back_to_be_put_right() {
    let (door, survey) = keyed(&[]).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let citizen = door.resident();
    let page = citizen.get("/sunagawa/a").await;
    let swapped = if key.ends_with('0') {
        key.replace('0', "1")
    } else {
        format!("{}0", &key[..key.len() - 1])
    };
    for typed in [
        "",
        "　",
        "1",
        &key[..5],
        &format!("{key}A"),
        &swapped,
        "鍵",
        "' OR 1=1 --",
        &"A".repeat(100),
    ] {
        let reply = citizen.send(&page, "", &[("key", typed)]).await;
        reply.assert_page(422, "回答コードの文字を確かめて");
        let shown = reply.form().value("key").unwrap().to_owned();
        assert!(typed.starts_with(&shown), "{shown}");
    }
    let endless = citizen
        .send(&page, "", &[("key", &"A".repeat(100_000))])
        .await;
    endless.assert_page(422, "200文字以内にしてください（今は100000文字）");
    let reply = citizen.send(&page, "", &[("key", &foreign(1))]).await;
    reply.assert_page(422, "この回答コードは見つかりません");
    assert_eq!(reply.form().value("key"), Some(foreign(1).as_str()));
    let twice = citizen
        .post("/sunagawa/a", &[("key", &key), ("key", &key)])
        .await;
    twice.assert_page(400, "");
    door.assert_nothing_stored().await;
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 0);
    citizen
        .press(&page, "", &[("key", &key)])
        .await
        .assert_page(200, "回答を始める");
}

// B48
#[actix_web::test]
async fn a_key_opens_only_its_own_survey() {
    let (door, survey) = keyed(&[]).await;
    let other = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0];
    let citizen = door.resident();
    let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
    scanned.assert_redirect(&address(&survey));
    // The slip of its draft at another survey opens nothing there.
    let slip = citizen
        .follow(scanned)
        .await
        .form()
        .value("_t")
        .unwrap()
        .to_owned();
    let page = citizen
        .post(&format!("{}/sections/1", address(&other)), &[("_t", &slip)])
        .await;
    page.assert_page(410, "途中の回答が見つかりません");
    let begun = citizen
        .post(&format!("{}/draft", address(&other)), &[("_t", &slip)])
        .await;
    begun.assert_redirect(&address(&other));
    citizen
        .follow(begun)
        .await
        .assert_page(200, "お手紙に書かれた回答コードをお持ちの方");
    door.assert_nothing_stored().await;
}
