//! Anybody may begin a draft at an open survey, as many as they like: the table stays small, and nobody is refused,
//! neither the others nor whoever floods.

use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::draft_answers::most_bytes;
use kocho::domain::survey::Anonymity;
use kocho::formats::questionnaire;
use kocho::storage::drafts;

use crate::support::door::{EVERYTHING, Person, TestApp, address};
use crate::support::page::Reply;

/// How much longer a row is than what was typed: the rest of a draft, the filling, the cipher.
const AROUND: i64 = 2_048;

fn most() -> i64 {
    let reader = Reader::new(questionnaire::read(EVERYTHING).unwrap());
    i64::try_from(most_bytes(&reader)).unwrap() + AROUND
}

async fn longest_row(door: &TestApp) -> i64 {
    let longest = "select coalesce(max(octet_length(content)), 0) from drafts";
    door.town.db.number(longest).await
}

/// On to the receipt with what stands there.
async fn to_the_receipt(person: &Person<'_>, mut page: Reply) {
    for _ in 0..10 {
        let form = page.form();
        if form.action.ends_with("/responses") {
            let receipt = person.press(&page, "send", &[]).await;
            return receipt.assert_page(200, "回答を記録しました");
        }
        let given = [("livable", "1"), ("opinion", "バスを増やしてほしい")];
        let here = given.into_iter().filter(|(name, _)| form.has(name));
        page = person.press(&page, "next", &here.collect::<Vec<_>>()).await;
    }
    panic!("no receipt: {}", page.main_text());
}

#[actix_web::test]
async fn nothing_is_stored_before_a_question_is_answered() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    for visitor in [door.resident(), door.resident().without_cookies()] {
        for _ in 0..20 {
            let page = visitor.elsewhere().begin(&address(&survey)).await;
            page.assert_page(200, "1 / 3ページ");
        }
        // Looked at in another language, gone back: nothing was answered.
        let page = visitor.begin(&address(&survey)).await;
        let page = visitor
            .press(&page, "lang:en", &[("why.other", " 　")])
            .await;
        page.assert_page(200, "Is it a good place?");
        let start = visitor.press(&page, "back", &[]).await;
        start.assert_page(200, "");
    }
    let keyed = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    for key in door.town.keys(keyed.id, 3).await {
        let citizen = door.resident();
        citizen.get(&format!("/sunagawa/a/{key}")).await;
        citizen
            .begin(&address(&keyed))
            .await
            .assert_page(200, "1 / 3ページ");
    }
    assert_eq!(door.town.drafts().await, 0);
}

#[actix_web::test]
async fn a_flood_from_one_address_is_bounded_and_everybody_finishes() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let narrow = [("KOCHO__DRAFTS__PER_NETWORK", "5")];
    let door = TestApp::over(door.town.clone(), &narrow).await;
    let huge = "x".repeat(250_000);
    let typed = [("livable", huge.as_str()), ("livable", "1")];
    let mut last = None;
    for _ in 0..30 {
        let flooder = door.resident().from("198.51.100.9:1");
        let page = flooder.begin(&address(&survey)).await;
        let held = flooder
            .post(&page.form().action, &with(&page, &typed))
            .await;
        held.assert_page(422, "");
        last = Some((flooder, held));
    }
    assert_eq!(door.town.drafts().await, 5);
    assert!(
        longest_row(&door).await <= AROUND,
        "{}",
        longest_row(&door).await
    );
    // With script or without, with cookies or without: others finish, and so does whoever floods.
    for citizen in [
        door.resident().from("203.0.113.1:1"),
        door.resident().from("203.0.113.2:1").without_cookies(),
        door.resident().from("198.51.100.9:2"),
        door.resident().from("198.51.100.9:3").without_cookies(),
    ] {
        let page = citizen.begin(&address(&survey)).await;
        to_the_receipt(&citizen, page).await;
    }
    let (flooder, page) = last.unwrap();
    let page = flooder.press(&page, "next", &[("livable", "1")]).await;
    page.assert_page(200, "このページを閉じると、ここまでの回答は残りません");
    to_the_receipt(&flooder, page).await;
    assert_eq!(door.town.responses(survey.id).await, 5);
    assert_eq!(door.town.drafts().await, 5);
}

/// A draft that travels in the form, because there was no room, is sent; a page of it that is saved afterwards, when
/// there is room again, begins nothing.
#[actix_web::test]
async fn no_draft_is_begun_after_its_response() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let narrow = [("KOCHO__DRAFTS__PER_NETWORK", "1")];
    let door = TestApp::over(door.town.clone(), &narrow).await;
    let first = door.resident();
    let page = first.begin(&address(&survey)).await;
    let page = first.press(&page, "next", &[("livable", "1")]).await;
    let second = door.resident();
    let asked = second.begin(&address(&survey)).await;
    let travelling = second.press(&asked, "next", &[("livable", "1")]).await;
    travelling.assert_page(200, "このページを閉じると、ここまでの回答は残りません");
    let mut check = travelling.clone();
    while !check.form().action.ends_with("/responses") {
        check = second.press(&check, "next", &[]).await;
    }
    to_the_receipt(&first, page).await;
    assert_eq!(door.town.drafts().await, 0);
    let tab = second.beside();
    let receipt = second.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let gone = tab.press(&travelling, "next", &[]).await;
    assert_eq!(door.town.drafts().await, 0);
    gone.assert_page(410, "");
}

/// The fields of a page's form with others in place of the answers.
fn with<'a>(page: &'a Reply, typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let slip = page.html().split("name=\"_t\" value=\"").nth(1).unwrap();
    let slip = slip.split('"').next().unwrap();
    let mut fields = vec![("_t", slip), ("_shown", "livable work"), ("_go", "next")];
    fields.extend(typed);
    fields
}

#[actix_web::test]
async fn a_row_is_never_larger_than_its_questionnaire_allows() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.begin(&address(&survey)).await;
    let page = citizen.press(&page, "next", &[("livable", "1")]).await;
    let page = citizen.press(&page, "next", &[]).await;
    let (long, quoted) = ("字".repeat(30_000), "\"".repeat(90_000));
    for text in [long.as_str(), quoted.as_str()] {
        let typed = [("opinion", text), ("nickname", text), ("age", text)];
        // What was typed comes back whole to be put right; what is kept is bounded.
        let held = citizen.send(&page, "next", &typed).await;
        held.assert_page(422, "");
        assert_eq!(held.form().value("opinion"), Some(text));
        let longest = longest_row(&door).await;
        assert!(longest <= most(), "{longest} > {}", most());
    }
    let page = citizen.get(&page.path).await;
    let typed = [("opinion", "短く"), ("nickname", ""), ("age", "40")];
    let page = citizen.press(&page, "next", &typed).await;
    to_the_receipt(&citizen, page).await;
    assert_eq!(door.stored().await["opinion"], "短く");
}

#[actix_web::test]
async fn all_networks_together_are_bounded_too() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let narrow = [("KOCHO__DRAFTS__MEGABYTES", "1")];
    let door = TestApp::over(door.town.clone(), &narrow).await;
    let text = "字".repeat(4_000);
    let mut people = Vec::new();
    for at in 0..100 {
        let person = door.resident().from(&format!("203.0.113.{at}:1"));
        let page = person.begin(&address(&survey)).await;
        let page = person.press(&page, "next", &[("livable", "1")]).await;
        let page = person.press(&page, "next", &[]).await;
        let check = person.press(&page, "next", &[("opinion", &text)]).await;
        check.assert_page(200, "回答を確かめる");
        people.push((person, check));
    }
    let mut conn = door.town.db.conn().await;
    let bytes = drafts::open_bytes(&mut conn).await.unwrap();
    assert!(bytes <= 1 << 20, "{bytes}");
    assert!(door.town.drafts().await > 40, "nothing was kept at all");
    assert!(door.town.drafts().await < 100, "the bound was not reached");
    for (person, check) in &people {
        let receipt = person.press(check, "send", &[]).await;
        receipt.assert_page(200, "回答を記録しました");
    }
    assert_eq!(door.town.responses(survey.id).await, 100);
    assert_eq!(door.town.drafts().await, 0);
}

/// The network stands beside a draft for its day and nowhere else.
#[actix_web::test]
async fn no_network_outlives_its_day_or_its_draft() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    citizen.to_check(&survey, &[]).await;
    let known = "select count(*) from drafts where octet_length(network) = 16";
    assert_eq!(door.town.db.number(known).await, 1);
    let mut conn = door.town.db.conn().await;
    let today = door.town.now().await.date_naive();
    let tomorrow = today.succ_opt().and_then(|day| day.succ_opt()).unwrap();
    drafts::forget_networks(&mut conn, tomorrow).await.unwrap();
    assert_eq!(door.town.db.number(known).await, 0);
    assert!(
        drafts::open_bytes(&mut conn).await.unwrap() > 0,
        "it still counts"
    );
    citizen.answer(&survey, &[]).await.assert_page(200, "");
    assert_eq!(door.town.drafts().await, 0);
    // Nothing else in the database has a place for one.
    let places = "select count(*) from information_schema.columns \
                  where table_schema = current_schema() and column_name ~ 'network|address' and table_name not in ('drafts', 'trial_drafts')";
    let named = door.town.db.number(places).await;
    let letters = "select count(*) from information_schema.columns where table_schema = current_schema() \
                   and table_name in ('letters', 'recipients', 'divisions') and column_name ~ 'network|address'";
    assert_eq!(named, door.town.db.number(letters).await);
}
