//! 正誤: words of a version are corrected while surveys ask it. They go on with an erratum of it, 3.1 after 3; what was
//! answered stays and counts, for nothing but words is another.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{QuestionnaireDraftId, VersionId};
use crate::domain::time::Timestamp;
use crate::storage::errata::Erratum;
use crate::storage::questionnaire_drafts::{self as drafts, DraftRow};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, audit, errata, questionnaires};

use super::designing::{self, Basis, DesignError};
use super::freezing;

/// Begins to correct the words of a version; where somebody does so already, that is the draft.
///
/// # Errors
/// [`DesignError::NotAsked`] where no survey asks it that citizens still read, or will.
pub async fn begin(
    tx: &mut Conn,
    actor: &Actor,
    version: VersionId,
) -> Result<QuestionnaireDraftId, DesignError> {
    let municipality = actor.municipality;
    if errata::asking(tx, municipality, version).await?.is_empty() {
        return Err(DesignError::NotAsked);
    }
    if let Some(begun) = drafts::erratum_of(tx, municipality, version).await? {
        return Ok(begun);
    }
    let row = questionnaires::version(tx, municipality, version).await?;
    let basis = Basis {
        version: Some(version),
        is_corrected: true,
    };
    designing::begin(tx, actor, row.document, basis).await
}

/// Freezes a draft as an erratum of the version it corrects, and lets the surveys that ask that one go on with it.
///
/// # Errors
/// [`DesignError::Unchanged`], [`DesignError::NotAsked`], and as freezing.
pub(super) async fn issue(
    tx: &mut Conn,
    actor: &Actor,
    (draft, corrected): (&DraftRow, VersionId),
    now: Timestamp,
) -> Result<VersionId, DesignError> {
    let before = questionnaires::version(tx, actor.municipality, corrected).await?;
    if before.document == draft.document {
        return Err(DesignError::Unchanged);
    }
    let surveys = lock(tx, actor, corrected).await?;
    if surveys.is_empty() {
        return Err(DesignError::NotAsked);
    }
    let said = (&before, &draft.judged);
    let version = freezing::freeze_erratum(tx, actor, &draft.document, said, now).await?;
    let after = questionnaires::version(tx, actor.municipality, version).await?;
    for survey in surveys {
        let erratum = Erratum {
            municipality_id: actor.municipality,
            survey_id: survey.id,
            issued_at: now,
            corrected_id: corrected,
            version_id: version,
        };
        errata::ask(tx, actor.municipality, survey.id, version).await?;
        errata::insert(tx, &erratum).await?;
        let event = Event::SurveyCorrected {
            survey: survey.id,
            old: before.number,
            new: after.number,
        };
        audit::record(tx, actor, &event, now).await?;
    }
    Ok(version)
}

/// The surveys that ask a version and that citizens still read, or will: none of them is closed before the transaction
/// ends, and nothing is stored meanwhile.
async fn lock(
    tx: &mut Conn,
    actor: &Actor,
    version: VersionId,
) -> Result<Vec<Survey>, DesignError> {
    let municipality = actor.municipality;
    let mut asking = errata::asking(tx, municipality, version).await?;
    asking.sort_by_key(|(id, _)| surveys::lock_number(municipality, *id));
    let mut locked = Vec::new();
    for (id, _) in asking {
        let survey = surveys::lock(tx, municipality, id).await?;
        locked.push(survey);
    }
    locked.retain(|one| one.version_id == version && one.state.is_read());
    Ok(locked)
}
