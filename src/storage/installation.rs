//! The one row by which a database recognises its installation.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::installation;
use super::{Conn, QueryResult};

/// The keyed hash the database was first used with.
///
/// # Errors
/// When the database cannot be asked.
pub async fn secret_check(conn: &mut Conn) -> QueryResult<Option<Vec<u8>>> {
    installation::table
        .select(installation::secret_check)
        .first(conn)
        .await
        .optional()
}

/// Remembers the keyed hash, unless one is remembered already.
///
/// # Errors
/// When the database refuses.
pub async fn insert(conn: &mut Conn, secret_check: &[u8]) -> QueryResult<usize> {
    diesel::insert_into(installation::table)
        .values(installation::secret_check.eq(secret_check))
        .on_conflict_do_nothing()
        .execute(conn)
        .await
}
