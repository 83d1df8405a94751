//! Long work as staff see it: how far it is, and who asked for it.

use std::collections::HashMap;

use super::Desk;
use crate::domain::actor::Who;
use crate::domain::ids::WorkId;
use crate::domain::work::Kind;
use crate::storage::works::{self, WorkRow};
use crate::storage::{Conn, QueryResult, names};

/// So many are listed: older ones are soon deleted.
const LISTED: i64 = 50;

/// A work, and the name of who asked for it.
pub struct Asked {
    /// The work.
    pub work: WorkRow,
    /// The name; none of those who are no members of staff.
    pub name: Option<String>,
}

/// One.
///
/// # Errors
/// `NotFound` when the town has no such work; when the database fails.
pub async fn one(conn: &mut Conn, desk: Desk, id: WorkId) -> QueryResult<Asked> {
    let work = works::by_id(conn, desk.municipality(), id).await?;
    let mut asked = asked(conn, desk, vec![work]).await?;
    asked.pop().ok_or(diesel::result::Error::NotFound)
}

/// The newest of some kinds.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, desk: Desk, kinds: &[Kind]) -> QueryResult<Vec<Asked>> {
    let works = works::list(conn, desk.municipality(), kinds, LISTED).await?;
    asked(conn, desk, works).await
}

async fn asked(conn: &mut Conn, desk: Desk, works: Vec<WorkRow>) -> QueryResult<Vec<Asked>> {
    let login = |work: &WorkRow| match &work.who {
        Who::Staff(login) => Some(login.clone()),
        Who::Schedule | Who::Operator(_) => None,
    };
    let logins: Vec<String> = works.iter().filter_map(login).collect();
    let people = names::people(conn, desk.municipality(), &[], &logins).await?;
    let names: HashMap<String, String> = people
        .into_iter()
        .map(|(_, login, name)| (login, name))
        .collect();
    let asked = works.into_iter().map(|work| Asked {
        name: login(&work).and_then(|login| names.get(&login).cloned()),
        work,
    });
    Ok(asked.collect())
}
