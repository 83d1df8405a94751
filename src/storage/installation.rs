//! The one row by which a database recognises its installation.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{installation, municipalities};
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

/// Remembers another keyed hash from now on.
///
/// # Errors
/// When the database refuses.
pub async fn update(conn: &mut Conn, secret_check: &[u8]) -> QueryResult<usize> {
    diesel::update(installation::table)
        .set(installation::secret_check.eq(secret_check))
        .execute(conn)
        .await
}

/// How many other connections of this program there are.
///
/// # Errors
/// When the database cannot be asked.
pub async fn others(conn: &mut Conn) -> QueryResult<i64> {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "(select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() \
         and application_name = current_setting('application_name'))",
    ))
    .get_result(conn)
    .await
}

diesel::define_sql_function! {
    /// Whether the name is a table on the search path.
    fn to_regclass(name: diesel::sql_types::Text) -> diesel::sql_types::Nullable<diesel::sql_types::Oid>;
}

/// Whether the database holds anybody's data: a municipality, or tables that are not ours.
///
/// # Errors
/// When the database cannot be asked.
pub async fn in_use(conn: &mut Conn) -> QueryResult<bool> {
    let ours: Option<u32> = diesel::select(to_regclass("municipalities"))
        .get_result(conn)
        .await?;
    if ours.is_some() {
        return diesel::select(diesel::dsl::exists(
            municipalities::table.select(municipalities::id),
        ))
        .get_result(conn)
        .await;
    }
    diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
        "exists (select from pg_tables where schemaname = 'public' and tablename <> '__diesel_schema_migrations')",
    ))
    .get_result(conn)
    .await
}
