//! What drafts were begun from.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::draft_sources;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId};
use crate::domain::questionnaire::source::Source;

/// Stores the source of a draft that was just begun.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    source: &Source,
) -> QueryResult<usize> {
    diesel::insert_into(draft_sources::table)
        .values((
            draft_sources::municipality_id.eq(municipality),
            draft_sources::draft_id.eq(draft),
            draft_sources::document.eq(source),
        ))
        .execute(tx)
        .await
}

/// The source of a draft.
///
/// # Errors
/// `NotFound` when it was begun from nothing, or the municipality has no such draft.
pub async fn of_draft(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Source> {
    draft_sources::table
        .filter(draft_sources::municipality_id.eq(municipality))
        .filter(draft_sources::draft_id.eq(draft))
        .select(draft_sources::document)
        .first(conn)
        .await
}

/// Whether a draft has a source.
///
/// # Errors
/// When the database fails.
pub async fn is_there(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<bool> {
    let of_draft = draft_sources::table
        .filter(draft_sources::municipality_id.eq(municipality))
        .filter(draft_sources::draft_id.eq(draft));
    diesel::select(diesel::dsl::exists(of_draft))
        .get_result(conn)
        .await
}
