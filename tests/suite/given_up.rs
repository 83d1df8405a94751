//! Work that is given up: it is said wherever somebody looks, nothing else waits for it, and it can be done again.

use std::sync::Arc;

use actix_web::body::to_bytes;
use actix_web::web::Data;
use kocho::commands::{doctor, survey};
use kocho::domain::job::Job;
use kocho::domain::reason::Reason;
use kocho::domain::survey::Anonymity;
use kocho::jobs as worker;
use kocho::storage::surveys::Survey;
use kocho::storage::{jobs, reports};
use kocho::web::metrics;
use kocho::web::state::AppState;
use kocho::workflows::lifecycle::Act;

use crate::support::door::{TestApp, address};
use crate::support::town::Town;

const QUESTIONNAIRE: &str = r#"{
  "code": "stuck", "title": "アンケート", "purpose": "試験のため", "minutes": 1, "languages": ["ja"],
  "sections": [{"code": "s1", "title": "くらし", "questions": [
    {"code": "q1", "text": "よいですか", "type": "single", "options": [
      {"code": "1", "label": "はい"}, {"code": "2", "label": "いいえ"}]}]}]}"#;

/// A closed survey with answers, one of which cannot be read.
async fn broken(town: &Town) -> Survey {
    let version = town.freeze(QUESTIONNAIRE.as_bytes()).await;
    let draft = town.draft_of(version, Anonymity::Open).await;
    let survey = town.open_now(draft.id).await;
    let door = town.intake();
    for answer in ["1", "2", "7"] {
        door.submit(town.form(&survey, None, answer)).await;
    }
    assert_eq!(town.responses(survey.id).await, 3);
    town.act(survey.id, Act::CloseWeb).await.unwrap();
    town.act(survey.id, Act::CloseEntry).await.unwrap();
    town.survey(survey.id).await
}

async fn waiting(town: &Town) -> Vec<String> {
    let names = "select coalesce(string_agg(k, ',' order by k), '') from jobs, jsonb_object_keys(job) k \
                 where given_up_at is null";
    let names = town.db.text(names).await;
    names
        .split(',')
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect()
}

async fn told(state: &Data<AppState>) -> String {
    let answer = metrics::show(state.clone()).await;
    let body = to_bytes(answer.into_body()).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[actix_web::test]
async fn figures_that_were_given_up_are_told_everywhere_and_hold_nothing_up() {
    let town = Town::new().await;
    let survey = broken(&town).await;
    let town = Arc::new(town);
    let door = TestApp::over(
        Arc::clone(&town),
        &[("KOCHO__MAIL__OPERATOR", "ops@town.example")],
    )
    .await;
    let path = format!("{}/results?lang=ja", address(&survey));
    let page = async || door.node().await.resident().get(&path).await;
    // What this node remembers of a survey is a second old at most; every look is at a new one.
    page().await.assert_page(403, "確認が終わりしだい");
    assert_eq!(
        waiting(&town).await,
        ["tabulate"],
        "sealing follows the figures"
    );
    assert!(worker::next(&door.app).await.unwrap());
    assert_eq!(
        waiting(&town).await,
        ["seal", "send"],
        "neither is lost with them"
    );

    let mut conn = town.db.conn().await;
    let shown = survey::show::show(&mut conn, &town.operator, &survey.slug)
        .await
        .unwrap();
    assert!(shown.contains("figures: given up on "), "{shown}");
    assert!(
        shown.contains("after 1 attempt: the stored answers of response"),
        "{shown}"
    );
    assert!(shown.contains("kocho jobs retry"), "{shown}");
    let wrong = doctor::given_up(&mut conn).await.unwrap_err().to_string();
    assert!(
        wrong.contains(&format!("tabulate sunagawa/{}: given up", survey.slug)),
        "{wrong}"
    );
    let metrics = told(&door.state).await;
    for line in [
        "kocho_jobs_waiting 2",
        "kocho_jobs_given_up{job=\"tabulate\"} 1",
        "kocho_jobs_given_up{job=\"seal\"} 0",
    ] {
        assert!(
            metrics.lines().any(|told| told == line),
            "{line} in {metrics}"
        );
    }
    page()
        .await
        .assert_page(403, "公表の時期は決まっていません");

    // The letter goes to whom the settings name, and sealing is done.
    let letter = town
        .db
        .text("select address || ' ' || letter::text from letters")
        .await;
    assert!(letter.starts_with("ops@town.example "), "{letter}");
    while worker::next(&door.app).await.unwrap() {}
    assert_eq!(town.db.number("select count(*) from envelopes").await, 0);
    assert_eq!(
        town.db
            .number("select count(*) from letters where state = 'sent'")
            .await,
        1
    );

    // Given up again: told again, but nobody is written to twice.
    let figures = Job::Tabulate {
        municipality: town.id,
        survey: survey.id,
    };
    let stuck = jobs::given_up(&mut conn, &figures).await.unwrap().unwrap();
    assert!(
        jobs::retry(&mut conn, stuck.id, town.now().await)
            .await
            .unwrap()
    );
    while worker::next(&door.app).await.unwrap() {}
    assert_eq!(jobs::list_given_up(&mut conn).await.unwrap().len(), 1);
    assert_eq!(town.db.number("select count(*) from letters").await, 1);

    // The cause is removed.
    town.db
        .execute("update responses set answers = '{\"q1\": \"1\"}' where answers->>'q1' = '7'")
        .await;
    let stuck = jobs::given_up(&mut conn, &figures).await.unwrap().unwrap();
    assert!(
        jobs::retry(&mut conn, stuck.id, town.now().await)
            .await
            .unwrap()
    );
    while worker::next(&door.app).await.unwrap() {}
    assert_eq!(
        reports::list(&mut conn, town.id, survey.id)
            .await
            .unwrap()
            .len(),
        1
    );
    assert!(jobs::given_up(&mut conn, &figures).await.unwrap().is_none());
    let shown = survey::show::show(&mut conn, &town.operator, &survey.slug)
        .await
        .unwrap();
    assert!(!shown.contains("given up"), "{shown}");
    assert!(doctor::given_up(&mut conn).await.is_ok());
    page().await.assert_page(403, "確認が終わりしだい");
    assert!(
        !jobs::forget(&mut conn, stuck.id).await.unwrap(),
        "nothing is left to forget"
    );
}

/// A survey that was called off has no results, and its answers are sealed without figures.
#[actix_web::test]
async fn of_a_survey_that_was_called_off_no_results_are_promised() {
    let town = Town::new().await;
    let version = town.freeze(QUESTIONNAIRE.as_bytes()).await;
    let draft = town.draft_of(version, Anonymity::Open).await;
    let survey = town.open_now(draft.id).await;
    let reason = Reason::parse("台風").unwrap();
    town.act(survey.id, Act::Cancel { reason }).await.unwrap();
    assert_eq!(waiting(&town).await, ["seal"]);
    let door = TestApp::over(Arc::new(town), &[]).await;
    for (language, text) in [
        ("ja", "この調査は中止されました"),
        ("en", "was cancelled"),
        ("ja-x-easy", "結果は ありません"),
    ] {
        let page = door
            .resident()
            .get(&format!("{}/results?lang={language}", address(&survey)))
            .await;
        page.assert_page(403, text);
    }
}
