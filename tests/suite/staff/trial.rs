//! 試行: a draft is answered by its link like the real thing, and nothing of that comes near a result.

use std::sync::Arc;

use kocho::domain::role::Role;

use crate::support::door::{EVERYTHING, ONE_PAGE, Person, TestApp};
use crate::support::drafts::{copied, form, sent};
use crate::support::page::{Form, Reply};
use crate::support::town::Town;

/// A draft on trial until a day: its page.
async fn begun(staff: &Person<'_>, at: &str, until: &str) -> Reply {
    let page = staff.get(&format!("{at}/trial?lang=ja")).await;
    sent(staff, form(&page, "/trial"), &[("until", until)]).await
}

/// The address of its link, at our door.
fn link(page: &Reply) -> String {
    let mut links = page.links().into_iter();
    let link = links.find(|link| link.contains("/surveys/trial-"));
    link.unwrap_or_else(|| panic!("no link: {}", page.main_text()))
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let number = format!("select count(*) from {table}");
    app.town.db.number(&number).await
}

/// Tomorrow, as a field for a day holds it.
async fn tomorrow(app: &TestApp) -> String {
    let now = app.town.now().await;
    (now + chrono::Duration::days(1))
        .format("%Y-%m-%d")
        .to_string()
}

#[actix_web::test]
async fn a_draft_is_tried_page_by_page_and_counted_apart() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(EVERYTHING).await).await;
    let page = begun(&staff, &at, &tomorrow(&app).await).await;
    page.assert_page(200, "試行を始めました");
    let first = link(&page);
    for colleague in [app.resident(), app.resident().without_cookies()] {
        let page = colleague.get(&first).await;
        page.assert_page(200, "");
        assert!(page.html().contains("試行です"), "it says what it is");
        let mut page = colleague.begin(&first).await;
        while !page.form().action.ends_with("/responses") {
            let form = page.form();
            let given = [("livable", "1")];
            let here = given.iter().copied().filter(|(name, _)| form.has(name));
            page = colleague
                .press(&page, "next", &here.collect::<Vec<_>>())
                .await;
            page.assert_page(200, "");
        }
        let thanks = colleague.press(&page, "send", &[]).await;
        thanks.assert_page(200, "試していただき、ありがとうございました");
    }
    assert_eq!(count(&app, "trial_responses").await, 2);
    app.assert_nothing_stored().await;
    assert_eq!(app.town.drafts().await, 0);
    let told = staff.get(&format!("{at}/trial?lang=ja")).await;
    told.assert_page(200, "2人が回答しました");
    told.assert_page(200, "2人のうち2人が回答");
}

/// A trial of a long questionnaire: its link, and the first page that somebody sees.
async fn opened(app: &TestApp, colleague: &Person<'_>) -> (String, Reply) {
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(EVERYTHING).await).await;
    let first = link(&begun(&staff, &at, &tomorrow(app).await).await);
    let page = colleague.begin(&first).await;
    (at, page)
}

/// Goes on from the first section to the page before sending.
async fn to_check(colleague: &Person<'_>, first: &Reply) -> Reply {
    let mut page = colleague.press(first, "next", &[("livable", "1")]).await;
    while !page.form().action.ends_with("/responses") {
        page = colleague.press(&page, "next", &[]).await;
        page.assert_page(200, "");
    }
    page
}

#[actix_web::test]
async fn what_was_typed_on_trial_waits_for_whoever_typed_it() {
    let app = TestApp::with_desk().await;
    let colleague = app.resident();
    let (_, first) = opened(&app, &colleague).await;
    assert_eq!(count(&app, "trial_drafts").await, 0, "nothing was typed");
    let posted = colleague.send(&first, "next", &[("livable", "1")]).await;
    assert_eq!(
        posted.status.as_u16(),
        303,
        "Back asks to send nothing again"
    );
    assert_eq!(count(&app, "trial_drafts").await, 1);
    assert_eq!(app.town.drafts().await, 0, "no survey counts it");
    let readable =
        "select count(*) from trial_drafts where encode(content, 'escape') like '%livable%'";
    assert_eq!(app.town.db.number(readable).await, 0);
    let again = colleague.get(&first.path).await;
    again.assert_page(200, "");
    let stranger = app.resident().get(&first.path).await;
    let holds = |form: &Form| form.pairs().contains(&("livable", "1"));
    assert!(!stranger.forms().iter().any(holds), "no address opens it");
    assert!(again.forms().iter().any(holds), "the control");
    let check = to_check(&colleague, &first).await;
    let thanks = colleague.press(&check, "send", &[]).await;
    thanks.assert_page(200, "試していただき");
    assert_eq!(count(&app, "trial_drafts").await, 0);
    assert_eq!(colleague.cookies(), 0, "the browser forgets it");
    let twice = colleague.press(&check, "send", &[]).await;
    twice.assert_page(200, "試していただき");
    colleague.send(&first, "next", &[("livable", "2")]).await;
    assert_eq!(count(&app, "trial_responses").await, 1);
    assert_eq!(count(&app, "trial_drafts").await, 0, "none is left of it");
}

#[actix_web::test]
async fn what_was_typed_goes_with_the_trial() {
    let app = TestApp::with_desk().await;
    let (colleague, late) = (app.resident(), app.resident());
    let (at, first) = opened(&app, &colleague).await;
    colleague.send(&first, "next", &[("livable", "1")]).await;
    let open = late
        .begin(first.path.split("/sections").next().unwrap())
        .await;
    let staff = app.staff();
    let page = staff.get(&format!("{at}/trial?lang=ja")).await;
    sent(&staff, form(&page, "/trial/end"), &[]).await;
    assert_eq!(count(&app, "trial_drafts").await, 0);
    // What is remembered for a second lets nobody begin one either.
    let refused = late.send(&open, "next", &[("livable", "1")]).await;
    assert!(refused.status.is_client_error(), "{}", refused.main_text());
    let gone = colleague.send(&first, "next", &[("livable", "2")]).await;
    assert!(gone.status.is_client_error(), "{}", gone.main_text());
    assert_eq!(count(&app, "trial_drafts").await, 0);
}

#[actix_web::test]
async fn what_was_typed_is_swept_away_after_the_last_day() {
    let app = TestApp::with_desk().await;
    let colleague = app.resident();
    let (_, first) = opened(&app, &colleague).await;
    colleague.send(&first, "next", &[("livable", "1")]).await;
    let mut conn = app.town.db.conn().await;
    kocho::jobs::forget_drafts(&mut conn).await.unwrap();
    assert_eq!(count(&app, "trial_drafts").await, 1, "the trial runs");
    let yesterday = "update trial_drafts set saved_on = saved_on - 2";
    app.town.db.execute(yesterday).await;
    kocho::jobs::forget_drafts(&mut conn).await.unwrap();
    let known = "select count(*) from trial_drafts where octet_length(network) > 0";
    assert_eq!(
        app.town.db.number(known).await,
        0,
        "no network outlives its day"
    );
    let over = "update trials set begun_at = begun_at - interval '1 day', ends_at = now()";
    app.town.db.execute(over).await;
    kocho::jobs::forget_drafts(&mut conn).await.unwrap();
    assert_eq!(count(&app, "trial_drafts").await, 0);
}

#[actix_web::test]
async fn drafts_of_trials_are_bounded_like_those_of_open_surveys() {
    let town = Arc::new(Town::new().await);
    let bound = [("KOCHO__DRAFTS__PER_NETWORK", "1")];
    let app = TestApp::over(town, &bound).await.with_administrator().await;
    let (one, other) = (app.resident(), app.resident());
    let (_, first) = opened(&app, &one).await;
    one.send(&first, "next", &[("livable", "1")]).await;
    let page = other
        .begin(first.path.split("/sections").next().unwrap())
        .await;
    let posted = other.send(&page, "next", &[("livable", "1")]).await;
    posted.assert_page(200, "");
    assert_eq!(count(&app, "trial_drafts").await, 1);
    let elsewhere = first.path.replacen("/sunagawa/", "/nayoro/", 1);
    app.neighbour(Role::Administrator).await;
    assert_eq!(one.get(&elsewhere).await.status.as_u16(), 404);
}

#[actix_web::test]
async fn what_was_noticed_is_read_by_who_makes_it() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(ONE_PAGE).await).await;
    let first = link(&begun(&staff, &at, &tomorrow(&app).await).await);
    let colleague = app.resident();
    for language in ["ja-x-easy", "en", "ja"] {
        let page = colleague
            .get(&format!("{first}/notes?lang={language}"))
            .await;
        page.assert_page(200, "");
        let unseen = [("said", "あ\u{202e}い")];
        colleague
            .send(&page, "", &unseen)
            .await
            .assert_page(422, "");
    }
    let page = colleague.get(&format!("{first}/notes?lang=ja")).await;
    let blank = colleague.send(&page, "", &[("said", " ")]).await;
    blank.assert_page(422, "入力してください");
    let long = "長".repeat(2_001);
    let too_long = colleague.send(&page, "", &[("said", &long)]).await;
    too_long.assert_page(422, "2000文字以内");
    assert!(too_long.html().contains(&long), "nothing typed is lost");
    let question = app
        .town
        .db
        .text("select document#>>'{sections,0,questions,0,code}' from trials")
        .await;
    let said = [
        ("question", &*question),
        ("said", "<b>選択肢</b>が足りません"),
    ];
    let noted = colleague.press(&page, "", &said).await;
    noted.assert_page(200, "受け取りました");
    let told = staff.get(&format!("{at}/trial?lang=ja")).await;
    told.assert_page(200, "選択肢");
    assert!(
        told.html()
            .contains("&lt;b&gt;選択肢&lt;/b&gt;が足りません"),
        "{}",
        told.html()
    );
}

#[actix_web::test]
async fn a_link_ends_with_its_day_or_before() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(ONE_PAGE).await).await;
    let day = tomorrow(&app).await;
    for (until, why) in [
        ("2026-01-01", "きょう以後"),
        ("2099-01-01", "60日以内"),
        ("あした", ""),
    ] {
        let refused = begun(&staff, &at, until).await;
        refused.assert_page(422, why);
        assert!(
            refused.html().contains(until),
            "what was typed is still there"
        );
    }
    let former = link(&begun(&staff, &at, &day).await);
    let colleague = app.resident();
    let open = colleague.get(&former).await;
    let page = begun(&staff, &at, &day).await;
    let link = link(&page);
    assert_ne!(former, link);
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let late = colleague.get(&former).await;
    assert_eq!(late.status.as_u16(), 410, "{}", late.main_text());
    let late = colleague.send(&open, "send", &[]).await;
    assert!(late.status.is_client_error(), "{}", late.main_text());
    assert_eq!(count(&app, "trial_responses").await, 0);
    sent(&staff, form(&page, "/trial/end"), &[])
        .await
        .assert_page(200, "試行を終えました");
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(colleague.get(&link).await.status.as_u16(), 410);
    let results = colleague.get(&format!("{link}/results")).await;
    assert_eq!(results.status.as_u16(), 404, "{}", results.main_text());
}

#[actix_web::test]
async fn nobody_else_has_a_trial() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(ONE_PAGE).await).await;
    let first = link(&begun(&staff, &at, &tomorrow(&app).await).await);
    let next = app.neighbour(Role::Administrator).await;
    let colleague = app.resident();
    let elsewhere = first.replacen("/sunagawa/", "/nayoro/", 1);
    assert_eq!(colleague.get(&elsewhere).await.status.as_u16(), 404);
    assert_eq!(next.get(&format!("{at}/trial")).await.status.as_u16(), 404);
    let survey = "/sunagawa/surveys/trial-2026/notes";
    assert_eq!(colleague.get(survey).await.status.as_u16(), 404);
}

#[actix_web::test]
async fn what_has_faults_is_not_tried() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(ONE_PAGE).await).await;
    let page = staff.get(&format!("{at}/trial?lang=ja")).await;
    let begin = form(&page, "/trial");
    let broken =
        "update questionnaire_drafts set document = jsonb_set(document, '{title}', '\"\"')";
    app.town.db.execute(broken).await;
    let until = [("until", &*tomorrow(&app).await)];
    let refused = sent(&staff, begin, &until).await;
    refused.assert_page(200, "直すところが");
    assert_eq!(count(&app, "trials").await, 0);
}

/// Whether a page has a link to an address that is told there.
fn leads(page: &Reply, address: &str) -> bool {
    assert!(page.html().contains(address), "{}", page.main_text());
    page.html().contains(&format!("href=\"{address}\""))
}

#[actix_web::test]
async fn texts_lead_to_the_towns_own_pages_and_to_no_others() {
    let app = TestApp::with_desk().await;
    let staff = app.staff();
    let at = copied(&staff, app.town.freeze(ONE_PAGE).await).await;
    let head = staff.get(&format!("{at}?lang=ja")).await;
    let (own, other) = ("https://www.city.example.jp/a", "https://example.com/b");
    let purpose = format!("**大切**です。\n- [市]({own})\n- [他]({other})");
    sent(&staff, form(&head, "/head"), &[("purpose", &purpose)]).await;
    let first = link(&begun(&staff, &at, &tomorrow(&app).await).await);
    let colleague = app.resident();
    // The neighbour's pages are not the town's.
    let next = app.neighbour(Role::Administrator).await;
    for (who, hosts, followed) in [
        (&next, "city.example.jp", false),
        (&staff, "city.example.jp\nexample.jp", true),
        (&staff, "", false),
    ] {
        let settings = who.get("/staff/settings?lang=ja").await;
        let named = sent(who, form(&settings, "/hosts"), &[("hosts", hosts)]).await;
        named.assert_page(200, "ホームページを決めました");
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let page = colleague.get(&first).await;
        assert!(page.html().contains("<b>大切</b>です。"), "{}", page.html());
        assert_eq!(leads(&page, own), followed, "{hosts}");
        assert!(!leads(&page, other), "{hosts}");
        let sheet = staff.get(&format!("{at}/sheet?lang=ja")).await;
        assert_eq!(leads(&sheet, own), followed, "{hosts}");
        let review = staff.get(&format!("{at}/review?lang=ja")).await;
        let told = |address| format!("「{address}」は市のホームページではない");
        review.assert_page(200, &told(other));
        assert_eq!(review.main_text().contains(&told(own)), !followed);
    }
}
