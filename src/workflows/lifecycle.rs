//! The life of surveys: created, scheduled, opened, closed, by hand or by the clock.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::SurveyId;
use crate::domain::job::Job;
use crate::domain::reason::Reason;
use crate::domain::survey::founding::{self, FoundingError};
use crate::domain::survey::moving::MoveRefusal;
use crate::domain::survey::{Fieldwork, Schedule, State};
use crate::domain::time::Timestamp;
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, audit, clock, jobs, reports};

/// Why a survey was not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Its life does not go that way.
    #[error(transparent)]
    Refused(#[from] MoveRefusal),
    /// A figure of it was approved: entry cannot be reopened any more, corrections follow publication.
    #[error("a report of this survey has been approved")]
    Approved,
    /// Its deadline is not the one that somebody saw.
    #[error("the deadline was changed meanwhile")]
    Changed,
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Why a survey was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// It does not say what it is.
    #[error(transparent)]
    Refused(#[from] FoundingError),
    /// The database says no.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// An act by hand, with what it needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Give it its times.
    Schedule(Schedule),
    /// Open before its time.
    Open,
    /// Close the web now.
    CloseWeb,
    /// End the typing of paper answers now.
    CloseEntry,
    /// Give citizens until then.
    Extend(Timestamp),
    /// Let staff type again.
    ReopenEntry {
        /// Until when.
        until: Timestamp,
        /// Why; kept in the audit log.
        reason: Reason,
    },
    /// Call it off.
    Cancel {
        /// Why; kept in the audit log.
        reason: Reason,
    },
}

/// Stores a new survey. It is a draft until it has its times.
///
/// # Errors
/// [`CreateError`].
pub async fn create(
    tx: &mut Conn,
    actor: &Actor,
    survey: &Survey,
    now: Timestamp,
) -> Result<(), CreateError> {
    founding::check(&survey.title, survey.fiscal_year, survey.frame_population)?;
    surveys::insert(tx, survey).await?;
    Ok(audit::record(tx, actor, &Event::SurveyCreated { survey: survey.id }, now).await?)
}

/// Moves a survey by hand. It waits for whatever the door is storing; what is closed is computed soon after.
/// The time is read under the lock, so that the new deadline is never before an answer that was taken.
///
/// # Errors
/// [`MoveError`].
pub async fn act(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    act: &Act,
) -> Result<Survey, MoveError> {
    let survey = surveys::lock(tx, actor.municipality, id).await?;
    let now = clock::now(tx).await?;
    let becomes = decide(&survey.fieldwork(), act, now)?;
    let reason = match act {
        Act::ReopenEntry { reason, .. } | Act::Cancel { reason } => Some(reason.to_string()),
        _ => None,
    };
    if matches!(act, Act::ReopenEntry { .. })
        && reports::was_approved(tx, actor.municipality, id).await?
    {
        return Err(MoveError::Approved);
    }
    store(tx, actor, &survey, &becomes, reason, now).await?;
    Ok(surveys::by_id(tx, actor.municipality, id).await?)
}

/// Moves a survey by hand, unless its deadline is no longer the one that was `seen`: of two people who move it at once,
/// the second looks again.
///
/// # Errors
/// [`MoveError`].
pub async fn act_as_seen(
    tx: &mut Conn,
    actor: &Actor,
    (id, seen): (SurveyId, Option<Timestamp>),
    by: &Act,
) -> Result<Survey, MoveError> {
    let survey = surveys::lock(tx, actor.municipality, id).await?;
    if survey.web_closes_at != seen {
        return Err(MoveError::Changed);
    }
    act(tx, actor, id, by).await
}

fn decide(work: &Fieldwork, act: &Act, now: Timestamp) -> Result<Fieldwork, MoveRefusal> {
    match act {
        Act::Schedule(times) => work.schedule(*times, now),
        Act::Open => work.open(now),
        Act::CloseWeb => work.close_web(now),
        Act::CloseEntry => work.close_entry(now),
        Act::Extend(until) => work.extend(*until, now),
        Act::ReopenEntry { until, .. } => work.reopen_entry(*until, now),
        Act::Cancel { .. } => work.cancel(),
    }
}

/// Moves one survey as the clock demands; the actor is the schedule. Of two nodes that do it at once the second finds nothing left to do.
///
/// # Errors
/// When the database fails.
pub async fn move_by_clock(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
) -> Result<Option<State>, diesel::result::Error> {
    let survey = surveys::lock(tx, actor.municipality, id).await?;
    let now = clock::now(tx).await?;
    let work = survey.fieldwork();
    let Some(state) = work.due(now) else {
        return Ok(None);
    };
    let moved = store(tx, actor, &survey, &Fieldwork { state, ..work }, None, now).await?;
    Ok(moved.then_some(state))
}

/// Writes the move, its audit entry and the jobs that follow from it; false when another was faster.
async fn store(
    tx: &mut Conn,
    actor: &Actor,
    survey: &Survey,
    becomes: &Fieldwork,
    reason: Option<String>,
    now: Timestamp,
) -> Result<bool, diesel::result::Error> {
    if !surveys::set_fieldwork(tx, survey, becomes).await? {
        return Ok(false);
    }
    let event = Event::SurveyMoved {
        survey: survey.id,
        to: becomes.state,
        reason,
        old: Some(survey.fieldwork()),
        new: Some(*becomes),
    };
    audit::record(tx, actor, &event, now).await?;
    let (municipality, survey) = (survey.municipality_id, survey.id);
    let job = match becomes.state {
        // Sealing follows the figures.
        State::WebClosed | State::EntryClosed => Job::Tabulate {
            municipality,
            survey,
        },
        State::Cancelled => Job::Seal {
            municipality,
            survey,
        },
        State::Draft | State::Scheduled | State::Open => return Ok(true),
    };
    jobs::enqueue(tx, &job, now).await?;
    Ok(true)
}
