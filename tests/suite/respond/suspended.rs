//! A town that is suspended while somebody answers: they are told kindly, nothing of theirs is lost, and they go on.

use kocho::domain::survey::{Anonymity, State};
use kocho::storage::{surveys, transaction};
use kocho::workflows::{lifecycle, municipalities};

use crate::support::door::{EVERYTHING, TestApp, address};

const KINDLY: &str = "ただいまご利用いただけません";

async fn suspend(door: &TestApp) {
    let (by, of) = (&door.town.operator, door.town.id);
    let reason = "試験".parse().unwrap();
    let mut conn = door.town.db.conn().await;
    transaction(&mut conn, async |tx| {
        municipalities::suspend(tx, by, of, reason).await
    })
    .await
    .unwrap();
}

async fn resume(door: &TestApp) {
    let (by, of) = (&door.town.operator, door.town.id);
    let mut conn = door.town.db.conn().await;
    transaction(&mut conn, async |tx| {
        municipalities::resume(tx, by, of).await
    })
    .await
    .unwrap();
}

#[actix_web::test]
async fn whoever_is_half_way_goes_on_when_the_town_is_resumed() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    let citizen = door.resident();
    let check = citizen
        .to_check(&survey, &[("opinion", "橋を直してほしい")])
        .await;
    suspend(&door).await;
    let shut = door.node().await;
    let citizen = citizen.at(&shut);
    for path in [
        address(&survey),
        check.path.clone(),
        format!("{}/sections/1", address(&survey)),
        "/sunagawa".to_owned(),
        "/sunagawa/a".to_owned(),
        format!("{}/results.csv", address(&survey)),
    ] {
        citizen.get(&path).await.assert_page(503, KINDLY);
    }
    let form = check.form();
    citizen
        .post(&form.action, &form.pairs())
        .await
        .assert_page(503, KINDLY);
    door.assert_nothing_stored().await;
    let towns = citizen.get("/").await;
    assert!(!towns.html().contains("砂川市"));
    resume(&door).await;
    let again = door.node().await;
    let citizen = citizen.at(&again);
    let check = citizen.get(&check.path).await;
    check.assert_page(200, "橋を直してほしい");
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "ありがとうございました");
    assert_eq!(door.stored().await["opinion"], "橋を直してほしい");
}

#[actix_web::test]
async fn a_survey_goes_on_closing_by_the_clock() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Open).await;
    suspend(&door).await;
    door.town
        .db
        .execute("update surveys set opens_at = now() - interval '9 days', web_closes_at = now() - interval '1 hour'")
        .await;
    let mut conn = door.town.db.conn().await;
    let waiting = surveys::list_waiting_for_the_clock(&mut conn).await;
    assert_eq!(waiting.unwrap(), [(door.town.id, survey.id)]);
    let moved = transaction(&mut conn, async |tx| {
        lifecycle::move_by_clock(tx, &door.town.operator, survey.id).await
    });
    assert_eq!(moved.await.unwrap(), Some(State::WebClosed));
    resume(&door).await;
    let node = door.node().await;
    let late = door.resident().at(&node).get(&address(&survey)).await;
    late.assert_page(410, "この調査は終了しました");
}
