//! A transaction that is on the disk when it is committed, and that has ended before anybody is told anything.

use std::time::Duration;

use diesel::result::Error;
use diesel_async::{AnsiTransactionManager, TransactionManager};

use super::Desk;
use crate::storage::durability::{self, TransactionId};
use crate::storage::{Conn, QueryResult};

type Transactions = AnsiTransactionManager;

/// Waits between tries: a database that restarts is back after a few seconds.
pub(super) const PAUSES: [Duration; 5] = [
    Duration::from_millis(50),
    Duration::from_millis(250),
    Duration::from_millis(700),
    Duration::from_millis(1500),
    Duration::from_millis(2500),
];

/// How a transaction ended.
pub(super) enum Ended<T> {
    /// It is committed.
    Committed(T),
    /// It ended otherwise, or nobody heard how: what is stored is to be looked up.
    Undone(Error),
    /// The commit was sent and not answered, and the database cannot be asked now; with what it would have done.
    Unknown(T),
}

/// Runs `work` in a transaction. Where its commit is not answered, its end is waited for.
pub(super) async fn run<T>(
    desk: &Desk,
    conn: &mut Conn,
    work: impl AsyncFnOnce(&mut Conn) -> QueryResult<T>,
) -> Ended<T> {
    let id = match begin(conn).await {
        Ok(id) => id,
        Err(error) => return undo(conn, error).await,
    };
    let done = match work(conn).await {
        Ok(done) => done,
        Err(error) => return undo(conn, error).await,
    };
    let Err(error) = Transactions::commit_transaction(conn).await else {
        return Ended::Committed(done);
    };
    tracing::warn!("a commit was not answered: {error}");
    // Whether the receipt is there is looked up one by one then.
    match has_ended(desk, &id).await {
        true => Ended::Undone(error),
        false => Ended::Unknown(done),
    }
}

async fn begin(conn: &mut Conn) -> QueryResult<TransactionId> {
    Transactions::begin_transaction(conn).await?;
    durability::promise(conn).await
}

async fn undo<T>(conn: &mut Conn, error: Error) -> Ended<T> {
    // A connection that cannot roll back is broken and not used again; the database undoes it then.
    if let Err(also) = Transactions::rollback_transaction(conn).await {
        tracing::debug!("rolling back failed: {also}");
    }
    Ended::Undone(error)
}

/// Asks until the database says it, or has been away too long for somebody who waits.
async fn has_ended(desk: &Desk, id: &TransactionId) -> bool {
    for pause in PAUSES {
        tokio::time::sleep(pause).await;
        let asked = match desk.db.get().await {
            Ok(mut conn) => durability::has_ended(&mut conn, id).await,
            Err(error) => {
                tracing::warn!("no connection to ask what became of a commit: {error}");
                continue;
            }
        };
        match asked {
            Ok(true) => return true,
            Ok(false) => {}
            Err(error) => tracing::warn!("what became of a commit cannot be asked: {error}"),
        }
    }
    false
}
