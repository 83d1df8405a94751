//! 人事異動: planned, given up, and made on their day: by the clock, or at once where the day is today. Those of a day become
//! true together, in one transaction, and once: whoever comes second finds them made.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::signing_in;
use crate::domain::actor::Actor;
use crate::domain::event::people::PeopleEvent;
use crate::domain::ids::{PersonId, TransferId};
use crate::domain::time::{Day, Timestamp};
use crate::domain::transfer::{self, Fault, Hindrance, Made, Planned, Post, State};
use crate::read::people::posts;
use crate::storage::transfers::{self, TransferRow};
use crate::storage::{self, Conn, QueryResult, audit, clock, deputies, municipalities, people};

/// What an administrator has looked at and wants.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Whose roles, as they were at a version.
    pub from: (PersonId, i32),
    /// Who gets them, as they were at a version.
    pub to: (PersonId, i32),
    /// On which day.
    pub on: Day,
}

/// Why nothing was planned or given up.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// It cannot be planned so.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Somebody changed one of the two meanwhile.
    #[error("somebody changed one of them meanwhile")]
    Changed,
    /// One of the same person's roles is planned already.
    #[error("one is planned already")]
    PlannedAlready,
    /// It could not be made on its day.
    #[error("it cannot be made: {}", .0.word())]
    Hindered(Hindrance),
    /// It was made or given up already.
    #[error("it was made or given up already")]
    Settled,
    /// The database failed, or there is no such move or person (`NotFound`).
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for TransferError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("transfers_planned_key") => Self::PlannedAlready,
            _ => Self::Database(error),
        }
    }
}

/// Plans one, and makes it where its day is today; whether it was made.
///
/// # Errors
/// [`TransferError`]
pub async fn plan(tx: &mut Conn, actor: &Actor, wish: Wish) -> Result<bool, TransferError> {
    let municipality = actor.municipality;
    let (from, to) = (wish.from.0, wish.to.0);
    let (today, now) = hold(tx, actor, &[from, to]).await?;
    transfer::check((from, to), wish.on, today)?;
    for (person, version) in [wish.from, wish.to] {
        if people::by_id(tx, municipality, person).await?.version != version {
            return Err(TransferError::Changed);
        }
    }
    let row = TransferRow {
        municipality_id: municipality,
        id: TransferId(Uuid::now_v7()),
        from_id: from,
        to_id: to,
        on_day: wish.on,
        state: State::Planned,
        tried_on: None,
        hindrance: None,
    };
    transfers::insert(tx, &row).await?;
    let event = PeopleEvent::TransferPlanned {
        transfer: row.id,
        from,
        to,
        on: wish.on,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    try_out(tx, actor, row.planned(), today).await?;
    if wish.on == today {
        carry_out(tx, actor).await?;
    }
    Ok(wish.on == today)
}

/// Waits for whoever changes one of these people or of those whose day has come, and then for the log, in the order in
/// which everybody does who changes a person. What day it is after that, and the moment.
async fn hold(tx: &mut Conn, actor: &Actor, more: &[PersonId]) -> QueryResult<(Day, Timestamp)> {
    let municipality = actor.municipality;
    let town = municipalities::by_id(tx, municipality).await?;
    let today = town.time_zone.day(clock::now(tx).await?);
    let due = planned(tx, actor, today).await?;
    let both = due.iter().flat_map(|one| [one.from, one.to]);
    let all: Vec<PersonId> = both.chain(more.iter().copied()).collect();
    people::lock(tx, municipality, &all).await?;
    audit::lock(tx, municipality).await?;
    let now = clock::now(tx).await?;
    Ok((town.time_zone.day(now), now))
}

/// Nobody plans what could not be made as things are now.
async fn try_out(
    tx: &mut Conn,
    actor: &Actor,
    one: Planned,
    today: Day,
) -> Result<(), TransferError> {
    let town = municipalities::by_id(tx, actor.municipality).await?;
    let mut all = posts(tx, actor.municipality).await?;
    let planned = planned(tx, actor, one.on).await?;
    let outcome = transfer::carry(&mut all, &planned, today, town.ruled_by());
    match outcome.hindered.get(&one.id) {
        Some(why) => Err(TransferError::Hindered(*why)),
        None => Ok(()),
    }
}

async fn planned(tx: &mut Conn, actor: &Actor, until: Day) -> QueryResult<Vec<Planned>> {
    let rows = transfers::list_planned(tx, actor.municipality, until).await?;
    Ok(rows.iter().map(TransferRow::planned).collect())
}

/// Gives one up that was not made yet.
///
/// # Errors
/// [`TransferError`]
pub async fn undo(tx: &mut Conn, actor: &Actor, id: TransferId) -> Result<(), TransferError> {
    audit::lock(tx, actor.municipality).await?;
    let row = transfers::lock(tx, actor.municipality, id).await?;
    if row.state != State::Planned {
        return Err(TransferError::Settled);
    }
    transfers::settle(tx, actor.municipality, id, State::Undone).await?;
    let now = clock::now(tx).await?;
    let event = PeopleEvent::TransferUndone { transfer: id };
    Ok(audit::record(tx, actor, &event.into(), now).await?)
}

/// Makes those whose day has come in the town; two who try it at once make them once.
/// Those that cannot be made stay planned, with the reason. How many were made.
///
/// # Errors
/// When the database fails.
pub async fn carry_out(tx: &mut Conn, actor: &Actor) -> QueryResult<usize> {
    let municipality = actor.municipality;
    let (today, now) = hold(tx, actor, &[]).await?;
    let town = municipalities::by_id(tx, municipality).await?;
    let planned = planned(tx, actor, today).await?;
    let before = posts(tx, municipality).await?;
    let mut after = before.clone();
    let outcome = transfer::carry(&mut after, &planned, today, town.ruled_by());
    for (id, why) in &outcome.hindered {
        transfers::hinder(tx, municipality, *id, (today, *why)).await?;
    }
    for made in &outcome.made {
        write_down(tx, actor, made, now).await?;
    }
    for (person, post) in &after {
        if before.get(person) != Some(post) {
            give(tx, actor, *person, (post, now)).await?;
        }
    }
    end_deputies(tx, actor, &outcome.made, (today, now)).await?;
    Ok(outcome.made.len())
}

async fn write_down(tx: &mut Conn, actor: &Actor, made: &Made, now: Timestamp) -> QueryResult<()> {
    let one = made.transfer;
    transfers::settle(tx, actor.municipality, one.id, State::Done).await?;
    let event = PeopleEvent::TransferDone {
        transfer: one.id,
        from: one.from,
        to: one.to,
        roles: made.roles.iter().map(|held| held.role).collect(),
    };
    audit::record(tx, actor, &event.into(), now).await
}

/// Gives somebody what they are there for from now on. What was open under other roles is signed in anew.
async fn give(
    tx: &mut Conn,
    actor: &Actor,
    id: PersonId,
    (post, now): (&Post, Timestamp),
) -> QueryResult<()> {
    let municipality = actor.municipality;
    let person = people::by_id(tx, municipality, id).await?;
    let old = person.profile(people::roles(tx, municipality, id).await?);
    let mut new = old.clone();
    new.roles.clone_from(&post.roles);
    new.division = post.division;
    people::update(tx, municipality, (id, person.version), &new).await?;
    let event = PeopleEvent::PersonChanged {
        person: id,
        old,
        new,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    signing_in::end_others(tx, actor, id, None).await?;
    Ok(())
}

/// Whoever has handed on their roles names no deputy any more, and stands in for nobody.
async fn end_deputies(
    tx: &mut Conn,
    actor: &Actor,
    made: &[Made],
    (today, now): (Day, Timestamp),
) -> QueryResult<()> {
    let gone: BTreeSet<PersonId> = made.iter().map(|made| made.transfer.from).collect();
    for row in deputies::list_open(tx, actor.municipality, today).await? {
        if gone.contains(&row.person_id) || gone.contains(&row.deputy_id) {
            deputies::end(tx, actor.municipality, row.id, now).await?;
            let event = PeopleEvent::DeputyEnded { deputy: row.id };
            audit::record(tx, actor, &event.into(), now).await?;
        }
    }
    Ok(())
}
