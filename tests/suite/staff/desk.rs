//! The desk: what is sent there, and what its pages fetch.

use kocho::domain::survey::Anonymity;

use crate::support::door::TestApp;

#[actix_web::test]
async fn a_form_that_does_not_say_where_it_comes_from_is_not_taken() {
    let app = TestApp::with_desk().await;
    let survey = app.town.open(Anonymity::Open).await;
    let page = app
        .staff()
        .get(&format!("/staff/surveys/{}/closing", survey.slug))
        .await;
    let bare = || {
        let kept = app.staff().kept();
        let (name, session) = &kept[0];
        app.resident().with_cookie(name, session)
    };
    for stranger in [
        bare(),
        bare().sending("origin", "https://elsewhere.example"),
        bare().sending("sec-fetch-site", "cross-site"),
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
    for said in [
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
    ] {
        assert!(policy.contains(said), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    let fetched = page
        .tags()
        .into_iter()
        .filter(|tag| tag.name == "link" || tag.name == "script");
    let fetched: Vec<String> = fetched
        .filter_map(|tag| tag.value("href").or_else(|| tag.value("src")))
        .collect();
    assert!(fetched.len() > 5, "{fetched:?}");
    for path in &fetched {
        let file = app.staff().get(path).await;
        assert_eq!(file.status.as_u16(), 200, "{path}");
        assert!(file.header("cache-control").unwrap().contains("immutable"));
        assert!(file.header("content-type").unwrap().starts_with("text/"));
        let of_another = path.replace("/assets/", "/assets/x");
        assert_eq!(app.staff().get(&of_another).await.status.as_u16(), 404);
    }
}
