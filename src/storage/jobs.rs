//! The queue: what is to be done later, claimed with a lease.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Jsonb, Timestamptz, Uuid};
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
    /// How often it was begun, this time included. With the id it proves whose claim this is.
    pub attempts: i32,
    /// Until when nobody else begins it, unless the claim is renewed.
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

/// The claim holds for another `lease`, by the database's clock. False when it ran out and another holds it.
///
/// # Errors
/// When the database fails.
pub async fn renew(conn: &mut Conn, claimed: &Claimed, lease: Duration) -> QueryResult<bool> {
    let renewed = diesel::sql_query(
        "update jobs set leased_until = clock_timestamp() + $3 * interval '1 millisecond' \
         where id = $1 and attempts = $2 and leased_until is not null and given_up_at is null",
    )
    .bind::<Uuid, _>(claimed.id)
    .bind::<Integer, _>(claimed.attempts)
    .bind::<BigInt, _>(lease.num_milliseconds())
    .execute(conn)
    .await?;
    Ok(renewed > 0)
}

/// Whether nobody has taken the job over since.
///
/// # Errors
/// When the database fails.
pub async fn is_held(conn: &mut Conn, claimed: &Claimed) -> QueryResult<bool> {
    let claim = jobs::table
        .filter(jobs::id.eq(claimed.id))
        .filter(jobs::attempts.eq(claimed.attempts))
        .filter(jobs::leased_until.is_not_null());
    diesel::select(diesel::dsl::exists(claim))
        .get_result(conn)
        .await
}

/// The claim's job is done: it leaves the queue. False when the lease ran out and another holds it.
///
/// # Errors
/// When the database fails.
pub async fn delete(conn: &mut Conn, claimed: &Claimed) -> QueryResult<bool> {
    let deleted = diesel::delete(jobs::table)
        .filter(jobs::id.eq(claimed.id))
        .filter(jobs::attempts.eq(claimed.attempts))
        .filter(jobs::leased_until.is_not_null())
        .execute(conn)
        .await?;
    Ok(deleted > 0)
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
        .filter(jobs::attempts.eq(claimed.attempts))
        .filter(jobs::leased_until.is_not_null())
        .set((
            jobs::leased_until.eq(None::<Timestamp>),
            jobs::run_at.eq(run_at),
            jobs::last_error.eq(error),
        ))
        .execute(conn)
        .await;
    match waits {
        Err(refused) if broken_constraint(&refused) == Some("jobs_waiting") => {
            delete(conn, claimed).await.map(|_| ())
        }
        other => other.map(|_| ()),
    }
}

/// The claim failed for good: the row stays for a person to see. False when the lease ran out and another holds it.
///
/// # Errors
/// When the database fails.
pub async fn give_up(
    conn: &mut Conn,
    claimed: &Claimed,
    error: &str,
    now: Timestamp,
) -> QueryResult<bool> {
    let given_up = diesel::update(jobs::table)
        .filter(jobs::id.eq(claimed.id))
        .filter(jobs::attempts.eq(claimed.attempts))
        .filter(jobs::leased_until.is_not_null())
        .set((jobs::given_up_at.eq(now), jobs::last_error.eq(error)))
        .execute(conn)
        .await?;
    Ok(given_up > 0)
}

/// Forgets that the same job was given up before; how often it was.
///
/// # Errors
/// When the database fails.
pub async fn forget_given_up(conn: &mut Conn, claimed: &Claimed) -> QueryResult<usize> {
    diesel::delete(jobs::table)
        .filter(jobs::job.eq(&claimed.job))
        .filter(jobs::given_up_at.is_not_null())
        .filter(jobs::id.ne(claimed.id))
        .execute(conn)
        .await
}

/// A job that was given up.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = jobs)]
pub struct GivenUp {
    /// Its id.
    pub id: JobId,
    /// What was to be done.
    pub job: Job,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it failed the last time.
    pub last_error: Option<String>,
    /// When.
    pub given_up_at: Option<Timestamp>,
}

/// All jobs that were given up, the latest last.
///
/// # Errors
/// When the database fails.
pub async fn list_given_up(conn: &mut Conn) -> QueryResult<Vec<GivenUp>> {
    GivenUp::query()
        .filter(jobs::given_up_at.is_not_null())
        .order((jobs::given_up_at, jobs::id))
        .load(conn)
        .await
}

/// The job, if it was given up and not done since.
///
/// # Errors
/// When the database fails.
pub async fn given_up(conn: &mut Conn, job: &Job) -> QueryResult<Option<GivenUp>> {
    GivenUp::query()
        .filter(jobs::job.eq(job))
        .filter(jobs::given_up_at.is_not_null())
        .order(jobs::given_up_at.desc())
        .first(conn)
        .await
        .optional()
}

/// What was given up is tried again from now on; whether there was such a job.
///
/// # Errors
/// When the database fails.
pub async fn retry(conn: &mut Conn, id: JobId, now: Timestamp) -> QueryResult<bool> {
    let found: Option<Job> = jobs::table
        .filter(jobs::id.eq(id))
        .filter(jobs::given_up_at.is_not_null())
        .select(jobs::job)
        .first(conn)
        .await
        .optional()?;
    match found {
        Some(job) => enqueue(conn, &job, now).await.map(|()| true),
        None => Ok(false),
    }
}

/// Forgets a job that was given up; whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn forget(conn: &mut Conn, id: JobId) -> QueryResult<bool> {
    let forgotten = diesel::delete(jobs::table)
        .filter(jobs::id.eq(id))
        .filter(jobs::given_up_at.is_not_null())
        .execute(conn)
        .await?;
    Ok(forgotten > 0)
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
