//! What the bank of questions is made of: the versions of all questionnaires, who asked them, which values hang on them.

use diesel::dsl::{count_star, max, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::questionnaires::{NUMBER, Number};
use super::schema::{indicator_values, questionnaires, surveys, versions};
use super::{Conn, QueryResult};
use crate::domain::ids::{IndicatorId, MunicipalityId, VersionId};
use crate::domain::plan::value::State as ValueState;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::survey::State;
use crate::domain::time::Timestamp;

/// How many versions there are and when the last one was frozen: they are never changed, and never taken away.
pub type Stamp = (i64, Option<Timestamp>);

/// Whether the bank is still what it was.
///
/// # Errors
/// When the database fails.
pub async fn stamp(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Stamp> {
    versions::table
        .filter(versions::municipality_id.eq(municipality))
        .select((count_star(), max(versions::created_at)))
        .first(conn)
        .await
}

/// A version with its number.
#[derive(Debug)]
pub struct Numbered {
    /// Its id.
    pub id: VersionId,
    /// Its number.
    pub number: VersionNumber,
    /// What it asks.
    pub document: Questionnaire,
}

/// A version as it is stored.
type Stored = (VersionId, VersionNumber, Value);

/// Its columns, as in [`Stored`].
fn columns() -> (versions::id, Number, SqlLiteral<Jsonb>) {
    (versions::id, NUMBER, sql("versions.document"))
}

/// Those that can be read: one that cannot is no reason to find none of the others.
fn readable(stored: Vec<Stored>) -> Vec<Numbered> {
    let read = |(id, number, document): Stored| {
        let document = serde_json::from_value(document).ok()?;
        Some(Numbered {
            id,
            number,
            document,
        })
    };
    stored.into_iter().filter_map(read).collect()
}

/// When a version was frozen; an erratum belongs to the version it corrects.
const FROZEN: &str = "(select frozen.created_at from versions frozen \
                      where frozen.municipality_id = versions.municipality_id \
                      and frozen.questionnaire_id = versions.questionnaire_id \
                      and frozen.number = versions.number and frozen.erratum = 0)";

/// So many versions at a time, after the first `skipped`, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(
    conn: &mut Conn,
    municipality: MunicipalityId,
    (skipped, most): (i64, i64),
) -> QueryResult<Vec<Numbered>> {
    let stored = versions::table
        .filter(versions::municipality_id.eq(municipality))
        .order((
            sql::<Timestamptz>(FROZEN),
            versions::number,
            versions::erratum,
            versions::id,
        ))
        .offset(skipped)
        .limit(most)
        .select(columns())
        .load::<Stored>(conn)
        .await?;
    Ok(readable(stored))
}

/// The versions of the questionnaire of this code, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn versions_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    code: &Code,
) -> QueryResult<Vec<Numbered>> {
    let of = questionnaires::municipality_id
        .eq(versions::municipality_id)
        .and(questionnaires::id.eq(versions::questionnaire_id));
    let stored = versions::table
        .inner_join(questionnaires::table.on(of))
        .filter(versions::municipality_id.eq(municipality))
        .filter(questionnaires::code.eq(code.as_str()))
        .order((versions::number, versions::erratum))
        .select(columns())
        .load::<Stored>(conn)
        .await?;
    Ok(readable(stored))
}

/// The fiscal years of the surveys that ask, or have asked, each version.
///
/// # Errors
/// When the database fails.
pub async fn years(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Vec<(VersionId, i32)>> {
    surveys::table
        .filter(surveys::municipality_id.eq(municipality))
        .filter(surveys::state.ne_all([State::Draft, State::Cancelled]))
        .select((surveys::version_id, surveys::fiscal_year))
        .load(conn)
        .await
}

/// The years for which these indicators have values that were not taken back.
///
/// # Errors
/// When the database fails.
pub async fn valued(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[IndicatorId],
) -> QueryResult<Vec<(IndicatorId, i32)>> {
    indicator_values::table
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::indicator_id.eq_any(ids))
        .filter(indicator_values::state.ne(ValueState::Withdrawn))
        .select((
            indicator_values::indicator_id,
            indicator_values::fiscal_year,
        ))
        .distinct()
        .load(conn)
        .await
}
