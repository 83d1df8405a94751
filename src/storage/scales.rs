//! Scales: options that a town words once and asks in many places.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::scales;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, ScaleId};
use crate::domain::questionnaire::scales::Scale;
use crate::domain::time::Timestamp;

/// A scale as stored.
#[derive(Debug, Clone, HasQuery, Insertable, AsChangeset)]
#[diesel(table_name = scales, primary_key(municipality_id, id), treat_none_as_null = true)]
pub struct ScaleRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: ScaleId,
    /// Its name and its options.
    pub document: Scale,
    /// How often it was changed.
    pub revision: i32,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Since when it is thrown away.
    pub removed_at: Option<Timestamp>,
}

/// All of a town, those thrown away as well, by name.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<ScaleRow>> {
    let mut all = ScaleRow::query()
        .filter(scales::municipality_id.eq(municipality))
        .order(scales::id)
        .load(conn)
        .await?;
    all.sort_by(|one: &ScaleRow, other| one.document.name.cmp(&other.document.name));
    Ok(all)
}

/// One by its id.
///
/// # Errors
/// `NotFound` when the municipality has no such scale.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: ScaleId,
) -> QueryResult<ScaleRow> {
    ScaleRow::query()
        .filter(scales::municipality_id.eq(municipality))
        .filter(scales::id.eq(id))
        .first(conn)
        .await
}

/// Locks one until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such scale.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: ScaleId,
) -> QueryResult<ScaleRow> {
    ScaleRow::query()
        .filter(scales::municipality_id.eq(municipality))
        .filter(scales::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// Stores a new one. A name in use breaks `scales_name_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(tx: &mut Conn, scale: &ScaleRow) -> QueryResult<usize> {
    diesel::insert_into(scales::table)
        .values(scale)
        .execute(tx)
        .await
}

/// Writes one as it is from now on. A name in use breaks `scales_name_key`.
///
/// # Errors
/// When the database says no.
pub async fn update(tx: &mut Conn, scale: &ScaleRow) -> QueryResult<usize> {
    diesel::update(scales::table)
        .filter(scales::municipality_id.eq(scale.municipality_id))
        .filter(scales::id.eq(scale.id))
        .set(scale)
        .execute(tx)
        .await
}
