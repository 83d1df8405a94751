//! What is over and is deleted on its date, wherever: sessions, rights to choose a password, long work, forms that nobody
//! sent.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{kept_forms, sessions, set_ups, works};
use super::{Conn, QueryResult};
use crate::domain::time::Timestamp;

/// Sessions that have ended, and those that nobody has used since; how many they were.
///
/// # Errors
/// When the database fails.
pub async fn delete_sessions(
    conn: &mut Conn,
    now: Timestamp,
    unused_since: Timestamp,
) -> QueryResult<usize> {
    let over = sessions::ends_at.le(now);
    diesel::delete(sessions::table)
        .filter(over.or(sessions::seen_at.lt(unused_since)))
        .execute(conn)
        .await
}

/// Rights to choose a password that were used or have expired; how many they were.
///
/// # Errors
/// When the database fails.
pub async fn delete_set_ups(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    let used = set_ups::used_at.is_not_null();
    diesel::delete(set_ups::table)
        .filter(used.or(set_ups::expires_at.le(now)))
        .execute(conn)
        .await
}

/// Long work that ended before; how many they were.
///
/// # Errors
/// When the database fails.
pub async fn delete_works(conn: &mut Conn, ended_before: Timestamp) -> QueryResult<usize> {
    diesel::delete(works::table)
        .filter(works::finished_at.lt(ended_before))
        .execute(conn)
        .await
}

/// Forms that nobody has gone on with since; how many they were.
///
/// # Errors
/// When the database fails.
pub async fn delete_kept_forms(conn: &mut Conn, kept_before: Timestamp) -> QueryResult<usize> {
    diesel::delete(kept_forms::table)
        .filter(kept_forms::kept_at.lt(kept_before))
        .execute(conn)
        .await
}
