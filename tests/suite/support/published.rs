//! A small town whose survey is closed, counted and published: what the public sees of it.

use std::collections::HashMap;
use std::sync::Arc;

use diesel_async::AsyncConnection;
use futures_util::future::join_all;
use kocho::domain::ids::ReportId;
use kocho::domain::report::release::Release;
use kocho::domain::submission::AnswersJson;
use kocho::domain::survey::Anonymity;
use kocho::storage::releases;
use kocho::storage::surveys::Survey;
use kocho::workflows::intake::Outcome;
use kocho::workflows::lifecycle::Act;
use kocho::workflows::{publishing, tabulating};

use super::door::{TestApp, address};
use super::page::Reply;
use super::town::Town;

/// A small town whose survey is published.
pub struct Published {
    pub door: TestApp,
    pub survey: Survey,
    pub report: ReportId,
}

impl Published {
    /// What a questionnaire asks, answered like that.
    pub async fn of(questionnaire: &str, documents: Vec<String>) -> Self {
        let town = Town::new().await;
        let version = town.freeze(questionnaire.as_bytes()).await;
        let draft = town.draft_of(version, Anonymity::Anonymous).await;
        let survey = town.open_now(draft.id).await;
        let keys = town.keys(survey.id, documents.len()).await;
        let door = town.intake();
        let outcomes = join_all(documents.iter().zip(keys).map(|(document, key)| {
            let mut form = town.form(&survey, Some(key), "");
            form.answers = AnswersJson::new(document.clone());
            door.submit(form)
        }))
        .await;
        assert!(outcomes.iter().all(|o| matches!(o, Outcome::Accepted(_))));
        town.act(survey.id, Act::CloseWeb).await.unwrap();
        town.act(survey.id, Act::CloseEntry).await.unwrap();
        let (pool, actor, now) = (&town.db.pool, &town.operator, town.now().await);
        let report = tabulating::run(pool, &town.secret, actor, survey.id).await;
        let report = report.unwrap().unwrap();
        let mut conn = town.db.conn().await;
        conn.transaction(async |tx| {
            publishing::approve(tx, actor, report, "総第1号", now).await?;
            publishing::publish(tx, actor, report, now).await
        })
        .await
        .unwrap();
        drop(conn);
        let door = TestApp::over(Arc::new(town), &[]).await;
        Self {
            door,
            survey,
            report,
        }
    }

    /// The address of its results.
    pub fn path(&self) -> String {
        format!("{}/results", address(&self.survey))
    }

    /// A page of its results.
    pub async fn get(&self, rest: &str) -> Reply {
        let path = format!("{}{rest}", self.path());
        self.door.resident().get(&path).await
    }

    /// What was released.
    pub async fn release(&self) -> Release {
        let town = &self.door.town;
        let mut conn = town.db.conn().await;
        let current = releases::current(&mut conn, town.id, self.survey.id).await;
        current.unwrap().unwrap().document
    }
}

/// Rows of the CSV by their names.
pub fn rows(csv: &Reply) -> Vec<HashMap<String, String>> {
    let text = csv.html().strip_prefix('\u{feff}').expect("a BOM");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}
