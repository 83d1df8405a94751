//! Commenting: the division that owns an indicator says what stands behind a value, before it is published.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{CommentId, DivisionId, PersonId, ValueId};
use crate::domain::reason::Reason;
use crate::storage::comments::{self, CommentRow};
use crate::storage::{Conn, audit, clock, indicators, values};

/// Why nothing was said of a value.
#[derive(Debug, thiserror::Error)]
pub enum CommentError {
    /// Another division owns the indicator.
    #[error("the indicator is another division's")]
    NotOwner,
    /// It is public, or was taken back, or is not complete yet.
    #[error("nothing is said of a value that is not waiting to be published")]
    NotAwaiting,
    /// The database failed, or there is no such value (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Whoever says something, and for which division.
#[derive(Debug, Clone, Copy)]
pub struct Commenter {
    /// Who.
    pub person: PersonId,
    /// Their division; none: they own nothing.
    pub division: Option<DivisionId>,
}

/// Appends what is said of a value.
///
/// # Errors
/// [`CommentError`]
pub async fn comment(
    tx: &mut Conn,
    actor: &Actor,
    by: Commenter,
    (id, said): (ValueId, Reason),
) -> Result<(), CommentError> {
    let town = actor.municipality;
    let value = values::by_id(tx, town, id).await?;
    if !value.state.is_commented() {
        return Err(CommentError::NotAwaiting);
    }
    let owners = indicators::owners(tx, town, value.indicator_id).await?;
    let own = |division: &DivisionId| owners.iter().any(|(owner, ..)| owner == division);
    let division = by.division.filter(own).ok_or(CommentError::NotOwner)?;
    let now = clock::now(tx).await?;
    let comment = CommentRow {
        municipality_id: town,
        id: CommentId(Uuid::now_v7()),
        value_id: id,
        division_id: division,
        person_id: by.person,
        said: said.to_string(),
        said_at: now,
    };
    comments::insert(tx, &comment).await?;
    let indicator = value.indicator_id;
    let event = Event::ValueCommented {
        indicator,
        division,
        said,
    };
    Ok(audit::record(tx, actor, &event, now).await?)
}
