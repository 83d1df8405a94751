//! Rights to choose a password once: of whoever is new, and of whoever has forgotten theirs.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::set_ups;
use super::{Conn, QueryResult};
use crate::domain::event::people::SetUp;
use crate::domain::ids::{MunicipalityId, PersonId, SetUpId};
use crate::domain::time::Timestamp;

/// A right as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = set_ups)]
pub struct SetUpRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Which.
    pub id: SetUpId,
    /// Whose.
    pub person_id: PersonId,
    /// What for.
    pub purpose: SetUp,
    /// Keyed hash of its code.
    pub hash: Vec<u8>,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

/// Gives one, in place of those the person had: the last letter is the one that opens.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Conn, row: &SetUpRow) -> QueryResult<usize> {
    forget(tx, row.municipality_id, row.person_id).await?;
    diesel::insert_into(set_ups::table)
        .values(row)
        .execute(tx)
        .await
}

/// Takes away all of a person.
///
/// # Errors
/// When the database fails.
pub async fn forget(
    tx: &mut Conn,
    municipality: MunicipalityId,
    person: PersonId,
) -> QueryResult<usize> {
    diesel::delete(set_ups::table)
        .filter(set_ups::municipality_id.eq(municipality))
        .filter(set_ups::person_id.eq(person))
        .execute(tx)
        .await
}

/// The one of this hash that can be used now; none where it is none, over or used.
///
/// # Errors
/// When the database fails.
pub async fn usable(
    conn: &mut Conn,
    municipality: MunicipalityId,
    hash: &[u8],
    now: Timestamp,
) -> QueryResult<Option<SetUpRow>> {
    SetUpRow::query()
        .filter(set_ups::municipality_id.eq(municipality))
        .filter(set_ups::hash.eq(hash))
        .filter(set_ups::used_at.is_null())
        .filter(set_ups::expires_at.gt(now))
        .first(conn)
        .await
        .optional()
}

/// Uses one up; whether it could be used, and nobody was faster.
///
/// # Errors
/// When the database fails.
pub async fn use_up(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: SetUpId,
    now: Timestamp,
) -> QueryResult<bool> {
    let used = diesel::update(set_ups::table)
        .filter(set_ups::municipality_id.eq(municipality))
        .filter(set_ups::id.eq(id))
        .filter(set_ups::used_at.is_null())
        .filter(set_ups::expires_at.gt(now))
        .set(set_ups::used_at.eq(now))
        .execute(tx)
        .await?;
    Ok(used == 1)
}

/// Until when the rights of people can be used, of those who have one.
///
/// # Errors
/// When the database fails.
pub async fn all_waiting(
    conn: &mut Conn,
    municipality: MunicipalityId,
    now: Timestamp,
) -> QueryResult<HashMap<PersonId, Timestamp>> {
    let rows: Vec<(PersonId, Timestamp)> = set_ups::table
        .filter(set_ups::municipality_id.eq(municipality))
        .filter(set_ups::used_at.is_null())
        .filter(set_ups::expires_at.gt(now))
        .select((set_ups::person_id, set_ups::expires_at))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether one of these people holds a right that can be used now.
///
/// # Errors
/// When the database fails.
pub async fn is_any_out(
    conn: &mut Conn,
    municipality: MunicipalityId,
    people: &[PersonId],
    now: Timestamp,
) -> QueryResult<bool> {
    let out = set_ups::table
        .filter(set_ups::municipality_id.eq(municipality))
        .filter(set_ups::person_id.eq_any(people))
        .filter(set_ups::used_at.is_null())
        .filter(set_ups::expires_at.gt(now));
    diesel::select(diesel::dsl::exists(out))
        .get_result(conn)
        .await
}
