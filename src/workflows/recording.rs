//! The log itself: taking it away as a file is an entry of it.

use crate::domain::actor::Actor;
use crate::domain::event::people::PeopleEvent;
use crate::read::Desk;
use crate::read::record::{self, IN_A_FILE, Record};
use crate::storage::audit::searching::{Place, Search};
use crate::storage::{Conn, QueryResult, audit, clock};

/// The newest entries that a search finds, at most [`IN_A_FILE`]. That they were taken away is not among them.
///
/// # Errors
/// When the database fails.
pub async fn export(tx: &mut Conn, actor: &Actor, wanted: &Search) -> QueryResult<Record> {
    let desk = Desk::of(actor.municipality);
    let record = record::find(tx, desk, wanted, Place::Newest, IN_A_FILE).await?;
    let event = PeopleEvent::RecordExported {
        entries: u64::try_from(record.entries.len()).unwrap_or(u64::MAX),
    };
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(record)
}
