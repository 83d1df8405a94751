//! Too early, too late, called off; and the minutes around the deadline.

use kocho::domain::survey::Anonymity;
use kocho::storage::surveys::Survey;
use kocho::workflows::lifecycle::Act;

use super::open_survey;
use crate::support::door::{EVERYTHING, ONE_PAGE, TestApp, address};

/// Moves the deadline so many seconds from now, by the database's clock.
async fn deadline(door: &TestApp, survey: &Survey, seconds: i32) {
    door.town
        .db
        .execute(&format!(
            "update surveys set opens_at = clock_timestamp() - interval '2 days', \
             web_closes_at = clock_timestamp() + interval '{seconds} seconds', \
             entry_closes_at = clock_timestamp() + interval '3 days' where id = '{}'",
            survey.id
        ))
        .await;
}

#[actix_web::test]
async fn a_closed_survey_says_so_and_takes_nothing() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let check = citizen
        .to_check(&survey, &[("opinion", "間に合わない")])
        .await;
    door.town.act(survey.id, Act::CloseWeb).await.unwrap();
    // The node that has not heard of it yet asks the database before it takes anything.
    let late = citizen.send(&check, "send", &[]).await;
    late.assert_page(410, "この調査は終了しました");
    let door = door.node().await;
    let citizen = citizen.at(&door);
    for path in [
        address(&survey),
        check.path.clone(),
        format!("{}/sections/1", address(&survey)),
    ] {
        citizen
            .get(&path)
            .await
            .assert_page(410, "この調査は終了しました");
    }
    let form = door.resident();
    for path in ["draft", "responses", "sections/1"] {
        let reply = form
            .post(&format!("{}/{path}", address(&survey)), &[])
            .await;
        assert_eq!(reply.status.as_u16(), 410, "{path}");
    }
    citizen
        .post(&check.form().action, &check.form().pairs())
        .await
        .assert_page(410, "この調査は終了しました");
    door.assert_nothing_stored().await;
}

#[actix_web::test]
async fn a_survey_that_has_not_begun_names_its_beginning() {
    let door = TestApp::new().await;
    let version = door.town.freeze(EVERYTHING).await;
    let survey = door.town.draft_of(version, Anonymity::Open).await;
    let now = door.town.now().await;
    let times = kocho::domain::survey::Schedule {
        opens_at: now + chrono::Duration::days(1),
        web_closes_at: now + chrono::Duration::days(2),
        entry_closes_at: now + chrono::Duration::days(3),
        grace_minutes: 15,
    };
    door.town
        .act(survey.id, Act::Schedule(times))
        .await
        .unwrap();
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    page.assert_page(403, "まだ始まっていません");
    page.assert_page(403, "から回答できます");
    let begun = citizen
        .post(&format!("{}/draft", address(&survey)), &[])
        .await;
    begun.assert_page(403, "まだ始まっていません");
    assert_eq!(door.town.db.number("select count(*) from drafts").await, 0);
}

#[actix_web::test]
async fn a_cancelled_survey_takes_nothing() {
    let door = TestApp::new().await;
    let survey = door.survey(EVERYTHING, Anonymity::Anonymous).await;
    let key = door.town.keys(survey.id, 1).await[0];
    let reason = "豪雨のため".parse().unwrap();
    door.town
        .act(survey.id, Act::Cancel { reason })
        .await
        .unwrap();
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    page.assert_page(410, "この調査は中止になりました");
    assert!(
        !page.main_text().contains("豪雨"),
        "the reason is for the audit log"
    );
    let scanned = citizen.get(&format!("/sunagawa/a/{key}")).await;
    scanned.assert_page(410, "この調査は中止になりました");
    door.assert_nothing_stored().await;
}

// F17
#[actix_web::test]
async fn what_was_begun_in_time_is_taken_in_the_grace_time() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let check = citizen.to_check(&survey, &[]).await;
    deadline(&door, &survey, 0).await;
    let (late, door) = (door.resident(), door.node().await);
    let late = late.at(&door);
    late.get(&address(&survey))
        .await
        .assert_page(410, "この調査は終了しました");
    let begun = late.post(&format!("{}/draft", address(&survey)), &[]).await;
    begun.assert_page(410, "この調査は終了しました");
    let citizen = citizen.at(&door);
    let receipt = citizen.press(&check, "send", &[]).await;
    receipt.assert_page(200, "回答を記録しました");
    let last_day = "select ((web_closes_at - interval '1 microsecond') at time zone 'Asia/Tokyo')::date::text from surveys";
    let last_day = door.town.db.text(last_day).await;
    let day = door.town.enclosed().await.remove(0).cover.day;
    assert_eq!(day.unwrap().to_string(), last_day);
}

// F17
#[actix_web::test]
async fn after_the_grace_time_nothing_is_taken() {
    let (door, survey) = open_survey().await;
    let citizen = door.resident();
    let check = citizen.to_check(&survey, &[]).await;
    deadline(&door, &survey, -15 * 60 - 1).await;
    let door = door.node().await;
    let citizen = citizen.at(&door);
    let late = citizen.send(&check, "send", &[]).await;
    late.assert_page(410, "この調査は終了しました");
    door.assert_nothing_stored().await;
}

// F17 for forms that keep no draft
#[actix_web::test]
async fn a_one_page_form_opened_in_time_is_taken_in_the_grace_time() {
    let door = TestApp::new().await;
    let survey = door.survey(ONE_PAGE, Anonymity::Open).await;
    let citizen = door.resident();
    let page = citizen.get(&address(&survey)).await;
    deadline(&door, &survey, 0).await;
    let door = door.node().await;
    let citizen = citizen.at(&door);
    citizen
        .get(&address(&survey))
        .await
        .assert_page(410, "この調査は終了しました");
    let receipt = citizen.press(&page, "send", &[("livable", "1")]).await;
    receipt.assert_page(200, "回答を記録しました");
}
