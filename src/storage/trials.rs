//! Drafts on trial: what is answered and noticed there lies by itself, so that nothing of it is ever counted elsewhere.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::schema::{trial_notes, trial_responses, trials};
use super::{Conn, QueryResult};
use crate::domain::actor::Who;
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId, SubmissionId, TrialId};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::question::Code;
use crate::domain::time::Timestamp;

/// A trial as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = trials)]
pub struct TrialRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Its id, which the link holds.
    pub id: TrialId,
    /// The draft.
    pub draft_id: QuestionnaireDraftId,
    /// Which revision of it.
    pub revision: i32,
    /// The questionnaire as it stood then.
    pub document: Questionnaire,
    /// By whom it was begun.
    pub who: Who,
    /// When.
    pub begun_at: Timestamp,
    /// From when on nobody answers any more.
    pub ends_at: Timestamp,
}

/// What somebody noticed, as stored.
#[derive(Debug, Clone, HasQuery, Insertable)]
#[diesel(table_name = trial_notes)]
pub struct NoteRow {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// In which trial.
    pub trial_id: TrialId,
    /// Random.
    pub id: Uuid,
    /// At which question; none: of the whole.
    pub question: Option<Code>,
    /// Their words.
    pub said: String,
    /// When.
    pub at: Timestamp,
}

/// Stores a new trial.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Conn, trial: &TrialRow) -> QueryResult<usize> {
    diesel::insert_into(trials::table)
        .values(trial)
        .execute(tx)
        .await
}

/// A trial by its id.
///
/// # Errors
/// `NotFound` when the municipality has no such trial.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: TrialId,
) -> QueryResult<TrialRow> {
    TrialRow::query()
        .filter(trials::municipality_id.eq(municipality))
        .filter(trials::id.eq(id))
        .first(conn)
        .await
}

/// Locks one until the transaction ends: what comes by its link is counted one after the other.
///
/// # Errors
/// `NotFound` when the municipality has no such trial.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: TrialId,
) -> QueryResult<TrialRow> {
    TrialRow::query()
        .filter(trials::municipality_id.eq(municipality))
        .filter(trials::id.eq(id))
        .for_update()
        .first(tx)
        .await
}

/// Those of a draft, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_draft(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Vec<TrialRow>> {
    TrialRow::query()
        .filter(trials::municipality_id.eq(municipality))
        .filter(trials::draft_id.eq(draft))
        .order((trials::begun_at.desc(), trials::id))
        .load(conn)
        .await
}

/// Ends those of a draft that run at `now`; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn end(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    now: Timestamp,
) -> QueryResult<usize> {
    diesel::update(trials::table)
        .filter(trials::municipality_id.eq(municipality))
        .filter(trials::draft_id.eq(draft))
        .filter(trials::ends_at.gt(now))
        .set(trials::ends_at.eq(now))
        .execute(tx)
        .await
}

/// How many answers a trial has.
///
/// # Errors
/// When the database fails.
pub async fn count_responses(
    conn: &mut Conn,
    municipality: MunicipalityId,
    trial: TrialId,
) -> QueryResult<i64> {
    trial_responses::table
        .filter(trial_responses::municipality_id.eq(municipality))
        .filter(trial_responses::trial_id.eq(trial))
        .count()
        .get_result(conn)
        .await
}

/// Whether an answer is stored.
///
/// # Errors
/// When the database fails.
pub async fn is_answered(
    conn: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    id: SubmissionId,
) -> QueryResult<bool> {
    let stored = trial_responses::table
        .filter(trial_responses::municipality_id.eq(municipality))
        .filter(trial_responses::trial_id.eq(trial))
        .filter(trial_responses::id.eq(id.0));
    diesel::select(diesel::dsl::exists(stored))
        .get_result(conn)
        .await
}

/// Stores what somebody answered; sent twice, it is there once.
///
/// # Errors
/// When the database fails.
pub async fn insert_response(
    tx: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    (id, seconds, answers): (SubmissionId, i32, &serde_json::Value),
) -> QueryResult<usize> {
    diesel::insert_into(trial_responses::table)
        .values((
            trial_responses::municipality_id.eq(municipality),
            trial_responses::trial_id.eq(trial),
            trial_responses::id.eq(id.0),
            trial_responses::seconds.eq(seconds),
            trial_responses::answers.eq(answers),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await
}

/// What was answered on a trial, each with the seconds it took; in no order that says anything.
///
/// # Errors
/// When the database fails.
pub async fn responses(
    conn: &mut Conn,
    municipality: MunicipalityId,
    trial: TrialId,
) -> QueryResult<Vec<(i32, serde_json::Value)>> {
    trial_responses::table
        .filter(trial_responses::municipality_id.eq(municipality))
        .filter(trial_responses::trial_id.eq(trial))
        .order(trial_responses::id)
        .select((trial_responses::seconds, trial_responses::answers))
        .load(conn)
        .await
}

/// How many notes a trial has.
///
/// # Errors
/// When the database fails.
pub async fn count_notes(
    conn: &mut Conn,
    municipality: MunicipalityId,
    trial: TrialId,
) -> QueryResult<i64> {
    trial_notes::table
        .filter(trial_notes::municipality_id.eq(municipality))
        .filter(trial_notes::trial_id.eq(trial))
        .count()
        .get_result(conn)
        .await
}

/// Stores what somebody noticed.
///
/// # Errors
/// When the database fails.
pub async fn insert_note(tx: &mut Conn, note: &NoteRow) -> QueryResult<usize> {
    diesel::insert_into(trial_notes::table)
        .values(note)
        .execute(tx)
        .await
}

/// What was noticed in the trials of a draft, in the order it was written.
///
/// # Errors
/// When the database fails.
pub async fn notes(
    conn: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> QueryResult<Vec<NoteRow>> {
    let of_draft = trials::table
        .filter(trials::municipality_id.eq(municipality))
        .filter(trials::draft_id.eq(draft))
        .select(trials::id);
    NoteRow::query()
        .filter(trial_notes::municipality_id.eq(municipality))
        .filter(trial_notes::trial_id.eq_any(of_draft))
        .order((trial_notes::at, trial_notes::id))
        .load(conn)
        .await
}
