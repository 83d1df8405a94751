//! Amendments (計画変更): old, new, reason; appended, numbered within a plan.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::amendments;
use super::{Conn, QueryResult};
use crate::domain::ids::{IndicatorId, MunicipalityId, PlanId};
use crate::domain::plan::amendment::Amendment;
use crate::domain::time::Timestamp;

/// An amendment as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = amendments)]
pub struct AmendmentRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The plan.
    pub plan_id: PlanId,
    /// 1 for the first of the plan.
    pub number: i32,
    /// The indicator; none when the plan's heading changed.
    pub indicator_id: Option<IndicatorId>,
    /// What changed.
    pub document: Amendment,
    /// When it was recorded.
    pub amended_at: Timestamp,
}

/// Of a plan, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<Vec<AmendmentRow>> {
    AmendmentRow::query()
        .filter(amendments::municipality_id.eq(municipality))
        .filter(amendments::plan_id.eq(plan))
        .order(amendments::number)
        .load(conn)
        .await
}

/// Of an indicator, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    indicator: IndicatorId,
) -> QueryResult<Vec<AmendmentRow>> {
    AmendmentRow::query()
        .filter(amendments::municipality_id.eq(municipality))
        .filter(amendments::indicator_id.eq(indicator))
        .order(amendments::number)
        .load(conn)
        .await
}

/// The number of a plan's last amendment, 0 when it has none. The plan must be locked.
///
/// # Errors
/// When the database fails.
pub async fn last_number(
    conn: &mut Conn,
    municipality: MunicipalityId,
    plan: PlanId,
) -> QueryResult<i32> {
    let last: Option<i32> = amendments::table
        .filter(amendments::municipality_id.eq(municipality))
        .filter(amendments::plan_id.eq(plan))
        .select(diesel::dsl::max(amendments::number))
        .first(conn)
        .await?;
    Ok(last.unwrap_or(0))
}

/// Appends amendments.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, new: &[AmendmentRow]) -> QueryResult<()> {
    diesel::insert_into(amendments::table)
        .values(new)
        .execute(conn)
        .await?;
    Ok(())
}
