//! Who decides in whose place, with their names, as somebody may see it.

use std::collections::BTreeSet;

use super::Desk;
use super::names::Names;
use crate::domain::deputy::State;
use crate::domain::event::thing::Thing;
use crate::domain::ids::PersonId;
use crate::domain::time::Day;
use crate::storage::deputies::{self, DeputyRow};
use crate::storage::{Conn, QueryResult};

/// Some of them.
pub struct Deputies {
    /// Those that begin last first.
    pub rows: Vec<DeputyRow>,
    /// What the people are called.
    pub names: Names,
}

/// Those in a state, or all; `of`: those only in which somebody has a part.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    desk: Desk,
    (state, today): (Option<State>, Day),
    of: Option<PersonId>,
) -> QueryResult<Deputies> {
    let mut rows = deputies::list(conn, desk.municipality()).await?;
    rows.retain(|row| state.is_none_or(|state| row.state(today) == state));
    rows.retain(|row| of.is_none_or(|person| has_part(row, person)));
    named(conn, desk, rows).await
}

/// Those that run today or are to come and in which somebody has a part, the first one first.
///
/// # Errors
/// When the database fails.
pub async fn open_of(
    conn: &mut Conn,
    desk: Desk,
    today: Day,
    person: PersonId,
) -> QueryResult<Deputies> {
    let mut rows = deputies::list_open(conn, desk.municipality(), today).await?;
    rows.retain(|row| has_part(row, person));
    named(conn, desk, rows).await
}

fn has_part(row: &DeputyRow, person: PersonId) -> bool {
    [row.person_id, row.deputy_id].contains(&person)
}

async fn named(conn: &mut Conn, desk: Desk, rows: Vec<DeputyRow>) -> QueryResult<Deputies> {
    let both = rows.iter().flat_map(|row| [row.person_id, row.deputy_id]);
    let wanted = both.map(Thing::Person).collect();
    let names = Names::of_all(conn, desk.municipality(), wanted, BTreeSet::new()).await?;
    Ok(Deputies { rows, names })
}
