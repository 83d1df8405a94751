//! Agreeing that something of last year stays in a draft as it is: who said so, and when, is kept with the draft.

use crate::domain::actor::Actor;
use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::questionnaire::leftovers::Leftover;
use crate::storage::draft_agreements::{self as agreements, AgreementRow};
use crate::storage::{Conn, clock};

use super::designing::{self, DesignError};

/// Keeps that it may stay. Written otherwise or at another place, it is asked for again.
///
/// # Errors
/// [`DesignError::Closed`], or when the database fails.
pub async fn agree(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    leftover: &Leftover,
) -> Result<(), DesignError> {
    let row = designing::lock(tx, actor.municipality, draft).await?;
    let last = agreements::last(tx, actor.municipality, row.id).await?;
    let agreement = AgreementRow {
        municipality_id: actor.municipality,
        draft_id: row.id,
        number: last.saturating_add(1),
        place: leftover.at.clone(),
        language: leftover.language.clone(),
        found: leftover.found.clone(),
        who: actor.who.clone(),
        at: clock::now(tx).await?,
    };
    agreements::insert(tx, &agreement).await?;
    Ok(())
}

/// Takes an agreement back: it is asked for again.
///
/// # Errors
/// [`DesignError::Closed`], or when the database fails.
pub async fn ask_again(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    number: i32,
) -> Result<(), DesignError> {
    designing::lock(tx, actor.municipality, draft).await?;
    agreements::delete(tx, actor.municipality, draft, number).await?;
    Ok(())
}
