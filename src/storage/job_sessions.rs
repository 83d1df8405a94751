//! The connections a job works with. Each bears the name of its claim, so that whoever takes a job over ends them first:
//! a worker that was asleep meanwhile wakes up without a connection and can change nothing.

use diesel::ConnectionError;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;
use diesel_async::pooled_connection::deadpool::BuildError;
use futures_util::FutureExt;

use super::jobs::{self, Claimed};
use super::pool::{self, Limits};
use super::{Conn, Db, QueryResult};

/// How long the server may take to end one session, in milliseconds.
const ENDS_WITHIN: i64 = 5_000;

/// Connections of one job: two read while one keeps its place, and one to spare.
const CONNECTIONS: usize = 4;

/// Where jobs find their connections.
#[derive(Clone)]
pub struct JobSessions {
    url: String,
    limits: Limits,
}

impl JobSessions {
    /// To the same database as everything else, with the same limits.
    #[must_use]
    pub fn new(url: &str, limits: Limits) -> Self {
        Self {
            url: url.to_owned(),
            limits: Limits {
                connections: CONNECTIONS,
                threads: 0,
                ..limits
            },
        }
    }

    /// The connections of one claim. None is given once the job was taken over.
    ///
    /// # Errors
    /// When the pool cannot be built.
    pub fn of(&self, claimed: &Claimed) -> Result<Db, BuildError> {
        let (claimed, limits) = (claimed.clone(), self.limits);
        pool::connect_by(&self.url, limits, move |url| {
            open(url, limits, claimed.clone()).boxed()
        })
    }
}

/// First the name, then the look: a job taken over after the look finds the name.
async fn open(url: String, limits: Limits, claimed: Claimed) -> Result<Conn, ConnectionError> {
    let mut conn = pool::establish(url, limits).await?;
    let held = async {
        diesel::sql_query("select set_config('application_name', $1, false)")
            .bind::<Text, _>(name(&claimed, &claimed.attempts.to_string()))
            .execute(&mut conn)
            .await?;
        jobs::is_held(&mut conn, &claimed).await
    };
    match held.await {
        Ok(true) => Ok(conn),
        Ok(false) => {
            let lost = "the job was taken over by another worker";
            Err(ConnectionError::BadConnection(lost.to_owned()))
        }
        Err(error) => Err(ConnectionError::CouldntSetupConfiguration(error)),
    }
}

fn name(claimed: &Claimed, attempt: &str) -> String {
    format!("kocho job {}/{attempt}", claimed.id)
}

#[derive(diesel::QueryableByName)]
struct Ended {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    all: bool,
}

/// Ends the sessions of all who had the job before; false when one of them would not end.
///
/// # Errors
/// When the database fails.
pub async fn end_former(conn: &mut Conn, claimed: &Claimed) -> QueryResult<bool> {
    let ended: Ended = diesel::sql_query(
        "select coalesce(bool_and(pg_terminate_backend(pid, $2)), true) as all \
         from pg_stat_activity where starts_with(application_name, $1) and pid <> pg_backend_pid()",
    )
    .bind::<Text, _>(name(claimed, ""))
    .bind::<BigInt, _>(ENDS_WITHIN)
    .get_result(conn)
    .await?;
    Ok(ended.all)
}
