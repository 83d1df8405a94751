//! Whether the server keeps what it has acknowledged. Killing processes cannot show it (`trust.md` H4, F05), so its
//! settings are asked.

use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

use super::{Conn, QueryResult};

/// A setting of the server and its value.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Setting {
    /// As PostgreSQL names it.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// As PostgreSQL writes it.
    #[diesel(sql_type = Text)]
    pub setting: String,
}

/// The settings without which an acknowledged answer may be lost, and that are off: for this server, database and
/// role together, as this connection meets them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn unsafe_settings(conn: &mut Conn) -> QueryResult<Vec<Setting>> {
    diesel::sql_query(
        "select name, setting from pg_settings \
         where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name",
    )
    .load(conn)
    .await
}

/// What the server says about itself: version and checksums of its pages.
///
/// # Errors
/// When the database cannot be asked.
pub async fn about(conn: &mut Conn) -> QueryResult<Vec<Setting>> {
    diesel::sql_query(
        "select name, setting from pg_settings where name in ('server_version', 'data_checksums') order by name",
    )
    .load(conn)
    .await
}
