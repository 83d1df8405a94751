//! The secrets surveys keep when the installation's is changed, and the former ones, each encrypted under the one of now.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use super::schema::{former_secrets, survey_secrets, surveys};
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

/// The former secrets, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list_former(conn: &mut Conn) -> QueryResult<Vec<Vec<u8>>> {
    former_secrets::table
        .order(former_secrets::number)
        .select(former_secrets::wrapped)
        .load(conn)
        .await
}

/// Stores the former secrets, oldest first, in place of those that were there.
///
/// # Errors
/// When the database fails.
pub async fn put_former(conn: &mut Conn, all: &[Vec<u8>]) -> QueryResult<usize> {
    diesel::delete(former_secrets::table).execute(conn).await?;
    let rows = (1..).zip(all);
    let row = |(number, wrapped): (i32, &Vec<u8>)| {
        (
            former_secrets::number.eq(number),
            former_secrets::wrapped.eq(wrapped.clone()),
        )
    };
    diesel::insert_into(former_secrets::table)
        .values(rows.map(row).collect::<Vec<_>>())
        .execute(conn)
        .await
}
