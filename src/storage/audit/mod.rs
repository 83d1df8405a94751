//! The audit log: what staff, operators and the clock did, one chain of keyed hashes a municipality.
//!
//! Citizens' answers are never in it, and storing them never waits for its lock.

pub mod following;
pub mod keys;
pub mod searching;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bytea, Integer, Uuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde_json::Value;

use super::schema::audit;
use super::{Conn, QueryResult};
use crate::domain::actor::Actor;
use crate::domain::chain::{Bound, Head, bind_without_key, digits};
use crate::domain::event::Event;
use crate::domain::ids::MunicipalityId;
use crate::domain::time::Timestamp;

pub use following::{faulty_end, first_fault};

/// The first half of the lock's number; the second is the municipality's. Surveys use the numbers of 64 bits.
const LOCK: i32 = 1;

/// An entry as stored. Documents are read as they are, so that an entry of another release verifies too.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = audit)]
pub struct Entry {
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as JSON.
    pub who: Value,
    /// What, as JSON.
    pub event: Value,
    hash: Vec<u8>,
    audit_key: Option<Vec<u8>>,
}

diesel::define_sql_function! {
    /// Waits for the other transactions that append to the same chain.
    #[sql_name = "pg_advisory_xact_lock"]
    fn lock_chain(class: Integer, number: Integer);
}

/// Waits until nobody else appends to a municipality's chain, until the end of the transaction: what is read after it was
/// not changed by anybody whose act is not in the log yet.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Conn, municipality: MunicipalityId) -> QueryResult<()> {
    let (_, low) = municipality.0.as_u64_pair();
    let [a, b, c, d, ..] = low.rotate_left(32).to_be_bytes();
    diesel::select(lock_chain(LOCK, i32::from_be_bytes([a, b, c, d])))
        .execute(tx)
        .await?;
    Ok(())
}

/// Appends one entry to the chain of the actor's municipality.
///
/// # Errors
/// When the database fails.
pub async fn record(
    tx: &mut Conn,
    actor: &Actor,
    event: &Event,
    now: Timestamp,
) -> QueryResult<()> {
    let municipality = actor.municipality;
    lock(tx, municipality).await?;
    let ring = keys::ring(tx).await?;
    let (number, before) = match head(tx, municipality).await? {
        Some((last, hash)) => (last + 1, hash),
        None => (1, Vec::new()),
    };
    let (who, event) = (document(&actor.who)?, document(event)?);
    let entry = Bound {
        of: municipality,
        number,
        at: now,
        who: &who,
        event: &event,
    };
    let (hash, key) = match ring.last() {
        Some(key) => (key.bind(&before, &entry), Some(key.name())),
        None => (bind_without_key(&before, &entry), None),
    };
    diesel::insert_into(audit::table)
        .values((
            audit::municipality_id.eq(municipality),
            audit::number.eq(number),
            audit::at.eq(now),
            audit::who.eq(&who),
            audit::event.eq(&event),
            audit::hash.eq(hash),
            audit::audit_key.eq(key),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// The number and hash of the last entry; none of an empty chain.
///
/// # Errors
/// When the database fails.
pub async fn head(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Option<(i64, Vec<u8>)>> {
    audit::table
        .filter(audit::municipality_id.eq(municipality))
        .order(audit::number.desc())
        .select((audit::number, audit::hash))
        .first(conn)
        .await
        .optional()
}

#[derive(QueryableByName)]
struct End {
    #[diesel(sql_type = Uuid)]
    of: MunicipalityId,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Bytea)]
    hash: Vec<u8>,
}

/// The heads of all logs; none of a database that has no tables yet.
///
/// # Errors
/// When the database fails.
pub async fn heads(conn: &mut Conn) -> QueryResult<Vec<Head>> {
    let there = diesel::dsl::sql::<diesel::sql_types::Bool>("to_regclass('audit') is not null");
    if !diesel::select(there).get_result::<bool>(conn).await? {
        return Ok(Vec::new());
    }
    let ends: Vec<End> = diesel::sql_query(
        "select id as of, number, hash from municipalities cross join lateral \
         (select number, hash from audit where municipality_id = id order by number desc limit 1) as last \
         order by id",
    )
    .load(conn)
    .await?;
    let head = |end: &End| Head::new(end.of, end.number, &end.hash);
    Ok(ends.iter().map(head).collect())
}

/// Whether the log still holds the entry that was once its last.
///
/// # Errors
/// When the database fails.
pub async fn holds(conn: &mut Conn, head: &Head) -> QueryResult<bool> {
    let hash: Option<Vec<u8>> = audit::table
        .filter(audit::municipality_id.eq(head.of))
        .filter(audit::number.eq(head.number))
        .select(audit::hash)
        .first(conn)
        .await
        .optional()?;
    Ok(hash.is_some_and(|hash| digits(&hash) == head.hash))
}

/// The newest entries, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    limit: i64,
) -> QueryResult<Vec<Entry>> {
    Entry::query()
        .filter(audit::municipality_id.eq(municipality))
        .order(audit::number.desc())
        .limit(limit)
        .load(conn)
        .await
}

fn document(of: &impl Serialize) -> QueryResult<Value> {
    serde_json::to_value(of)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))
}
