//! Responses (回答票): one JSON document each. Nothing here refers to an invitation.

pub mod reading;
pub mod sealing;

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Bool, Date, Nullable, Text, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::responses;
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SubmissionId, SurveyId};
use crate::domain::submission::AnswersJson;
use crate::domain::time::Day;
use crate::domain::token::ReceiptHash;

/// New responses, column by column: one place in each list is one response.
#[derive(Debug, Default)]
pub struct Columns<'a> {
    /// The tenants.
    pub municipalities: Vec<MunicipalityId>,
    /// The surveys.
    pub surveys: Vec<SurveyId>,
    /// The ids.
    pub ids: Vec<SubmissionId>,
    /// What the receipts are found by.
    pub receipts: Vec<ReceiptHash>,
    /// `web`, `paper`, `kiosk`, `phone`.
    pub modes: Vec<&'a str>,
    /// Language tags.
    pub languages: Vec<&'a str>,
    /// `short`, `usual`, `long`.
    pub durations: Vec<Option<&'a str>>,
    /// The days they bear.
    pub days: Vec<Day>,
    /// Whether each is stored together with enough others to need no sealing.
    pub sealed: Vec<bool>,
    /// The documents.
    pub answers: Vec<&'a str>,
}

prepared!(Columns -> (Uuid,),
    "insert into responses (municipality_id, survey_id, submission_id, receipt_hash, mode, language, duration, \
     received_on, sealed, answers) select m, s, i, r, mode, language, duration, day, sealed, answers::jsonb from unnest("
    [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>] ", " [ids: Array<Uuid>] ", "
    [receipts: Array<Binary>] ", " [modes: Array<Text>] ", " [languages: Array<Text>] ", "
    [durations: Array<Nullable<Text>>] ", " [days: Array<Date>] ", " [sealed: Array<Bool>] ", "
    [answers: Array<Text>]
    ") as arrived (m, s, i, r, mode, language, duration, day, sealed, answers) \
     on conflict do nothing returning submission_id");

/// Stores responses in one statement; the ids of those that were new.
///
/// # Errors
/// When the database says no to one of them: none is stored then.
pub async fn insert(conn: &mut Conn, columns: Columns<'_>) -> QueryResult<Vec<SubmissionId>> {
    let rows: Vec<(SubmissionId,)> = columns.load(conn).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether a response is stored under this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// No.
    Not,
    /// With exactly these answers.
    Same,
    /// With other answers.
    Other,
}

struct Finding<'a> {
    of: MunicipalityId,
    survey: SurveyId,
    id: SubmissionId,
    answers: &'a str,
}

prepared!(Finding -> (Bool,),
    "select answers = (" [answers: Text] ")::jsonb from responses where municipality_id = " [of: Uuid]
    " and survey_id = " [survey: Uuid] " and submission_id = " [id: Uuid]);

/// Whether a submission has been stored, and with these answers.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    id: SubmissionId,
    answers: &AnswersJson,
) -> QueryResult<Stored> {
    let finding = Finding {
        of,
        survey,
        id,
        answers: answers.as_str(),
    };
    let found: Option<(bool,)> = finding.get_result(conn).await.optional()?;
    let same = found.map(|(same,)| same);
    Ok(match same {
        None => Stored::Not,
        Some(true) => Stored::Same,
        Some(false) => Stored::Other,
    })
}

/// Whether a response with this receipt is stored.
///
/// # Errors
/// When the database fails.
pub async fn is_recorded(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    receipt: ReceiptHash,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        responses::table
            .filter(responses::municipality_id.eq(of))
            .filter(responses::survey_id.eq(survey))
            .filter(responses::receipt_hash.eq(receipt)),
    ))
    .get_result(conn)
    .await
}

/// How many responses a survey has.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &mut Conn, of: MunicipalityId, survey: SurveyId) -> QueryResult<i64> {
    responses::table
        .filter(responses::municipality_id.eq(of))
        .filter(responses::survey_id.eq(survey))
        .count()
        .get_result(conn)
        .await
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Text)]
    text: String,
}

/// What was written to a text item, one text a response, in an order drawn anew each time: it says nothing about who
/// wrote what to another item.
///
/// # Errors
/// When the database fails.
pub async fn texts(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    item: &str,
) -> QueryResult<Vec<String>> {
    let rows: Vec<Written> = diesel::sql_query(
        "select answers->>$3 as text from responses where municipality_id = $1 and survey_id = $2 \
         and jsonb_typeof(answers->$3) = 'string' order by gen_random_uuid()",
    )
    .bind::<Uuid, _>(of)
    .bind::<Uuid, _>(survey)
    .bind::<Text, _>(item)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}
