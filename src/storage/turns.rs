//! Turns: lanes that all nodes share. Each function is one statement that checks and counts together.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary};
use diesel_async::RunQueryDsl;

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

/// Gives turns back: they counted for nothing. In the order of the lanes, so that two who give back at once do not wait for
/// each other.
///
/// # Errors
/// When the database fails.
pub async fn give_back(conn: &mut Conn, turns: &[(LaneHash, Pace)]) -> QueryResult<usize> {
    const GIVE: &str = "with held as (select lane from turns where lane = any($1) order by lane for update) \
        update turns as t set free_at = t.free_at - given.each * interval '1 microsecond' \
        from held join unnest($1, $2) as given (lane, each) using (lane) where t.lane = held.lane";
    let lanes: Vec<LaneHash> = turns.iter().map(|(lane, _)| *lane).collect();
    let each: Vec<i64> = turns.iter().map(|(_, pace)| micros(pace.each())).collect();
    diesel::sql_query(GIVE)
        .bind::<Array<Binary>, _>(lanes)
        .bind::<Array<BigInt>, _>(each)
        .execute(conn)
        .await
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
