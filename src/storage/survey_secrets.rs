//! The secrets surveys keep when the installation's is changed, each encrypted under the one of now.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use super::schema::{survey_secrets, surveys};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};

/// A survey and its encrypted secret.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = survey_secrets)]
pub struct SurveySecret {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Whose.
    pub survey_id: SurveyId,
    /// As `Secret::wrap` made it.
    pub wrapped: Vec<u8>,
}

/// Those of every survey that has one.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> QueryResult<Vec<SurveySecret>> {
    SurveySecret::query().load(conn).await
}

/// Every survey of every municipality.
///
/// # Errors
/// When the database fails.
pub async fn list_surveys(conn: &mut Conn) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    surveys::table
        .select((surveys::municipality_id, surveys::id))
        .load(conn)
        .await
}

/// Stores secrets in place of those that were there.
///
/// # Errors
/// When the database fails.
pub async fn put(conn: &mut Conn, all: &[SurveySecret]) -> QueryResult<usize> {
    diesel::insert_into(survey_secrets::table)
        .values(all)
        .on_conflict((survey_secrets::municipality_id, survey_secrets::survey_id))
        .do_update()
        .set(survey_secrets::wrapped.eq(excluded(survey_secrets::wrapped)))
        .execute(conn)
        .await
}
