//! 試行: colleagues answer a draft by its link, and say what they noticed. None of it ever comes near a result.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::event::draft::DraftEvent;
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId, SubmissionId, TrialId};
use crate::domain::questionnaire::Answers;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::review::review;
use crate::domain::questionnaire::trial::{MOST_DAYS, MOST_NOTES, MOST_RESPONSES};
use crate::domain::reason::Reason;
use crate::domain::time::{Day, Timestamp};
use crate::domain::token::DraftHash;
use crate::storage::drafts::Begun;
use crate::storage::trial_drafts::{self, TrialDraftRow};
use crate::storage::trials::{self, NoteRow, TrialRow};
use crate::storage::{Conn, audit, clock, municipalities, questionnaire_drafts as drafts};

use super::designing::{self, DesignError};

/// Why no trial was begun.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// It would end before it begins.
    #[error("the last day is over")]
    Over,
    /// Nobody needs a link for so long.
    #[error("a trial lasts {MOST_DAYS} days at most")]
    TooLong,
    /// What has faults cannot be answered like the real thing.
    #[error("the draft has faults")]
    Faulty,
    /// The draft cannot be worked on.
    #[error(transparent)]
    Draft(#[from] DesignError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What became of something that came by the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is stored.
    Yes,
    /// The trial is over.
    Over,
    /// There is enough of it: see [`MOST_RESPONSES`], [`MOST_NOTES`].
    Enough,
}

/// Puts a draft on trial as it stands, until the end of a day. One that ran before ends with that.
///
/// # Errors
/// [`TrialError`]; nothing is stored then.
pub async fn begin(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    until: Day,
) -> Result<TrialId, TrialError> {
    let row = designing::lock(tx, actor.municipality, draft).await?;
    let now = clock::now(tx).await?;
    let zone = municipalities::by_id(tx, actor.municipality)
        .await?
        .time_zone;
    let days = u64::try_from((until - zone.day(now)).num_days()).map_err(|_| TrialError::Over)?;
    if days > MOST_DAYS {
        return Err(TrialError::TooLong);
    }
    if !review(&row.document).is_empty() {
        return Err(TrialError::Faulty);
    }
    end_running(tx, actor.municipality, draft, now).await?;
    let trial = TrialRow {
        municipality_id: actor.municipality,
        id: TrialId(Uuid::new_v4()),
        draft_id: draft,
        revision: row.revision,
        document: row.document,
        who: actor.who.clone(),
        begun_at: now,
        ends_at: zone.end_of(until),
    };
    trials::insert(tx, &trial).await?;
    let begun = DraftEvent::TrialBegun {
        draft,
        code: trial.document.code,
        until,
    };
    audit::record(tx, actor, &Event::Draft(begun), now).await?;
    Ok(trial.id)
}

/// Ends what runs of a draft: its link leads to nothing that can be answered.
///
/// # Errors
/// When the database fails.
pub async fn end(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
) -> Result<(), DesignError> {
    let row = drafts::lock(tx, actor.municipality, draft).await?;
    let now = clock::now(tx).await?;
    if end_running(tx, actor.municipality, draft, now).await? {
        let code = row.document.code;
        let ended = Event::Draft(DraftEvent::TrialEnded { draft, code });
        audit::record(tx, actor, &ended, now).await?;
    }
    Ok(())
}

/// Ends what runs of a draft, whether anything did. What was typed and not sent is forgotten: whoever begins to type
/// waits for the trial's row, and finds it over.
async fn end_running(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
    now: Timestamp,
) -> Result<bool, diesel::result::Error> {
    let ended = trials::end(tx, municipality, draft, now).await?;
    trial_drafts::delete_all(tx, municipality, draft).await?;
    Ok(ended > 0)
}

/// Keeps the first content of somebody's draft, where their network has begun fewer than `most` today. Nothing is kept
/// of what is sent, or of a trial that is over.
///
/// # Errors
/// When the database fails.
pub async fn begin_draft(
    tx: &mut Conn,
    draft: &TrialDraftRow<'_>,
    response: SubmissionId,
    most: u32,
) -> Result<Begun, diesel::result::Error> {
    let trial = (draft.municipality_id, draft.trial_id);
    let runs = running(tx, trial.0, trial.1).await?.is_some();
    // A statement after the lock, so that it sees what was stored before.
    if !runs || trials::is_answered(tx, trial, response).await? {
        return Ok(Begun::Sent);
    }
    if trial_drafts::count_of_network(tx, trial, draft.network).await? >= i64::from(most) {
        return Ok(Begun::Enough);
    }
    Ok(match trial_drafts::insert(tx, draft).await? {
        0 => Begun::Before,
        _ => Begun::Yes,
    })
}

/// What somebody hands in.
#[derive(Debug, Clone)]
pub struct Handed {
    /// The same however often it is sent.
    pub id: SubmissionId,
    /// What its draft is found by: that goes with it.
    pub draft: DraftHash,
    /// When they began.
    pub begun_at: Timestamp,
    /// What they answered.
    pub answers: Answers,
}

/// Takes what somebody answered.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    tx: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    handed: &Handed,
) -> Result<Taken, diesel::result::Error> {
    let Some(now) = running(tx, municipality, trial).await? else {
        return Ok(Taken::Over);
    };
    if trials::count_responses(tx, municipality, trial).await? >= MOST_RESPONSES {
        return Ok(Taken::Enough);
    }
    let seconds = (now - handed.begun_at).num_seconds().max(0);
    let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
    let document = serde_json::from_str(&handed.answers.document())
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    let trial = (municipality, trial);
    trials::insert_response(tx, trial, (handed.id, seconds, &document)).await?;
    trial_drafts::delete(tx, trial, handed.draft).await?;
    Ok(Taken::Yes)
}

/// Takes what somebody noticed.
///
/// # Errors
/// When the database fails.
pub async fn note(
    tx: &mut Conn,
    (municipality, trial): (MunicipalityId, TrialId),
    (question, said): (Option<Code>, &Reason),
) -> Result<Taken, diesel::result::Error> {
    let Some(now) = running(tx, municipality, trial).await? else {
        return Ok(Taken::Over);
    };
    if trials::count_notes(tx, municipality, trial).await? >= MOST_NOTES {
        return Ok(Taken::Enough);
    }
    let note = NoteRow {
        municipality_id: municipality,
        trial_id: trial,
        id: Uuid::new_v4(),
        question,
        said: said.as_str().to_owned(),
        at: now,
    };
    trials::insert_note(tx, &note).await?;
    Ok(Taken::Yes)
}

/// The moment, while a trial runs; what comes by its link waits for each other.
async fn running(
    tx: &mut Conn,
    municipality: MunicipalityId,
    trial: TrialId,
) -> Result<Option<Timestamp>, diesel::result::Error> {
    let row = trials::lock(tx, municipality, trial).await?;
    let now = clock::now(tx).await?;
    Ok((now < row.ends_at).then_some(now))
}
