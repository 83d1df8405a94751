//! Divisions: added, renamed from a day on, and where their letters go. A name that was is kept: what was written under it
//! goes on bearing it.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::people::PeopleEvent;
use crate::domain::ids::DivisionId;
use crate::domain::person::Name;
use crate::domain::time::Day;
use crate::storage::divisions::{self, Division};
use crate::storage::{self, Conn, audit, clock, municipalities};

/// Why a division was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum DivisionError {
    /// Another one is called so.
    #[error("another division is called so")]
    NameTaken,
    /// Somebody else renamed it meanwhile.
    #[error("somebody else renamed it meanwhile")]
    Changed,
    /// A name that begins on a day to come would stand on today's pages.
    #[error("the day is still to come")]
    ToCome,
    /// The database failed.
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for DivisionError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("divisions_name_key") => Self::NameTaken,
            _ => Self::Database(error),
        }
    }
}

/// Adds one.
///
/// # Errors
/// [`DivisionError`]
pub async fn add(
    tx: &mut Conn,
    actor: &Actor,
    name: &Name,
    email: Option<String>,
) -> Result<DivisionId, DivisionError> {
    let now = clock::now(tx).await?;
    let town = municipalities::by_id(tx, actor.municipality).await?;
    let division = Division {
        municipality_id: actor.municipality,
        id: DivisionId(Uuid::now_v7()),
        name: name.to_string(),
        email,
    };
    divisions::insert(tx, &division, town.time_zone.day(now)).await?;
    let event = PeopleEvent::DivisionAdded {
        division: division.id,
        name: division.name,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(division.id)
}

/// What is to be of a division, and what it was called on the page it was changed on.
pub struct Change {
    /// Which.
    pub id: DivisionId,
    /// What it was called there.
    pub seen: String,
    /// What it is called from now on.
    pub name: Name,
    /// From which day on, where that is another name.
    pub from: Day,
    /// Where its letters go.
    pub email: Option<String>,
}

/// Renames one from a day on, and says where its letters go.
///
/// # Errors
/// [`DivisionError`]
pub async fn change(tx: &mut Conn, actor: &Actor, change: Change) -> Result<(), DivisionError> {
    audit::lock(tx, actor.municipality).await?;
    let old = divisions::by_id(tx, actor.municipality, change.id).await?;
    if old.name != change.seen {
        return Err(DivisionError::Changed);
    }
    let now = clock::now(tx).await?;
    if old.name != change.name.as_str() {
        let town = municipalities::by_id(tx, actor.municipality).await?;
        if change.from > town.time_zone.day(now) {
            return Err(DivisionError::ToCome);
        }
        let new = Division {
            name: change.name.to_string(),
            ..old.clone()
        };
        let called = divisions::called(tx, actor.municipality, Some(&[old.id])).await?;
        let called = called.get(&old.id).cloned().unwrap_or_default();
        divisions::rename(tx, &called, &new, change.from).await?;
        let event = PeopleEvent::DivisionRenamed {
            division: old.id,
            old: old.name,
            new: new.name,
            from: change.from,
        };
        audit::record(tx, actor, &event.into(), now).await?;
    }
    if old.email != change.email {
        let (of, email) = (actor.municipality, change.email.as_deref());
        divisions::set_email(tx, of, old.id, email).await?;
        let event = PeopleEvent::DivisionAddressed {
            division: old.id,
            old: old.email,
            new: change.email,
        };
        audit::record(tx, actor, &event.into(), now).await?;
    }
    Ok(())
}
