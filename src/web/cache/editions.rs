//! Which edition of its publications a town has: looked up once a second at most, so that no page outlives by more than
//! that what it was written from, whichever node or program wrote meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::domain::ids::{EditionId, MunicipalityId};
use crate::storage::{Db, editions};
use crate::web::error::Error;

use super::memory::Memory;

/// How long an edition is trusted.
const FRESH: Duration = Duration::from_millis(900);

/// More towns than these are not remembered.
const MOST: usize = 10_000;

/// The editions of towns.
pub struct Editions {
    db: Db,
    kept: Memory<MunicipalityId, Seen>,
    /// What was done at this node so far.
    acts: AtomicU64,
}

/// An edition, and how much had been done at this node when it was asked for.
#[derive(Clone, Copy)]
struct Seen {
    edition: Option<EditionId>,
    acts: u64,
}

impl Editions {
    /// Nothing was looked up yet.
    pub(super) fn new(db: Db) -> Self {
        Self {
            db,
            kept: Memory::of(MOST),
            acts: AtomicU64::new(0),
        }
    }

    /// The edition of a town, none while it has published nothing.
    ///
    /// # Errors
    /// When the database cannot be reached: then nobody knows whether what was published still is.
    pub(super) async fn of(&self, town: MunicipalityId) -> Result<Option<EditionId>, Error> {
        let (acts, since) = (self.acts.load(Ordering::Acquire), Instant::now());
        let kept = self.kept.fresh(&town, Some(FRESH));
        if let Some(seen) = kept.filter(|seen| seen.acts == acts) {
            return Ok(seen.edition);
        }
        let edition = editions::current(&mut *self.db.get().await?, town).await?;
        self.kept.keep_since(town, Seen { edition, acts }, since);
        Ok(edition)
    }

    /// Something was done at this node: whoever looks now sees it.
    pub fn done(&self) {
        self.acts.fetch_add(1, Ordering::Release);
    }
}
