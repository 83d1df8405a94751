//! Receipts that this node knows to be recorded: whoever has just sent an answer is shown so without asking once more, since
//! the answer was committed before they were led there, and nothing that is recorded is taken back.

use std::time::Duration;

use crate::domain::ids::SurveyId;
use crate::domain::token::ReceiptHash;

use super::memory::Memory;

/// How long that is remembered.
const FRESH: Duration = Duration::from_secs(10);

/// More are never remembered at once.
const MOST: usize = 50_000;

/// The receipts.
pub struct ReceiptCache(Memory<(SurveyId, ReceiptHash), ()>);

impl Default for ReceiptCache {
    fn default() -> Self {
        Self(Memory::of(MOST))
    }
}

impl ReceiptCache {
    /// Remembers a response that is committed.
    pub fn keep(&self, survey: SurveyId, receipt: ReceiptHash) {
        self.0.keep((survey, receipt), ());
    }

    /// Whether the response is known to be recorded; else only the database knows.
    #[must_use]
    pub fn has(&self, survey: SurveyId, receipt: ReceiptHash) -> bool {
        self.0.fresh(&(survey, receipt), Some(FRESH)).is_some()
    }
}
