//! Designing: a questionnaire becomes a version that is never changed.

use diesel::OptionalExtension as _;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{MunicipalityId, QuestionnaireId, VersionId};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::continuity::{self, Judgements};
use crate::domain::questionnaire::finding::Finding;
use crate::domain::questionnaire::picture::{Image, PictureHash};
use crate::domain::questionnaire::review::review;
use crate::domain::time::Timestamp;
use crate::formats::questionnaire::digest;
use crate::storage::{self, Conn, audit, pictures, questionnaires};

/// Why no version was frozen.
#[derive(Debug, thiserror::Error)]
pub enum FreezeError {
    /// The design has faults.
    #[error("the questionnaire has {} faults of design", .0.len())]
    Faults(Vec<Finding>),
    /// Pictures it names were never taken in, or not as it says.
    #[error(
        "the picture {0} is not among those that are kept: import the questionnaire with “file” and the picture beside it"
    )]
    Picture(PictureHash),
    /// It cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Freezes a questionnaire as the next version of its code; the same content again is the same version, and nothing
/// is written. Its pictures are kept with it: `images` are those that are new. Questions that offer other answers than
/// when they were last asked start their series again.
///
/// # Errors
/// [`FreezeError`].
pub async fn freeze_version(
    tx: &mut Conn,
    actor: &Actor,
    questionnaire: &Questionnaire,
    images: &[Image],
    now: Timestamp,
) -> Result<VersionId, FreezeError> {
    let said = Judgements::default();
    freeze_judged(tx, actor, questionnaire, (images, &said), now).await
}

/// The same, where somebody said of questions that changed whether their series goes on.
///
/// # Errors
/// [`FreezeError`].
pub(super) async fn freeze_judged(
    tx: &mut Conn,
    actor: &Actor,
    questionnaire: &Questionnaire,
    (images, said): (&[Image], &Judgements),
    now: Timestamp,
) -> Result<VersionId, FreezeError> {
    let findings = review(questionnaire);
    if !findings.is_empty() {
        return Err(FreezeError::Faults(findings));
    }
    let municipality = actor.municipality;
    let digest = digest(questionnaire)?;
    let fresh = QuestionnaireId(Uuid::now_v7());
    let parent =
        questionnaires::lock_or_insert(tx, municipality, &questionnaire.code, fresh, now).await?;
    if let Some(version) =
        questionnaires::version_by_digest(tx, municipality, parent, &digest).await?
    {
        return Ok(version);
    }
    keep_pictures(tx, municipality, questionnaire, images).await?;
    let last = storage::continuity::last_asked(tx, municipality, &questionnaire.code).await?;
    let changed = last.map(|last| continuity::changed(&last.document, questionnaire));
    let judged = said.settled(&changed.unwrap_or_default());
    let version = VersionId(Uuid::now_v7());
    questionnaires::insert_version(
        tx,
        municipality,
        parent,
        (version, questionnaire, &digest, &judged),
        now,
    )
    .await?;
    audit::record(tx, actor, &Event::VersionFrozen { version }, now).await?;
    Ok(version)
}

/// Keeps what is new, and makes sure that every picture is kept as the questionnaire says: wherever that came from.
async fn keep_pictures(
    tx: &mut Conn,
    municipality: MunicipalityId,
    questionnaire: &Questionnaire,
    images: &[Image],
) -> Result<(), FreezeError> {
    for image in images {
        pictures::keep(tx, municipality, image).await?;
    }
    for picture in questionnaire.pictures() {
        let kept = pictures::image(tx, municipality, picture.hash).await;
        let kept = kept.optional()?;
        if kept.is_none_or(|image| image.saying(picture.alt.clone()) != *picture) {
            return Err(FreezeError::Picture(picture.hash));
        }
    }
    Ok(())
}
