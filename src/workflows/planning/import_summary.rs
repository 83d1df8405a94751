//! What an import of a plan did, and why one was refused.

use crate::domain::ids::PlanId;
use crate::domain::plan::amendment::Amendment;
use crate::domain::slug::{Slug, SlugError};
use crate::storage::broken_constraint;

/// Whether rows of the plan that the file no longer has are taken off it. A file with a part of the plan looks the same
/// as one of a plan that lost rows: whoever imports it says which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removals {
    /// A file without rows that are stored is refused.
    Refused,
    /// They go; their indicators, values and history stay.
    Allowed,
}

/// One thing an import changed: a cell, or a row that came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The indicator, by its name in addresses; none for the heading of the plan.
    pub indicator: Option<String>,
    /// What was recorded.
    pub amendment: Amendment,
}

/// What an import did, in rows of the plan's table (an indicator has one row in each version of its plan).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The plan.
    pub plan: PlanId,
    /// Rows that are new.
    pub added: u32,
    /// Rows of which a cell differed.
    pub changed: u32,
    /// Rows that were the same.
    pub unchanged: u32,
    /// Rows that are no longer in the file. Their indicators, values and history stay.
    pub removed: u32,
    /// Amendments that were recorded.
    pub amendments: u32,
    /// The same, one by one.
    pub changes: Vec<Changed>,
}

/// Why a plan was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A name made from the file's row names cannot stand in an address.
    #[error("{name}: {why}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: SlugError,
    },
    /// The file lacks rows that are stored, and nobody said that they go.
    #[error("{} rows of 「{plan}」 are not in this file and would be removed: {}", .rows.len(), .rows.join(", "))]
    Removes {
        /// The plan's name.
        plan: String,
        /// Name in addresses and name of each row.
        rows: Vec<String>,
    },
    /// Another plan of the municipality has an indicator of this name.
    #[error("another plan of this municipality uses one of these row names")]
    CodeTaken,
    /// The database failed.
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        match broken_constraint(&error) {
            Some("indicators_slug_key") => Self::CodeTaken,
            _ => Self::Database(error),
        }
    }
}

/// A name made from a row's name, for addresses.
pub(super) fn name(name: &str) -> Result<Slug, ImportError> {
    Slug::parse(name).map_err(|why| ImportError::Name {
        name: name.to_owned(),
        why,
    })
}
