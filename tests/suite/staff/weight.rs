//! What a page of staff weighs on its way: the first with everything it needs, the later ones alone.

use kocho::domain::survey::Anonymity;

use crate::support::door::TestApp;
use crate::support::page::Reply;

/// Bytes over the wire of the first page with all it fetches, and of a later one.
const MOST: (usize, usize) = (80_000, 20_000);

/// What an answer's headers need, more or less.
const HEADERS: usize = 700;

#[actix_web::test]
async fn pages_are_light() {
    let app = TestApp::with_desk().await;
    let version = app.town.version().await;
    for _ in 0..20 {
        app.town.draft_of(version, Anonymity::Open).await;
    }
    let clerk = app.staff().sending("accept-encoding", "gzip, br");
    let packed = async |path: &str| -> usize {
        let reply = clerk.get(path).await;
        assert_eq!(reply.status.as_u16(), 200, "{path}");
        assert_eq!(reply.header("content-encoding"), Some("gzip"), "{path}");
        assert_eq!(reply.header("vary"), Some("accept-encoding"), "{path}");
        HEADERS + reply.body.len()
    };
    let fetched = fetched(&app.staff().get("/staff/surveys").await);
    assert!(fetched.len() > 5, "{fetched:?}");
    let mut first = packed("/staff/surveys").await;
    for path in &fetched {
        // Shorter than a packet: sent as it is.
        first += packed(path).await;
    }
    assert!(first <= MOST.0, "the first page has {first} bytes");
    for room in [
        "surveys",
        "questionnaires",
        "plans",
        "results",
        "help",
        "parts",
    ] {
        let later = packed(&format!("/staff/{room}")).await;
        assert!(later <= MOST.1, "{room} has {later} bytes");
    }
}

/// What a browser fetches with a page.
fn fetched(page: &Reply) -> Vec<String> {
    let tags = page.tags().into_iter();
    let fetched = tags.filter(|tag| tag.name == "link" || tag.name == "script");
    fetched
        .filter_map(|tag| tag.value("href").or_else(|| tag.value("src")))
        .collect()
}
