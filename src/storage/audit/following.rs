//! Following a chain from its beginning, in steps: whoever follows a long one says between them how far they are.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::{Entry, keys};
use crate::domain::chain::{Bound, ChainKey, bind_without_key};
use crate::domain::ids::MunicipalityId;
use crate::storage::schema::audit;
use crate::storage::{Conn, QueryResult};

/// So many entries are one step: some ten milliseconds.
const STEP: i64 = 1_000;

/// Follows the chain of one municipality; the number of the first entry that is missing, was changed, or was written
/// by somebody without the key, if any. That its end is missing shows only beside a head kept elsewhere.
///
/// # Errors
/// When the database fails, or belongs to a secret that is not held.
pub async fn first_fault(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Option<i64>> {
    let mut follower = Follower::new(conn, municipality).await?;
    loop {
        match follower.step(conn, i64::MAX).await? {
            Step::On => {}
            Step::End => return Ok(None),
            Step::Fault(number) => return Ok(Some(number)),
        }
    }
}

/// The number of a municipality's last entry, where it does not follow the one before it or was not written by whoever
/// holds the key; none where it does, or there is no entry. Looks at two entries, however long the chain is.
///
/// # Errors
/// When the database fails, or belongs to a secret that is not held.
pub async fn faulty_end(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Option<i64>> {
    let mut follower = Follower::new(conn, municipality).await?;
    let last: Vec<Entry> = Entry::query()
        .filter(audit::municipality_id.eq(municipality))
        .order(audit::number.desc())
        .limit(2)
        .load(conn)
        .await?;
    let mut last = last.into_iter();
    let Some(end) = last.next() else {
        return Ok(None);
    };
    if let Some(before) = last.next() {
        follower.number = before.number + 1;
        follower.keyed = before.audit_key.is_some();
        follower.before = before.hash;
    }
    Ok((!follower.goes_on(&end)).then_some(end.number))
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// All right so far; there may be more.
    On,
    /// All right to the end.
    End,
    /// The entry of this number is missing or wrong.
    Fault(i64),
}

/// Somebody on the way along a chain.
pub struct Follower {
    municipality: MunicipalityId,
    ring: Vec<ChainKey>,
    /// Keys before this place are over: one follows another, and never comes back.
    key: usize,
    keyed: bool,
    /// The number that comes next.
    number: i64,
    /// The number of the entry before, whatever it should have been.
    seen: i64,
    before: Vec<u8>,
}

impl Follower {
    /// At the beginning.
    ///
    /// # Errors
    /// When the database fails, or belongs to a secret that is not held.
    pub async fn new(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Self> {
        Ok(Self {
            municipality,
            ring: keys::ring(conn).await?,
            key: 0,
            keyed: false,
            number: 1,
            seen: i64::MIN,
            before: Vec::new(),
        })
    }

    /// How many entries were right, one after the other.
    #[must_use]
    pub fn followed(&self) -> i64 {
        self.number - 1
    }

    /// Follows the next entries, none of them beyond `last`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn step(&mut self, conn: &mut Conn, last: i64) -> QueryResult<Step> {
        let entries: Vec<Entry> = Entry::query()
            .filter(audit::municipality_id.eq(self.municipality))
            .filter(audit::number.gt(self.seen))
            .filter(audit::number.le(last))
            .order(audit::number)
            .limit(STEP)
            .load(conn)
            .await?;
        let is_end = i64::try_from(entries.len()).is_ok_and(|count| count < STEP);
        for entry in &entries {
            if !self.goes_on(entry) {
                return Ok(Step::Fault(self.number));
            }
        }
        Ok(if is_end { Step::End } else { Step::On })
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
        (self.number, self.seen, self.before) = (self.number + 1, entry.number, hash);
        true
    }
}
