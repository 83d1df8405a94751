//! Words that are corrected while surveys are under way: which ones ask a version, and when each went on with another.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::questionnaires::NUMBER;
use super::schema::{errata, surveys, versions};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId, VersionId};
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::survey::State;
use crate::domain::text::Text;
use crate::domain::time::Timestamp;

/// One correction as stored.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = errata)]
pub struct Erratum {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The survey.
    pub survey_id: SurveyId,
    /// From when on citizens read the corrected words.
    pub issued_at: Timestamp,
    /// The version that was asked before.
    pub corrected_id: VersionId,
    /// The version that is asked since.
    pub version_id: VersionId,
}

/// A correction as it is told.
#[derive(Debug, Clone, Queryable)]
pub struct Issued {
    /// From when on citizens read the corrected words.
    pub at: Timestamp,
    /// The number of the version that is asked since.
    pub number: VersionNumber,
}

/// Stores one.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, erratum: &Erratum) -> QueryResult<usize> {
    diesel::insert_into(errata::table)
        .values(erratum)
        .execute(tx)
        .await
}

/// Those of a survey, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<Vec<Issued>> {
    let since = versions::municipality_id
        .eq(errata::municipality_id)
        .and(versions::id.eq(errata::version_id));
    errata::table
        .inner_join(versions::table.on(since))
        .filter(errata::municipality_id.eq(municipality))
        .filter(errata::survey_id.eq(survey))
        .order(errata::issued_at)
        .select((errata::issued_at, NUMBER))
        .load(conn)
        .await
}

/// The surveys that ask a version and that citizens still read, or will, with what they are called.
///
/// # Errors
/// When the database fails.
pub async fn asking(
    conn: &mut Conn,
    municipality: MunicipalityId,
    version: VersionId,
) -> QueryResult<Vec<(SurveyId, Text)>> {
    let read = State::ALL.into_iter().filter(|state| state.is_read());
    surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::version_id.eq(version))
        .filter(surveys::state.eq_any(read.collect::<Vec<_>>()))
        .order(surveys::id)
        .select((surveys::id, surveys::title))
        .load(conn)
        .await
}

/// Lets a survey, which is locked, ask another version from now on.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: SurveyId,
    version: VersionId,
) -> QueryResult<usize> {
    diesel::update(surveys::table)
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::id.eq(id))
        .set(surveys::version_id.eq(version))
        .execute(tx)
        .await
}
