//! Making a questionnaire: acts on a draft, each stored with what takes it back.
//!
//! Whoever acts says on which revision they looked. What others did since then is either of other parts, and both hold,
//! or of the same, and nothing is stored: a person looks at both and chooses ([`Acted::Meets`]).

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{MunicipalityId, QuestionnaireDraftId, VersionId};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::history::{Way, standing};
use crate::domain::questionnaire::acts::meeting::meet;
use crate::domain::questionnaire::acts::{Act, Refused, apply, leading};
use crate::domain::questionnaire::continuity::{Judgement, Judgements};
use crate::domain::questionnaire::picture::Image;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::source::Source;
use crate::domain::time::Timestamp;
use crate::read::Desk;
use crate::read::fed::Consequences;
use crate::storage::questionnaire_drafts::{self as drafts, Became, DraftRow, RevisionRow};
use crate::storage::{self, Conn, audit, clock, draft_sources, pictures};

use super::correcting;
use super::freezing::{self, FreezeError};

/// What became of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acted {
    /// It is done: the number of its revision.
    Done(i32),
    /// It changes nothing.
    Nothing,
    /// Others changed the same since then: the numbers of their revisions. Nothing is stored.
    Meets(Vec<i32>),
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum DesignError {
    /// The draft is frozen or thrown away.
    #[error("the draft does not change any more")]
    Closed,
    /// The act cannot be done on this draft.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// An indicator hangs on a question that changed, and nobody has said whether its series goes on.
    #[error("it is not said yet whether series go on")]
    Undecided,
    /// No survey asks the version any more whose words are corrected, or citizens do not read it any more.
    #[error("no survey asks the version any more")]
    NotAsked,
    /// Nothing is corrected.
    #[error("no word was changed")]
    Unchanged,
    /// There is nothing to take back, to do again or to go back to.
    #[error("there is no such revision")]
    NoRevision,
    /// It was not frozen.
    #[error(transparent)]
    Freeze(#[from] FreezeError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What a draft was begun from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Basis {
    /// The version it is a copy of; none: it came from elsewhere.
    pub version: Option<VersionId>,
    /// Whether it corrects the words of that version, and changes nothing else.
    pub is_corrected: bool,
}

impl Basis {
    /// A copy of a version, which becomes another one.
    #[must_use]
    pub fn copy_of(version: VersionId) -> Self {
        Self {
            version: Some(version),
            is_corrected: false,
        }
    }
}

/// Begins a draft with what it holds, copied from a version or come from elsewhere.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    tx: &mut Conn,
    actor: &Actor,
    document: Questionnaire,
    basis: Basis,
) -> Result<QuestionnaireDraftId, DesignError> {
    let (now, draft) = (clock::now(tx).await?, QuestionnaireDraftId(Uuid::now_v7()));
    let code = document.code.clone();
    let row = DraftRow {
        municipality_id: actor.municipality,
        id: draft,
        document,
        revision: 0,
        basis_id: basis.version,
        is_erratum: basis.is_corrected,
        version_id: None,
        created_at: now,
        changed_at: now,
        removed_at: None,
        judged: Judgements::default(),
    };
    drafts::insert(tx, &row).await?;
    audit::record(tx, actor, &Event::DraftBegun { draft, code }, now).await?;
    Ok(draft)
}

/// Begins a draft from a file or a text that was read, which is kept beside it.
///
/// # Errors
/// When the database fails.
pub async fn begin_from(
    tx: &mut Conn,
    actor: &Actor,
    document: Questionnaire,
    source: &Source,
) -> Result<QuestionnaireDraftId, DesignError> {
    let draft = begin(tx, actor, document, Basis::default()).await?;
    draft_sources::insert(tx, actor.municipality, draft, source).await?;
    Ok(draft)
}

/// Does what somebody wanted who looked at the revision `seen`.
///
/// # Errors
/// [`DesignError`]; nothing is stored then.
pub async fn act(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    seen: i32,
    act: &Act,
) -> Result<Acted, DesignError> {
    let row = lock(tx, actor.municipality, draft).await?;
    let since = drafts::revisions_after(tx, actor.municipality, draft, seen).await?;
    let base = before(&row.document, &since)?;
    let mine = apply(&base, act)?;
    if mine.draft == base {
        return Ok(Acted::Nothing);
    }
    let met = since
        .iter()
        .filter(|theirs| meet((act, &mine.undo), (&theirs.act, &theirs.undo)));
    let met: Vec<i32> = met.map(|theirs| theirs.number).collect();
    if !met.is_empty() {
        return Ok(Acted::Meets(met));
    }
    store(tx, actor, &row, act, (Way::Done, None)).await
}

/// The same of an act that shows a picture, which is kept where it is done. Histories name pictures for good, so none is
/// ever thrown away.
///
/// # Errors
/// [`DesignError`]; nothing is stored then.
pub async fn picture(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    seen: i32,
    (act, image): (&Act, &Image),
) -> Result<Acted, DesignError> {
    let acted = self::act(tx, actor, draft, seen, act).await?;
    if matches!(acted, Acted::Done(_)) {
        pictures::keep(tx, actor.municipality, image).await?;
    }
    Ok(acted)
}

/// Takes the last act back, or does again what was taken back last. `of` is what the person saw there: where others have
/// acted meanwhile, nothing is done.
///
/// # Errors
/// [`DesignError`]; nothing is stored then.
pub async fn step(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    (way, of): (Way, i32),
) -> Result<Acted, DesignError> {
    let municipality = actor.municipality;
    let row = lock(tx, municipality, draft).await?;
    let standing = standing(&drafts::steps(tx, municipality, draft).await?);
    let next = match way {
        Way::Undone => standing.back,
        Way::Redone => standing.forward,
        Way::Done => None,
    };
    if next != Some(of) {
        return Err(DesignError::NoRevision);
    }
    let last = drafts::last_of(tx, municipality, draft, of).await?;
    store(tx, actor, &row, &last.undo, (way, Some(of))).await
}

/// Makes the draft what it was after a revision; 0: as it was begun. What was done since can be taken back with that.
///
/// # Errors
/// [`DesignError`]; nothing is stored then.
pub async fn restore(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    number: i32,
) -> Result<Acted, DesignError> {
    let row = lock(tx, actor.municipality, draft).await?;
    if !(0..=row.revision).contains(&number) {
        return Err(DesignError::NoRevision);
    }
    let since = drafts::revisions_after(tx, actor.municipality, draft, number).await?;
    let wanted = before(&row.document, &since)?;
    let back = Act::together(leading(&row.document, &wanted)?);
    if back.is_nothing() {
        return Ok(Acted::Nothing);
    }
    store(tx, actor, &row, &back, (Way::Done, None)).await
}

/// Says of a question that changed since it was last asked whether its series goes on; none: that is not said yet.
///
/// # Errors
/// [`DesignError`]; nothing is stored then.
pub async fn judge(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    (question, judgement): (&Code, Option<Judgement>),
) -> Result<(), DesignError> {
    let mut row = lock(tx, actor.municipality, draft).await?;
    let how = judgement.as_ref().map(|one| one.how);
    row.judged.say(question, judgement);
    storage::continuity::judge(tx, actor.municipality, draft, &row.judged).await?;
    let event = Event::SeriesJudged {
        draft,
        code: row.document.code,
        question: question.clone(),
        how,
    };
    let now = clock::now(tx).await?;
    Ok(audit::record(tx, actor, &event, now).await?)
}

/// Freezes a draft as the next version of its questionnaire, as it was seen.
///
/// # Errors
/// [`DesignError::NoRevision`] where it has changed since it was seen; [`FreezeError`] where it has faults;
/// [`DesignError::Undecided`].
pub async fn freeze(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    seen: i32,
) -> Result<VersionId, DesignError> {
    let row = lock(tx, actor.municipality, draft).await?;
    if row.revision != seen {
        return Err(DesignError::NoRevision);
    }
    let desk = Desk::of(actor.municipality);
    let consequences = Consequences::of(tx, desk, &row).await?;
    if consequences.undecided(&row.judged).next().is_some() {
        return Err(DesignError::Undecided);
    }
    let now = clock::now(tx).await?;
    let version = match row.corrects() {
        Some(corrected) => correcting::issue(tx, actor, (&row, corrected), now).await?,
        None => {
            let said = (&[][..], &row.judged);
            freezing::freeze_judged(tx, actor, &row.document, said, now).await?
        }
    };
    let became = Became {
        version_id: Some(version),
        removed_at: None,
    };
    drafts::settle(tx, actor.municipality, draft, became).await?;
    Ok(version)
}

/// Throws a draft away, or takes it back out.
///
/// # Errors
/// [`DesignError::Closed`] for one that is frozen.
pub async fn remove(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    is_gone: bool,
) -> Result<(), DesignError> {
    let row = drafts::lock(tx, actor.municipality, draft).await?;
    if row.version_id.is_some() {
        return Err(DesignError::Closed);
    }
    if row.removed_at.is_some() == is_gone {
        return Ok(());
    }
    let now = clock::now(tx).await?;
    let became = Became {
        version_id: None,
        removed_at: is_gone.then_some(now),
    };
    drafts::settle(tx, actor.municipality, draft, became).await?;
    let event = Event::DraftRemoved {
        draft,
        code: row.document.code,
        is_gone,
    };
    Ok(audit::record(tx, actor, &event, now).await?)
}

/// What a draft was before these revisions, which are the last ones.
///
/// # Errors
/// [`Refused`]: never for revisions of this draft.
pub fn before(document: &Questionnaire, since: &[RevisionRow]) -> Result<Questionnaire, Refused> {
    let mut document = document.clone();
    for revision in since.iter().rev() {
        document = apply(&document, &revision.undo)?.draft;
    }
    Ok(document)
}

pub(super) async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    draft: QuestionnaireDraftId,
) -> Result<DraftRow, DesignError> {
    let row = drafts::lock(tx, municipality, draft).await?;
    match row.is_open() {
        true => Ok(row),
        false => Err(DesignError::Closed),
    }
}

async fn store(
    tx: &mut Conn,
    actor: &Actor,
    row: &DraftRow,
    act: &Act,
    (way, of): (Way, Option<i32>),
) -> Result<Acted, DesignError> {
    if row.is_erratum && !act.is_words() {
        return Err(Refused::NotWords.into());
    }
    let applied = apply(&row.document, act)?;
    let number = row.revision.saturating_add(1);
    let at: Timestamp = clock::now(tx).await?;
    let revision = RevisionRow {
        municipality_id: actor.municipality,
        draft_id: row.id,
        number,
        way,
        of: of.unwrap_or(number),
        act: act.clone(),
        undo: applied.undo,
        who: actor.who.clone(),
        at,
    };
    drafts::revise(tx, actor.municipality, &applied.draft, &revision).await?;
    Ok(Acted::Done(number))
}
