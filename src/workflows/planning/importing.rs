//! Importing a plan: what is new is added, what differs is changed and amended, what is the same is left alone.

use uuid::Uuid;

use super::import_run::Import;
use super::import_summary::name;
pub use super::import_summary::{Changed, ImportError, Removals, Summary};
use super::loading;
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::domain::time::Timestamp;
use crate::formats::plan::Form;
use crate::storage::{Conn, audit, plans};

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
    let municipality = actor.municipality;
    let slug = name(&plan.code().unwrap_or_default())?;
    let id = PlanId(Uuid::now_v7());
    let new = plans::PlanRow {
        municipality_id: municipality,
        id,
        slug,
        heading: plan.heading.clone(),
    };
    let (row, fresh) = plans::lock_or_insert(tx, &new).await?;
    let stored = loading::load(tx, municipality, &row).await?;
    let mut plan = plan.clone();
    if form == Form::Csv {
        plan.keep_unsaid(&stored);
    }
    let import = Import::begin(tx, municipality, row.id, stored, removals).await?;
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
