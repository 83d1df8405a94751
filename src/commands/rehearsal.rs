//! Dry runs (`--check`): the work itself, in a transaction that is undone. What it says is what would happen.

use diesel::result::Error as DieselError;

use crate::storage::{self, Conn};

/// Does `work` in one transaction. With `check` all of it is undone, whatever came of it: the faults are those of the
/// real run, since it is one.
///
/// # Errors
/// Those of the work; a failing database.
pub(super) async fn transaction<T, E: From<DieselError>>(
    conn: &mut Conn,
    check: bool,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    storage::attempt(conn, !check, work).await
}

/// What a run said, with what it was where nothing of it is stored.
pub(super) fn said(check: bool, said: String) -> String {
    if check {
        format!("nothing was stored; without --check:\n{said}")
    } else {
        said
    }
}
