//! With a key: typed, scanned, on one device and on another.

use kocho::domain::survey::Anonymity;

use crate::support::door::{EVERYTHING, ONE_PAGE, Person, TestApp, address};
use crate::support::page::Reply;

#[actix_web::test]
async fn a_typed_key_opens_its_survey() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let citizen = door.resident();
    citizen
        .get(&address(&survey))
        .await
        .assert_page(200, "お手紙に書かれた回答コードをお持ちの方");
    let typed = format!("　{}　", full_width(&key.to_lowercase().replace('-', "ー")));
    let page = citizen.get("/sunagawa/a").await;
    let first = citizen.press(&page, "", &[("key", &typed)]).await;
    first.assert_page(200, "連絡先を書くかどうかは自由です");
    assert!(!first.path.contains(&key));
    let receipt = citizen.answer(&survey, &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let used = "select count(*) from invitations where used";
    assert_eq!(door.town.db.number(used).await, 1);

    let again = citizen.elsewhere();
    let page = again.get("/sunagawa/a").await;
    again
        .press(&page, "", &[("key", &key)])
        .await
        .assert_page(409, "この回答コードの回答は、すでに受け付けています");
}

/// As a Japanese keyboard writes it.
fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            c => c,
        })
        .collect()
}

#[actix_web::test]
async fn a_scanned_key_leaves_the_address_at_once() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Confidential).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let citizen = door.resident();
    let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
    scanned.assert_redirect(&address(&survey));
    assert!(!scanned.location().unwrap().contains(&key));
    assert_eq!(scanned.header("cache-control"), Some("no-store"));
    let first = citizen.follow(scanned).await;
    let first = match first.location() {
        Some(_) => citizen.follow(first).await,
        None => first,
    };
    first.assert_page(200, "連絡先を書くかどうかは自由です");
    assert!(!first.path.contains("t="), "{}", first.path);
    // Scanning does not answer: mail scanners and previews fetch addresses too.
    door.assert_nothing_stored().await;
}

#[actix_web::test]
async fn a_key_opens_a_one_page_survey() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let citizen = door.resident();
    let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
    let page = citizen.follow(scanned).await;
    let receipt = citizen.press(&page, "send", &[("livable", "1")]).await;
    receipt.assert_page(200, "回答を記録しました");
    let repeated = citizen.press(&page, "send", &[("livable", "1")]).await;
    assert_eq!(repeated.receipt(), receipt.receipt());
}

#[actix_web::test]
async fn the_same_key_goes_on_on_another_device() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0].to_string();
    let phone = door.resident();
    let first = scan(&phone, &key).await;
    let page = begin(&phone, &first).await;
    phone.press(&page, "next", &[("livable", "1")]).await;

    // Where cookies are refused the key is typed: an address opens nobody's answers.
    let computer = phone.elsewhere().without_cookies();
    let first = scan(&computer, &key).await;
    first.assert_page(200, "お使いのブラウザに回答コードが残りませんでした");
    let page = computer.get("/sunagawa/a").await;
    let first = computer.press(&page, "", &[("key", &key)]).await;
    first.assert_page(200, "続きから回答する");
    let page = begin(&computer, &first).await;
    page.assert_page(200, "2 / 3ページ");
    let page = computer.press(&page, "back", &[]).await;
    assert_eq!(page.form().value("livable"), Some("1"));
    let tablet = phone.elsewhere();
    let first = scan(&tablet, &key).await;
    let page = begin(&tablet, &first).await;
    assert!(page.path.contains("/sections/3"), "{}", page.path);
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 1);
}

async fn scan(person: &Person<'_>, key: &str) -> Reply {
    let scanned = person.get(&format!("/sunagawa/a/{key}")).await;
    person.follow(scanned).await
}

async fn begin(person: &Person<'_>, first: &Reply) -> Reply {
    let begun = person
        .post(&first.form().action, &first.form().pairs())
        .await;
    person.follow(begun).await
}
