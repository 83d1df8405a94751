//! Somebody who makes a questionnaire of a hundred questions, or of two hundred: what they wait for.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use kocho::domain::ids::QuestionnaireDraftId;
use kocho::domain::questionnaire::Questionnaire;
use kocho::storage::clock;
use kocho::workflows::designing::{self, Basis, DesignError};
use kocho::workflows::freezing;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::desk::Desk;
use super::environment::Environment;
use super::figures::Figures;
use super::load;
use super::server::Server;

/// How often each page is asked for, and how many acts are done.
const TIMES: u32 = 40;

/// The page, the picture of the telephone, and acts on a draft.
pub fn design(
    desk: &Desk,
    environment: &Environment,
    server: &Server,
    figures: &mut Figures,
) -> anyhow::Result<()> {
    let (draft, long) = begin(environment)?;
    let own = format!("/staff/drafts/{draft}");
    for (what, path, most) in [
        (
            "designer's page, 100 questions",
            format!("{own}?lang=ja&question=q52"),
            50.0,
        ),
        (
            "– its preview",
            format!("{own}/preview?lang=ja&in=ja&page=5"),
            30.0,
        ),
        ("– its review", format!("{own}/review?lang=ja"), 50.0),
    ] {
        let asked = |_| {
            let headers = format!("{}accept: text/html\r\n", desk.cookie());
            load::request("GET", server.address, &path, &headers, "")
        };
        figures.at_most(what, middle(server, asked, "200")?, most, "ms");
    }
    for (what, draft) in [("an act on it", draft), ("– on one of 200 questions", long)] {
        let act = |nth: u32| {
            let headers = format!("{}sec-fetch-site: same-origin\r\n", desk.cookie());
            let path = format!("/staff/drafts/{draft}/questions/q50?lang=ja");
            let body = format!("_seen={nth}&text=Opinion+{nth}&hint=&max_length=&long=yes");
            load::request("POST", server.address, &path, &headers, &body)
        };
        figures.at_most(what, middle(server, act, "303")?, 50.0, "ms");
    }
    search(desk, server, figures)
}

/// A search in five thousand questions that were asked before. The first one gathers them.
fn search(desk: &Desk, server: &Server, figures: &mut Figures) -> anyhow::Result<()> {
    let headers = format!("{}accept: text/html\r\n", desk.cookie());
    let typed = utf8_percent_encode("取り組み 42", NON_ALPHANUMERIC);
    let path = format!("/staff/bank?lang=ja&q={typed}");
    let asked = |_| load::request("GET", server.address, &path, &headers, "");
    let began = Instant::now();
    load::exchange(server.address, &asked(0))?;
    figures.note(
        "bank of 5,000 questions, gathered",
        format!("{} ms", began.elapsed().as_millis()),
    );
    figures.at_most("– searched", middle(server, asked, "200")?, 50.0, "ms");
    Ok(())
}

/// The middle of the times of requests, one after the other, in milliseconds.
fn middle(server: &Server, request: impl Fn(u32) -> Vec<u8>, status: &str) -> anyhow::Result<f64> {
    let mut times: Vec<Duration> = Vec::new();
    for nth in 0..TIMES {
        let request = request(nth);
        let began = Instant::now();
        let said = load::exchange(server.address, &request)?;
        times.push(began.elapsed());
        let is_so = said.starts_with(&format!("HTTP/1.1 {status}"));
        anyhow::ensure!(is_so, "not {status}: {said}");
    }
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    Ok(1000.0 * middle.as_secs_f64())
}

/// A draft of ten pages with ten questions each, and one of twenty.
fn begin(
    environment: &Environment,
) -> anyhow::Result<(QuestionnaireDraftId, QuestionnaireDraftId)> {
    let document: Questionnaire = serde_json::from_str(&written(10))?;
    let long: Questionnaire = serde_json::from_str(&written(20))?;
    let actor = &environment.town.actor;
    environment.with(async |conn| {
        let begun = conn.transaction(async |tx| {
            let now = clock::now(tx).await?;
            freezing::freeze_version(tx, actor, &document, &[], now).await?;
            tx.batch_execute(BANK).await?;
            let draft = designing::begin(tx, actor, document, Basis::default()).await?;
            Ok((
                draft,
                designing::begin(tx, actor, long, Basis::default()).await?,
            ))
        });
        let begun: Result<_, DesignError> = begun.await;
        Ok(begun?)
    })
}

/// The same hundred questions in fifty questionnaires.
const BANK: &str = "
    insert into questionnaires (municipality_id, id, code)
        select municipality_id, gen_random_uuid(), 'hundred-' || n
        from questionnaires, generate_series(1, 49) n where code = 'hundred';
    insert into versions (municipality_id, id, questionnaire_id, number, document, digest)
        select q.municipality_id, gen_random_uuid(), q.id, 1, jsonb_set(v.document, '{code}', to_jsonb(q.code)), v.digest
        from questionnaires q, versions v join questionnaires h on h.id = v.questionnaire_id
        where q.code like 'hundred-%' and h.code = 'hundred';
";

fn written(sections: u32) -> String {
    let mut written = String::new();
    for section in 0..sections {
        let mut questions = String::new();
        for question in 0..10 {
            let number = section * 10 + question;
            let comma = if question == 0 { "" } else { "," };
            let kind = match question {
                0 => r#""type": "text", "long": true"#.to_owned(),
                _ => format!(r#""type": "scale", "options": [{}]"#, options()),
            };
            let _ = write!(
                questions,
                r#"{comma}{{"code": "q{number}", "text": "{number}番目の取り組みについて、どのように思いますか。", {kind}}}"#
            );
        }
        let comma = if section == 0 { "" } else { "," };
        let _ = write!(
            written,
            r#"{comma}{{"code": "s{section}", "title": "第{section}分野", "questions": [{questions}]}}"#
        );
    }
    format!(
        r#"{{"code": "hundred", "title": "百問の調査", "purpose": "測るため", "minutes": 30, "languages": ["ja"],
        "sections": [{written}]}}"#
    )
}

fn options() -> String {
    let labels = [
        "そう思う",
        "ややそう思う",
        "どちらともいえない",
        "あまりそう思わない",
        "そう思わない",
    ];
    let one = |(at, label): (usize, &&str)| {
        format!(
            r#"{{"code": "{}", "label": "{label}", "score": "{}"}}"#,
            at + 1,
            5 - at
        )
    };
    let all: Vec<String> = labels.iter().enumerate().map(one).collect();
    all.join(",")
}
