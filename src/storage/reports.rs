//! Reports (集計結果): immutable figures; only their state moves.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::reports;
use super::{Conn, QueryResult};
use crate::domain::actor::Who;
use crate::domain::ids::{MunicipalityId, ReportId, SurveyId, VersionId};
use crate::domain::plan::value::State;
use crate::domain::report::apart::Counted;
use crate::domain::report::{Report, Stage};
use crate::domain::time::Timestamp;

/// A report as stored, with what it was computed from.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = reports)]
pub struct ReportRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: ReportId,
    /// The survey.
    pub survey_id: SurveyId,
    /// 1 for the first of its survey.
    pub number: i32,
    /// How complete the responses were.
    pub stage: Stage,
    /// Where it stands.
    pub state: State,
    /// The version that was answered.
    pub version_id: VersionId,
    /// Version of the computation rules.
    pub method: String,
    /// How many responses were counted.
    pub response_count: i32,
    /// Which they were, whatever their order.
    pub response_digest: Vec<u8>,
    /// The figures.
    pub document: Report,
    /// When.
    pub computed_at: Timestamp,
    /// By whom.
    pub computed_by: Who,
}

impl ReportRow {
    /// What it was counted from.
    #[must_use]
    pub fn counted(&self) -> Counted<'_> {
        Counted {
            number: self.number,
            digest: &self.response_digest,
            report: &self.document,
        }
    }
}

/// Whether a report of the survey was ever approved.
///
/// # Errors
/// When the database fails.
pub async fn was_approved(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        reports::table
            .filter(reports::municipality_id.eq(municipality))
            .filter(reports::survey_id.eq(survey))
            .filter(reports::state.eq_any([State::Approved, State::Published])),
    ))
    .get_result(conn)
    .await
}

/// Stores a new report; a number in use breaks `reports_number_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, report: &ReportRow) -> QueryResult<()> {
    diesel::insert_into(reports::table)
        .values(report)
        .execute(conn)
        .await?;
    Ok(())
}

/// Of one survey, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<ReportRow>> {
    ReportRow::query()
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::survey_id.eq(survey))
        .order(reports::number)
        .load(conn)
        .await
}

/// The newest of a survey; none before the first.
///
/// # Errors
/// When the database fails.
pub async fn latest(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Option<ReportRow>> {
    ReportRow::query()
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::survey_id.eq(survey))
        .order(reports::number.desc())
        .first(conn)
        .await
        .optional()
}

/// The newest published one of a survey; none while nothing is public.
///
/// # Errors
/// When the database fails.
pub async fn published(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Option<ReportRow>> {
    ReportRow::query()
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::survey_id.eq(survey))
        .filter(reports::state.eq(State::Published))
        .order(reports::number.desc())
        .first(conn)
        .await
        .optional()
}

/// Locks a report until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such report.
pub async fn lock(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ReportId,
) -> QueryResult<ReportRow> {
    ReportRow::query()
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::id.eq(id))
        .for_update()
        .first(conn)
        .await
}

/// Where it stands from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_state(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ReportId,
    state: State,
) -> QueryResult<()> {
    diesel::update(reports::table)
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::id.eq(id))
        .set(reports::state.eq(state))
        .execute(conn)
        .await?;
    Ok(())
}

/// Of which responses a report was computed, and when.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Origin {
    /// 回収数
    pub returned: i32,
    /// 有効回収数
    pub valid: i64,
    /// When.
    pub computed_at: Timestamp,
}

/// Where the figures of a report come from, without its document: that is large, and holds small numbers.
///
/// # Errors
/// `NotFound` when the municipality has no such report.
pub async fn origin(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ReportId,
) -> QueryResult<Origin> {
    let valid = diesel::dsl::sql::<diesel::sql_types::BigInt>("(document->>'valid')::bigint");
    reports::table
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::id.eq(id))
        .select((reports::response_count, valid, reports::computed_at))
        .first(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such report.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ReportId,
) -> QueryResult<ReportRow> {
    ReportRow::query()
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::id.eq(id))
        .first(conn)
        .await
}
