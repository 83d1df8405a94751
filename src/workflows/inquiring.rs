//! Inquiring (庁内照会): divisions are asked what they find in a draft, they say it, and whoever asked answers. The draft
//! itself is changed by nobody here.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::draft::DraftEvent;
use crate::domain::ids::{
    CommentId, DivisionId, InquiryId, MunicipalityId, PersonId, QuestionnaireDraftId,
};
use crate::domain::inquiry::{self, Standing, Term, UntilFault};
use crate::domain::permission::Permission;
use crate::domain::questionnaire::question::Code;
use crate::domain::reason::Reason;
use crate::domain::role;
use crate::domain::time::{Day, Timestamp};
use crate::storage::inquiries::{self, AskedRow, InquiryRow};
use crate::storage::inquiry_comments::{self as comments, CommentRow};
use crate::storage::questionnaire_drafts::{self as drafts, DraftRow};
use crate::storage::{self, Conn, QueryResult, audit, clock, municipalities};

use super::designing::{self, DesignError};
use super::notifying;

/// What divisions are asked.
#[derive(Debug, Clone)]
pub struct Asking {
    /// In which words.
    pub message: Reason,
    /// Until which day.
    pub until: Day,
    /// Which.
    pub divisions: Vec<DivisionId>,
}

/// Whoever says something, and of which division they are.
#[derive(Debug, Clone, Copy)]
pub struct Commenter {
    /// Who.
    pub person: PersonId,
    /// Their division.
    pub division: Option<DivisionId>,
}

/// Why nothing was asked, said or answered.
#[derive(Debug, thiserror::Error)]
pub enum InquiryError {
    /// The draft does not change any more, or nothing more is wanted.
    #[error("the inquiry is closed")]
    Closed,
    /// Its last day is over.
    #[error("the last day is over")]
    Over,
    /// Divisions are asked about the draft already.
    #[error("one is open already")]
    AlreadyOpen,
    /// The day cannot be the last one.
    #[error(transparent)]
    Until(#[from] UntilFault),
    /// Another division is asked.
    #[error("another division is asked")]
    NotAsked,
    /// The question is not in the draft any more.
    #[error("the draft has no such question")]
    NoQuestion,
    /// It was answered, or taken back.
    #[error("the comment was answered or taken back")]
    Settled,
    /// The database failed, or there is no such thing (`NotFound`).
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for InquiryError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("inquiries_open_key") => Self::AlreadyOpen,
            _ => Self::Database(error),
        }
    }
}

impl From<DesignError> for InquiryError {
    fn from(error: DesignError) -> Self {
        match error {
            DesignError::Database(error) => error.into(),
            _ => Self::Closed,
        }
    }
}

/// An inquiry that is held, with its draft and the moment.
struct Held {
    row: InquiryRow,
    draft: DraftRow,
    term: Term,
    now: Timestamp,
    today: Day,
}

impl Held {
    async fn of(tx: &mut Conn, town: MunicipalityId, row: InquiryRow) -> QueryResult<Self> {
        let draft = drafts::by_id(tx, town, row.draft_id).await?;
        let zone = municipalities::by_id(tx, town).await?.time_zone;
        let now = clock::now(tx).await?;
        Ok(Self {
            term: row.term(&draft, zone),
            today: zone.day(now),
            row,
            draft,
            now,
        })
    }

    /// The one about a draft that is open.
    async fn open(
        tx: &mut Conn,
        town: MunicipalityId,
        draft: QuestionnaireDraftId,
    ) -> Result<Self, InquiryError> {
        let row = match inquiries::lock_open(tx, town, draft).await {
            Err(diesel::NotFound) => return Err(InquiryError::Closed),
            row => row?,
        };
        Ok(Self::of(tx, town, row).await?)
    }

    /// Whether something may be said now, of a question or of the whole.
    fn takes(&self, question: Option<&Code>) -> Result<(), InquiryError> {
        let document = &self.draft.document;
        match self.term.standing(self.today) {
            Standing::Over => Err(InquiryError::Over),
            Standing::Closed => Err(InquiryError::Closed),
            Standing::Open => match question {
                Some(code) if document.question(code).is_none() => Err(InquiryError::NoQuestion),
                _ => Ok(()),
            },
        }
    }

    fn code(&self) -> Code {
        self.draft.document.code.clone()
    }
}

/// Asks divisions about a draft, and writes to them.
///
/// # Errors
/// [`InquiryError`]
pub async fn begin(
    tx: &mut Conn,
    actor: &Actor,
    by: PersonId,
    draft: QuestionnaireDraftId,
    asking: Asking,
) -> Result<(), InquiryError> {
    let town = actor.municipality;
    let document = designing::lock(tx, town, draft).await?.document;
    let now = clock::now(tx).await?;
    let today = municipalities::by_id(tx, town).await?.time_zone.day(now);
    inquiry::check(asking.until, None, today)?;
    let (id, divisions) = (InquiryId(Uuid::now_v7()), asking.divisions);
    let roles = role::that_give(Permission::AnswerInquiries);
    let row = InquiryRow {
        municipality_id: town,
        id,
        draft_id: draft,
        person_id: by,
        message: asking.message.to_string(),
        until_day: asking.until,
        is_for_all: !inquiries::is_staffed(tx, town, &divisions, roles, today).await?,
        begun_at: now,
        closed_at: None,
    };
    let asked = |division: &DivisionId| AskedRow {
        municipality_id: town,
        inquiry_id: id,
        division_id: *division,
        reminded_at: None,
    };
    let asked: Vec<AskedRow> = divisions.iter().map(asked).collect();
    inquiries::insert(tx, &row, &asked).await?;
    notifying::inquired(tx, (&row, &document), &divisions, false, now).await?;
    let event = DraftEvent::InquiryBegun {
        inquiry: id,
        draft,
        code: document.code,
        until: asking.until,
        divisions,
    };
    Ok(audit::record(tx, actor, &event.into(), now).await?)
}

/// Gives those who are asked longer.
///
/// # Errors
/// [`InquiryError`]
pub async fn extend(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    until: Day,
) -> Result<(), InquiryError> {
    let held = Held::open(tx, actor.municipality, draft).await?;
    if held.term.is_closed {
        return Err(InquiryError::Closed);
    }
    inquiry::check(until, Some(held.term.until), held.today)?;
    inquiries::extend(tx, &held.row, until).await?;
    let event = DraftEvent::InquiryExtended {
        inquiry: held.row.id,
        code: held.code(),
        old: held.term.until,
        new: until,
    };
    Ok(audit::record(tx, actor, &event.into(), held.now).await?)
}

/// Wants nothing more. What was said can be answered later.
///
/// # Errors
/// [`InquiryError`]
pub async fn close(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
) -> Result<(), InquiryError> {
    let held = Held::open(tx, actor.municipality, draft).await?;
    inquiries::close(tx, &held.row, held.now).await?;
    let event = DraftEvent::InquiryClosed {
        inquiry: held.row.id,
        code: held.code(),
    };
    Ok(audit::record(tx, actor, &event.into(), held.now).await?)
}

/// Keeps what somebody who is asked says of a question, or of the whole.
///
/// # Errors
/// [`InquiryError`]
pub async fn comment(
    tx: &mut Conn,
    actor: &Actor,
    by: Commenter,
    id: InquiryId,
    (question, said): (Option<Code>, Reason),
) -> Result<(), InquiryError> {
    let town = actor.municipality;
    let row = inquiries::lock(tx, town, id).await?;
    let held = Held::of(tx, town, row).await?;
    let asked = inquiries::asked(tx, town, id).await?;
    let asked: Vec<DivisionId> = asked.iter().map(|one| one.division_id).collect();
    if !inquiry::is_asked(by.division, &asked, held.row.is_for_all) {
        return Err(InquiryError::NotAsked);
    }
    held.takes(question.as_ref())?;
    let comment = CommentRow {
        municipality_id: town,
        id: CommentId(Uuid::now_v7()),
        inquiry_id: id,
        question: question.clone(),
        division_id: by.division,
        person_id: by.person,
        said: said.to_string(),
        said_at: held.now,
        answer: None,
        answered_by: None,
        answered_at: None,
    };
    comments::insert(tx, &comment).await?;
    let event = DraftEvent::InquiryCommented {
        inquiry: id,
        code: held.code(),
        question,
        division: by.division,
        said,
    };
    Ok(audit::record(tx, actor, &event.into(), held.now).await?)
}

/// Takes back what somebody said themselves, while nobody has answered.
///
/// # Errors
/// [`InquiryError`]
pub async fn withdraw(
    tx: &mut Conn,
    actor: &Actor,
    by: PersonId,
    (id, comment): (InquiryId, CommentId),
) -> Result<(), InquiryError> {
    let town = actor.municipality;
    let row = inquiries::lock(tx, town, id).await?;
    let held = Held::of(tx, town, row).await?;
    if comments::delete(tx, town, comment, by).await? == 0 {
        return Err(InquiryError::Settled);
    }
    let event = DraftEvent::InquiryWithdrawn {
        inquiry: id,
        code: held.code(),
        comment,
    };
    Ok(audit::record(tx, actor, &event.into(), held.now).await?)
}

/// Says what becomes of a comment on a draft, which settles it.
///
/// # Errors
/// [`InquiryError`]
pub async fn answer(
    tx: &mut Conn,
    actor: &Actor,
    by: PersonId,
    draft: QuestionnaireDraftId,
    (comment, answer): (CommentId, Reason),
) -> Result<(), InquiryError> {
    let town = actor.municipality;
    let id = match comments::by_id(tx, town, comment).await {
        Err(diesel::NotFound) => return Err(InquiryError::Settled),
        comment => comment?.inquiry_id,
    };
    let row = inquiries::lock(tx, town, id).await?;
    let held = Held::of(tx, town, row).await?;
    if held.draft.id != draft {
        return Err(diesel::NotFound.into());
    }
    let now = (by, held.now);
    if comments::answer(tx, town, comment, answer.as_str(), now).await? == 0 {
        return Err(InquiryError::Settled);
    }
    let event = DraftEvent::InquiryAnswered {
        inquiry: id,
        code: held.code(),
        comment,
        answer,
    };
    Ok(audit::record(tx, actor, &event.into(), held.now).await?)
}

/// Writes once more to the divisions that have said nothing, where the last day is near; how many they are.
///
/// # Errors
/// When the database fails.
pub async fn remind(tx: &mut Conn, actor: &Actor, id: InquiryId) -> QueryResult<usize> {
    let town = actor.municipality;
    let row = inquiries::lock(tx, town, id).await?;
    let held = Held::of(tx, town, row).await?;
    if !held.term.reminds(held.today) {
        return Ok(0);
    }
    let said = comments::list(tx, town, &[id]).await?;
    let has_said = |division| said.iter().any(|one| one.division_id == Some(division));
    let mut silent = inquiries::asked(tx, town, id).await?;
    silent.retain(|asked| asked.reminded_at.is_none() && !has_said(asked.division_id));
    for asked in &silent {
        inquiries::set_reminded(tx, asked, held.now).await?;
    }
    let divisions: Vec<DivisionId> = silent.iter().map(|asked| asked.division_id).collect();
    if divisions.is_empty() {
        return Ok(0);
    }
    let about = (&held.row, &held.draft.document);
    notifying::inquired(tx, about, &divisions, true, held.now).await?;
    let count = divisions.len();
    let event = DraftEvent::InquiryReminded {
        inquiry: id,
        code: held.code(),
        divisions,
    };
    audit::record(tx, actor, &event.into(), held.now).await?;
    Ok(count)
}
