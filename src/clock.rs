//! The process clock, for file names, logs and letters. Decisions use the database's: `storage::clock`.

use crate::domain::time::Timestamp;

/// What this machine says the time is.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place that asks")]
pub fn now() -> Timestamp {
    chrono::Utc::now()
}
