//! Returns (回収): how many responses came on which day and how. They are counted when they are sealed: the day and the
//! mode of the others lie in their envelopes. Counts are appended, so that nobody waits for a row
//! (`responses::sealing::insert`), and summed later.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Text, Uuid};
use diesel_async::RunQueryDsl;

use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::survey::Mode;
use crate::domain::survey::returns::Return;
use crate::domain::time::Day;

/// Sums what was appended, so that each day and mode is one row.
///
/// # Errors
/// When the database fails.
pub async fn sum(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (delete from returns where municipality_id = $1 and survey_id = $2 returning *) \
         insert into returns (municipality_id, survey_id, day, mode, responses) \
         select municipality_id, survey_id, day, mode, sum(responses) from moved group by 1, 2, 3, 4 order by 3, 4",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = Uuid)]
    survey_id: SurveyId,
    #[diesel(sql_type = BigInt)]
    responses: i64,
}

/// How many responses each of these surveys has, those in their envelopes included. Neither is counted one by one: of
/// the sealed ones the returns know how many they are, and the others are few.
///
/// # Errors
/// When the database fails.
pub async fn totals(
    conn: &mut Conn,
    municipality: MunicipalityId,
    surveys: &[SurveyId],
) -> QueryResult<HashMap<SurveyId, i64>> {
    let totals: Vec<Total> = diesel::sql_query(
        "select asked.id as survey_id, \
         (select coalesce(sum(responses), 0)::bigint from returns where municipality_id = $1 and survey_id = asked.id) \
         + (select count(*) from envelopes where municipality_id = $1 and survey_id = asked.id) as responses \
         from unnest($2) as asked (id)",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Array<Uuid>, _>(surveys)
    .load(conn)
    .await?;
    let total = |total: Total| (total.survey_id, total.responses);
    Ok(totals.into_iter().map(total).collect())
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Date)]
    day: Day,
    #[diesel(sql_type = Text)]
    mode: String,
    #[diesel(sql_type = BigInt)]
    responses: i64,
}

/// The returns of a survey, by day and mode.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<Return>> {
    let rows: Vec<Row> = diesel::sql_query(
        "select day, mode, sum(responses)::bigint as responses from returns \
         where municipality_id = $1 and survey_id = $2 group by day, mode order by day, mode",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .load(conn)
    .await?;
    let read = |row: Row| {
        let mode = Mode::from_word(&row.mode)
            .ok_or_else(|| super::responses::broken(format!("no mode: {}", row.mode)))?;
        Ok(Return {
            day: row.day,
            mode,
            responses: row.responses,
        })
    };
    rows.into_iter().map(read).collect()
}
