//! The list of plans and indicators.

use std::sync::Arc;

use crate::closing::Bound;
use crate::support::door::TestApp;

#[actix_web::test]
async fn an_indicator_stands_with_its_question_and_its_newest_value() {
    let bound = Bound::new().await;
    bound.publish().await;
    let app = TestApp::over(Arc::new(bound.town), &[])
        .await
        .with_administrator()
        .await;
    let staff = app.staff();
    let all = staff.get("/staff/plans?lang=ja").await;
    all.assert_page(200, "設問あり");
    let bound = staff.get("/staff/plans?lang=ja&binding=bound").await;
    bound.assert_page(200, "公表");
    assert!(!bound.html().contains("newest-none"));
    let unbound = staff.get("/staff/plans?lang=ja&binding=unbound").await;
    let count = |page: &crate::support::page::Reply| {
        let text = page.main_text();
        let before = text.split('件').next().unwrap();
        before.rsplit(' ').next().unwrap().parse::<u32>().unwrap()
    };
    assert!(count(&bound) > 0);
    assert_eq!(count(&bound) + count(&unbound), count(&all));
    let public = bound.links().into_iter();
    let public = public.filter(|link| link.contains("/indicators/"));
    for link in public {
        staff.get(&link).await.assert_page(200, "");
    }
}
