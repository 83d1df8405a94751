//! Addresses as people type and print them, and pages that are not there.

use actix_http::Method;
use kocho::domain::survey::Anonymity;

use super::open_survey;
use crate::support::door::{EVERYTHING, TestApp, address};

// A slash at the end and capital letters lead to the address as it is written; nothing that was asked gets lost.
#[actix_web::test]
async fn other_spellings_lead_to_the_address() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let first = address(&survey);
    let keyed = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(keyed.id, 1).await[0].to_string();
    for (asked, written) in [
        ("/sunagawa/".to_owned(), "/sunagawa".to_owned()),
        (
            "/SUNAGAWA/?lang=en&X=Y".to_owned(),
            "/sunagawa?lang=en&X=Y".to_owned(),
        ),
        (format!("{first}/"), first.clone()),
        (format!("{first}//"), first.clone()),
        (first.to_uppercase(), first.clone()),
        (
            format!("{first}/Sections/1/?t=AbC"),
            format!("{first}/sections/1?t=AbC"),
        ),
        (format!("/SUNAGAWA/A/{key}"), format!("/sunagawa/a/{key}")),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let reply = citizen.ask(method, &asked, None, Vec::new()).await;
            assert_eq!(reply.status.as_u16(), 308, "{asked}");
            assert_eq!(reply.header("location"), Some(written.as_str()));
            assert_eq!(reply.header("cache-control"), Some("no-store"));
        }
    }
    let opened = citizen.get(&format!("/sunagawa/a/{key}")).await;
    opened.assert_redirect(&address(&keyed));
    // A form is sent to where our own page says, or nowhere.
    let kind = Some("application/x-www-form-urlencoded");
    let sent = citizen
        .ask(Method::POST, &format!("{first}/draft/"), kind, Vec::new())
        .await;
    sent.assert_page(404, "ページが見つかりません");
}

// Nobody is promised a telephone number that is not there.
#[actix_web::test]
async fn a_missing_page_names_whom_to_call_where_there_is_somebody() {
    let door = TestApp::new().await;
    let citizen = door.resident();
    let lost = citizen.get("/nowhere/at/all").await;
    lost.assert_page(404, "市町村の一覧へ");
    for promised in ["電話番号", "回答コード", "調査と計画のページ"] {
        assert!(!lost.main_text().contains(promised), "{promised}");
    }
    assert!(lost.links().contains(&"/?lang=ja".to_owned()));
    let in_town = citizen.get("/sunagawa/at/all").await;
    in_town.assert_page(404, "下の電話番号にお尋ねください");
    assert!(in_town.html().contains("href=\"tel:0125542121\""));
    assert!(in_town.links().contains(&"/sunagawa/a?lang=ja".to_owned()));
}
