//! Long work: asked for, done by a job in steps, asked to stop between them. What comes of it becomes true in one
//! transaction, and once: whoever took the job over finds it ended and ends it no second time.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::chain::Head;
use crate::domain::event::people::PeopleEvent;
use crate::domain::ids::{MunicipalityId, WorkId};
use crate::domain::job::Job;
use crate::domain::time::Timestamp;
use crate::domain::work::{Kind, Outcome, State};
use crate::storage::audit::following::{Follower, Step};
use crate::storage::{self, Conn, QueryResult, audit, clock, jobs, works};

/// Somebody wishes for work. Where the same is under way already, it is that.
///
/// # Errors
/// When the database fails.
pub async fn ask(tx: &mut Conn, actor: &Actor, kind: Kind) -> QueryResult<WorkId> {
    let municipality = actor.municipality;
    let new = WorkId(Uuid::now_v7());
    let work = works::ask(tx, actor, kind, new).await?;
    if work == new {
        let now = clock::now(tx).await?;
        jobs::enqueue(tx, &Job::Work { municipality, work }, now).await?;
    }
    Ok(work)
}

/// Somebody wishes it to stop. It looks between its steps; false when it has ended already.
///
/// # Errors
/// When the database fails.
pub async fn stop(tx: &mut Conn, actor: &Actor, work: WorkId) -> QueryResult<bool> {
    works::stop(tx, actor.municipality, work).await
}

/// Its job was given up: it has failed, and whoever waits for it hears so.
///
/// # Errors
/// When the database fails.
pub async fn give_up(
    tx: &mut Conn,
    municipality: MunicipalityId,
    work: WorkId,
    now: Timestamp,
) -> QueryResult<bool> {
    works::end(tx, municipality, work, (State::Failed, None), now).await
}

/// Follows the log from its beginning to where it ended when this began. `noted`: an end that was noted elsewhere and
/// must still be there.
///
/// # Errors
/// When the database fails, or belongs to a secret that is not held.
pub async fn verify_record(
    conn: &mut Conn,
    actor: &Actor,
    work: WorkId,
    noted: Option<&Head>,
) -> QueryResult<()> {
    let of = actor.municipality;
    let last = audit::head(conn, of).await?.map_or(0, |(last, _)| last);
    let mut follower = Follower::new(conn, of).await?;
    let found = loop {
        if !works::advance(conn, of, work, (follower.followed(), last)).await? {
            let now = clock::now(conn).await?;
            works::end(conn, of, work, (State::Stopped, None), now).await?;
            return Ok(());
        }
        match follower.step(conn, last).await? {
            Step::On => {}
            Step::End => break None,
            Step::Fault(number) => break Some(number),
        }
    };
    let first_fault = match (found, noted) {
        (None, Some(head)) if !audit::holds(conn, head).await? => Some(head.number.min(last + 1)),
        (found, _) => found,
    };
    let entries = u64::try_from(follower.followed()).unwrap_or_default();
    storage::transaction(conn, async |tx| {
        verified(tx, actor, work, (entries, first_fault)).await
    })
    .await
}

/// The end of it, and its entry in the log, which is none of those that were followed.
async fn verified(
    tx: &mut Conn,
    actor: &Actor,
    work: WorkId,
    (entries, first_fault): (u64, Option<i64>),
) -> QueryResult<()> {
    let now = clock::now(tx).await?;
    let outcome = Outcome::RecordVerified {
        entries,
        first_fault,
    };
    let end = (State::Finished, Some(&outcome));
    if works::end(tx, actor.municipality, work, end, now).await? {
        let event = PeopleEvent::RecordVerified {
            entries,
            first_fault,
        };
        audit::record(tx, actor, &event.into(), now).await?;
    }
    Ok(())
}
