//! Giving citizens longer.

use chrono::Days;
use kocho::domain::survey::{Anonymity, State};
use kocho::domain::time::Zone;
use kocho::storage::surveys::Survey;
use kocho::workflows::lifecycle::Act;

use crate::support::door::{EVERYTHING, TestApp, address};

fn path(survey: &Survey) -> String {
    format!("/staff/surveys/{}/extension", survey.slug)
}

#[actix_web::test]
async fn a_closed_survey_opens_again_until_the_end_of_the_day() {
    let app = TestApp::with_desk().await;
    let survey = app.survey(EVERYTHING, Anonymity::Open).await;
    app.town.act(survey.id, Act::CloseWeb).await.unwrap();
    let staff = app.staff();
    let day = Zone::TOKYO.day(app.town.now().await) + Days::new(30);
    let page = staff.get(&path(&survey)).await;
    page.assert_page(200, "新しい締切日");
    let list = staff.press(&page, "", &[("until", &day.to_string())]).await;
    list.assert_page(200, "締切を延ばしました");
    let after = app.town.survey(survey.id).await;
    assert_eq!(after.state, State::Open);
    assert_eq!(after.web_closes_at, Some(Zone::TOKYO.end_of(day)));
    let who = "select who::text from audit order by number desc limit 1";
    assert!(app.town.db.text(who).await.contains("staff"));
    // The doors trust a row for a second.
    let citizen = app.node().await;
    citizen
        .resident()
        .get(&address(&survey))
        .await
        .assert_page(200, "");
}

#[actix_web::test]
async fn what_is_no_later_day_is_said_at_its_field_with_everything_still_there() {
    let app = TestApp::with_desk().await;
    let survey = app.survey(EVERYTHING, Anonymity::Open).await;
    let staff = app.staff();
    let page = staff.get(&path(&survey)).await;
    let long = "9".repeat(60);
    for (typed, said) in [
        ("", "入力してください"),
        ("来週の金曜", "2026-12-31"),
        ("2026-02-30", "2026-12-31"),
        ("2020-01-01", "今の締切より後"),
        ("2999-01-01", "年を確かめて"),
        ("+262143-12-31", "2026-12-31"),
        (&long, "40"),
    ] {
        let again = staff.send(&page, "", &[("until", typed)]).await;
        again.assert_page(422, said);
        assert_eq!(again.form().value("until"), Some(typed));
        assert!(again.html().contains("aria-invalid"), "{typed}");
    }
    let unchanged = app.town.survey(survey.id).await;
    assert_eq!(unchanged.web_closes_at, survey.web_closes_at);
}

#[actix_web::test]
async fn of_two_people_the_second_looks_again() {
    let app = TestApp::with_desk().await;
    let survey = app.survey(EVERYTHING, Anonymity::Open).await;
    let (first, second) = (app.staff(), app.staff());
    let (mine, yours) = (
        first.get(&path(&survey)).await,
        second.get(&path(&survey)).await,
    );
    let day = |days| (Zone::TOKYO.day(survey.web_closes_at.unwrap()) + Days::new(days)).to_string();
    first
        .press(&mine, "", &[("until", &day(3))])
        .await
        .assert_page(200, "延ばしました");
    let again = second.send(&yours, "", &[("until", &day(9))]).await;
    again.assert_page(422, "ほかの方が締切を変えました");
    assert_eq!(again.form().value("until"), Some(day(9).as_str()));
    // Having looked, they can go on.
    let list = second.press(&again, "", &[]).await;
    list.assert_page(200, "延ばしました");
    let forged = second
        .post(&path(&survey), &[("until", "2027-01-01"), ("seen", "soon")])
        .await;
    assert_eq!(forged.status.as_u16(), 400);
    let unknown = second.get("/staff/surveys/nothing/extension").await;
    assert_eq!(unknown.status.as_u16(), 404);
}
