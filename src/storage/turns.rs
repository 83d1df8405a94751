//! Turns: lanes that all nodes share. Each function is one statement that checks and counts together.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary};
use diesel_async::RunQueryDsl;

use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::pace::Pace;
use crate::domain::token::LaneHash;

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = BigInt)]
    micros: i64,
}

/// Takes a turn, if one is free; else after which time it is worth trying again. Nothing is reserved: whoever goes away
/// while waiting holds nobody up.
///
/// # Errors
/// When the database fails.
pub async fn take(conn: &mut Conn, lane: LaneHash, pace: Pace) -> QueryResult<Taken> {
    const LEFT: &str = "select ceil(extract(epoch from free_at - clock_timestamp()) * 1000000)::bigint as micros \
        from turns where lane = $1";
    if take_of(conn, lane, pace.each(), pace.tolerance()).await? {
        return Ok(Taken::Turn);
    }
    let left: Option<Left> = diesel::sql_query(LEFT)
        .bind::<Binary, _>(lane)
        .get_result(conn)
        .await
        .optional()?;
    let ahead = left.and_then(|left| u64::try_from(left.micros).ok());
    Ok(Taken::After(
        pace.wait(Duration::from_micros(ahead.unwrap_or(0))),
    ))
}

struct All<'a> {
    lanes: &'a [LaneHash],
    each: &'a [i64],
    tolerance: &'a [i64],
}

prepared!(All -> (),
    "with wanted (lane, each, tolerance) as (select lane, each * interval '1 microsecond', \
       tolerance * interval '1 microsecond' from unnest(" [lanes: Array<Binary>] ", " [each: Array<BigInt>] ", "
       [tolerance: Array<BigInt>] ") as asked (lane, each, tolerance)), \
     held as (select t.lane, t.free_at from turns t where t.lane in (select lane from wanted) order by t.lane for update), \
     taken as (select from held join wanted using (lane) where free_at + each > clock_timestamp() + tolerance) \
     insert into turns as t (lane, free_at) \
       select lane, now() + each from wanted where not exists (select from taken) order by lane \
     on conflict on constraint turns_pkey do update \
       set free_at = greatest(t.free_at, now()) + (excluded.free_at - now())"
);

/// Takes a turn in each of these lanes, or in none of them: whether all were free.
///
/// # Errors
/// When the database fails.
pub async fn take_all(conn: &mut Conn, lanes: &[(LaneHash, Pace)]) -> QueryResult<bool> {
    let (hashes, each) = apart(lanes);
    let tolerance = lanes.iter().map(|(_, pace)| micros(pace.tolerance()));
    let all = All {
        lanes: &hashes,
        each: &each,
        tolerance: &tolerance.collect::<Vec<i64>>(),
    };
    Ok(all.execute(conn).await? > 0)
}

/// What somebody who asks for a turn gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The turn.
    Turn,
    /// None yet.
    After(Duration),
}

/// Whether nobody did what the lane stands for in this time.
///
/// # Errors
/// When the database fails.
pub async fn first_in(conn: &mut Conn, lane: LaneHash, time: Duration) -> QueryResult<bool> {
    take_of(conn, lane, time, time).await
}

async fn take_of(
    conn: &mut Conn,
    lane: LaneHash,
    each: Duration,
    tolerance: Duration,
) -> QueryResult<bool> {
    const TAKE: &str = "insert into turns as t (lane, free_at) \
        values ($1, clock_timestamp() + $2 * interval '1 microsecond') \
        on conflict on constraint turns_pkey do update \
        set free_at = greatest(t.free_at, clock_timestamp()) + $2 * interval '1 microsecond' \
        where t.free_at + $2 * interval '1 microsecond' <= clock_timestamp() + $3 * interval '1 microsecond'";
    let taken = diesel::sql_query(TAKE)
        .bind::<Binary, _>(lane)
        .bind::<BigInt, _>(micros(each))
        .bind::<BigInt, _>(micros(tolerance))
        .execute(conn)
        .await?;
    Ok(taken > 0)
}

struct Given<'a> {
    lanes: &'a [LaneHash],
    each: &'a [i64],
}

prepared!(Given -> (),
    "with given (lane, each) as (select * from unnest(" [lanes: Array<Binary>] ", " [each: Array<BigInt>] ")), \
     held as (select lane from turns where lane in (select lane from given) order by lane for update) \
     update turns as t set free_at = t.free_at - given.each * interval '1 microsecond' \
     from held join given using (lane) where t.lane = held.lane"
);

/// Gives turns back: they counted for nothing. In the order of the lanes, so that two who give back at once do not wait for
/// each other.
///
/// # Errors
/// When the database fails.
pub async fn give_back(conn: &mut Conn, turns: &[(LaneHash, Pace)]) -> QueryResult<usize> {
    let (lanes, each) = apart(turns);
    let given = Given {
        lanes: &lanes,
        each: &each,
    };
    given.execute(conn).await
}

/// Lanes and what a turn in each takes, as two columns.
fn apart(lanes: &[(LaneHash, Pace)]) -> (Vec<LaneHash>, Vec<i64>) {
    let apart = lanes
        .iter()
        .map(|(lane, pace)| (*lane, micros(pace.each())));
    apart.unzip()
}

/// Forgets lanes in which nobody has anything ahead.
///
/// # Errors
/// When the database fails.
pub async fn forget(conn: &mut Conn) -> QueryResult<usize> {
    diesel::sql_query("delete from turns where free_at < clock_timestamp()")
        .execute(conn)
        .await
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}
