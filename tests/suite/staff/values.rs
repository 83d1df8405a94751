//! Values before they are published, and what the divisions that own their indicators say of them.

use std::sync::Arc;

use kocho::domain::role::Role;

use crate::closing::Bound;
use crate::support::door::{Person, TestApp};

/// A town whose figures are final, and whose administrator is signed in.
async fn with_figures() -> TestApp {
    let bound = Bound::new().await;
    bound.compute().await;
    let app = TestApp::over(Arc::new(bound.town), &[]).await;
    app.with_administrator().await
}

/// Somebody of a division.
async fn of_division<'a>(app: &'a TestApp, login: &str, division: &str) -> Person<'a> {
    let person = app.town.employ(login, Role::Editor).await;
    let division = app.town.division(division).await;
    app.town
        .db
        .execute(&format!(
            "update people set division_id = '{division}' where login = '{login}'"
        ))
        .await;
    let session = app.town.session_of(&app.town.operator, person).await;
    app.clerk().with_cookie("staff", &session)
}

async fn value(app: &TestApp) -> String {
    let id = app
        .town
        .db
        .text("select id::text from indicator_values")
        .await;
    format!("/staff/values/{id}")
}

#[actix_web::test]
async fn the_owner_comments_and_whoever_decides_reads_it() {
    let app = with_figures().await;
    let path = value(&app).await;
    let owner = of_division(&app, "koho", "広報広聴係").await;
    let today = owner.get("/staff/today?lang=ja").await;
    today.assert_page(200, "あなたの課のコメントを待っている値 1件");
    let list = owner.get("/staff/values?lang=ja&comments=none").await;
    list.assert_page(200, "情報提供は十分である");
    let page = owner.get(&format!("{path}?lang=ja")).await;
    page.assert_page(200, "広報広聴係");
    for (typed, said) in [("", "理由を言葉で"), ("－", "理由を言葉で")] {
        let again = owner.send(&page, "", &[("said", typed)]).await;
        again.assert_page(422, said);
        assert_eq!(again.form().value("said"), Some(typed));
    }
    let words = "広報紙を毎月にした\n<b>翌年度</b>から";
    let done = owner.press(&page, "", &[("said", words)]).await;
    done.assert_page(200, "コメントを残しました");
    assert!(
        done.html().contains("広報紙を毎月にした\n&lt;b&gt;"),
        "as it was typed"
    );
    let today = owner.get("/staff/today?lang=ja").await;
    assert!(!today.main_text().contains("コメントを待っている"));
    owner
        .get("/staff/values?lang=ja&comments=none")
        .await
        .assert_page(200, "該当するものはありません");
    let log = app.staff().get("/staff/record?lang=ja&noun=plan").await;
    log.assert_page(200, "広報広聴係としてコメントしました");
    // Whoever is asked to approve the figures reads it beside the value.
    let report = app.town.db.text("select id::text from reports").await;
    let moving = format!("/staff/results/{report}/motions/approval?lang=ja");
    app.staff()
        .get(&moving)
        .await
        .assert_page(200, "広報紙を毎月にした");
}

#[actix_web::test]
async fn nobody_else_does_and_nobody_after_publication() {
    let app = with_figures().await;
    let path = value(&app).await;
    let owner = of_division(&app, "koho", "広報広聴係").await;
    let other = of_division(&app, "fukushi", "福祉課").await;
    let mut form = owner.get(&path).await.form();
    form.fill(&[("said", "よその課から")]);
    let page = other.get(&path).await;
    page.assert_page(200, "担当する課の職員です");
    let list = other.get("/staff/values?lang=ja").await;
    list.assert_page(200, "該当するものはありません");
    let refused = other.submit(&form, "").await;
    refused.assert_page(422, "担当する課の職員です");
    let next = app.neighbour(Role::Editor).await;
    for (stranger, status) in [(app.staff(), 403), (next, 404)] {
        let refused = stranger.submit(&form, "").await;
        assert_eq!(refused.status.as_u16(), status);
    }
    app.town
        .db
        .execute("update indicator_values set state = 'approved'")
        .await;
    owner.get(&path).await.assert_page(200, "コメントを残す");
    app.town
        .db
        .execute("update indicator_values set state = 'published'")
        .await;
    owner
        .get(&path)
        .await
        .assert_page(200, "公表されるまでの間");
    let late = owner.submit(&form, "").await;
    late.assert_page(422, "公表されるまでの間");
    let said = "select count(*) from value_comments";
    assert_eq!(app.town.db.number(said).await, 0);
}
