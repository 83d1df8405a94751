//! Plans, their versions and the nodes of their trees. Their indicators are in `indicators`.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{indicator_versions, plan_nodes, plan_versions, plans};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, NodeId, PlanId};
use crate::domain::plan::Heading;
use crate::domain::slug::Slug;

/// A plan as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = plans)]
pub struct PlanRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: PlanId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Name and period as printed.
    pub heading: Heading,
}

/// A version of a plan as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = plan_versions)]
pub struct VersionRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The plan.
    pub plan_id: PlanId,
    /// 1 for the oldest.
    pub number: i32,
    /// 変更前, 変更後; none when there is only one.
    pub label: Option<String>,
}

/// A node of a version's tree as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = plan_nodes)]
pub struct NodeRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: NodeId,
    /// The plan.
    pub plan_id: PlanId,
    /// The version of the plan.
    pub version: i32,
    /// The node above; none at the root.
    pub parent_id: Option<NodeId>,
    /// Its place in the file.
    pub position: i32,
    /// Its level: `goal`, `policy`, `section`, `subsection`, or any other word.
    pub level: String,
    /// Its code as printed.
    pub code: Option<String>,
    /// Its name as printed.
    pub name: Option<String>,
    /// A short name.
    pub short: Option<String>,
    /// Why the plan sets no indicator here, where it says so.
    pub no_indicator: Option<String>,
}

/// By name in addresses.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<PlanRow>> {
    PlanRow::query()
        .filter(plans::municipality_id.eq(municipality))
        .order(plans::slug)
        .load(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such plan.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PlanId,
) -> QueryResult<PlanRow> {
    PlanRow::query()
        .filter(plans::municipality_id.eq(municipality))
        .filter(plans::id.eq(id))
        .first(conn)
        .await
}

/// By its name in addresses.
///
/// # Errors
/// `NotFound` when the municipality has no such plan.
pub async fn by_slug(
    conn: &mut Conn,
    municipality: MunicipalityId,
    slug: &Slug,
) -> QueryResult<PlanRow> {
    PlanRow::query()
        .filter(plans::municipality_id.eq(municipality))
        .filter(plans::slug.eq(slug))
        .first(conn)
        .await
}

/// The plan of this name, locked until the transaction ends: `new` where there was none, the one there is otherwise.
/// The second answer says whether it is new.
///
/// # Errors
/// When the database fails.
pub async fn lock_or_insert(conn: &mut Conn, new: &PlanRow) -> QueryResult<(PlanRow, bool)> {
    let inserted = diesel::insert_into(plans::table)
        .values(new)
        .on_conflict((plans::municipality_id, plans::slug))
        .do_nothing()
        .execute(conn)
        .await?;
    let plan = PlanRow::query()
        .filter(plans::municipality_id.eq(new.municipality_id))
        .filter(plans::slug.eq(&new.slug))
        .for_update()
        .first(conn)
        .await?;
    Ok((plan, inserted == 1))
}

/// Locks the plan until the transaction ends.
///
/// # Errors
/// `NotFound` for another municipality's plan.
pub async fn lock(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PlanId,
) -> QueryResult<PlanRow> {
    PlanRow::query()
        .filter(plans::municipality_id.eq(municipality))
        .filter(plans::id.eq(id))
        .for_update()
        .first(conn)
        .await
}

/// Its heading from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_heading(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PlanId,
    heading: &Heading,
) -> QueryResult<()> {
    diesel::update(plans::table)
        .filter(plans::municipality_id.eq(municipality))
        .filter(plans::id.eq(id))
        .set(plans::heading.eq(heading))
        .execute(conn)
        .await?;
    Ok(())
}

/// Its versions, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn versions(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<Vec<VersionRow>> {
    VersionRow::query()
        .filter(plan_versions::municipality_id.eq(municipality))
        .filter(plan_versions::plan_id.eq(plan))
        .order(plan_versions::number)
        .load(conn)
        .await
}

/// Stores a version, or its new label.
///
/// # Errors
/// When the database fails.
pub async fn put_version(conn: &mut Conn, version: &VersionRow) -> QueryResult<()> {
    diesel::insert_into(plan_versions::table)
        .values(version)
        .on_conflict((
            plan_versions::municipality_id,
            plan_versions::plan_id,
            plan_versions::number,
        ))
        .do_update()
        .set(plan_versions::label.eq(&version.label))
        .execute(conn)
        .await?;
    Ok(())
}

/// The nodes of all versions of a plan, in the order of the file.
///
/// # Errors
/// When the database fails.
pub async fn nodes(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<Vec<NodeRow>> {
    NodeRow::query()
        .filter(plan_nodes::municipality_id.eq(municipality))
        .filter(plan_nodes::plan_id.eq(plan))
        .order((plan_nodes::version, plan_nodes::position))
        .load(conn)
        .await
}

/// Stores nodes, each after the one above it.
///
/// # Errors
/// When the database fails.
pub async fn insert_nodes(conn: &mut Conn, nodes: &[NodeRow]) -> QueryResult<()> {
    diesel::insert_into(plan_nodes::table)
        .values(nodes)
        .execute(conn)
        .await?;
    Ok(())
}

/// Why the plan sets no indicator at a node from now on; `None` when it says nothing of the kind.
///
/// # Errors
/// When the database fails.
pub async fn set_no_indicator(
    conn: &mut Conn,
    municipality: MunicipalityId,
    node: NodeId,
    reason: Option<&str>,
) -> QueryResult<()> {
    diesel::update(plan_nodes::table)
        .filter(plan_nodes::municipality_id.eq(municipality))
        .filter(plan_nodes::id.eq(node))
        .set(plan_nodes::no_indicator.eq(reason))
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a plan's nodes under which nothing hangs any more; one level at a call. Says how many.
///
/// # Errors
/// When the database fails.
pub async fn delete_empty_nodes(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<usize> {
    let children = diesel::alias!(plan_nodes as children);
    let below = children
        .filter(
            children
                .field(plan_nodes::municipality_id)
                .eq(plan_nodes::municipality_id),
        )
        .filter(
            children
                .field(plan_nodes::parent_id)
                .eq(plan_nodes::id.nullable()),
        );
    let hanging = indicator_versions::table
        .filter(indicator_versions::municipality_id.eq(plan_nodes::municipality_id))
        .filter(indicator_versions::node_id.eq(plan_nodes::id.nullable()));
    diesel::delete(plan_nodes::table)
        .filter(plan_nodes::municipality_id.eq(municipality))
        .filter(plan_nodes::plan_id.eq(plan))
        .filter(diesel::dsl::not(diesel::dsl::exists(below)))
        .filter(diesel::dsl::not(diesel::dsl::exists(hanging)))
        .execute(conn)
        .await
}
