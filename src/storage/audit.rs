//! The audit log: what staff, operators and the clock did, one chain of hashes a municipality.
//!
//! Citizens' answers are never in it, and storing them never waits for its lock.

use diesel::prelude::*;
use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::schema::audit;
use super::{Conn, QueryResult};
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::MunicipalityId;
use crate::domain::time::Timestamp;

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
}

diesel::define_sql_function! {
    /// Waits for the other transactions that append to the same chain.
    #[sql_name = "pg_advisory_xact_lock"]
    fn lock_chain(class: Integer, number: Integer);
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
    let of = actor.municipality;
    let (_, low) = of.0.as_u64_pair();
    let [a, b, c, d, ..] = low.rotate_left(32).to_be_bytes();
    diesel::select(lock_chain(LOCK, i32::from_be_bytes([a, b, c, d])))
        .execute(tx)
        .await?;
    let last = head(tx, of).await?;
    let (number, before) = last.map_or((1, Vec::new()), |(number, hash)| (number + 1, hash));
    let (who, event) = (document(&actor.who)?, document(event)?);
    let hash = link(&before, number, now, &who, &event);
    diesel::insert_into(audit::table)
        .values((
            audit::municipality_id.eq(of),
            audit::number.eq(number),
            audit::at.eq(now),
            audit::who.eq(who),
            audit::event.eq(event),
            audit::hash.eq(hash),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// The number and hash of the last entry; none of an empty chain.
///
/// # Errors
/// When the database fails.
pub async fn head(conn: &mut Conn, of: MunicipalityId) -> QueryResult<Option<(i64, Vec<u8>)>> {
    audit::table
        .filter(audit::municipality_id.eq(of))
        .order(audit::number.desc())
        .select((audit::number, audit::hash))
        .first(conn)
        .await
        .optional()
}

/// The newest entries, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, of: MunicipalityId, limit: i64) -> QueryResult<Vec<Entry>> {
    Entry::query()
        .filter(audit::municipality_id.eq(of))
        .order(audit::number.desc())
        .limit(limit)
        .load(conn)
        .await
}

/// Follows the chain from its beginning; the number of the first entry that is missing or was changed, if any.
///
/// # Errors
/// When the database fails.
pub async fn first_fault(conn: &mut Conn, of: MunicipalityId) -> QueryResult<Option<i64>> {
    let mut entries = Entry::query()
        .filter(audit::municipality_id.eq(of))
        .order(audit::number)
        .load_stream(conn)
        .await?;
    let (mut number, mut before) = (1, Vec::new());
    while let Some(entry) = entries.try_next().await? {
        let hash = link(&before, number, entry.at, &entry.who, &entry.event);
        if entry.number != number || entry.hash != hash {
            return Ok(Some(number));
        }
        (number, before) = (number + 1, hash);
    }
    Ok(None)
}

fn document(of: &impl Serialize) -> QueryResult<Value> {
    serde_json::to_value(of)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))
}

/// SHA-256 over the hash before and this entry, every part with its length in front.
fn link(before: &[u8], number: i64, at: Timestamp, who: &Value, event: &Value) -> Vec<u8> {
    let (mut who_text, mut event_text) = (String::new(), String::new());
    canonical(who, &mut who_text);
    canonical(event, &mut event_text);
    let mut hash = Sha256::new();
    for part in [
        before,
        &number.to_be_bytes(),
        &at.timestamp_micros().to_be_bytes(),
        who_text.as_bytes(),
        event_text.as_bytes(),
    ] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// JSON with sorted keys and no spaces: the same text before and after the database.
fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| key.as_str());
            out.push('{');
            for (place, (key, field)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                canonical(&Value::String(key.clone()), out);
                out.push(':');
                canonical(field, out);
            }
            out.push('}');
        }
        Value::Array(elements) => {
            out.push('[');
            for (place, element) in elements.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                canonical(element, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}
