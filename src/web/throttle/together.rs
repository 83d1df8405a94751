//! Turns that are asked for at the same moment are taken in one statement: every form of an open survey asks for one,
//! and a statement for each would cost more than storing it.
//!
//! Whoever comes while a statement is under way waits for it; then one of those who waited asks for all of them.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::app::App;
use crate::domain::pace::Pace;
use crate::domain::token::LaneHash;
use crate::storage::turns;
use crate::web::error::Error;

/// The most lanes in one statement.
const MOST: usize = 512;

/// Those who ask for a turn of one pace in this node.
pub(super) struct Together {
    pace: Pace,
    waiting: Mutex<Vec<Asking>>,
    under_way: tokio::sync::Mutex<()>,
}

struct Asking {
    lane: LaneHash,
    /// Whether it was free; none where the database did not say.
    answer: oneshot::Sender<Option<bool>>,
}

impl Together {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            waiting: Mutex::default(),
            under_way: tokio::sync::Mutex::default(),
        }
    }

    /// Whether a turn was free, which then is taken.
    ///
    /// # Errors
    /// [`Error::Busy`] when the database fails.
    pub(super) async fn take(&self, app: &App, lane: LaneHash) -> Result<bool, Error> {
        let mut answer = self.ask(lane);
        loop {
            tokio::select! {
                biased;
                told = &mut answer => match told {
                    Ok(taken) => return taken.ok_or(Error::Busy(5)),
                    // Whoever asked for us has gone away.
                    Err(_) => answer = self.ask(lane),
                },
                _turn = self.under_way.lock() => self.settle(app).await,
            }
        }
    }

    fn ask(&self, lane: LaneHash) -> oneshot::Receiver<Option<bool>> {
        let (answer, told) = oneshot::channel();
        self.waiting().push(Asking { lane, answer });
        told
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Asking>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for all who wait, each lane once: who shares one asks again.
    async fn settle(&self, app: &App) {
        let asking = self.next();
        if asking.is_empty() {
            return;
        }
        let lanes: Vec<LaneHash> = asking.iter().map(|asking| asking.lane).collect();
        let taken = self.taken(app, &lanes).await;
        for asking in asking {
            let is_taken = taken
                .as_ref()
                .ok()
                .map(|lanes| lanes.contains(&asking.lane));
            // Whoever has gone away meanwhile has taken a turn for nothing.
            let _ = asking.answer.send(is_taken);
        }
    }

    async fn taken(&self, app: &App, lanes: &[LaneHash]) -> Result<HashSet<LaneHash>, Error> {
        let mut conn = app.db.get().await?;
        Ok(turns::take_each(&mut conn, lanes, self.pace).await?)
    }

    /// Those who are asked for now, by lane; the others stay. Nobody is asked for who has gone away.
    fn next(&self) -> Vec<Asking> {
        let mut waiting = self.waiting();
        let (mut lanes, mut next, mut later) = (BTreeSet::new(), Vec::new(), Vec::new());
        for asking in waiting
            .drain(..)
            .filter(|asking| !asking.answer.is_closed())
        {
            if lanes.len() < MOST && lanes.insert(asking.lane) {
                next.push(asking);
            } else {
                later.push(asking);
            }
        }
        *waiting = later;
        // In the same order everywhere, so that two nodes do not wait for each other.
        next.sort_unstable_by_key(|asking| asking.lane);
        next
    }
}
