//! 人事異動: whose roles become whose, on which day.

use diesel::prelude::*;
use diesel::sql_types::Uuid;
use diesel_async::RunQueryDsl;

use super::schema::transfers;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, PersonId, TransferId};
use crate::domain::time::Day;
use crate::domain::transfer::{Hindrance, Planned, State};

/// A move as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = transfers)]
pub struct TransferRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: TransferId,
    /// Whose roles.
    pub from_id: PersonId,
    /// Who gets them.
    pub to_id: PersonId,
    /// On which day.
    pub on_day: Day,
    /// Where it stands.
    pub state: State,
    /// The day on which it could not be made.
    pub tried_on: Option<Day>,
    /// Why not.
    pub hindrance: Option<Hindrance>,
}

impl TransferRow {
    /// What is planned.
    #[must_use]
    pub fn planned(&self) -> Planned {
        Planned {
            id: self.id,
            from: self.from_id,
            to: self.to_id,
            on: self.on_day,
        }
    }
}

/// All of them, the last day first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<TransferRow>> {
    TransferRow::query()
        .filter(transfers::municipality_id.eq(municipality))
        .order((transfers::on_day.desc(), transfers::id.desc()))
        .load(conn)
        .await
}

/// Those that are planned for a day or before, the first one first.
///
/// # Errors
/// When the database fails.
pub async fn list_planned(
    conn: &mut Conn,
    municipality: MunicipalityId,
    until: Day,
) -> QueryResult<Vec<TransferRow>> {
    TransferRow::query()
        .filter(transfers::municipality_id.eq(municipality))
        .filter(transfers::state.eq(State::Planned))
        .filter(transfers::on_day.le(until))
        .order((transfers::on_day, transfers::id))
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = Uuid)]
    id: MunicipalityId,
}

/// The municipalities in which the day of one has come, by their own calendar, and nobody has tried it today.
///
/// # Errors
/// When the database fails.
pub async fn list_due(conn: &mut Conn) -> QueryResult<Vec<MunicipalityId>> {
    let due: Vec<Due> = diesel::sql_query(
        "select distinct m.id from transfers t join municipalities m on m.id = t.municipality_id \
         where t.state = 'planned' and t.on_day <= (clock_timestamp() at time zone m.time_zone)::date \
         and (t.tried_on is null or t.tried_on < (clock_timestamp() at time zone m.time_zone)::date)",
    )
    .load(conn)
    .await?;
    Ok(due.into_iter().map(|due| due.id).collect())
}

/// Locks one until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such move.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: TransferId,
) -> QueryResult<TransferRow> {
    TransferRow::query()
        .filter(transfers::municipality_id.eq(municipality))
        .filter(transfers::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// Stores a new one; a second one of the same person breaks `transfers_planned_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(tx: &mut Conn, row: &TransferRow) -> QueryResult<usize> {
    diesel::insert_into(transfers::table)
        .values(row)
        .execute(tx)
        .await
}

/// Writes down what has become of one.
///
/// # Errors
/// When the database fails.
pub async fn settle(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: TransferId,
    state: State,
) -> QueryResult<usize> {
    diesel::update(transfers::table)
        .filter(transfers::municipality_id.eq(municipality))
        .filter(transfers::id.eq(id))
        .set((
            transfers::state.eq(state),
            transfers::hindrance.eq(None::<Hindrance>),
        ))
        .execute(tx)
        .await
}

/// Writes down that one could not be made on a day, and why.
///
/// # Errors
/// When the database fails.
pub async fn hinder(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: TransferId,
    (today, why): (Day, Hindrance),
) -> QueryResult<usize> {
    diesel::update(transfers::table)
        .filter(transfers::municipality_id.eq(municipality))
        .filter(transfers::id.eq(id))
        .set((
            transfers::tried_on.eq(today),
            transfers::hindrance.eq(Some(why)),
        ))
        .execute(tx)
        .await
}
