//! The queue: what is to be done later, claimed with a lease.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Timestamptz, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::jobs;
use super::{Conn, QueryResult, broken_constraint};
use crate::domain::ids::JobId;
use crate::domain::job::Job;
use crate::domain::time::Timestamp;

/// A claimed job.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = jobs)]
pub struct Claimed {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// How often it was begun, this time included.
    pub attempts: i32,
    /// Until when nobody else begins it. Proves whose claim this is.
    pub leased_until: Option<Timestamp>,
}

/// Queues a job for `run_at`; where the same one waits already, that one runs at the earlier time.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(conn: &mut Conn, job: &Job, run_at: Timestamp) -> QueryResult<()> {
    diesel::sql_query(
        "insert into jobs (id, job, run_at) values ($1, $2, $3) \
         on conflict (job) where leased_until is null and given_up_at is null \
         do update set run_at = least(jobs.run_at, excluded.run_at)",
    )
    .bind::<Uuid, _>(JobId(uuid::Uuid::now_v7()))
    .bind::<Jsonb, _>(job)
    .bind::<Timestamptz, _>(run_at)
    .execute(conn)
    .await?;
    Ok(())
}

/// Claims the job that has waited longest, for the time of `lease`; none when nothing is due. A job whose lease has
/// run out is due again: whoever held it is gone.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    conn: &mut Conn,
    lease: Duration,
    now: Timestamp,
) -> QueryResult<Option<Claimed>> {
    diesel::sql_query(
        "update jobs set leased_until = $2, attempts = attempts + 1 where id = ( \
         select id from jobs where given_up_at is null and run_at <= $1 \
         and (leased_until is null or leased_until < $1) \
         order by run_at, id limit 1 for update skip locked) \
         returning id, job, attempts, leased_until",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + lease)
    .get_result(conn)
    .await
    .optional()
}

/// The claim's job is done: it leaves the queue, unless the lease ran out and another holds it.
///
/// # Errors
/// When the database fails.
pub async fn delete(conn: &mut Conn, claimed: &Claimed) -> QueryResult<()> {
    diesel::delete(jobs::table)
        .filter(jobs::id.eq(claimed.id))
        .filter(jobs::leased_until.eq(claimed.leased_until))
        .execute(conn)
        .await?;
    Ok(())
}

/// The claim failed for now: it waits until `run_at`. Where the same job was queued again meanwhile, that one remains.
///
/// # Errors
/// When the database fails.
pub async fn put_back(
    conn: &mut Conn,
    claimed: &Claimed,
    run_at: Timestamp,
    error: &str,
) -> QueryResult<()> {
    let waits = diesel::update(jobs::table)
        .filter(jobs::id.eq(claimed.id))
        .filter(jobs::leased_until.eq(claimed.leased_until))
        .set((
            jobs::leased_until.eq(None::<Timestamp>),
            jobs::run_at.eq(run_at),
            jobs::last_error.eq(error),
        ))
        .execute(conn)
        .await;
    match waits {
        Err(refused) if broken_constraint(&refused) == Some("jobs_waiting") => {
            delete(conn, claimed).await
        }
        other => other.map(|_| ()),
    }
}

/// The claim failed for good: the row stays for a person to see.
///
/// # Errors
/// When the database fails.
pub async fn give_up(
    conn: &mut Conn,
    claimed: &Claimed,
    error: &str,
    now: Timestamp,
) -> QueryResult<()> {
    diesel::update(jobs::table)
        .filter(jobs::id.eq(claimed.id))
        .filter(jobs::leased_until.eq(claimed.leased_until))
        .set((jobs::given_up_at.eq(now), jobs::last_error.eq(error)))
        .execute(conn)
        .await?;
    Ok(())
}

/// How many jobs wait or run, and how many were given up.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &mut Conn) -> QueryResult<(i64, i64)> {
    let waiting = jobs::table
        .filter(jobs::given_up_at.is_null())
        .count()
        .get_result(conn)
        .await?;
    let given_up = jobs::table
        .filter(jobs::given_up_at.is_not_null())
        .count()
        .get_result(conn)
        .await?;
    Ok((waiting, given_up))
}
