//! Publishing: a report and the values it gave are approved, published and withdrawn together, all or none.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::ReportId;
use crate::domain::plan::value::{NoSuchStep, State};
use crate::domain::time::Timestamp;
use crate::storage::{Conn, audit, reports};
use crate::workflows::planning;

/// Why a report was not moved.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Its life, or that of one of its values, does not go that way.
    #[error(transparent)]
    Refused(#[from] NoSuchStep),
    /// An approval names the recorded decision (文書番号).
    #[error("an approval needs the number of the decision")]
    NoDecision,
    /// The database failed, or there is no such report (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Approves a final report by a recorded decision (文書番号).
///
/// # Errors
/// [`PublishError`].
pub async fn approve(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    decision: &str,
    now: Timestamp,
) -> Result<(), PublishError> {
    let decision = decision.trim();
    if decision.is_empty() {
        return Err(PublishError::NoDecision);
    }
    step(tx, actor, id, State::Approved, Some(decision), now).await
}

/// Makes an approved report public, and with it the values it gave.
///
/// # Errors
/// [`PublishError`].
pub async fn publish(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    now: Timestamp,
) -> Result<(), PublishError> {
    step(tx, actor, id, State::Published, None, now).await
}

/// Takes a report and its values back; the reason is kept as the decision.
///
/// # Errors
/// [`PublishError`].
pub async fn withdraw(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    reason: &str,
    now: Timestamp,
) -> Result<(), PublishError> {
    step(tx, actor, id, State::Withdrawn, Some(reason), now).await
}

async fn step(
    tx: &mut Conn,
    actor: &Actor,
    id: ReportId,
    to: State,
    decision: Option<&str>,
    now: Timestamp,
) -> Result<(), PublishError> {
    let report = reports::lock(tx, actor.municipality, id).await?;
    let state = report.state.step(to)?;
    planning::move_values(tx, actor, id, to)
        .await
        .map_err(|error| match error {
            planning::measuring::MoveError::Refused(step) => PublishError::Refused(step),
            planning::measuring::MoveError::Database(error) => PublishError::Database(error),
        })?;
    reports::set_state(tx, actor.municipality, id, state).await?;
    let event = Event::ReportMoved {
        report: id,
        to: format!("{to:?}").to_lowercase(),
        decision: decision.map(str::to_owned),
    };
    Ok(audit::record(tx, actor, &event, now).await?)
}
