//! Deciding: what one person moves is done when a second one says yes, in the same transaction and by the workflow that does
//! it for anybody.

use uuid::Uuid;

use super::lifecycle::{self, MoveError};
use super::publishing::{self, PublishError};
use crate::domain::actor::Actor;
use crate::domain::event::people::PeopleEvent;
use crate::domain::ids::{MotionId, PersonId};
use crate::domain::motion::{self, Decider, Motion, NotSecond, State};
use crate::domain::reason::{Reason, ReasonError};
use crate::domain::role::Role;
use crate::domain::time::Timestamp;
use crate::storage::motions::{self, MotionRow, Outcome};
use crate::storage::{self, Conn, audit, clock, municipalities, people};

/// Why a motion was not made, decided or taken back.
#[derive(Debug, thiserror::Error)]
pub enum MotionError {
    /// The same waits already.
    #[error("the same already waits for a decision")]
    Waiting,
    /// Somebody decided it, or it was taken back.
    #[error("it waits no longer")]
    Settled,
    /// Whoever decides is not the second person.
    #[error(transparent)]
    NotSecond(#[from] NotSecond),
    /// Somebody else moved it.
    #[error("only whoever moved it takes it back")]
    NotMover,
    /// Why it was moved is no reason any more.
    #[error(transparent)]
    Reason(#[from] ReasonError),
    /// The figures do not go that way.
    #[error(transparent)]
    Publish(PublishError),
    /// The survey does not go that way.
    #[error(transparent)]
    Move(MoveError),
    /// The database failed, or there is no such motion (`NotFound`).
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for MotionError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("motions_waiting_key") => Self::Waiting,
            _ => Self::Database(error),
        }
    }
}

impl From<PublishError> for MotionError {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Database(error) => error.into(),
            error => Self::Publish(error),
        }
    }
}

impl From<MoveError> for MotionError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Database(error) => error.into(),
            error => Self::Move(error),
        }
    }
}

/// Moves something. It is tried out first and taken back: nobody is asked to decide what cannot be done.
///
/// # Errors
/// [`MotionError`]
pub async fn make(
    tx: &mut Conn,
    actor: &Actor,
    mover: PersonId,
    (motion, reason): (Motion, Reason),
) -> Result<MotionId, MotionError> {
    storage::attempt(tx, false, async |tx| {
        carry(tx, actor, &motion, &reason).await
    })
    .await?;
    let now = clock::now(tx).await?;
    let row = MotionRow {
        municipality_id: actor.municipality,
        id: MotionId(Uuid::now_v7()),
        motion,
        reason: reason.to_string(),
        moved_by: mover,
        moved_at: now,
        state: State::Waiting,
        decided_by: None,
        instead_of: None,
        decided_at: None,
    };
    motions::insert(tx, &row).await?;
    let event = PeopleEvent::MotionMade {
        motion: row.id,
        what: row.motion,
        reason,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(row.id)
}

/// Says yes or no as a second person; a yes does it.
///
/// # Errors
/// [`MotionError`]; it goes on waiting then.
pub async fn decide(
    tx: &mut Conn,
    actor: &Actor,
    id: MotionId,
    (person, deputy_of): (PersonId, &[PersonId]),
    is_accepted: bool,
) -> Result<MotionRow, MotionError> {
    let row = waiting(tx, actor, id).await?;
    let roles = roles_today(tx, actor, person).await?;
    let decider = Decider {
        person,
        roles: &roles,
        deputy_of,
    };
    let instead_of = motion::decided_for(row.moved_by, decider)?;
    if is_accepted {
        carry(tx, actor, &row.motion, &Reason::parse(&row.reason)?).await?;
    }
    let now = clock::now(tx).await?;
    let outcome = Outcome {
        state: match is_accepted {
            true => State::Accepted,
            false => State::Refused,
        },
        decided_by: Some(person),
        instead_of,
        decided_at: Some(now),
    };
    motions::settle(tx, actor.municipality, id, outcome).await?;
    let event = PeopleEvent::MotionDecided {
        motion: id,
        is_accepted,
        instead_of,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(row)
}

/// Takes back what one moved, while nobody has decided it.
///
/// # Errors
/// [`MotionError`]
pub async fn withdraw(
    tx: &mut Conn,
    actor: &Actor,
    id: MotionId,
    person: PersonId,
) -> Result<(), MotionError> {
    let row = waiting(tx, actor, id).await?;
    if row.moved_by != person {
        return Err(MotionError::NotMover);
    }
    let now = clock::now(tx).await?;
    let outcome = Outcome {
        state: State::Withdrawn,
        decided_by: None,
        instead_of: None,
        decided_at: Some(now),
    };
    motions::settle(tx, actor.municipality, id, outcome).await?;
    let event = PeopleEvent::MotionWithdrawn { motion: id };
    Ok(audit::record(tx, actor, &event.into(), now).await?)
}

/// The motion, locked, if it still waits.
async fn waiting(tx: &mut Conn, actor: &Actor, id: MotionId) -> Result<MotionRow, MotionError> {
    let row = motions::lock(tx, actor.municipality, id).await?;
    match row.state {
        State::Waiting => Ok(row),
        _ => Err(MotionError::Settled),
    }
}

/// What a person is there for today, in their own right.
async fn roles_today(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
) -> Result<Vec<Role>, MotionError> {
    let town = municipalities::by_id(tx, actor.municipality).await?;
    let today = town.time_zone.day(clock::now(tx).await?);
    let held = people::roles(tx, actor.municipality, person).await?;
    let lasting = held
        .iter()
        .filter(|held| held.until.is_none_or(|until| until >= today));
    Ok(lasting.map(|held| held.role).collect())
}

/// Does what was moved.
async fn carry(
    tx: &mut Conn,
    actor: &Actor,
    motion: &Motion,
    reason: &Reason,
) -> Result<(), MotionError> {
    let now: Timestamp = clock::now(tx).await?;
    match motion {
        Motion::Approval { report, decision } => {
            publishing::approve(tx, actor, *report, decision, now).await?;
        }
        Motion::Publication { report } => publishing::publish(tx, actor, *report, now).await?,
        Motion::Withdrawal { report } => {
            publishing::withdraw(tx, actor, *report, reason, now).await?;
        }
        Motion::Reopening { survey, until } => {
            let act = lifecycle::Act::ReopenEntry {
                until: *until,
                reason: reason.clone(),
            };
            lifecycle::act(tx, actor, *survey, &act).await?;
        }
        Motion::Cancellation { survey } => {
            let reason = reason.clone();
            lifecycle::act(tx, actor, *survey, &lifecycle::Act::Cancel { reason }).await?;
        }
    }
    Ok(())
}
