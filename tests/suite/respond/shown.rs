//! How pages are said and shown follows whoever answers: language and size of the text, from every page, with nothing lost.

use kocho::domain::survey::Anonymity;

use crate::support::door::{EVERYTHING, Person, TestApp, address};
use crate::support::page::Reply;

const LARGE: &str = "class=\"large\"";

/// The addresses of the links to other languages and ways of showing.
fn switches(page: &Reply) -> Vec<String> {
    let tags = page.tags().into_iter().filter(|tag| tag.name == "a");
    let switches = tags.filter(|tag| {
        let is_way = tag.value("class").as_deref() == Some("display");
        is_way || tag.value("hreflang").is_some()
    });
    switches.filter_map(|tag| tag.value("href")).collect()
}

/// The page a switch leads to, from an address.
async fn switched(citizen: &Person<'_>, page: &Reply, wanted: &str) -> Reply {
    let path = page.path.split('?').next().unwrap();
    let mut all = switches(page).into_iter();
    let to = all.find(|href| href.contains(wanted)).unwrap();
    assert!(to.starts_with('?'), "{to}");
    citizen.get(&format!("{path}{to}")).await
}

#[actix_web::test]
async fn text_grows_on_the_page_where_one_is_and_nothing_is_lost() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    for citizen in [door.resident(), door.resident().without_cookies()] {
        let page = citizen.begin(&address(&survey)).await;
        let page = citizen
            .press(&page, "display:large", &[("livable", "2")])
            .await;
        assert!(page.html().contains(LARGE));
        assert_eq!(page.form().value("livable"), Some("2"));
        let page = citizen.press(&page, "next", &[]).await;
        let page = citizen.press(&page, "next", &[]).await;
        let page = citizen.press(&page, "next", &[]).await;
        let check = citizen.press(&page, "next", &[]).await;
        assert!(check.html().contains(LARGE));
        let check = citizen.press(&check, "display:", &[]).await;
        assert!(!check.html().contains(LARGE));
        check.assert_page(200, "回答を送る");
    }
}

#[actix_web::test]
async fn whoever_comes_back_is_spoken_to_as_before() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let (citizen, first) = (door.resident(), address(&survey));
    let page = citizen
        .begin(&format!("{first}?lang=en&display=large"))
        .await;
    citizen.press(&page, "next", &[("livable", "2")]).await;
    let again = citizen.get(&first).await;
    assert!(again.html().contains("<html lang=\"en\"") && again.html().contains(LARGE));
    let asked = citizen.get(&format!("{first}?lang=ja")).await;
    assert!(asked.html().contains("<html lang=\"ja\"") && !asked.html().contains(LARGE));
}

#[actix_web::test]
async fn a_form_on_one_page_grows_with_what_is_typed_in_it() {
    let door = TestApp::new().await;
    let file = include_bytes!("../../../config/demo/questionnaires/machi-no-koe.yaml");
    let survey = door.survey(file, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    let large = citizen
        .press(&page, "display:large", &[("topic", "road")])
        .await;
    assert!(large.html().contains(LARGE));
    assert_eq!(large.form().value("topic"), page.form().value("topic"));
    door.assert_nothing_stored().await;
}

#[actix_web::test]
async fn whoever_has_just_sent_stays_the_one_who_sent_in_another_language() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let receipt = citizen.answer(&survey, &[("livable", "1")]).await;
    let english = switched(&citizen, &receipt, "lang=en").await;
    english.assert_page(200, "Thank you");
    let large = switched(&citizen, &english, "display=large").await;
    large.assert_page(200, "Thank you");
    assert!(large.html().contains(LARGE));
    // The receipt alone proves nothing.
    let path = receipt.path.split('?').next().unwrap();
    let other = citizen.get(&format!("{path}?lang=en")).await;
    assert!(!other.main_text().contains("Thank you"));
}

#[actix_web::test]
async fn a_missing_page_can_be_read_in_every_language() {
    let door = TestApp::new().await;
    let citizen = door.resident();
    for path in ["/nowhere", "/sunagawa/nowhere"] {
        let lost = citizen.get(path).await;
        let easy = switched(&citizen, &lost, "lang=ja-x-easy").await;
        easy.assert_page(404, "");
        assert!(easy.html().contains("<rt>"));
        let onward = easy.links().into_iter().filter(|to| to.starts_with('/'));
        for to in onward {
            assert!(to.contains("lang=ja-x-easy"), "{path}: {to}");
        }
    }
}
