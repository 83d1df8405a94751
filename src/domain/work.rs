//! Long work: what somebody asks for and does not wait for. A job does it; how far it is stands in a row.

use serde::{Deserialize, Serialize};

use super::permission::Permission;
use super::words::words;

words! {
    /// What is to be done. Of each kind a municipality has one at a time.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Kind {
        /// Following the log from its beginning.
        VerifyRecord = "verify_record",
    }
}

words! {
    /// Where it stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum State {
        /// Nobody has begun it yet.
        Waiting = "waiting",
        /// Somebody is at it.
        Running = "running",
        /// Done.
        Finished = "finished",
        /// Somebody asked it to stop, and it left nothing half.
        Stopped = "stopped",
        /// It cannot be done; nothing was changed.
        Failed = "failed",
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The log was followed.
    RecordVerified {
        /// So many entries are right, one after the other.
        entries: u64,
        /// The first that is wrong; none: all are right.
        first_fault: Option<i64>,
    },
}

impl Kind {
    /// What it takes to ask for it and to look at it.
    #[must_use]
    pub fn permission(self) -> Permission {
        match self {
            Self::VerifyRecord => Permission::VerifyRecord,
        }
    }
}

impl State {
    /// Whether it goes on.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}
