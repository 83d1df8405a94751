//! The list of surveys, and what is done with one.

mod closing;
mod extension;

use kocho::domain::survey::Anonymity;

use crate::support::door::{EVERYTHING, TestApp};

#[actix_web::test]
async fn the_list_says_where_every_survey_stands() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    staff
        .get("/staff/surveys")
        .await
        .assert_page(200, "該当するものはありません");
    let open = app.survey(EVERYTHING, Anonymity::Open).await;
    for _ in 0..3 {
        app.resident().answer(&open, &[]).await.assert_page(200, "");
    }
    let draft = app.town.draft(Anonymity::Open).await;
    let list = staff.get("/staff/surveys").await;
    for said in ["すべて（2）", "準備中（1）", "実施中（1）", "終了（0）"] {
        list.assert_page(200, said);
    }
    list.assert_page(200, "回答受付中");
    list.assert_page(200, "3件");
    let leads = |page: &crate::support::page::Reply, to: &str| {
        page.links().iter().any(|link| link.contains(to))
    };
    assert!(leads(&list, &format!("/sunagawa/surveys/{}?", open.slug)));
    assert!(!leads(&list, &format!("/sunagawa/surveys/{}?", draft.slug)));
    assert!(leads(&list, &format!("{}/closing", open.slug)));
    assert!(!leads(&list, &format!("{}/closing", draft.slug)));
    let running = staff.get("/staff/surveys?stage=running").await;
    running.assert_page(200, "回答受付中");
    assert!(!running.main_text().contains("作成中"));
    let nonsense = staff.get("/staff/surveys?page=-1").await;
    nonsense.assert_page(200, "作成中");
    staff.get("/staff").await.assert_redirect("/staff/today");
}

#[actix_web::test]
async fn a_long_list_goes_on_on_the_next_page() {
    let app = TestApp::with_desk().await;
    let version = app.town.version().await;
    for _ in 0..21 {
        app.town.draft_of(version, Anonymity::Open).await;
    }
    let staff = app.staff();
    let count = |page: &crate::support::page::Reply| page.main_text().matches("作成中").count();
    let first = staff.get("/staff/surveys?lang=ja").await;
    first.assert_page(200, "1 / 2ページ");
    assert_eq!(count(&first), 20);
    let next = first
        .links()
        .into_iter()
        .find(|link| link.contains("page=2"))
        .unwrap();
    let second = staff.get(&next).await;
    second.assert_page(200, "2 / 2ページ");
    assert_eq!(count(&second), 1);
    staff
        .get("/staff/surveys?page=4294967295")
        .await
        .assert_page(200, "該当するものはありません");
}
