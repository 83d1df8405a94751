//! What somebody agreed to that stands in a draft as it stood last year.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::draft_agreements;
use super::{Conn, QueryResult};
use crate::domain::actor::Who;
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId};
use crate::domain::language::Language;
use crate::domain::questionnaire::acts::at::At;
use crate::domain::time::Timestamp;

/// An agreement as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = draft_agreements)]
pub struct AgreementRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The draft.
    pub draft_id: QuestionnaireDraftId,
    /// Counted within the draft.
    pub number: i32,
    /// In which text.
    pub place: At,
    /// In which language of it.
    pub language: Language,
    /// What stays as it is written.
    pub found: String,
    /// By whom.
    pub who: Who,
    /// When.
    pub at: Timestamp,
}

/// All of a draft, in the order they were made.
///
/// # Errors
/// When the database fails.
pub async fn of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Vec<AgreementRow>> {
    AgreementRow::query()
        .filter(draft_agreements::municipality_id.eq(municipality))
        .filter(draft_agreements::draft_id.eq(draft))
        .order(draft_agreements::number)
        .load(conn)
        .await
}

/// The number of the last one; 0 where there is none.
///
/// # Errors
/// When the database fails.
pub async fn last(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<i32> {
    let last: Option<i32> = draft_agreements::table
        .filter(draft_agreements::municipality_id.eq(municipality))
        .filter(draft_agreements::draft_id.eq(draft))
        .select(max(draft_agreements::number))
        .first(conn)
        .await?;
    Ok(last.unwrap_or(0))
}

/// Stores one.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, agreement: &AgreementRow) -> QueryResult<usize> {
    diesel::insert_into(draft_agreements::table)
        .values(agreement)
        .execute(tx)
        .await
}

/// Takes one back; how many there were: 0 where somebody else did it before.
///
/// # Errors
/// When the database fails.
pub async fn delete(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    number: i32,
) -> QueryResult<usize> {
    diesel::delete(draft_agreements::table)
        .filter(draft_agreements::municipality_id.eq(municipality))
        .filter(draft_agreements::draft_id.eq(draft))
        .filter(draft_agreements::number.eq(number))
        .execute(tx)
        .await
}
