//! What things are called: by their ids, many at once, for whoever lists what names many.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::questionnaires::NUMBER;
use super::schema::{
    deputies, indicator_versions, indicators, motions, municipalities, people, plans,
    questionnaires, reports, surveys, transfers, versions,
};
use super::{Conn, QueryResult};
use crate::domain::ids::{
    DeputyId, IndicatorId, MotionId, MunicipalityId, PersonId, PlanId, ReportId, SurveyId,
    TransferId, VersionId,
};
use crate::domain::plan::Heading;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// Surveys: name in addresses, title.
///
/// # Errors
/// When the database fails.
pub async fn surveys(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[SurveyId],
) -> QueryResult<Vec<(SurveyId, Slug, Text)>> {
    surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::id.eq_any(ids))
        .select((surveys::id, surveys::slug, surveys::title))
        .load(conn)
        .await
}

/// Versions of questionnaires: the code of the questionnaire, their number.
///
/// # Errors
/// When the database fails.
pub async fn versions(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[VersionId],
) -> QueryResult<Vec<(VersionId, String, VersionNumber)>> {
    let of = questionnaires::municipality_id
        .eq(versions::municipality_id)
        .and(questionnaires::id.eq(versions::questionnaire_id));
    versions::table
        .inner_join(questionnaires::table.on(of))
        .filter(versions::municipality_id.eq(municipality))
        .filter(versions::id.eq_any(ids))
        .select((versions::id, questionnaires::code, NUMBER))
        .load(conn)
        .await
}

/// Reports: their survey, their number within it.
///
/// # Errors
/// When the database fails.
pub async fn reports(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[ReportId],
) -> QueryResult<Vec<(ReportId, SurveyId, i32)>> {
    reports::table
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::id.eq_any(ids))
        .select((reports::id, reports::survey_id, reports::number))
        .load(conn)
        .await
}

/// The ids of a survey's reports.
///
/// # Errors
/// When the database fails.
pub async fn reports_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<ReportId>> {
    reports::table
        .filter(reports::municipality_id.eq(municipality))
        .filter(reports::survey_id.eq(survey))
        .select(reports::id)
        .load(conn)
        .await
}

/// Plans: name in addresses, heading.
///
/// # Errors
/// When the database fails.
pub async fn plans(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[PlanId],
) -> QueryResult<Vec<(PlanId, Slug, Heading)>> {
    plans::table
        .filter(plans::municipality_id.eq(municipality))
        .filter(plans::id.eq_any(ids))
        .select((plans::id, plans::slug, plans::heading))
        .load(conn)
        .await
}

/// Indicators: the plan's name in addresses, their own, and what the newest version of the plan calls them.
///
/// # Errors
/// When the database fails.
pub async fn indicators(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[IndicatorId],
) -> QueryResult<Vec<(IndicatorId, Slug, Slug, String)>> {
    let of = plans::municipality_id
        .eq(indicators::municipality_id)
        .and(plans::id.eq(indicators::plan_id));
    let printed = indicator_versions::municipality_id
        .eq(indicators::municipality_id)
        .and(indicator_versions::indicator_id.eq(indicators::id));
    indicators::table
        .inner_join(plans::table.on(of))
        .inner_join(indicator_versions::table.on(printed))
        .filter(indicators::municipality_id.eq(municipality))
        .filter(indicators::id.eq_any(ids))
        .distinct_on(indicators::id)
        .order((indicators::id, indicator_versions::version.desc()))
        .select((
            indicators::id,
            plans::slug,
            indicators::slug,
            indicator_versions::name,
        ))
        .load(conn)
        .await
}

/// Members of staff, by id or by login: login and name.
///
/// # Errors
/// When the database fails.
pub async fn people(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[PersonId],
    logins: &[String],
) -> QueryResult<Vec<(PersonId, String, String)>> {
    let named = people::id.eq_any(ids).or(people::login.eq_any(logins));
    people::table
        .filter(people::municipality_id.eq(municipality))
        .filter(named)
        .select((people::id, people::login, people::name))
        .load(conn)
        .await
}

/// Deputies: in whose place, who.
///
/// # Errors
/// When the database fails.
pub async fn deputies(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[DeputyId],
) -> QueryResult<Vec<(DeputyId, PersonId, PersonId)>> {
    deputies::table
        .filter(deputies::municipality_id.eq(municipality))
        .filter(deputies::id.eq_any(ids))
        .select((deputies::id, deputies::person_id, deputies::deputy_id))
        .load(conn)
        .await
}

/// Moves of roles: from whom, to whom.
///
/// # Errors
/// When the database fails.
pub async fn transfers(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[TransferId],
) -> QueryResult<Vec<(TransferId, PersonId, PersonId)>> {
    transfers::table
        .filter(transfers::municipality_id.eq(municipality))
        .filter(transfers::id.eq_any(ids))
        .select((transfers::id, transfers::from_id, transfers::to_id))
        .load(conn)
        .await
}

/// Motions: why they were made.
///
/// # Errors
/// When the database fails.
pub async fn motions(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[MotionId],
) -> QueryResult<Vec<(MotionId, String)>> {
    motions::table
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::id.eq_any(ids))
        .select((motions::id, motions::reason))
        .load(conn)
        .await
}

/// Municipalities: name in addresses, name. The office alone names others than its own.
///
/// # Errors
/// When the database fails.
pub async fn municipalities(
    conn: &mut Conn,
    ids: &[MunicipalityId],
) -> QueryResult<Vec<(MunicipalityId, Slug, Text)>> {
    municipalities::table
        .filter(municipalities::id.eq_any(ids))
        .select((
            municipalities::id,
            municipalities::slug,
            municipalities::name,
        ))
        .load(conn)
        .await
}
