//! Questionnaires while they are made: the document, and the revisions it came about by.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::schema::{draft_revisions, questionnaire_drafts};
use super::{Conn, QueryResult};
use crate::domain::actor::Who;
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId, VersionId};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::Act;
use crate::domain::questionnaire::acts::history::{Step, Way};
use crate::domain::questionnaire::continuity::Judgements;
use crate::domain::time::Timestamp;

/// A draft as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = questionnaire_drafts)]
pub struct DraftRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id.
    pub id: QuestionnaireDraftId,
    /// As it is after its last revision.
    pub document: Questionnaire,
    /// The number of its last revision; 0 where nothing was done yet.
    pub revision: i32,
    /// The version it was copied from.
    pub basis_id: Option<VersionId>,
    /// The version it was frozen as.
    pub version_id: Option<VersionId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When it was thrown away.
    pub removed_at: Option<Timestamp>,
    /// What was said of questions that changed since they were last asked.
    pub judged: Judgements,
    /// Whether it corrects the words of its basis and changes nothing else.
    pub is_erratum: bool,
}

impl DraftRow {
    /// Whether it can be changed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.version_id.is_none() && self.removed_at.is_none()
    }

    /// The version whose words it corrects; none: it becomes a version of its own.
    #[must_use]
    pub fn corrects(&self) -> Option<VersionId> {
        self.basis_id.filter(|_| self.is_erratum)
    }
}

/// A revision as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = draft_revisions)]
pub struct RevisionRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// The draft.
    pub draft_id: QuestionnaireDraftId,
    /// 1, 2, 3 … without gaps.
    pub number: i32,
    /// How it came about.
    pub way: Way,
    /// The revision that was first done.
    pub of: i32,
    /// What was done.
    pub act: Act,
    /// What takes it back.
    pub undo: Act,
    /// By whom.
    pub who: Who,
    /// When.
    pub at: Timestamp,
}

/// Stores a new draft.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, draft: &DraftRow) -> QueryResult<usize> {
    diesel::insert_into(questionnaire_drafts::table)
        .values(draft)
        .execute(tx)
        .await
}

/// A draft by its id.
///
/// # Errors
/// `NotFound` when the municipality has no such draft.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: QuestionnaireDraftId,
) -> QueryResult<DraftRow> {
    DraftRow::query()
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::id.eq(id))
        .first(conn)
        .await
}

/// Locks one until the transaction ends.
///
/// # Errors
/// `NotFound` when the municipality has no such draft.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: QuestionnaireDraftId,
) -> QueryResult<DraftRow> {
    DraftRow::query()
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// Those that are being made, the one last changed first.
///
/// # Errors
/// When the database fails.
pub async fn open(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<DraftRow>> {
    DraftRow::query()
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::version_id.is_null())
        .filter(questionnaire_drafts::removed_at.is_null())
        .order((
            questionnaire_drafts::changed_at.desc(),
            questionnaire_drafts::id,
        ))
        .load(conn)
        .await
}

/// The one in which the words of a version are being corrected.
///
/// # Errors
/// When the database fails.
pub async fn erratum_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    version: VersionId,
) -> QueryResult<Option<QuestionnaireDraftId>> {
    questionnaire_drafts::table
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::basis_id.eq(version))
        .filter(questionnaire_drafts::is_erratum)
        .filter(questionnaire_drafts::version_id.is_null())
        .filter(questionnaire_drafts::removed_at.is_null())
        .select(questionnaire_drafts::id)
        .first(conn)
        .await
        .optional()
}

/// The draft after a revision, and the revision.
///
/// # Errors
/// When the database fails.
pub async fn revise(
    tx: &mut Conn,
    municipality: MunicipalityId,
    document: &Questionnaire,
    revision: &RevisionRow,
) -> QueryResult<usize> {
    diesel::insert_into(draft_revisions::table)
        .values(revision)
        .execute(tx)
        .await?;
    diesel::update(questionnaire_drafts::table)
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::id.eq(revision.draft_id))
        .set((
            questionnaire_drafts::document.eq(document),
            questionnaire_drafts::revision.eq(revision.number),
            questionnaire_drafts::changed_at.eq(revision.at),
        ))
        .execute(tx)
        .await
}

/// What became of a draft: the version it was frozen as, or since when it is thrown away.
#[derive(Debug, Clone, Copy, AsChangeset)]
#[diesel(table_name = questionnaire_drafts, treat_none_as_null = true)]
pub struct Became {
    /// The version.
    pub version_id: Option<VersionId>,
    /// Since when it is gone.
    pub removed_at: Option<Timestamp>,
}

/// Writes down what became of one.
///
/// # Errors
/// When the database fails.
pub async fn settle(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: QuestionnaireDraftId,
    became: Became,
) -> QueryResult<usize> {
    diesel::update(questionnaire_drafts::table)
        .filter(questionnaire_drafts::municipality_id.eq(municipality))
        .filter(questionnaire_drafts::id.eq(id))
        .set(became)
        .execute(tx)
        .await
}

/// The revisions after a number, in their order.
///
/// # Errors
/// When the database fails.
pub async fn revisions_after(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    number: i32,
) -> QueryResult<Vec<RevisionRow>> {
    RevisionRow::query()
        .filter(draft_revisions::municipality_id.eq(municipality))
        .filter(draft_revisions::draft_id.eq(draft))
        .filter(draft_revisions::number.gt(number))
        .order(draft_revisions::number)
        .load(conn)
        .await
}

/// All revisions without what they did, in their order.
///
/// # Errors
/// When the database fails.
pub async fn steps(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Vec<Step>> {
    let rows: Vec<(i32, Way, i32)> = draft_revisions::table
        .filter(draft_revisions::municipality_id.eq(municipality))
        .filter(draft_revisions::draft_id.eq(draft))
        .order(draft_revisions::number)
        .select((
            draft_revisions::number,
            draft_revisions::way,
            draft_revisions::of,
        ))
        .load(conn)
        .await?;
    let step = |(number, way, of)| Step { number, way, of };
    Ok(rows.into_iter().map(step).collect())
}

/// The last revision that did, took back or did again what a revision first did.
///
/// # Errors
/// `NotFound` when the draft has no such revision.
pub async fn last_of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    of: i32,
) -> QueryResult<RevisionRow> {
    RevisionRow::query()
        .filter(draft_revisions::municipality_id.eq(municipality))
        .filter(draft_revisions::draft_id.eq(draft))
        .filter(draft_revisions::of.eq(of))
        .order(draft_revisions::number.desc())
        .first(conn)
        .await
}
