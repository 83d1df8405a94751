//! Indicators: their identity, what each version of the plan prints of them, their owners and their definitions.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{
    divisions, indicator_definitions, indicator_owners, indicator_versions, indicators,
};
use super::{Conn, QueryResult};
use crate::domain::ids::{DivisionId, IndicatorId, MunicipalityId, NodeId, PlanId};
use crate::domain::plan::definition::{Comparability, Definition};
use crate::domain::plan::indicator;
use crate::domain::slug::Slug;
use crate::domain::time::Timestamp;

/// An indicator as stored: nothing but its identity.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = indicators)]
pub struct IndicatorRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id, the same over all versions of its plan.
    pub id: IndicatorId,
    /// Its plan.
    pub plan_id: PlanId,
    /// Its name in addresses.
    pub slug: Slug,
}

/// What one version of the plan prints of an indicator.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = indicator_versions)]
pub struct VersionRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// Its plan.
    pub plan_id: PlanId,
    /// The version of the plan.
    pub version: i32,
    /// Where it hangs; `document.path` is empty and follows from here.
    pub node_id: Option<NodeId>,
    /// Its place in the file.
    pub position: i32,
    /// Its name in one line.
    pub name: String,
    /// Everything printed.
    pub document: indicator::Version,
}

/// One version of an indicator's definition as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = indicator_definitions)]
pub struct DefinitionRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// 1 for the oldest.
    pub number: i32,
    /// How it is measured.
    pub document: Definition,
    /// How values before and after compare.
    pub comparability: Comparability,
    /// Since when.
    pub defined_at: Timestamp,
}

/// Of a plan, by name in addresses.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<Vec<IndicatorRow>> {
    IndicatorRow::query()
        .filter(indicators::municipality_id.eq(municipality))
        .filter(indicators::plan_id.eq(plan))
        .order(indicators::slug)
        .load(conn)
        .await
}

/// By its name in addresses.
///
/// # Errors
/// `NotFound` when the municipality has no such indicator.
pub async fn by_slug(
    conn: &mut Conn,
    municipality: MunicipalityId,
    slug: &Slug,
) -> QueryResult<IndicatorRow> {
    IndicatorRow::query()
        .filter(indicators::municipality_id.eq(municipality))
        .filter(indicators::slug.eq(slug))
        .first(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` for another municipality's indicator.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: IndicatorId,
) -> QueryResult<IndicatorRow> {
    IndicatorRow::query()
        .filter(indicators::municipality_id.eq(municipality))
        .filter(indicators::id.eq(id))
        .first(conn)
        .await
}

/// Stores new ones; a name in use by another plan breaks `indicators_slug_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, new: &[IndicatorRow]) -> QueryResult<()> {
    diesel::insert_into(indicators::table)
        .values(new)
        .execute(conn)
        .await?;
    Ok(())
}

/// What all versions of a plan print, in the order of the file.
///
/// # Errors
/// When the database fails.
pub async fn versions(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<Vec<VersionRow>> {
    VersionRow::query()
        .filter(indicator_versions::municipality_id.eq(municipality))
        .filter(indicator_versions::plan_id.eq(plan))
        .order(indicator_versions::position)
        .load(conn)
        .await
}

/// What the versions of the plan print of one indicator, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn versions_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: IndicatorId,
) -> QueryResult<Vec<VersionRow>> {
    VersionRow::query()
        .filter(indicator_versions::municipality_id.eq(municipality))
        .filter(indicator_versions::indicator_id.eq(id))
        .order(indicator_versions::version)
        .load(conn)
        .await
}

/// The same of several indicators.
///
/// # Errors
/// When the database fails.
pub async fn versions_of_each(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[IndicatorId],
) -> QueryResult<Vec<VersionRow>> {
    VersionRow::query()
        .filter(indicator_versions::municipality_id.eq(municipality))
        .filter(indicator_versions::indicator_id.eq_any(ids))
        .order((
            indicator_versions::indicator_id,
            indicator_versions::version,
        ))
        .load(conn)
        .await
}

/// Stores what versions print, in place of what was stored for the same indicator and version.
///
/// # Errors
/// When the database fails.
pub async fn put_versions(conn: &mut Conn, versions: &[VersionRow]) -> QueryResult<()> {
    use diesel::upsert::excluded;
    use indicator_versions as v;
    diesel::insert_into(v::table)
        .values(versions)
        .on_conflict((v::municipality_id, v::indicator_id, v::version))
        .do_update()
        .set((
            v::node_id.eq(excluded(v::node_id)),
            v::position.eq(excluded(v::position)),
            v::name.eq(excluded(v::name)),
            v::document.eq(excluded(v::document)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes what a version printed of an indicator; the indicator, its values and its history stay.
///
/// # Errors
/// When the database fails.
pub async fn delete_version(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: IndicatorId,
    version: i32,
) -> QueryResult<()> {
    diesel::delete(indicator_versions::table)
        .filter(indicator_versions::municipality_id.eq(municipality))
        .filter(indicator_versions::indicator_id.eq(id))
        .filter(indicator_versions::version.eq(version))
        .execute(conn)
        .await?;
    Ok(())
}

/// The divisions that own an indicator: id, name and address for letters.
///
/// # Errors
/// When the database fails.
pub async fn owners(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: IndicatorId,
) -> QueryResult<Vec<(DivisionId, String, Option<String>)>> {
    indicator_owners::table
        .inner_join(
            divisions::table.on(divisions::municipality_id
                .eq(indicator_owners::municipality_id)
                .and(divisions::id.eq(indicator_owners::division_id))),
        )
        .filter(indicator_owners::municipality_id.eq(municipality))
        .filter(indicator_owners::indicator_id.eq(id))
        .order(divisions::name)
        .select((divisions::id, divisions::name, divisions::email))
        .load(conn)
        .await
}

/// A division owns the indicator from now on.
///
/// # Errors
/// When the database fails.
pub async fn insert_owner(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: IndicatorId,
    division: DivisionId,
) -> QueryResult<()> {
    use indicator_owners as o;
    diesel::insert_into(o::table)
        .values((
            o::municipality_id.eq(municipality),
            o::indicator_id.eq(id),
            o::division_id.eq(division),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// The definitions of an indicator, oldest first; the last one holds.
///
/// # Errors
/// When the database fails.
pub async fn definitions(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: IndicatorId,
) -> QueryResult<Vec<DefinitionRow>> {
    DefinitionRow::query()
        .filter(indicator_definitions::municipality_id.eq(municipality))
        .filter(indicator_definitions::indicator_id.eq(id))
        .order(indicator_definitions::number)
        .load(conn)
        .await
}

/// The definition that holds now of every indicator of the municipality that has one.
///
/// # Errors
/// When the database fails.
pub async fn current_definitions(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Vec<DefinitionRow>> {
    DefinitionRow::query()
        .filter(indicator_definitions::municipality_id.eq(municipality))
        .distinct_on(indicator_definitions::indicator_id)
        .order((
            indicator_definitions::indicator_id,
            indicator_definitions::number.desc(),
        ))
        .load(conn)
        .await
}

/// All definitions of the municipality's indicators, oldest first within each.
///
/// # Errors
/// When the database fails.
pub async fn all_definitions(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Vec<DefinitionRow>> {
    DefinitionRow::query()
        .filter(indicator_definitions::municipality_id.eq(municipality))
        .order((
            indicator_definitions::indicator_id,
            indicator_definitions::number,
        ))
        .load(conn)
        .await
}

/// Appends a definition.
///
/// # Errors
/// When the database says no.
pub async fn insert_definition(conn: &mut Conn, new: &DefinitionRow) -> QueryResult<()> {
    diesel::insert_into(indicator_definitions::table)
        .values(new)
        .execute(conn)
        .await?;
    Ok(())
}
