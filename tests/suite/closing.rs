//! Closing to publication: the report, the indicator's value, the letter to its owner, and what the public sees.

use std::collections::BTreeMap;

use actix_web::web::Data;
use diesel_async::AsyncConnection;
use futures_util::future::join_all;
use kocho::domain::ids::{DivisionId, IndicatorId, ReportId};
use kocho::domain::plan::definition::{Base, Definition, Measurand, Measure, Source};
use kocho::domain::plan::indicator::Direction;
use kocho::domain::plan::value::State;
use kocho::domain::questionnaire::Questionnaire;
use kocho::domain::questionnaire::question::Code;
use kocho::domain::report::Stage;
use kocho::domain::slug::Slug;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::{Anonymity, Mode};
use kocho::formats::plan::Form;
use kocho::jobs;
use kocho::storage::divisions::{self, Division};
use kocho::storage::surveys::Survey;
use kocho::storage::{indicators, reports, values};
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::planning::bind;
use kocho::workflows::planning::binding::Binding;
use kocho::workflows::publishing::{self, PublishError};
use kocho::workflows::{freezing, tabulating};
use uuid::Uuid;

use crate::support::town::Town;

pub const QUESTIONNAIRE: &str = r#"{
  "code": "shimin", "title": "市民アンケート", "purpose": "計画のため", "minutes": 5, "languages": ["ja"],
  "sections": [{"code": "s1", "title": "広報広聴", "questions": [
    {"code": "info", "text": "情報提供は十分だと思いますか", "type": "scale", "options": [
      {"code": "1", "label": "そう思う", "score": "2"}, {"code": "2", "label": "やや思う", "score": "1"},
      {"code": "3", "label": "どちらともいえない", "score": "0"}, {"code": "4", "label": "あまり", "score": "-1"},
      {"code": "5", "label": "そう思わない", "score": "-2"}, {"code": "9", "label": "わからない", "meaning": "dont_know"}]},
    {"code": "media", "text": "何で知りますか", "show_if": {"any_of": {"item": "info", "codes": ["1", "2"]}},
      "type": "multiple", "options": [{"code": "web", "label": "ウェブ"}, {"code": "paper", "label": "広報紙"},
      {"code": "none", "label": "ない", "exclusive": true}]},
    {"code": "years", "text": "居住年数", "type": "number", "min": "0", "max": "120", "decimals": 1},
    {"code": "sex", "text": "性別", "role": "attribute", "type": "single", "options": [
      {"code": "1", "label": "男性"}, {"code": "2", "label": "女性"}]},
    {"code": "free", "text": "ご意見", "type": "text", "long": true}]}]}"#;

/// A town with its plan, an indicator bound to the questionnaire and an owner with an address.
pub struct Bound {
    pub town: Town,
    pub survey: Survey,
    pub indicator: IndicatorId,
}

impl Bound {
    pub async fn new() -> Self {
        let town = Town::new().await;
        let mut conn = town.db.conn().await;
        let now = town.now().await;
        let own = Slug::parse("sunagawa").unwrap();
        let plans = include_bytes!("../../config/demo/plans/indicators.csv");
        kocho::commands::plan_files::import(&mut conn, Some(&own), plans, Form::Csv, "test")
            .await
            .unwrap();
        let slug = Slug::parse("sng-02").unwrap();
        let indicator = indicators::by_slug(&mut conn, town.id, &slug)
            .await
            .unwrap()
            .id;
        let division = Division {
            municipality_id: town.id,
            id: DivisionId(Uuid::now_v7()),
            name: "広報広聴係".to_owned(),
            email: Some("koho@town.example".to_owned()),
        };
        let division = divisions::by_name_or_insert(&mut conn, &division)
            .await
            .unwrap();
        let code = |code| Code::parse(code).unwrap();
        let definition = Definition {
            source: Source::Item(Measurand {
                questionnaire: code("shimin"),
                item: "info".to_owned(),
                measure: Measure::Share([code("1"), code("2")].into()),
                base: Base::Substantive,
                weighting: None,
                filter: None,
            }),
            decimals: 1,
            direction: Direction::Increase,
            baseline: None,
        };
        let binding = Binding {
            definition,
            comparability: None,
            owners: vec![division.id],
        };
        let questionnaire: Questionnaire = serde_json::from_str(QUESTIONNAIRE).unwrap();
        let version = conn
            .transaction(async |tx| {
                bind(tx, &town.operator, indicator, &binding, now)
                    .await
                    .unwrap();
                let frozen =
                    freezing::freeze_version(tx, &town.operator, &questionnaire, &[], now).await;
                Ok::<_, diesel::result::Error>(frozen.unwrap())
            })
            .await
            .unwrap();
        let survey = town.open(Anonymity::Open).await;
        town.db
            .execute(&format!(
                "update surveys set version_id = '{version}', anonymity = 'anonymous'"
            ))
            .await;
        let survey = town.survey(survey.id).await;
        Self {
            town,
            survey,
            indicator,
        }
    }

    /// Seventy answers, closed and computed: the final figures.
    pub async fn compute(&self) -> ReportId {
        self.send(&documents(70), Mode::Web).await;
        self.town.act(self.survey.id, Act::CloseWeb).await.unwrap();
        let closed = self.town.act(self.survey.id, Act::CloseEntry).await;
        let (pool, actor) = (&self.town.db.pool, &self.town.operator);
        let report = tabulating::run(pool, &self.town.secret, actor, closed.unwrap().id).await;
        report.unwrap().unwrap()
    }

    /// The same, approved and published.
    pub async fn publish(&self) {
        let (report, actor) = (self.compute().await, &self.town.operator);
        let (mut conn, now) = (self.town.db.conn().await, self.town.now().await);
        conn.transaction(async |tx| {
            publishing::approve(tx, actor, report, "砂総第12号", now).await?;
            publishing::publish(tx, actor, report, now).await
        })
        .await
        .unwrap();
    }

    /// Sends `documents`, each with a key of its own.
    pub async fn send(&self, documents: &[String], mode: Mode) {
        let keys = self.town.keys(self.survey.id, documents.len()).await;
        let door = self.town.intake();
        let outcomes = join_all(documents.iter().zip(keys).map(|(document, key)| {
            let mut form = self.town.form(&self.survey, Some(key), "");
            form.answers = AnswersJson::new(document.clone());
            form.mode = mode;
            door.submit(form)
        }))
        .await;
        assert!(
            outcomes.iter().all(|o| matches!(o, Outcome::Accepted(_))),
            "{outcomes:?}"
        );
    }
}

pub fn documents(count: usize) -> Vec<String> {
    (0..count)
        .map(|n| {
            let media = if n % 7 < 3 {
                r#""media": ["web", "paper"], "#
            } else {
                ""
            };
            let info = ["1", "2", "2", "3", "5", "9", "4"][n % 7];
            format!(
                r#"{{"info": "{info}", {media}"years": {}.5, "sex": "{}", "free": "引用\"と\\"}}"#,
                n % 40,
                1 + n % 2
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_survey_gives_its_indicator_the_value_its_answers_say() {
    let bound = Bound::new().await;
    let (town, id) = (&bound.town, bound.survey.id);
    bound.send(&documents(700), Mode::Web).await;
    town.act(id, Act::CloseWeb).await.unwrap();
    town.act(id, Act::CloseEntry).await.unwrap();
    let (app, letters) = town.app().await;
    let app = Data::new(app);
    while jobs::next(&app).await.unwrap() {}
    let mut conn = town.db.conn().await;
    let report = reports::latest(&mut conn, town.id, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (report.number, report.stage, report.response_count),
        (1, Stage::Final, 700)
    );
    let info = &report.document.tables[0];
    let counts: BTreeMap<_, _> = info
        .options
        .iter()
        .map(|o| (o.code.as_str(), o.count))
        .collect();
    assert_eq!(
        counts,
        [
            ("1", 100),
            ("2", 200),
            ("3", 100),
            ("4", 100),
            ("5", 100),
            ("9", 100)
        ]
        .into()
    );
    assert_eq!(
        (info.bases.all, info.bases.answered, info.bases.substantive),
        (700, 700, 600)
    );
    assert_eq!(
        info.options[5].percent.substantive, None,
        "わからない is not in the substantive base"
    );
    assert_eq!(info.options[5].percent.all.as_deref(), Some("14.3"));
    let media = &report.document.tables[1];
    assert_eq!(
        (
            media.not_applicable,
            media.options[0].count,
            media.no_answer
        ),
        (400, 300, 0)
    );
    assert_eq!(media.options[0].percent.everyone.as_deref(), Some("42.9"));
    let value = values::list(&mut conn, town.id, bound.indicator)
        .await
        .unwrap()
        .pop()
        .unwrap();
    assert_eq!(value.state, State::Final);
    assert_eq!(
        (value.document.shown.to_string().as_str(), value.fiscal_year),
        ("50.0", 2025)
    );
    let kocho::domain::plan::value::Provenance::Survey(measured) = &value.document.provenance
    else {
        panic!("not from a survey");
    };
    assert_eq!(
        (
            measured.figure.numerator,
            measured.figure.n,
            measured.report
        ),
        (Some(300), 600, report.id)
    );
    // 1.96·√(0.25/600 · (15000−600)/14999) = 3.92 points.
    assert_eq!(
        measured.figure.margin.map(|m| m.to_string()).as_deref(),
        Some("3.9")
    );
    let sent: Vec<String> = {
        let letters = letters.lock().unwrap();
        let text = |letter: &lettre::Message| String::from_utf8(letter.formatted()).unwrap();
        letters.iter().map(text).collect()
    };
    assert_eq!(sent.len(), 1);
    let text = &sent[0];
    assert!(text.contains("To: koho@town.example"), "{text}");
    let stored = town
        .db
        .number("select count(*) from letters where state = 'sent'")
        .await;
    assert_eq!(stored, 1);
    let id_line = town
        .db
        .number(&format!(
            "select count(*) from letters where '{}' like '%' || replace(id::text, '-', '') || '%'",
            text.lines().find(|l| l.starts_with("Message-ID")).unwrap()
        ))
        .await;
    assert_eq!(id_line, 1, "the Message-ID follows from the letter's id");
}

/// F15: figures, value and letter come once, whoever computes them and however often.
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_compute_one_report() {
    let bound = Bound::new().await;
    let (town, id) = (&bound.town, bound.survey.id);
    bound.send(&documents(70), Mode::Web).await;
    town.act(id, Act::CloseWeb).await.unwrap();
    let run = || tabulating::run(&town.db.pool, &town.secret, &town.operator, id);
    let computed = join_all((0..4).map(|_| run())).await;
    assert_eq!(
        computed.iter().filter(|c| matches!(c, Ok(Some(_)))).count(),
        1,
        "{computed:?}"
    );
    // Paper comes in: too soon for another provisional report, but the final one has it, and those the first left out.
    bound.send(&documents(21), Mode::Paper).await;
    assert!(run().await.unwrap().is_none());
    town.act(id, Act::CloseEntry).await.unwrap();
    assert!(run().await.unwrap().is_some());
    assert!(run().await.unwrap().is_none(), "nothing changed since");
    let mut conn = town.db.conn().await;
    let all = reports::list(&mut conn, town.id, id).await.unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|r| (r.number, r.stage, r.response_count))
        .collect();
    assert_eq!(told, [(1, Stage::Provisional, 50), (2, Stage::Final, 91)]);
    assert_eq!(
        all[1].document.by_mode,
        [(Mode::Web, 70), (Mode::Paper, 21)].into()
    );
    assert_eq!(
        values::list(&mut conn, town.id, bound.indicator)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(town.db.number("select count(*) from letters").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn report_and_value_are_approved_and_published_together() {
    let bound = Bound::new().await;
    let (town, id) = (&bound.town, bound.survey.id);
    bound.send(&documents(70), Mode::Web).await;
    town.act(id, Act::CloseWeb).await.unwrap();
    let provisional = tabulating::run(&town.db.pool, &town.secret, &town.operator, id)
        .await
        .unwrap()
        .unwrap();
    town.act(id, Act::CloseEntry).await.unwrap();
    let report = tabulating::run(&town.db.pool, &town.secret, &town.operator, id)
        .await
        .unwrap()
        .unwrap();
    let mut conn = town.db.conn().await;
    let now = town.now().await;
    let refused = conn
        .transaction(async |tx| {
            publishing::approve(tx, &town.operator, provisional, "決1", now).await
        })
        .await;
    assert!(matches!(refused, Err(PublishError::Refused(_))));
    let refused = conn
        .transaction(async |tx| publishing::publish(tx, &town.operator, report, now).await)
        .await;
    assert!(
        matches!(refused, Err(PublishError::Refused(_))),
        "not without approval"
    );
    let published = async |conn: &mut kocho::storage::Conn| {
        values::list_published(conn, town.id, &[bound.indicator])
            .await
            .unwrap()
            .len()
    };
    assert_eq!(published(&mut conn).await, 0);
    conn.transaction(async |tx| {
        publishing::approve(tx, &town.operator, report, "砂総第12号", now).await
    })
    .await
    .unwrap();
    conn.transaction(async |tx| publishing::publish(tx, &town.operator, report, now).await)
        .await
        .unwrap();
    assert_eq!(published(&mut conn).await, 1);
    assert_eq!(
        reports::published(&mut conn, town.id, id)
            .await
            .unwrap()
            .unwrap()
            .id,
        report
    );
    conn.transaction(async |tx| {
        publishing::withdraw(tx, &town.operator, report, &"誤り".parse().unwrap(), now).await
    })
    .await
    .unwrap();
    assert_eq!(published(&mut conn).await, 0);
}
