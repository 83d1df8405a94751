//! Rows of drafts as this node last saw or saved them: sealed, so that only the browser whose draft it is opens them here
//! as there. Who answers section after section needs not have read again what was saved a moment ago.
//!
//! Another node may have saved since: how much that matters is said by whoever asks ([`Trust`]).

use std::sync::Arc;
use std::time::{Duration, Instant};

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::domain::ids::SurveyId;
use crate::domain::token::DraftHash;

/// What is kept at most: 32 MB.
const MOST_BYTES: u64 = 32_000_000;

/// About so many rows are that.
const ABOUT: usize = 16_000;

/// What a row takes beside its content, about. Bytes.
const AROUND: usize = 160;

/// How long a row is kept: as long as people think about a page. What is left of a draft that another node sent goes too.
const KEPT: Duration = Duration::from_mins(10);

/// How long what is kept is shown without asking the database: from saving a page until the next one is there.
const MOMENT: Duration = Duration::from_secs(1);

/// How far what a node knows of a row is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Not at all: what is sent, and what cannot be mended by looking again.
    Nothing,
    /// For a moment: what is only shown.
    Moment,
    /// As long as it is kept: what is saved in its place is refused where something else lies there by now.
    Compared,
}

/// The rows.
pub struct DraftCache(Cache<(SurveyId, DraftHash), Row, Weight>);

/// A row.
#[derive(Clone)]
struct Row {
    since: Instant,
    /// None: there was none.
    sealed: Option<Arc<[u8]>>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<(SurveyId, DraftHash), Row> for Weight {
    fn weight(&self, _: &(SurveyId, DraftHash), row: &Row) -> u64 {
        let sealed = row.sealed.as_ref().map_or(0, |sealed| sealed.len());
        u64::try_from(sealed + AROUND).unwrap_or(u64::MAX)
    }
}

impl Default for DraftCache {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT, MOST_BYTES, Weight))
    }
}

impl DraftCache {
    /// Keeps a row as it is in the database; none: that there is none.
    pub fn keep(&self, survey: SurveyId, draft: DraftHash, sealed: Option<Arc<[u8]>>) {
        let since = Instant::now();
        self.0.insert((survey, draft), Row { since, sealed });
    }

    /// The row, as far as it is trusted; none: only the database knows.
    #[must_use]
    pub fn row(
        &self,
        survey: SurveyId,
        draft: DraftHash,
        trust: Trust,
    ) -> Option<Option<Arc<[u8]>>> {
        let within = match trust {
            Trust::Nothing => return None,
            Trust::Moment => MOMENT,
            Trust::Compared => KEPT,
        };
        let row = self.0.get(&(survey, draft))?;
        (row.since.elapsed() < within).then_some(row.sealed)
    }

    /// Keeps a row no longer: it was sent, or something else lies there.
    pub fn forget(&self, survey: SurveyId, draft: DraftHash) {
        self.0.remove(&(survey, draft));
    }

    /// How many are kept, and what they occupy, in bytes.
    #[must_use]
    pub fn held(&self) -> (usize, u64) {
        (self.0.len(), self.0.weight())
    }

    /// Forgets the rows whose time is over, as often as it passes; does not end.
    pub async fn sweep(&self) {
        loop {
            tokio::time::sleep(KEPT / 10).await;
            self.forget_older_than(KEPT);
        }
    }

    fn forget_older_than(&self, age: Duration) {
        self.0.retain(|_, row| row.since.elapsed() < age);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURVEY: SurveyId = SurveyId(uuid::Uuid::nil());

    fn draft(nth: u16) -> DraftHash {
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&nth.to_be_bytes());
        DraftHash(bytes)
    }

    #[test]
    fn a_row_is_trusted_as_far_as_whoever_asks_trusts_it() {
        let rows = DraftCache::default();
        let ago = |age| Instant::now().checked_sub(age).unwrap();
        for (since, trusted) in [
            (Duration::ZERO, [false, true, true]),
            (MOMENT, [false, false, true]),
            (KEPT, [false, false, false]),
        ] {
            for sealed in [None, Some(Arc::from(*b"sealed"))] {
                let since = ago(since);
                let row = Row {
                    since,
                    sealed: sealed.clone(),
                };
                rows.0.insert((SURVEY, draft(1)), row);
                let asked = [Trust::Nothing, Trust::Moment, Trust::Compared];
                let told = asked.map(|trust| rows.row(SURVEY, draft(1), trust));
                assert_eq!(told, trusted.map(|told| told.then_some(sealed.clone())));
            }
        }
        assert_eq!(rows.row(SURVEY, draft(2), Trust::Compared), None);
    }

    #[test]
    fn what_is_sent_or_old_is_kept_no_longer() {
        let rows = DraftCache::default();
        for nth in [1, 2] {
            rows.keep(SURVEY, draft(nth), Some(Arc::from(*b"sealed")));
        }
        rows.forget(SURVEY, draft(1));
        assert_eq!(rows.row(SURVEY, draft(1), Trust::Compared), None);
        rows.forget_older_than(KEPT);
        assert!(rows.row(SURVEY, draft(2), Trust::Compared).is_some());
        rows.forget_older_than(Duration::ZERO);
        assert_eq!(rows.row(SURVEY, draft(2), Trust::Compared), None);
        assert_eq!(rows.held(), (0, 0));
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let rows = DraftCache::default();
        let long: Arc<[u8]> = Arc::from(vec![0; 1 << 16]);
        for nth in 0..2000 {
            rows.keep(SURVEY, draft(nth), Some(Arc::clone(&long)));
        }
        assert!(rows.held().1 <= MOST_BYTES);
    }
}
