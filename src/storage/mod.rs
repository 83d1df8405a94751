//! The rows: every SQL statement of the program, as functions over a connection.
//!
//! What belongs here: the pool, migrations, one file per table family. What does not: a decision, a `now()` of our
//! own, a query on a tenant table without a municipality.

pub mod amendments;
pub mod arrivals;
pub mod audit;
pub mod clock;
pub mod demonstration;
pub mod designs;
pub mod divisions;
pub mod drafts;
pub mod durability;
pub mod envelopes;
pub mod held_back;
pub mod indicators;
pub mod installation;
pub mod invitations;
pub mod jobs;
pub mod letters;
pub mod migrations;
pub mod municipalities;
pub mod plans;
pub mod pool;
pub mod questionnaires;
pub mod receipts;
pub mod recipients;
pub mod releases;
pub mod report_columns;
pub mod reports;
pub mod responses;
pub mod restoring;
pub mod returns;
pub mod schema;
pub mod sql;
pub mod survey_secrets;
pub mod surveys;
pub mod turns;
pub mod values;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::Pool;

pub use diesel::QueryResult;

/// A connection to the database.
pub type Conn = AsyncPgConnection;

/// The pool of connections every door draws from.
pub type Db = Pool<AsyncPgConnection>;

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
