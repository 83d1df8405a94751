//! The dispositions of a survey's letters: what became of those that no sheet came back for.

use serde::{Deserialize, Serialize};

/// What became of the letters, typed by staff (M-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dispositions {
    /// Returned by the post.
    pub undeliverable: u64,
    /// Moved away or deceased.
    pub ineligible: u64,
    /// Refused by telephone or note, without a sheet.
    pub refused: u64,
}
