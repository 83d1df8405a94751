//! What people wrote: read when a survey is over and sealed, masked, and beside nothing.

use std::sync::Arc;

use kocho::domain::role::Role;
use kocho::domain::survey::{Anonymity, Mode};
use kocho::workflows::lifecycle::Act;
use kocho::workflows::sealing;

use crate::closing::Bound;
use crate::support::door::TestApp;

/// A town where many wrote something.
async fn written() -> (TestApp, String) {
    let bound = Bound::new().await;
    let document = |n: usize| {
        let text = match n {
            0 => "連絡は 0125-54-2121 か taro@town.example へ".to_owned(),
            1 => "ＷｉＦｉが\\nほしい".to_owned(),
            2 => "<b>道</b>を直して".to_owned(),
            n => format!("意見その{n:02}{}", "。".repeat(n)),
        };
        format!(r#"{{"info": "1", "sex": "2", "years": 17.5, "free": "{text}"}}"#)
    };
    let documents: Vec<String> = (0..60).map(document).collect();
    bound.send(&documents, Mode::Web).await;
    let slug = bound.survey.slug.to_string();
    let app = TestApp::over(Arc::new(bound.town), &[])
        .await
        .with_administrator()
        .await;
    (app, slug)
}

async fn close(app: &TestApp, slug: &str, is_sealed: bool) {
    let id = format!("select id::text from surveys where slug = '{slug}'");
    let id = kocho::domain::ids::SurveyId(app.town.db.text(&id).await.parse().unwrap());
    app.town.act(id, Act::CloseWeb).await.unwrap();
    app.town.act(id, Act::CloseEntry).await.unwrap();
    if is_sealed {
        let mut conn = app.town.db.conn().await;
        sealing::seal(&mut conn, &app.town.secret, app.town.id, id)
            .await
            .unwrap();
    }
}

#[actix_web::test]
async fn nothing_is_read_before_a_survey_is_over_and_sealed() {
    let (app, slug) = written().await;
    let viewer = app.staff_with(Role::Viewer).await;
    let path = format!("/staff/voices/{slug}");
    viewer
        .get("/staff/voices")
        .await
        .assert_page(200, "終了した調査はまだありません");
    assert_eq!(viewer.get(&path).await.status.as_u16(), 404);
    close(&app, &slug, false).await;
    let waiting = "select count(*) from envelopes";
    if app.town.db.number(waiting).await > 0 {
        let early = viewer.get(&path).await;
        early.assert_page(200, "無作為に並べ替えています");
        assert!(!early.main_text().contains("意見その"));
    }
    let open = app.town.open(Anonymity::Open).await;
    let other = viewer.get(&format!("/staff/voices/{}", open.slug)).await;
    assert_eq!(other.status.as_u16(), 404);
}

#[actix_web::test]
async fn texts_are_masked_searched_ordered_and_stand_beside_nothing() {
    let (app, slug) = written().await;
    close(&app, &slug, true).await;
    let viewer = app.staff_with(Role::Viewer).await;
    let list = viewer.get("/staff/voices").await;
    let path = format!("/staff/voices/{slug}");
    assert!(list.links().iter().any(|link| link.starts_with(&path)));
    let first = viewer.get(&path).await;
    first.assert_page(200, "60件");
    first.assert_page(200, "1 / 2ページ");
    let again = viewer.get(&path).await;
    assert_eq!(first.main_text(), again.main_text(), "pages fit together");
    assert!(first.html().contains("&lt;b&gt;道&lt;/b&gt;を直して"));
    for attribute in ["男性", "女性", "17.5", "居住年数"] {
        assert!(!first.html().contains(attribute), "{attribute}");
    }
    let masked = viewer.get(&format!("{path}?q=%E9%80%A3%E7%B5%A1")).await;
    masked.assert_page(200, "連絡は 〔電話番号など〕 か 〔メール〕 へ");
    for (query, found) in [
        ("wifi", "1件"),
        ("0125-54-2121", "0件"),
        ("taro", "0件"),
        ("%E6%84%8F%E8%A6%8B+59", "1件"),
    ] {
        let page = viewer.get(&format!("{path}?q={query}")).await;
        page.assert_page(200, found);
    }
    let long = viewer.get(&format!("{path}?order=long")).await.main_text();
    assert!(long.find("意見その59").unwrap() < long.find("意見その58").unwrap());
    let one = viewer.get(&format!("{path}?question=free")).await;
    one.assert_page(200, "60件");
    for (odd, status) in [
        ("?question=sex", 400),
        ("?order=arrival", 400),
        ("?page=0", 200),
        ("?page=99", 200),
        ("?q=%00", 200),
    ] {
        let page = viewer.get(&format!("{path}{odd}")).await;
        page.assert_page(status, "");
        assert!(!page.main_text().contains("女性"), "{odd}");
    }
    let typist = app.staff_with(Role::DataEntry).await;
    assert_eq!(typist.get(&path).await.status.as_u16(), 403);
}
