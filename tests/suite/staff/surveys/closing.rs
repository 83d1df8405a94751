//! Closing a survey before its time.

use std::time::Duration;

use kocho::domain::survey::{Anonymity, State};
use kocho::storage::surveys::{self, Survey};
use kocho::storage::transaction;

use crate::support::door::{EVERYTHING, TestApp, address};

fn path(survey: &Survey) -> String {
    format!("/staff/surveys/{}/closing", survey.slug)
}

#[actix_web::test]
async fn citizens_are_told_at_once_and_the_way_back_stays_open() {
    let app = TestApp::with_desk().await;
    let survey = app.survey(EVERYTHING, Anonymity::Open).await;
    let staff = app.staff();
    let page = staff.get(&path(&survey)).await;
    page.assert_page(200, "届いた回答は消えません");
    let list = staff.press(&page, "", &[]).await;
    list.assert_page(200, "受付を締め切りました");
    list.assert_page(200, "入力中");
    let way_back = format!("{}/extension", survey.slug);
    assert!(list.links().iter().any(|link| link.contains(&way_back)));
    let citizen = app.node().await;
    let late = citizen.resident().get(&address(&survey)).await;
    assert_eq!(late.status.as_u16(), 410);
}

#[actix_web::test]
async fn what_cannot_be_closed_says_where_it_stands() {
    let app = TestApp::with_desk().await;
    let draft = app.town.draft(Anonymity::Open).await;
    let staff = app.staff();
    let page = staff.get(&path(&draft)).await;
    let again = staff.send(&page, "", &[]).await;
    again.assert_page(422, "「作成中」のため");
    assert_eq!(app.town.survey(draft.id).await.state, State::Draft);
}

#[actix_web::test]
async fn a_change_runs_to_its_end_whoever_hangs_up() {
    let app = TestApp::with_desk().await;
    let survey = app.survey(EVERYTHING, Anonymity::Open).await;
    let staff = app.staff();
    let page = staff.get(&path(&survey)).await;
    let mut holding = app.town.db.conn().await;
    transaction(&mut holding, async |tx| {
        surveys::lock(tx, survey.municipality_id, survey.id).await?;
        let sending = staff.send(&page, "", &[]);
        let hung_up = tokio::time::timeout(Duration::from_millis(500), sending).await;
        assert!(hung_up.is_err(), "it did not wait");
        diesel::result::QueryResult::Ok(())
    })
    .await
    .unwrap();
    for _ in 0..200 {
        if app.town.survey(survey.id).await.state == State::WebClosed {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the survey is still open");
}
