//! Long work that somebody asked for, and how far it is.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Text, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::works;
use super::{Conn, QueryResult};
use crate::domain::actor::Actor;
use crate::domain::actor::Who;
use crate::domain::ids::{MunicipalityId, WorkId};
use crate::domain::time::Timestamp;
use crate::domain::work::{Kind, Outcome, State};

/// A work as stored.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = works)]
pub struct WorkRow {
    /// Its id.
    pub id: WorkId,
    /// What is done.
    pub kind: Kind,
    /// Who asked for it.
    pub who: Who,
    /// When.
    pub asked_at: Timestamp,
    /// So many steps are done.
    pub done: i64,
    /// Of so many; none before it began.
    pub total: Option<i64>,
    /// Where it stands.
    pub state: State,
    /// Whether somebody asked it to stop.
    pub is_stopped: bool,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

#[derive(QueryableByName)]
struct Asked {
    #[diesel(sql_type = Uuid)]
    id: WorkId,
}

/// The work of a kind that is under way; `new` where there is none.
///
/// # Errors
/// When the database fails.
pub async fn ask(conn: &mut Conn, actor: &Actor, kind: Kind, new: WorkId) -> QueryResult<WorkId> {
    let asked: Asked = diesel::sql_query(
        "insert into works (municipality_id, id, kind, who) values ($1, $2, $3, $4) \
         on conflict (municipality_id, kind) where state in ('waiting', 'running') \
         do update set kind = excluded.kind returning id",
    )
    .bind::<Uuid, _>(actor.municipality)
    .bind::<Uuid, _>(new)
    .bind::<Text, _>(kind)
    .bind::<Jsonb, _>(&actor.who)
    .get_result(conn)
    .await?;
    Ok(asked.id)
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such work.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: WorkId,
) -> QueryResult<WorkRow> {
    WorkRow::query()
        .filter(works::municipality_id.eq(municipality))
        .filter(works::id.eq(id))
        .first(conn)
        .await
}

/// The newest of some kinds.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    kinds: &[Kind],
    limit: i64,
) -> QueryResult<Vec<WorkRow>> {
    WorkRow::query()
        .filter(works::municipality_id.eq(municipality))
        .filter(works::kind.eq_any(kinds))
        .order((works::asked_at.desc(), works::id.desc()))
        .limit(limit)
        .load(conn)
        .await
}

/// Everything under way, wherever.
///
/// # Errors
/// When the database fails.
pub async fn list_under_way(conn: &mut Conn) -> QueryResult<Vec<(MunicipalityId, WorkId)>> {
    works::table
        .filter(works::state.eq_any([State::Waiting, State::Running]))
        .select((works::municipality_id, works::id))
        .load(conn)
        .await
}

/// How far it is; false when it is to go no further: somebody asked it to stop, or it has ended.
///
/// # Errors
/// When the database fails.
pub async fn advance(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: WorkId,
    (done, total): (i64, i64),
) -> QueryResult<bool> {
    let goes_on = diesel::sql_query(
        "update works set state = 'running', done = $3, total = $4 \
         where municipality_id = $1 and id = $2 and state in ('waiting', 'running') and not is_stopped",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(id)
    .bind::<BigInt, _>(done)
    .bind::<BigInt, _>(total)
    .execute(conn)
    .await?;
    Ok(goes_on > 0)
}

/// Asks it to stop; what nobody has begun has ended with that. False when it has ended before.
///
/// # Errors
/// When the database fails.
pub async fn stop(conn: &mut Conn, municipality: MunicipalityId, id: WorkId) -> QueryResult<bool> {
    let stops = diesel::sql_query(
        "update works set is_stopped = true, \
         state = case when state = 'waiting' then 'stopped' else state end, \
         finished_at = case when state = 'waiting' then clock_timestamp() end \
         where municipality_id = $1 and id = $2 and state in ('waiting', 'running')",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(id)
    .execute(conn)
    .await?;
    Ok(stops > 0)
}

/// It has ended; false when it had before, whoever ended it.
///
/// # Errors
/// When the database fails.
pub async fn end(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: WorkId,
    (state, outcome): (State, Option<&Outcome>),
    now: Timestamp,
) -> QueryResult<bool> {
    let ended = diesel::update(works::table)
        .filter(works::municipality_id.eq(municipality))
        .filter(works::id.eq(id))
        .filter(works::state.eq_any([State::Waiting, State::Running]))
        .set((
            works::state.eq(state),
            works::outcome.eq(outcome),
            works::finished_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(ended > 0)
}
