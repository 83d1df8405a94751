//! What is typed for the paper by which a survey is decided on.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::draft_packets;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId};
use crate::domain::packet::Packet;

/// One as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = draft_packets)]
pub struct PacketRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Of which draft.
    pub draft_id: QuestionnaireDraftId,
    /// What was typed.
    pub document: Packet,
    /// Counts its changes.
    pub version: i32,
}

/// That of a draft; none before somebody typed one.
///
/// # Errors
/// When the database fails.
pub async fn of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Option<PacketRow>> {
    PacketRow::query()
        .filter(draft_packets::municipality_id.eq(municipality))
        .filter(draft_packets::draft_id.eq(draft))
        .first(conn)
        .await
        .optional()
}

/// Keeps the next version; how many: 0 where somebody else was first.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut Conn, row: &PacketRow) -> QueryResult<usize> {
    if row.version == 1 {
        return diesel::insert_into(draft_packets::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(tx)
            .await;
    }
    diesel::update(draft_packets::table)
        .filter(draft_packets::municipality_id.eq(row.municipality_id))
        .filter(draft_packets::draft_id.eq(row.draft_id))
        .filter(draft_packets::version.eq(row.version - 1))
        .set((
            draft_packets::document.eq(&row.document),
            draft_packets::version.eq(row.version),
        ))
        .execute(tx)
        .await
}
