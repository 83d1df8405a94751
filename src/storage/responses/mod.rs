//! Responses (回答票): sealed, one JSON document each. Nothing here refers to an invitation, a receipt or a day.

pub mod reading;
pub mod sealing;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Uuid};
use diesel_async::RunQueryDsl;

use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many responses a survey has, those in their envelopes included.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<i64> {
    let counted: Counted = diesel::sql_query(
        "select (select count(*) from responses where municipality_id = $1 and survey_id = $2) \
         + (select count(*) from envelopes where municipality_id = $1 and survey_id = $2) as count",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .get_result(conn)
    .await?;
    Ok(counted.count)
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Text)]
    text: String,
}

/// What was written to a text item in sealed responses, one text a response, in no order: it says nothing about who
/// wrote what to another item.
///
/// # Errors
/// When the database fails.
pub async fn texts(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    item: &str,
) -> QueryResult<Vec<String>> {
    let rows: Vec<Written> = diesel::sql_query(
        "select answers->>$3 as text from responses where municipality_id = $1 and survey_id = $2 \
         and json_typeof(answers->$3) = 'string' order by gen_random_uuid()",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .bind::<Text, _>(item)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}

/// A row that says what no row of ours says.
pub(super) fn broken(what: String) -> diesel::result::Error {
    diesel::result::Error::DeserializationError(what.into())
}
