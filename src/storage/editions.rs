//! The edition of what a town has published. The database gives it another one with every commit that changes what the
//! public can read (`new_edition` in the migrations): no way of writing can forget it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::editions;
use super::{Conn, QueryResult};
use crate::domain::ids::{EditionId, MunicipalityId};

/// The edition of now; none while a town has published nothing.
///
/// # Errors
/// When the database fails.
pub async fn current(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Option<EditionId>> {
    editions::table
        .filter(editions::municipality_id.eq(municipality))
        .select(editions::edition)
        .first(conn)
        .await
        .optional()
}
