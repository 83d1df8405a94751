//! The list of questionnaires.

use kocho::domain::survey::Anonymity;

use crate::support::door::{EVERYTHING, ONE_PAGE, TestApp};

#[actix_web::test]
async fn versions_stand_with_the_surveys_that_ask_them() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let empty = staff.get("/staff/questionnaires?lang=ja").await;
    empty.assert_page(200, "該当するものはありません");
    app.town.freeze(EVERYTHING).await;
    let asked = app.town.freeze(ONE_PAGE).await;
    let survey = app.town.draft_of(asked, Anonymity::Open).await;
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    list.assert_page(200, "2件");
    list.assert_page(200, "第1版");
    list.assert_page(200, "まだ使っていません");
    let leads = list.links();
    let to_survey = format!("/staff/surveys?lang=ja&q={}", survey.slug);
    assert!(leads.contains(&to_survey), "{leads:?}");
    let found = staff.get(&to_survey).await;
    found.assert_page(200, "1件");
    // The beginning of the code, in wide letters.
    let search = "q=%EF%BD%8D%EF%BD%81%EF%BD%83%EF%BD%88%EF%BD%89";
    let found = staff
        .get(&format!("/staff/questionnaires?lang=ja&{search}"))
        .await;
    found.assert_page(200, "machi-no-koe");
    found.assert_page(200, "1件");
    let none = staff.get("/staff/questionnaires?lang=ja&q=%25").await;
    none.assert_page(200, "0件");
}

#[actix_web::test]
async fn the_head_of_a_column_orders_the_list_both_ways() {
    let app = TestApp::with_desk().await;
    app.town.freeze(EVERYTHING).await;
    app.town.freeze(ONE_PAGE).await;
    let staff = app.staff();
    let first = async |order: &str| {
        let page = staff
            .get(&format!("/staff/questionnaires?lang=ja{order}"))
            .await;
        let text = page.main_text();
        text.find("everything") < text.find("machi-no-koe")
    };
    assert!(first("&order=code").await);
    assert!(!first("&order=code-from-behind").await);
    assert!(!first("").await, "the newest comes first");
    assert!(first("&order=oldest").await);
    let page = staff.get("/staff/questionnaires?lang=ja&order=code").await;
    assert!(page.html().contains("aria-sort=\"ascending\""));
    assert!(
        page.links()
            .contains(&"/staff/questionnaires?lang=ja&order=code-from-behind".to_owned())
    );
}
