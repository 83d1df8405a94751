//! Values (実績値) of indicators: appended; only their state moves, and the database sees to it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::indicator_values;
use super::{Conn, QueryResult, releases};
use crate::domain::actor::Who;
use crate::domain::ids::{IndicatorId, MunicipalityId, ReportId, ValueId};
use crate::domain::plan::value::{State, Value};
use crate::domain::time::Timestamp;

/// A value as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = indicator_values)]
pub struct ValueRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: ValueId,
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The year it is for; as in the document.
    pub fiscal_year: i32,
    /// Where it stands.
    pub state: State,
    /// The value and how it was made.
    pub document: Value,
    /// The report it comes from; none when typed.
    pub report_id: Option<ReportId>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: Who,
}

/// Of one indicator, by year and then by when it was recorded.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    indicator: IndicatorId,
) -> QueryResult<Vec<ValueRow>> {
    ValueRow::query()
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::indicator_id.eq(indicator))
        .order((indicator_values::fiscal_year, indicator_values::recorded_at))
        .load(conn)
        .await
}

/// The fiscal years that have a value of each of these indicators, but a withdrawn one; the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn years(
    conn: &mut Conn,
    municipality: MunicipalityId,
    indicators: &[IndicatorId],
) -> QueryResult<Vec<(IndicatorId, i32)>> {
    use indicator_values as v;
    v::table
        .filter(v::municipality_id.eq(municipality))
        .filter(v::indicator_id.eq_any(indicators))
        .filter(v::state.ne(State::Withdrawn))
        .select((v::indicator_id, v::fiscal_year))
        .distinct()
        .order((v::indicator_id, v::fiscal_year))
        .load(conn)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such value.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ValueId,
) -> QueryResult<ValueRow> {
    ValueRow::query()
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::id.eq(id))
        .first(conn)
        .await
}

/// By their ids.
///
/// # Errors
/// When the database fails.
pub async fn by_ids(
    conn: &mut Conn,
    municipality: MunicipalityId,
    ids: &[ValueId],
) -> QueryResult<Vec<ValueRow>> {
    ValueRow::query()
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::id.eq_any(ids))
        .load(conn)
        .await
}

/// The published value of each year of each of these indicators: where several are published, the newest. What the
/// release of its survey withholds is too small to be seen.
///
/// # Errors
/// When the database fails.
pub async fn list_published(
    conn: &mut Conn,
    municipality: MunicipalityId,
    indicators: &[IndicatorId],
) -> QueryResult<Vec<ValueRow>> {
    use indicator_values as v;
    let mut found: Vec<ValueRow> = ValueRow::query()
        .filter(v::municipality_id.eq(municipality))
        .filter(v::indicator_id.eq_any(indicators))
        .filter(v::state.eq(State::Published))
        .distinct_on((v::indicator_id, v::fiscal_year))
        .order((v::indicator_id, v::fiscal_year, v::recorded_at.desc()))
        .load(conn)
        .await?;
    let reports: Vec<ReportId> = found.iter().filter_map(|value| value.report_id).collect();
    let withheld = releases::withheld(conn, municipality, &reports).await?;
    for value in &mut found {
        let given = value.report_id.map(|report| (report, value.indicator_id));
        if given.is_some_and(|given| withheld.contains(&given)) {
            value.document.withhold();
        }
    }
    Ok(found)
}

/// The values a report gave.
///
/// # Errors
/// When the database fails.
pub async fn by_report(
    conn: &mut Conn,
    municipality: MunicipalityId,
    report: ReportId,
) -> QueryResult<Vec<ValueRow>> {
    ValueRow::query()
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::report_id.eq(report))
        .order(indicator_values::indicator_id)
        .load(conn)
        .await
}

/// The values a report gave, locked until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock_by_report(
    conn: &mut Conn,
    municipality: MunicipalityId,
    report: ReportId,
) -> QueryResult<Vec<ValueRow>> {
    ValueRow::query()
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::report_id.eq(report))
        .order(indicator_values::indicator_id)
        .for_update()
        .load(conn)
        .await
}

/// Appends a value. `false` when the report has given this indicator its value already.
///
/// # Errors
/// When the database says no.
pub async fn insert(conn: &mut Conn, new: &ValueRow) -> QueryResult<bool> {
    use indicator_values as v;
    let inserted = diesel::insert_into(v::table)
        .values(new)
        .on_conflict((v::municipality_id, v::indicator_id, v::report_id))
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(inserted == 1)
}

/// Where a value stands from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_state(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ValueId,
    state: State,
) -> QueryResult<()> {
    diesel::update(indicator_values::table)
        .filter(indicator_values::municipality_id.eq(municipality))
        .filter(indicator_values::id.eq(id))
        .set(indicator_values::state.eq(state))
        .execute(conn)
        .await?;
    Ok(())
}
