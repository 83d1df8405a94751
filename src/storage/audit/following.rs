//! Following a chain from its beginning.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt;

use super::{Entry, keys};
use crate::domain::chain::{Bound, ChainKey, bind_without_key};
use crate::domain::ids::MunicipalityId;
use crate::storage::schema::audit;
use crate::storage::{Conn, QueryResult};

/// Follows the chain of one municipality; the number of the first entry that is missing, was changed, or was written
/// by somebody without the key, if any. That its end is missing shows only beside a head kept elsewhere.
///
/// # Errors
/// When the database fails, or belongs to a secret that is not held.
pub async fn first_fault(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Option<i64>> {
    let mut follower = Follower::new(municipality, keys::ring(conn).await?);
    let mut entries = Entry::query()
        .filter(audit::municipality_id.eq(municipality))
        .order(audit::number)
        .load_stream(conn)
        .await?;
    while let Some(entry) = entries.try_next().await? {
        if !follower.goes_on(&entry) {
            return Ok(Some(follower.number));
        }
    }
    Ok(None)
}

struct Follower {
    municipality: MunicipalityId,
    ring: Vec<ChainKey>,
    /// Keys before this place are over: one follows another, and never comes back.
    key: usize,
    keyed: bool,
    number: i64,
    before: Vec<u8>,
}

impl Follower {
    fn new(municipality: MunicipalityId, ring: Vec<ChainKey>) -> Self {
        Self {
            municipality,
            ring,
            key: 0,
            keyed: false,
            number: 1,
            before: Vec::new(),
        }
    }

    /// Whether the entry is the next one of the chain.
    fn goes_on(&mut self, entry: &Entry) -> bool {
        let bound = Bound {
            of: self.municipality,
            number: self.number,
            at: entry.at,
            who: &entry.who,
            event: &entry.event,
        };
        let hash = match &entry.audit_key {
            None if self.keyed => return false,
            None => bind_without_key(&self.before, &bound),
            Some(name) => {
                let later = self.ring.iter().enumerate().skip(self.key);
                let mut named = later.filter(|(_, key)| key.name() == *name);
                let Some((place, key)) = named.next() else {
                    return false;
                };
                (self.key, self.keyed) = (place, true);
                key.bind(&self.before, &bound)
            }
        };
        if entry.number != self.number || entry.hash != hash {
            return false;
        }
        (self.number, self.before) = (self.number + 1, hash);
        true
    }
}
