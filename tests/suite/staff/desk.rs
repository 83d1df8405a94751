//! The desk: who may sit down at it, and what is sent there.

use actix_web::http::Method;
use kocho::domain::survey::Anonymity;
use kocho::web::{Side, routes};

use crate::support::door::TestApp;

/// Every address of the desk, with a survey in it.
fn addresses(survey: &str) -> Vec<(String, Vec<Method>)> {
    let table = routes::table(Side::Staff).into_iter();
    let desk = table.filter(|at| at.path.starts_with("/staff"));
    desk.map(|at| (at.path.replace("{survey}", survey), at.methods))
        .collect()
}

#[actix_web::test]
async fn nobody_sits_down_at_a_desk_that_is_not_open() {
    let shut = TestApp::new().await;
    let survey = shut.town.open(Anonymity::Open).await;
    let all = addresses(survey.slug.as_str());
    assert!(all.len() > 3);
    let real = TestApp::with_desk().await;
    let there = real.town.open(Anonymity::Open).await;
    real.town
        .db
        .execute("update municipalities set synthetic = false")
        .await;
    for (app, survey) in [(&shut, &survey), (&real, &there)] {
        for (path, methods) in addresses(survey.slug.as_str()) {
            for method in methods {
                let kind = "application/x-www-form-urlencoded";
                let kind = (method == Method::POST).then_some(kind);
                let reply = app.staff().ask(method, &path, kind, Vec::new()).await;
                assert_eq!(reply.status.as_u16(), 404, "{path}");
            }
        }
    }
}

#[actix_web::test]
async fn a_form_that_does_not_say_where_it_comes_from_is_not_taken() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let page = app
        .staff()
        .get(&format!("/staff/surveys/{}/closing", survey.slug))
        .await;
    for stranger in [
        app.resident(),
        app.resident()
            .sending("origin", "https://elsewhere.example"),
        app.resident().sending("sec-fetch-site", "cross-site"),
    ] {
        let reply = stranger.send(&page, "", &[]).await;
        assert_eq!(reply.status.as_u16(), 403);
    }
    assert_eq!(app.town.survey(survey.id).await.state, survey.state);
}

#[actix_web::test]
async fn the_sheet_and_the_script_are_fetched_once() {
    let app = TestApp::with_desk().await;
    let page = app.staff().get("/staff/surveys").await;
    page.assert_page(200, "");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'self'") && policy.contains("script-src 'self'"));
    let fetched = page
        .tags()
        .into_iter()
        .filter(|tag| tag.name == "link" || tag.name == "script");
    let fetched: Vec<String> = fetched
        .filter_map(|tag| tag.value("href").or_else(|| tag.value("src")))
        .collect();
    assert_eq!(fetched.len(), 2, "{fetched:?}");
    for path in &fetched {
        let file = app.staff().get(path).await;
        assert_eq!(file.status.as_u16(), 200, "{path}");
        assert!(file.header("cache-control").unwrap().contains("immutable"));
        assert!(file.header("content-type").unwrap().starts_with("text/"));
        let of_another = path.replace("/assets/", "/assets/x");
        assert_eq!(app.staff().get(&of_another).await.status.as_u16(), 404);
    }
}
