//! What one person has moved and a second one decides.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::motions;
use super::{Conn, QueryResult};
use crate::domain::ids::{MotionId, MunicipalityId, PersonId};
use crate::domain::motion::{Motion, State};
use crate::domain::time::Timestamp;

/// A motion as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = motions)]
pub struct MotionRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: MotionId,
    /// What is to be done.
    pub motion: Motion,
    /// Why.
    pub reason: String,
    /// By whom.
    pub moved_by: PersonId,
    /// When.
    pub moved_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Who said yes or no.
    pub decided_by: Option<PersonId>,
    /// In whose place.
    pub instead_of: Option<PersonId>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// Stores a new one.
///
/// # Errors
/// When the database fails; `motions_waiting_key` where the same already waits.
pub async fn insert(tx: &mut Conn, motion: &MotionRow) -> QueryResult<usize> {
    diesel::insert_into(motions::table)
        .values(motion)
        .execute(tx)
        .await
}

/// By its id.
///
/// # Errors
/// `NotFound` when the municipality has no such motion.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: MotionId,
) -> QueryResult<MotionRow> {
    MotionRow::query()
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::id.eq(id))
        .first(conn)
        .await
}

/// Locks one until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such motion.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: MotionId,
) -> QueryResult<MotionRow> {
    MotionRow::query()
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// What has become of one.
#[derive(Debug, Clone, Copy, AsChangeset)]
#[diesel(table_name = motions)]
pub struct Outcome {
    /// Where it stands.
    pub state: State,
    /// Who said yes or no; none where it was taken back.
    pub decided_by: Option<PersonId>,
    /// In whose place.
    pub instead_of: Option<PersonId>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// Writes down what has become of one.
///
/// # Errors
/// When the database fails.
pub async fn settle(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: MotionId,
    outcome: Outcome,
) -> QueryResult<usize> {
    diesel::update(motions::table)
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::id.eq(id))
        .set(outcome)
        .execute(tx)
        .await
}

/// How many of what a person has moved waits.
///
/// # Errors
/// When the database fails.
pub async fn waiting_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    person: PersonId,
) -> QueryResult<i64> {
    motions::table
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::state.eq(State::Waiting))
        .filter(motions::moved_by.eq(person))
        .count()
        .get_result(conn)
        .await
}

/// Those in one of these states, the newest first, with how many there are on all pages: as many as `most`, after the
/// first `skipped`.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut Conn,
    municipality: MunicipalityId,
    states: &[State],
    (skipped, most): (i64, i64),
) -> QueryResult<(Vec<MotionRow>, i64)> {
    let all = motions::table
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::state.eq_any(states))
        .count()
        .get_result(conn)
        .await?;
    let rows = MotionRow::query()
        .filter(motions::municipality_id.eq(municipality))
        .filter(motions::state.eq_any(states))
        .order((motions::moved_at.desc(), motions::id))
        .offset(skipped)
        .limit(most)
        .load(conn)
        .await?;
    Ok((rows, all))
}
