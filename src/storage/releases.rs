//! Releases (公表): what the public may see of a report. Never changed.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

use super::schema::{releases, reports};
use super::{Conn, QueryResult};
use crate::domain::ids::{IndicatorId, MunicipalityId, ReportId, SurveyId};
use crate::domain::plan::value::State;
use crate::domain::report::release::Release;
use crate::domain::time::Timestamp;

/// A release as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = releases)]
pub struct ReleaseRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The report it was made from.
    pub report_id: ReportId,
    /// The survey.
    pub survey_id: SurveyId,
    /// The public figures.
    pub document: Release,
    /// When.
    pub released_at: Timestamp,
}

/// Stores a release.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, release: &ReleaseRow) -> QueryResult<()> {
    diesel::insert_into(releases::table)
        .values(release)
        .execute(conn)
        .await?;
    Ok(())
}

/// Every release of a survey there ever was, oldest first: what was public once stays known.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<ReleaseRow>> {
    ReleaseRow::query()
        .filter(releases::municipality_id.eq(municipality))
        .filter(releases::survey_id.eq(survey))
        .order(releases::released_at)
        .load(conn)
        .await
}

/// The values that the releases of these reports do not show.
///
/// # Errors
/// When the database fails.
pub async fn withheld(
    conn: &mut Conn,
    municipality: MunicipalityId,
    reports: &[ReportId],
) -> QueryResult<Vec<(ReportId, IndicatorId)>> {
    let some = diesel::dsl::sql::<Bool>("jsonb_array_length(document->'withheld') > 0");
    let found: Vec<ReleaseRow> = ReleaseRow::query()
        .filter(releases::municipality_id.eq(municipality))
        .filter(releases::report_id.eq_any(reports))
        .filter(some)
        .load(conn)
        .await?;
    let of_release = |release: ReleaseRow| {
        let withheld = release.document.withheld.into_iter();
        withheld.map(move |indicator| (release.report_id, indicator))
    };
    Ok(found.into_iter().flat_map(of_release).collect())
}

/// The release of the newest published report of a survey; none while nothing is public.
///
/// # Errors
/// When the database fails.
pub async fn current(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Option<ReleaseRow>> {
    let published = reports::table
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::survey_id.eq(survey))
        .filter(reports::state.eq(State::Published))
        .select(reports::id);
    ReleaseRow::query()
        .filter(releases::municipality_id.eq(municipality))
        .filter(releases::report_id.eq_any(published))
        .order(releases::released_at.desc())
        .first(conn)
        .await
        .optional()
}

/// The surveys of which something is public.
///
/// # Errors
/// When the database fails.
pub async fn surveys(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<SurveyId>> {
    let published = reports::table
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::state.eq(State::Published))
        .select(reports::id);
    releases::table
        .filter(releases::municipality_id.eq(municipality))
        .filter(releases::report_id.eq_any(published))
        .select(releases::survey_id)
        .distinct()
        .load(conn)
        .await
}
