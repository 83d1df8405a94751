//! Moving responses in random order, so that neither their writer nor their place tells anything.

use diesel::prelude::*;
use diesel::sql_types::Uuid;
use diesel_async::RunQueryDsl;

use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::storage::schema::responses;
use crate::storage::{Conn, QueryResult};

/// Moves the unsealed responses of a survey in random order; how many. Together in one statement they have one
/// writer and the order of the draw, whatever they had before.
///
/// # Errors
/// When the database fails.
pub async fn seal_new(conn: &mut Conn, of: MunicipalityId, survey: SurveyId) -> QueryResult<usize> {
    rewrite(conn, of, survey, "and not sealed").await
}

/// Moves all responses of a survey in random order; how many.
///
/// # Errors
/// When the database fails.
pub async fn seal_all(conn: &mut Conn, of: MunicipalityId, survey: SurveyId) -> QueryResult<usize> {
    rewrite(conn, of, survey, "").await
}

async fn rewrite(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    which: &'static str,
) -> QueryResult<usize> {
    let statement = [
        "with moved as (delete from responses where municipality_id = $1 and survey_id = $2 ",
        which,
        " returning *) insert into responses (municipality_id, survey_id, submission_id, receipt_hash, mode, language, \
         duration, received_on, sealed, answers) select municipality_id, survey_id, submission_id, receipt_hash, mode, \
         language, duration, received_on, true, answers from moved order by gen_random_uuid()",
    ];
    diesel::sql_query(statement.concat())
        .bind::<Uuid, _>(of)
        .bind::<Uuid, _>(survey)
        .execute(conn)
        .await
}

/// How many responses of a survey have not been moved yet.
///
/// # Errors
/// When the database fails.
pub async fn count_unsealed(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<i64> {
    responses::table
        .filter(responses::municipality_id.eq(of))
        .filter(responses::survey_id.eq(survey))
        .filter(diesel::dsl::not(responses::sealed))
        .count()
        .get_result(conn)
        .await
}

/// The surveys of every municipality with at least `fewest` unsealed responses: where the job has to look.
///
/// # Errors
/// When the database fails.
pub async fn list_to_seal(
    conn: &mut Conn,
    fewest: i64,
) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    responses::table
        .filter(diesel::dsl::not(responses::sealed))
        .group_by((responses::municipality_id, responses::survey_id))
        .having(diesel::dsl::count_star().ge(fewest))
        .select((responses::municipality_id, responses::survey_id))
        .load(conn)
        .await
}
