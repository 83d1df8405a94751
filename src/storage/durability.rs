//! Whether the server keeps what it has acknowledged. Killing processes cannot show it (`trust.md` H4, F05), so its
//! settings are asked when the program starts and again in each transaction that takes answers: somebody may have turned
//! them off since.

use diesel::QueryableByName;
use diesel::result::Error;
use diesel::sql_types::{Bool, Nullable, Text};
use diesel_async::RunQueryDsl;

use super::sql::prepared;
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

/// A transaction, as the server knows it while it runs and for a while after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionId(String);

struct Promising<'a> {
    on: &'a str,
}

prepared!(Promising -> (Text, Text, Bool),
    "select pg_current_xact_id()::text, set_config('synchronous_commit', \
     case current_setting('synchronous_commit') when 'off' then " [on: Text]
    " else current_setting('synchronous_commit') end, true), \
     current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'");

/// Makes this transaction one that is on the disk when its commit is answered, whatever was said for the role, the
/// database or the server in the meantime.
///
/// # Errors
/// When the database fails, or cannot promise it.
pub async fn promise(tx: &mut Conn) -> QueryResult<TransactionId> {
    let (id, commit, is_kept): (String, String, bool) =
        Promising { on: "on" }.get_result(tx).await?;
    if commit == "off" || !is_kept {
        let why = "the server may lose what it acknowledges: fsync, full_page_writes or synchronous_commit is off";
        return Err(Error::QueryBuilderError(why.into()));
    }
    Ok(TransactionId(id))
}

struct Asking<'a> {
    id: &'a str,
}

prepared!(Asking -> (Nullable<Text>,), "select pg_xact_status((" [id: Text] ")::xid8)");

/// Whether a transaction whose commit was not answered has ended, one way or the other. Which way its number does not
/// tell: after a crash the number of one that never reached the disk may be given again.
///
/// # Errors
/// When the database fails.
pub async fn has_ended(conn: &mut Conn, id: &TransactionId) -> QueryResult<bool> {
    let (status,): (Option<String>,) = Asking { id: &id.0 }.get_result(conn).await?;
    Ok(matches!(status.as_deref(), Some("committed" | "aborted")))
}
