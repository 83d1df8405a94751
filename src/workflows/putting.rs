//! Putting a survey before whoever decides (起案): what is typed for it is kept with the draft.

use crate::domain::actor::Actor;
use crate::domain::event::draft::DraftEvent;
use crate::domain::ids::QuestionnaireDraftId;
use crate::domain::packet::Packet;
use crate::storage::draft_packets::{self as packets, PacketRow};
use crate::storage::{Conn, QueryResult, audit, clock, questionnaire_drafts as drafts};

/// Keeps it in the place of the version that was seen; whether it was: not where somebody else was first. Also where the
/// draft is frozen already: its number comes with the decision.
///
/// # Errors
/// `NotFound` when the municipality has no such draft, or when the database fails.
pub async fn keep(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    seen: i32,
    packet: Packet,
) -> QueryResult<bool> {
    let document = drafts::lock(tx, actor.municipality, draft).await?.document;
    let row = PacketRow {
        municipality_id: actor.municipality,
        draft_id: draft,
        document: packet,
        version: seen.saturating_add(1),
    };
    if packets::keep(tx, &row).await? == 0 {
        return Ok(false);
    }
    let event = DraftEvent::PacketWritten {
        draft,
        code: document.code,
        number: row.document.number,
        decided_on: row.document.decided_on,
    };
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(true)
}
