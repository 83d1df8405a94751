//! Moves of roles, with the names of the people, and what one would change.

use std::collections::BTreeSet;

use super::Desk;
use super::deputies::{self, Deputies};
use super::names::Names;
use super::people::{Employee, posts};
use crate::domain::event::thing::Thing;
use crate::domain::ids::{PersonId, TransferId};
use crate::domain::permission::Permission;
use crate::domain::time::Day;
use crate::domain::transfer::{self, Hindrance, Made, Planned, Post, State};
use crate::storage::transfers::{self, TransferRow};
use crate::storage::{Conn, QueryResult, motions, municipalities};

/// Some of them.
pub struct Transfers {
    /// The last day first.
    pub rows: Vec<TransferRow>,
    /// What the people are called.
    pub names: Names,
}

/// What one would change, as things are now.
pub struct Preview {
    /// What is moved; why it cannot be.
    pub made: Result<Made, Hindrance>,
    /// What whoever gives is there for afterwards.
    pub giver: Post,
    /// What whoever gets is there for afterwards.
    pub receiver: Post,
    /// How many of what the giver has moved waits for a second person.
    pub motions: i64,
    /// Where somebody stands in for the giver, or the giver for somebody: these end.
    pub deputies: Deputies,
    /// How many give roles afterwards.
    pub administrators: usize,
    /// How many decide afterwards.
    pub deciders: usize,
    /// What people and divisions are called.
    pub names: Names,
}

/// Those in a state, or all.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, desk: Desk, state: Option<State>) -> QueryResult<Transfers> {
    let mut rows = transfers::list(conn, desk.municipality()).await?;
    rows.retain(|row| state.is_none_or(|state| row.state == state));
    named(conn, desk, rows).await
}

/// Those that are planned and in which somebody has a part, and those that could not be made on their day.
///
/// # Errors
/// When the database fails.
pub async fn planned_of(conn: &mut Conn, desk: Desk, person: PersonId) -> QueryResult<Transfers> {
    let mut rows = transfers::list_planned(conn, desk.municipality(), Day::MAX).await?;
    let has_part = |row: &TransferRow| [row.from_id, row.to_id].contains(&person);
    rows.retain(|row| has_part(row) || row.hindrance.is_some());
    named(conn, desk, rows).await
}

/// The one of a person's roles that is planned already.
///
/// # Errors
/// When the database fails.
pub async fn planned_from(
    conn: &mut Conn,
    desk: Desk,
    person: PersonId,
) -> QueryResult<Option<TransferRow>> {
    let rows = transfers::list_planned(conn, desk.municipality(), Day::MAX).await?;
    Ok(rows.into_iter().find(|row| row.from_id == person))
}

async fn named(conn: &mut Conn, desk: Desk, rows: Vec<TransferRow>) -> QueryResult<Transfers> {
    let both = rows.iter().flat_map(|row| [row.from_id, row.to_id]);
    let wanted = both.map(Thing::Person).collect();
    let names = Names::of_all(conn, desk.municipality(), wanted, BTreeSet::new()).await?;
    Ok(Transfers { rows, names })
}

/// What comes of moving the roles of one to another on a day, after those that are planned until then.
///
/// # Errors
/// When the database fails.
pub async fn preview(
    conn: &mut Conn,
    desk: Desk,
    [from, to]: [&Employee; 2],
    (on, today): (Day, Day),
) -> QueryResult<Preview> {
    let town = municipalities::by_id(conn, desk.municipality()).await?;
    let mut posts = posts(conn, town.id).await?;
    let rows = transfers::list_planned(conn, town.id, on).await?;
    let mut planned: Vec<Planned> = rows.iter().map(TransferRow::planned).collect();
    let one = Planned {
        id: TransferId(uuid::Uuid::nil()),
        from: from.person.id,
        to: to.person.id,
        on,
    };
    planned.push(one);
    let mut outcome = transfer::carry(&mut posts, &planned, today, town.ruled_by());
    let found = outcome.made.iter().position(|made| made.transfer == one);
    let hindrance = outcome.hindered.get(&one.id).copied();
    let made = match found {
        Some(at) => Ok(outcome.made.swap_remove(at)),
        None => Err(hindrance.unwrap_or(Hindrance::NoRole)),
    };
    let post = |id: PersonId| posts.get(&id).cloned();
    let (giver, receiver) = (
        post(one.from).unwrap_or_default(),
        post(one.to).unwrap_or_default(),
    );
    let divisions = [giver.division, receiver.division].into_iter().flatten();
    let wanted = divisions.map(Thing::Division).collect();
    Ok(Preview {
        made,
        motions: motions::waiting_of(conn, town.id, one.from).await?,
        deputies: deputies::open_of(conn, desk, on, one.from).await?,
        administrators: transfer::how_many_may(&posts, Permission::EditPeople, on),
        deciders: transfer::how_many_may(&posts, Permission::Decide, on),
        names: Names::of_all(conn, town.id, wanted, BTreeSet::new()).await?,
        giver,
        receiver,
    })
}
