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
use crate::domain::questionnaire::version_number::VersionNumber;
use crate::domain::time::Timestamp;
use crate::formats::questionnaire::digest;
use crate::storage::questionnaires::VersionRow;
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
    let place = match Place::of(tx, actor, questionnaire, now).await? {
        Ok(place) => place,
        Err(frozen) => return Ok(frozen),
    };
    let municipality = actor.municipality;
    keep_pictures(tx, municipality, questionnaire, images).await?;
    let last = storage::continuity::last_asked(tx, municipality, &questionnaire.code).await?;
    let changed = last.map(|last| continuity::changed(&last.document, questionnaire));
    let judged = said.settled(&changed.unwrap_or_default());
    let last = questionnaires::last_number(tx, municipality, place.parent, None).await?;
    place
        .freeze(tx, actor, VersionNumber::after(last), &judged)
        .await
}

/// Freezes a questionnaire as an erratum of a version whose words it corrects: the next one of its number. It means the
/// same, so no series starts again.
///
/// # Errors
/// [`FreezeError`].
pub(super) async fn freeze_erratum(
    tx: &mut Conn,
    actor: &Actor,
    questionnaire: &Questionnaire,
    (corrected, said): (&VersionRow, &Judgements),
    now: Timestamp,
) -> Result<VersionId, FreezeError> {
    let place = match Place::of(tx, actor, questionnaire, now).await? {
        Ok(place) => place,
        Err(frozen) => return Ok(frozen),
    };
    let municipality = actor.municipality;
    keep_pictures(tx, municipality, questionnaire, &[]).await?;
    let changed = continuity::changed(&corrected.document, questionnaire);
    let judged = said.settled(&changed).continuing();
    let number = corrected.number;
    let last = questionnaires::last_number(tx, municipality, place.parent, Some(number)).await?;
    let number = last.unwrap_or(number).corrected();
    place.freeze(tx, actor, number, &judged).await
}

/// Where a new version comes to stand: its questionnaire is locked.
struct Place<'q> {
    questionnaire: &'q Questionnaire,
    parent: QuestionnaireId,
    digest: Vec<u8>,
    now: Timestamp,
}

impl<'q> Place<'q> {
    /// For a questionnaire without faults; the inner error is the version of the same content that is there already.
    async fn of(
        tx: &mut Conn,
        actor: &Actor,
        questionnaire: &'q Questionnaire,
        now: Timestamp,
    ) -> Result<Result<Self, VersionId>, FreezeError> {
        let findings = review(questionnaire);
        if !findings.is_empty() {
            return Err(FreezeError::Faults(findings));
        }
        let municipality = actor.municipality;
        let digest = digest(questionnaire)?.to_vec();
        let fresh = QuestionnaireId(Uuid::now_v7());
        let code = &questionnaire.code;
        let parent = questionnaires::lock_or_insert(tx, municipality, code, fresh, now).await?;
        let frozen = questionnaires::version_by_digest(tx, municipality, parent, &digest).await?;
        Ok(match frozen {
            Some(frozen) => Err(frozen),
            None => Ok(Self {
                questionnaire,
                parent,
                digest,
                now,
            }),
        })
    }

    async fn freeze(
        self,
        tx: &mut Conn,
        actor: &Actor,
        number: VersionNumber,
        judged: &Judgements,
    ) -> Result<VersionId, FreezeError> {
        let (version, now) = (VersionId(Uuid::now_v7()), self.now);
        let place = (self.parent, number);
        let what = (version, self.questionnaire, &self.digest[..], judged);
        questionnaires::insert_version(tx, actor.municipality, place, what, now).await?;
        audit::record(tx, actor, &Event::VersionFrozen { version }, now).await?;
        Ok(version)
    }
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
