//! 正誤: words are corrected while a survey runs; nothing but words, and what was answered counts.

use std::sync::Arc;

use crate::closing::{Bound, documents};
use crate::support::door::{self, Person, TestApp};
use crate::support::drafts::{address, form, sent};
use crate::support::page::Reply;
use kocho::domain::ids::SurveyId;
use kocho::domain::survey::Mode;
use kocho::workflows::lifecycle::Act;

const NEW: &str = "市の情報提供は十分だと思いますか";

/// A town whose survey runs, and the address where the words of its version are corrected.
async fn asked() -> (TestApp, SurveyId) {
    let bound = Bound::new().await;
    bound.send(&documents(10), Mode::Web).await;
    let survey = bound.survey.id;
    // Whoever has the address may read it.
    let open = "update surveys set anonymity = 'open'";
    bound.town.db.execute(open).await;
    let app = TestApp::over(Arc::new(bound.town), &[]).await;
    (app.with_administrator().await, survey)
}

const BEGIN: &str = "/staff/questionnaires/shimin/versions/1/erratum";

/// A correction that was begun: its draft.
async fn begun(staff: &Person<'_>) -> String {
    let page = staff.get(&format!("{BEGIN}?lang=ja")).await;
    page.assert_page(200, "直せるのは文言だけです");
    address(&staff.submit(&form(&page, "/erratum"), "").await)
}

/// The page of the question after its words were corrected and somebody said that it means the same.
async fn corrected(staff: &Person<'_>, at: &str) -> Reply {
    let page = staff.get(&format!("{at}?lang=ja&question=info")).await;
    page.assert_page(200, "第1版の文言を訂正しています");
    let page = sent(staff, form(&page, "/questions/info"), &[("text", NEW)]).await;
    assert!(
        !page.html().contains("value=\"broken\""),
        "it means the same"
    );
    let same = [("_go", "continues"), ("reason", "「市の」が抜けていました")];
    sent(staff, form(&page, "/questions/info/series"), &same).await
}

async fn frozen(staff: &Person<'_>, at: &str) -> Reply {
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    sent(staff, form(&ask, "/freezing"), &[]).await
}

#[actix_web::test]
async fn a_survey_goes_on_with_corrected_words() {
    let (app, survey) = asked().await;
    let staff = app.staff();
    let list = staff.get("/staff/questionnaires?lang=ja").await;
    assert!(list.links().iter().any(|link| link.starts_with(BEGIN)));
    let at = begun(&staff).await;
    assert_eq!(at, begun(&staff).await, "one correction at a time");
    corrected(&staff, &at)
        .await
        .assert_page(200, "比較を続けます");
    let ask = staff.get(&format!("{at}/freezing?lang=ja")).await;
    ask.assert_page(200, "直した文言でたずねます");
    frozen(&staff, &at)
        .await
        .assert_page(200, "文言の訂正を確定しました");
    let db = &app.town.db;
    let numbers = "select string_agg(number || '.' || erratum, ' ' order by number, erratum) from versions \
                   where document->>'code' = 'shimin' and (erratum = 0 or judged->0->>'how' = 'continues')";
    assert_eq!(db.text(numbers).await, "1.0 1.1");
    let asks = format!(
        "select erratum::bigint from versions v join surveys s on s.version_id = v.id where s.id = '{}'",
        survey.0
    );
    assert_eq!(db.number(&asks).await, 1);
    let later = TestApp::over(app.town.clone(), &[]).await;
    let first = door::address(&later.town.survey(survey).await);
    let page = later.resident().begin(&first).await;
    assert!(page.html().contains(NEW));
    let log = staff.get("/staff/record?lang=ja&noun=survey").await;
    log.assert_page(200, "の文言を訂正しました");
    log.assert_page(200, "第1.1版");
    let again = staff.get(&format!("{BEGIN}?lang=ja")).await;
    staff
        .follow(again)
        .await
        .assert_page(200, "この版でたずねている調査がない");
    let next = staff
        .get("/staff/questionnaires/shimin/versions/1.1/sheet?lang=ja")
        .await;
    assert!(next.html().contains(NEW));
}

#[actix_web::test]
async fn nothing_but_words_is_corrected() {
    let (app, _) = asked().await;
    let staff = app.staff();
    let at = begun(&staff).await;
    let unchanged = frozen(&staff, &at).await;
    unchanged.assert_page(200, "直した文言がありません");
    let page = staff.get(&format!("{at}?lang=ja&question=info")).await;
    assert!(
        !page
            .forms()
            .iter()
            .any(|form| form.action.contains("/move"))
    );
    assert!(
        !page
            .forms()
            .iter()
            .any(|form| form.action.contains("/kind"))
    );
    let section = staff.get(&format!("{at}?lang=ja&section=s1")).await;
    let hangs = |page: &Reply, end: &str| page.forms().iter().any(|form| form.action.contains(end));
    assert!(!hangs(&page, "/condition") && !hangs(&section, "/condition"));
    assert!(!hangs(&section, "/repeat") && !page.html().contains("option="));
    let required = form(&page, "/questions/info");
    let refused = sent(&staff, required, &[("text", NEW), ("required", "yes")]).await;
    refused.assert_page(422, "訂正では、文言だけを直せます");
    assert!(refused.html().contains(NEW), "what was typed stays");
    for (end, fields) in [
        ("/sections", &[("_seen", "0")][..]),
        ("/questions/info/removal", &[("_seen", "0")]),
        (
            "/questions/info/kind",
            &[("_seen", "0"), ("_go", "multiple")],
        ),
        (
            "/sections/s1/questions",
            &[("_seen", "0"), ("text", "年代\n20代\n30代")],
        ),
    ] {
        let refused = staff.post(&format!("{at}{end}?lang=ja"), fields).await;
        refused.assert_page(422, "訂正では、文言だけを直せます");
    }
    let revision = "select revision::bigint from questionnaire_drafts";
    assert_eq!(app.town.db.number(revision).await, 0);
    let page = sent(&staff, form(&page, "/questions/info"), &[("text", NEW)]).await;
    let broken = form(&page, "/questions/info/series");
    let broken = [
        ("_seen", "1"),
        ("mark", broken.value("mark").unwrap()),
        ("_go", "broken"),
    ];
    let broken = staff
        .post(&format!("{at}/questions/info/series?lang=ja"), &broken)
        .await;
    assert_eq!(
        broken.status, 400,
        "what means something else is no correction"
    );
}

#[actix_web::test]
async fn what_is_closed_keeps_its_words() {
    let (app, survey) = asked().await;
    let staff = app.staff();
    let at = begun(&staff).await;
    corrected(&staff, &at)
        .await
        .assert_page(200, "比較を続けます");
    app.town.act(survey, Act::CloseWeb).await.unwrap();
    let late = frozen(&staff, &at).await;
    late.assert_page(200, "この版でたずねている調査がない");
    assert_eq!(
        app.town
            .db
            .number("select count(*) from versions where erratum > 0")
            .await,
        0
    );
    assert_eq!(app.town.db.number("select count(*) from errata").await, 0);
}
