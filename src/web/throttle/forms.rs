//! Forms of open surveys: nothing but their pace bounds how many a network sends.
//!
//! Nearly every network sends a form or two. A node lets those through unasked; only networks that send more share a lane
//! with what they send to the other nodes, which costs a statement for each form.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::{Queues, take};
use crate::domain::pace::Pace;
use crate::domain::token::LaneHash;
use crate::storage::Db;
use crate::storage::turns::Taken;
use crate::web::error::Error;

/// Which part of its pace a network may send to each node beside what all nodes count together.
const UNASKED: u32 = 8;

/// Fewer lanes are not worth looking through.
const FEW_LANES: usize = 1_024;

/// One pace of forms in this node.
pub(super) struct Forms {
    pace: Pace,
    /// None where the pace is too slow to have such a part.
    unasked: Option<Unasked>,
    queues: Queues,
}

impl Forms {
    /// So many a minute, and after a rest twice as many at once.
    pub(super) fn new(per_minute: NonZeroU32) -> Self {
        Self {
            pace: Pace::new(per_minute, per_minute.get().saturating_mul(2)),
            unasked: NonZeroU32::new(per_minute.get() / UNASKED).map(Unasked::new),
            queues: Queues::default(),
        }
    }

    /// Whether a turn was free, which then is taken.
    ///
    /// # Errors
    /// [`Error::Busy`] when the database fails.
    pub(super) async fn take(&self, db: &Db, lane: LaneHash) -> Result<bool, Error> {
        if self.unasked.as_ref().is_some_and(|few| few.has_room(lane)) {
            return Ok(true);
        }
        // One at a time: a flood of one network holds one connection.
        let _place = self.queues.place(lane).await;
        Ok(take(db, lane, self.pace).await? == Taken::Turn)
    }
}

/// What passes in this node without asking the others.
struct Unasked {
    lanes: DefaultKeyedRateLimiter<LaneHash>,
    /// At how many lanes those that are free again are forgotten.
    most: AtomicUsize,
}

impl Unasked {
    fn new(per_minute: NonZeroU32) -> Self {
        Self {
            lanes: RateLimiter::keyed(Quota::per_minute(per_minute)),
            most: AtomicUsize::new(FEW_LANES),
        }
    }

    fn has_room(&self, lane: LaneHash) -> bool {
        if self.lanes.len() >= self.most.load(Ordering::Relaxed) {
            self.lanes.retain_recent();
            let most = self.lanes.len().saturating_mul(2).max(FEW_LANES);
            self.most.store(most, Ordering::Relaxed);
        }
        self.lanes.check_key(&lane).is_ok()
    }
}
