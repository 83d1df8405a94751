//! Reports (集計結果): immutable figures; only their state moves.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::reports;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};

/// Whether a report of the survey was ever approved.
///
/// # Errors
/// When the database fails.
pub async fn was_approved(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        reports::table
            .filter(reports::municipality_id.eq(of))
            .filter(reports::survey_id.eq(survey))
            .filter(reports::state.eq_any(["approved", "published"])),
    ))
    .get_result(conn)
    .await
}
