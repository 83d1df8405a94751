//! What is stored of responses, sealed or in envelopes.

use diesel_async::RunQueryDsl;
use kocho::domain::envelope::{Content, EnvelopeKey};
use kocho::domain::ids::SurveyId;
use kocho::domain::submission::AnswersJson;
use uuid::Uuid;

use super::town::Town;

#[derive(diesel::QueryableByName)]
struct Enclosed {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    survey_id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Binary)]
    content: Vec<u8>,
}

#[derive(diesel::QueryableByName)]
struct Sealed {
    #[diesel(sql_type = diesel::sql_types::Text)]
    answers: String,
}

impl Town {
    /// How many responses a survey has.
    pub async fn responses(&self, survey: SurveyId) -> i64 {
        let count = |table| format!("(select count(*) from {table} where survey_id = '{survey}')");
        let [sealed, enclosed] = ["responses", "envelopes"].map(count);
        self.db
            .number(&format!("select {sealed} + {enclosed}"))
            .await
    }

    /// What lies in envelopes, of all surveys.
    pub async fn enclosed(&self) -> Vec<Content> {
        let mut conn = self.db.conn().await;
        let rows: Vec<Enclosed> = diesel::sql_query("select survey_id, content from envelopes")
            .load(&mut conn)
            .await
            .unwrap();
        let open = |row: Enclosed| {
            let key = EnvelopeKey::of(&self.secret, SurveyId(row.survey_id));
            key.open(&row.content).unwrap()
        };
        rows.into_iter().map(open).collect()
    }

    /// The documents of all responses.
    pub async fn documents(&self) -> Vec<serde_json::Value> {
        let mut conn = self.db.conn().await;
        let sealed: Vec<Sealed> =
            diesel::sql_query("select answers::text as answers from responses")
                .load(&mut conn)
                .await
                .unwrap();
        let sealed = sealed.into_iter().map(|row| AnswersJson::new(row.answers));
        let enclosed = self
            .enclosed()
            .await
            .into_iter()
            .map(|content| content.answers);
        let read = |answers: AnswersJson| serde_json::from_str(answers.as_str()).unwrap();
        sealed.chain(enclosed).map(read).collect()
    }
}
