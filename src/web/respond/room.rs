//! How much room the drafts of open surveys and of trials have in all. Anybody may begin one, so that without a bound they would fill
//! the disk, and the intake would stop.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::storage::{Conn, QueryResult, drafts, trial_drafts};

/// How long the sum that was read is trusted. What this process adds meanwhile is added to it; each other process may
/// add as much as it writes in that time.
const FRESH: Duration = Duration::from_secs(1);

/// The room, and how much of it is taken.
pub struct Room {
    most: u64,
    taken: Mutex<Option<(Instant, u64)>>,
}

impl Room {
    /// Room for so many megabytes.
    #[must_use]
    pub fn of_megabytes(most: u32) -> Self {
        Self {
            most: u64::from(most) << 20,
            taken: Mutex::default(),
        }
    }

    /// Whether so many bytes more can be stored; if so they count as stored from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has(&self, conn: &mut Conn, bytes: usize) -> QueryResult<bool> {
        let taken = match self.known() {
            Some(taken) => taken,
            None => self.read(conn).await?,
        };
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        if taken.saturating_add(bytes) > self.most {
            return Ok(false);
        }
        let mut known = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, taken)) = known.as_mut() {
            *taken = taken.saturating_add(bytes);
        }
        Ok(true)
    }

    fn known(&self) -> Option<u64> {
        let known = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, taken) = (*known)?;
        (since.elapsed() < FRESH).then_some(taken)
    }

    async fn read(&self, conn: &mut Conn) -> QueryResult<u64> {
        let taken = drafts::open_bytes(conn).await? + trial_drafts::open_bytes(conn).await?;
        let taken = u64::try_from(taken).unwrap_or(0);
        let mut known = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Some((Instant::now(), taken));
        Ok(taken)
    }
}
