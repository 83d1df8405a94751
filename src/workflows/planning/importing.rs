//! Importing a plan: what is new is added, what differs is changed and amended, what is the same is left alone.

use uuid::Uuid;

use super::comparing::Import;
use super::loading;
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::domain::plan::amendment::Amendment;
use crate::domain::slug::{Slug, SlugError};
use crate::domain::time::Timestamp;
use crate::formats::plan::Form;
use crate::storage::{Conn, audit, broken_constraint, plans};

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

/// Imports a plan read from a file of this form. Doing it again changes nothing; what differs is changed and recorded
/// as amendments; a further version of the plan becomes amendments with their 変更理由. On an error the caller's
/// transaction must not be committed.
///
/// # Errors
/// [`ImportError`].
pub async fn import(
    tx: &mut Conn,
    actor: &Actor,
    plan: &Plan,
    form: Form,
    removals: Removals,
    now: Timestamp,
) -> Result<Summary, ImportError> {
    let of = actor.municipality;
    let slug = name(&plan.code().unwrap_or_default())?;
    let id = PlanId(Uuid::now_v7());
    let new = plans::PlanRow {
        municipality_id: of,
        id,
        slug,
        heading: plan.heading.clone(),
    };
    let (row, fresh) = plans::lock_or_insert(tx, &new).await?;
    let stored = loading::load(tx, of, &row).await?;
    let mut plan = plan.clone();
    if form == Form::Csv {
        plan.keep_unsaid(&stored);
    }
    let import = Import::begin(tx, of, row.id, stored, removals).await?;
    let summary = import.run(tx, &plan, fresh, now).await?;
    let event = Event::PlanImported {
        plan: summary.plan,
        added: summary.added,
        changed: summary.changed,
        unchanged: summary.unchanged,
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(summary)
}

/// A name made from a row's name, for addresses.
pub(super) fn name(name: &str) -> Result<Slug, ImportError> {
    Slug::parse(name).map_err(|why| ImportError::Name {
        name: name.to_owned(),
        why,
    })
}
