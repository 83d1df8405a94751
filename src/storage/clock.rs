//! The time that decides: the database's, read when asked and not when the transaction began.

use diesel_async::RunQueryDsl;

use super::{Conn, QueryResult};
use crate::domain::time::Timestamp;

diesel::define_sql_function! {
    /// The database's clock at this moment, also in the middle of a transaction.
    fn clock_timestamp() -> diesel::sql_types::Timestamptz;
}

/// The database's time now.
///
/// # Errors
/// When the database cannot be reached.
pub async fn now(conn: &mut Conn) -> QueryResult<Timestamp> {
    diesel::select(clock_timestamp()).get_result(conn).await
}
