//! The texts of a draft in several languages beside each other.

use crate::support::door::{EVERYTHING, Person, TestApp};
use crate::support::drafts::copied;
use crate::support::page::{Form, Reply};

fn form(page: &Reply) -> Form {
    let is_ours = |form: &Form| form.action.contains("/languages?");
    page.forms().into_iter().find(is_ours).expect("its form")
}

/// A draft in three languages with a question: the address of its texts.
async fn begun(app: &TestApp, staff: &Person<'_>) -> String {
    let version = app.town.freeze(EVERYTHING).await;
    copied(staff, version).await
}

/// Where readings are proposed.
const PROPOSAL: &str = "class=\"proposal\"";

#[actix_web::test]
async fn texts_are_written_side_by_side() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = begun(&app, &staff).await;
    let languages = "update questionnaire_drafts set document = \
                     jsonb_set(document, '{languages}', '[\"ja\", \"ja-x-easy\", \"en\"]')";
    app.town.db.execute(languages).await;
    let page = staff.get(&format!("{at}/languages?lang=ja")).await;
    page.assert_page(200, "English");
    page.assert_page(200, "100％");
    let mut texts = form(&page);
    texts.fill(&[("ja-x-easy:title", "市民の意見"), ("en:title", "Survey")]);
    let saved = staff.submit(&texts, "").await;
    let page = staff.follow(saved).await;
    assert!(page.html().contains(PROPOSAL));
    let of = |language: &str| {
        format!("select document->'title'->>'{language}' from questionnaire_drafts")
    };
    assert_eq!(app.town.db.text(&of("en")).await, "Survey");
    assert_eq!(
        app.town.db.text(&of("ja-x-easy")).await,
        "市民の意見",
        "a proposal is none of the draft's texts"
    );
    let mut texts = form(&page);
    texts.add("take:ja-x-easy:title", "yes");
    let saved = staff.submit(&texts, "").await;
    let page = staff.follow(saved).await;
    assert!(!page.html().contains(PROPOSAL));
    assert_eq!(
        app.town.db.text(&of("ja-x-easy")).await,
        "市民《しみん》の意見《いけん》"
    );
    let history = staff.get(&format!("{at}/history?lang=ja")).await;
    history.assert_page(200, "第2稿");
}

#[actix_web::test]
async fn what_is_too_long_comes_back() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = begun(&app, &staff).await;
    let page = staff.get(&format!("{at}/languages?lang=ja")).await;
    let mut texts = form(&page);
    let long = "長".repeat(4_001);
    texts.fill(&[("ja:title", &long)]);
    let reply = staff.submit(&texts, "").await;
    reply.assert_page(422, "文が長すぎます");
    assert!(reply.html().contains(&long));
    let none = "select revision from questionnaire_drafts";
    assert_eq!(app.town.db.number(none).await, 0);
}

/// The revision that a form says it saw.
const SEEN: [(&str, &str); 1] = [("_seen", "0")];

#[actix_web::test]
async fn a_workbook_goes_out_to_a_translator_and_comes_back() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = begun(&app, &staff).await;
    let path = format!("{at}/languages/workbook?lang=ja");
    let book = staff.get(&path).await;
    assert_eq!(book.status.as_u16(), 200);
    let back = staff
        .upload(&path, &SEEN, Some(("texts.xlsx", &book.body)))
        .await;
    let page = staff.follow(back).await;
    page.assert_page(200, "翻訳を外に頼むとき");
    let none = "select revision from questionnaire_drafts";
    assert_eq!(
        app.town.db.number(none).await,
        0,
        "the same texts change nothing"
    );
    for (name, bytes) in [
        ("texts.xlsx", &b"%PDF-1.7 x"[..]),
        ("x.xlsx", b"PK\x03\x04 broken"),
    ] {
        let reply = staff.upload(&path, &SEEN, Some((name, bytes))).await;
        reply.assert_page(422, "直すところが1か所あります");
    }
}
