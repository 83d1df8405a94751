//! The rows: every SQL statement of the program, as functions over a connection.
//!
//! What belongs here: the pool, migrations, one file per table family. What does not: a decision, a `now()` of our
//! own, a query on a tenant table without a municipality.

pub mod amendments;
pub mod audit;
pub mod bank;
pub mod clock;
pub mod comments;
pub mod continuity;
pub mod credentials;
mod db;
pub mod demonstration;
pub mod deputies;
pub mod designs;
pub mod divisions;
pub mod draft_agreements;
pub mod draft_packets;
pub mod draft_sources;
pub mod drafts;
pub mod durability;
pub mod editions;
pub mod envelopes;
pub mod errata;
pub mod held_back;
pub mod indicator_ledger;
pub mod indicators;
pub mod inquiries;
pub mod inquiry_comments;
pub mod installation;
pub mod invitations;
pub mod job_sessions;
pub mod jobs;
pub mod kept_forms;
pub mod ledger;
pub mod letters;
pub mod migrations;
pub mod motions;
pub mod municipalities;
pub mod names;
pub mod over;
pub mod people;
pub mod pictures;
pub mod plans;
pub mod pool;
pub mod questionnaire_drafts;
pub mod questionnaire_ledger;
pub mod questionnaires;
pub mod readiness;
pub mod receipts;
pub mod recipients;
pub mod releases;
pub mod report_columns;
pub mod report_ledger;
pub mod reports;
pub mod responses;
pub mod restoring;
pub mod returns;
pub mod scales;
pub mod schema;
pub mod search;
pub mod second_factors;
pub mod sessions;
pub mod set_ups;
pub mod sql;
pub mod survey_secrets;
pub mod surveys;
pub mod surveys_at_intake;
pub mod today;
pub mod transfers;
pub mod trial_drafts;
pub mod trials;
pub mod turns;
pub mod values;
pub mod works;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager as _};

pub use db::Db;
pub use diesel::QueryResult;

/// A connection to the database.
pub type Conn = AsyncPgConnection;

/// Does `work` in one transaction, on the thread it is called from: what it borrows need not be sent anywhere.
///
/// # Errors
/// Those of the work; nothing of it is stored then.
pub async fn transaction<T, E: From<DieselError>>(
    conn: &mut Conn,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    attempt(conn, true, work).await
}

/// The same, undone in the end where it is not to be kept.
///
/// # Errors
/// As [`transaction`].
pub async fn attempt<T, E: From<DieselError>>(
    conn: &mut Conn,
    is_kept: bool,
    work: impl AsyncFnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    type Transactions = AnsiTransactionManager;
    Transactions::begin_transaction(conn).await?;
    let done = work(conn).await;
    match done.is_ok() && is_kept {
        true => Transactions::commit_transaction(conn).await?,
        false => Transactions::rollback_transaction(conn).await?,
    }
    done
}

/// Which constraint of the schema a failed statement broke, if that is why it failed.
#[must_use]
pub fn broken_constraint(error: &DieselError) -> Option<&str> {
    match error {
        DieselError::DatabaseError(
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::CheckViolation,
            info,
        ) => info.constraint_name(),
        _ => None,
    }
}

/// Whether a statement was to find one row and there is none.
#[must_use]
pub fn is_missing(error: &DieselError) -> bool {
    matches!(error, DieselError::NotFound)
}

/// Whether a message of the server names something: a word of the statement in the quotation marks of its language, or
/// after a colon.
fn names_something(message: &str) -> bool {
    message.contains(['"', '«', '»', '„', '“', '”', '「', ':', '：'])
}

/// Whether a statement failed because the database is away, ends connections, has no room or no time, and not because of
/// the statement: the same one may do well in a moment.
///
/// A database that is killed answers the statements under way with an error of its own (57P01, 57P02), one that has no
/// room with 53100, a lock that was waited for too long with 55P03. Their codes are not handed on to us and their words
/// depend on the server's language; but what breaks the schema's rules has a kind of its own, and only an error of the
/// statement itself names a place in it *and* what is wrong there. A place alone is named by whatever ends a statement
/// while it is read, as when it waits for a table that is locked.
#[must_use]
pub fn is_away(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(kind, info) => match kind {
            DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::ReadOnlyTransaction => true,
            DatabaseErrorKind::Unknown => {
                let has_place = info.statement_position().is_some();
                let is_wrong_there = has_place && names_something(info.message());
                !is_wrong_there && info.column_name().is_none()
            }
            _ => false,
        },
        DieselError::RollbackErrorOnCommit { .. } | DieselError::BrokenTransactionManager => true,
        _ => false,
    }
}
