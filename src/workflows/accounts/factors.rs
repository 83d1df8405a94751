//! Second factors: set up, given up, taken away. Whoever has another one from now on is signed in anew, everybody who was
//! in with the old one is out.

use super::signing_in;
use crate::domain::actor::Actor;
use crate::domain::event::people::{Factor, PeopleEvent};
use crate::domain::ids::PersonId;
use crate::domain::reason::Reason;
use crate::storage::{Conn, QueryResult, audit, clock, credentials, municipalities, people};

/// One-time codes of this sealed secret, whose code of `step` was just typed.
///
/// # Errors
/// When the database fails.
pub async fn choose_totp(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    (sealed, step): (&[u8], i64),
) -> QueryResult<()> {
    let municipality = actor.municipality;
    credentials::set_totp(tx, municipality, person, Some((sealed, step))).await?;
    chosen(tx, actor, person, Factor::Totp).await
}

/// A new printed list in place of the old one.
///
/// # Errors
/// When the database fails.
pub async fn choose_codes(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    hashes: &[Vec<u8>],
) -> QueryResult<()> {
    credentials::put_codes(tx, actor.municipality, person, hashes).await?;
    chosen(tx, actor, person, Factor::Codes).await
}

async fn chosen(tx: &mut Conn, actor: &Actor, person: PersonId, factor: Factor) -> QueryResult<()> {
    let event = PeopleEvent::FactorChosen { person, factor };
    settle(tx, actor, person, event).await
}

/// No codes of a program any more.
///
/// # Errors
/// When the database fails.
pub async fn remove_totp(tx: &mut Conn, actor: &Actor, person: PersonId) -> QueryResult<()> {
    credentials::set_totp(tx, actor.municipality, person, None).await?;
    let factor = Factor::Totp;
    settle(
        tx,
        actor,
        person,
        PeopleEvent::FactorRemoved { person, factor },
    )
    .await
}

/// No printed list any more.
///
/// # Errors
/// When the database fails.
pub async fn remove_codes(tx: &mut Conn, actor: &Actor, person: PersonId) -> QueryResult<()> {
    credentials::put_codes(tx, actor.municipality, person, &[]).await?;
    let factor = Factor::Codes;
    settle(
        tx,
        actor,
        person,
        PeopleEvent::FactorRemoved { person, factor },
    )
    .await
}

/// No account of a provider any more; where none was bound, nothing is done.
///
/// # Errors
/// When the database fails.
pub async fn remove_account(tx: &mut Conn, actor: &Actor, person: PersonId) -> QueryResult<()> {
    let bound = people::account(tx, actor.municipality, person).await?;
    if bound.is_none() {
        return Ok(());
    }
    people::set_account(tx, actor.municipality, person, None).await?;
    let factor = Factor::Provider;
    settle(
        tx,
        actor,
        person,
        PeopleEvent::FactorRemoved { person, factor },
    )
    .await
}

async fn settle(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    event: PeopleEvent,
) -> QueryResult<()> {
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &event.into(), now).await?;
    signing_in::end_others(tx, actor, person, None).await?;
    Ok(())
}

/// Why it was not decided who needs a second factor.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// Somebody else was faster.
    #[error("somebody else has decided so already")]
    AlreadySo,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Whether administrators and approvers of a municipality need a second factor.
pub enum Decision {
    /// They do.
    Required,
    /// They do not, because of this.
    NotRequired(Reason),
}

/// Decides whether administrators and approvers of a municipality need a second factor from now on.
///
/// # Errors
/// [`DecisionError`]
pub async fn decide(tx: &mut Conn, actor: &Actor, decision: Decision) -> Result<(), DecisionError> {
    let (is_required, reason) = match decision {
        Decision::Required => (true, None),
        Decision::NotRequired(reason) => (false, Some(reason)),
    };
    if !municipalities::set_second_factor(tx, actor.municipality, is_required).await? {
        return Err(DecisionError::AlreadySo);
    }
    let now = clock::now(tx).await?;
    let event = PeopleEvent::SecondFactorDecided {
        was_required: !is_required,
        is_required,
        reason,
    };
    Ok(audit::record(tx, actor, &event.into(), now).await?)
}
