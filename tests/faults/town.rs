//! A town with two surveys of one page, one for everybody and one with keys, over a PostgreSQL that can be killed.

use kocho::domain::envelope::EnvelopeKey;
use kocho::domain::ids::SurveyId;
use kocho::domain::secret::Secret;
use tokio_postgres::{Client, NoTls};

use crate::http::{Browser, Reply};
use crate::nodes::Installation;
use crate::postgres::Postgres;

/// The survey everybody may answer.
pub const OPEN: &str = "koe";
/// The survey with keys.
pub const KEYED: &str = "kagi";

const QUESTIONNAIRES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo/questionnaires");

/// A page with a form, as somebody has it before them.
#[derive(Clone)]
pub struct Form {
    /// Who has it.
    pub browser: Browser,
    survey: &'static str,
    hidden: Vec<(String, String)>,
}

/// Founds the town and opens its surveys.
pub async fn found(postgres: &Postgres) -> Installation {
    let town = Installation::new(postgres.place(), postgres.url());
    town.run(&["migrate"]);
    let name = ["--name", "砂川市", "--division", "広報広聴課"];
    let telephone = ["--telephone", "0100-00-0000"];
    town.run(
        &[
            &["municipality", "create", "sunagawa"],
            &name[..],
            &telephone,
        ]
        .concat(),
    );
    let db = connect(postgres).await;
    for (survey, extra) in [(OPEN, &["--open"][..]), (KEYED, &[])] {
        ask(&town, &db, (survey, "machi-no-koe", "machi-no-koe"), extra).await;
    }
    town
}

/// Opens a survey with a questionnaire, which has a file and a code.
pub async fn ask(
    town: &Installation,
    db: &Client,
    (survey, file, code): (&str, &str, &str),
    extra: &[&str],
) {
    let day = |days: u32| format!("select (current_date + {days})::text");
    let from = text(db, &day(2)).await;
    let until = text(db, &day(30)).await;
    let file = format!("{QUESTIONNAIRES}/{file}.yaml");
    town.run(&["import", "questionnaire", &file]);
    let asked = ["--title", "まちの声", "--questionnaire", code];
    let year = ["--fiscal-year", "2025"];
    town.run(&[&["survey", "create", survey], &asked[..], &year, extra].concat());
    let times = ["--from", &from, "--until", &until];
    town.run(&[&["survey", "schedule", survey], &times[..]].concat());
    town.run(&["survey", "open", survey]);
}

/// A connection of the harness.
pub async fn connect(postgres: &Postgres) -> Client {
    let (client, connection) = tokio_postgres::connect(&postgres.url(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
}

/// The one text a query gives.
pub async fn text(db: &Client, sql: &str) -> String {
    db.query_one(sql, &[]).await.unwrap().get(0)
}

/// What is written in every stored response of a survey, sealed or in its envelope: read by the harness and not by the
/// program under test.
pub async fn stored(db: &Client, survey: &str) -> Vec<String> {
    let id = format!("(select id from surveys where slug = '{survey}')");
    let sealed = format!("select answers->>'opinion' from responses where survey_id = {id}");
    let rows = db.query(&sealed, &[]).await.unwrap();
    let mut all: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let key = EnvelopeKey::of(
        &Secret::new(Installation::SECRET),
        SurveyId(survey_id(db, survey).await),
    );
    let enclosed = format!("select content from envelopes where survey_id = {id}");
    for row in db.query(&enclosed, &[]).await.unwrap() {
        let content = key.open(row.get(0)).unwrap();
        all.push(content.answers.text("opinion").unwrap());
    }
    all
}

async fn survey_id(db: &Client, survey: &str) -> uuid::Uuid {
    let id = format!("select id::text from surveys where slug = '{survey}'");
    text(db, &id).await.parse().unwrap()
}

impl Form {
    /// Opens the survey for everybody.
    pub async fn open(mut browser: Browser, port: u16) -> Option<Self> {
        let page = browser
            .open(port, &format!("/sunagawa/surveys/{OPEN}"))
            .await;
        Self::read(browser, OPEN, &page.ok()?)
    }

    /// Types a key and goes on to its survey.
    pub async fn with_key(mut browser: Browser, port: u16, key: &str) -> Option<Self> {
        let typed = [("key".to_owned(), key.to_owned())];
        let reply = browser.post(port, "/sunagawa/a", &typed).await.ok()?;
        // What fits on one page is there at once.
        let page = match reply.location().map(str::to_owned) {
            Some(to) => browser.open(port, &to).await.ok()?,
            None => reply,
        };
        Self::read(browser, KEYED, &page)
    }

    fn read(browser: Browser, survey: &'static str, page: &Reply) -> Option<Self> {
        let hidden = page.hidden();
        let is_form = hidden.iter().any(|(name, _)| name.starts_with("_form"));
        (page.status == 200 && is_form).then_some(Self {
            browser,
            survey,
            hidden,
        })
    }

    /// Sends it with this text as its opinion.
    pub async fn send(&mut self, port: u16, opinion: &str) -> std::io::Result<Reply> {
        let mut fields = self.hidden.clone();
        for (name, value) in [("livable", "1"), ("opinion", opinion), ("_go", "send")] {
            fields.push((name.to_owned(), value.to_owned()));
        }
        let path = format!("/sunagawa/surveys/{}/responses", self.survey);
        self.browser.post(port, &path, &fields).await
    }
}
