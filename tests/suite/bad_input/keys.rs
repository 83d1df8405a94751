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
        reply.assert_page(422, "鍵の文字を確かめて");
        let shown = reply.form().value("key").unwrap().to_owned();
        assert!(typed.starts_with(&shown), "{shown}");
    }
    let endless = citizen
        .send(&page, "", &[("key", &"A".repeat(100_000))])
        .await;
    endless.assert_page(400, "送られた内容を読み取れませんでした");
    let reply = citizen.send(&page, "", &[("key", &foreign(1))]).await;
    reply.assert_page(422, "この鍵は見つかりません");
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

// B55, B64
#[actix_web::test]
async fn who_tries_too_many_keys_waits_and_nobody_else_does() {
    let (door, survey) = keyed(&[("KOCHO__LIMITS__WRONG_KEYS_PER_MINUTE", "3")]).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let guesser = door.resident();
    for number in 0..4 {
        let reply = guesser
            .post("/sunagawa/a", &[("key", &foreign(number))])
            .await;
        reply.assert_page(422, "この鍵は見つかりません");
    }
    for path in [
        format!("/sunagawa/a/{}", foreign(9)),
        format!("/sunagawa/a/{key}"),
    ] {
        let reply = guesser.get(&path).await;
        reply.assert_page(429, "しばらくお待ちください");
        assert!(reply.links().contains(&"/sunagawa/a".to_owned()));
        let wait: u32 = reply.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait));
    }
    let program = door.resident().sending("accept", "application/json");
    let reply = program.post("/sunagawa/a", &[("key", &key)]).await;
    assert_eq!(reply.status.as_u16(), 429);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    // H6: claiming another address does not help.
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let liar = door.resident().sending(header, "198.51.100.1");
        assert_eq!(
            liar.get(&format!("/sunagawa/a/{key}"))
                .await
                .status
                .as_u16(),
            429
        );
    }
    let neighbour = door.resident().from("198.51.100.23:9");
    let scanned = neighbour.get(&format!("/sunagawa/a/{key}")).await;
    neighbour
        .follow(scanned)
        .await
        .assert_page(200, "回答を始める");
}

// B55: receipts are as hard to guess
#[actix_web::test]
async fn receipts_cannot_be_guessed() {
    let (door, survey) = keyed(&[("KOCHO__LIMITS__WRONG_KEYS_PER_MINUTE", "2")]).await;
    let guesser = door.resident();
    let wrong = kocho::domain::token::Receipt::of(
        &door.town.secret,
        survey.id,
        kocho::domain::ids::SubmissionId(uuid::Uuid::from_u128(7)),
    );
    let path = format!("{}/receipts/{wrong}", address(&survey));
    for _ in 0..3 {
        guesser
            .get(&path)
            .await
            .assert_page(404, "ページが見つかりません");
    }
    guesser
        .get(&path)
        .await
        .assert_page(429, "しばらくお待ちください");
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
        .assert_page(200, "お手紙に書かれた鍵をお持ちの方");
    door.assert_nothing_stored().await;
}
