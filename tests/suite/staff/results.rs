//! The list of results.

use std::sync::Arc;

use crate::closing::Bound;
use crate::support::door::TestApp;

#[actix_web::test]
async fn a_report_says_where_it_stands_and_leads_to_what_is_public() {
    let bound = Bound::new().await;
    bound.publish().await;
    let slug = bound.survey.slug.clone();
    let app = TestApp::over(Arc::new(bound.town), &[])
        .await
        .with_administrator()
        .await;
    let staff = app.staff();
    let list = staff.get("/staff/results?lang=ja").await;
    list.assert_page(200, "第1回");
    list.assert_page(200, "公表");
    let public = format!("/sunagawa/surveys/{slug}/results?lang=ja");
    assert!(list.links().contains(&public));
    let others = staff.get("/staff/results?lang=ja&state=withdrawn").await;
    others.assert_page(200, "該当するものはありません");
    app.town
        .db
        .execute("update reports set state = 'withdrawn'")
        .await;
    let list = staff.get("/staff/results?lang=ja").await;
    assert!(!list.links().contains(&public));
}
