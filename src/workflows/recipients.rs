//! Recipients of a confidential survey: promised to be destroyed, taken in with a key each, reminded, destroyed.
//!
//! Whose key is whose is known here and nowhere else; what an answer says is not known here at all.

use std::collections::HashSet;

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::SurveyId;
use crate::domain::job::Job;
use crate::domain::recipient::{self, MOST, Recipient};
use crate::domain::secret::Secret;
use crate::domain::survey::{Anonymity, State};
use crate::domain::time::Day;
use crate::domain::token::Key;
use crate::storage::recipients::{self, List};
use crate::storage::surveys::{self, Survey};
use crate::storage::{Conn, QueryResult, audit, clock, jobs};
use crate::workflows::inviting::{self, IssueError};
use crate::workflows::lifecycle::{self, CreateError};

/// Why recipients were not taken in or listed.
#[derive(Debug, thiserror::Error)]
pub enum RecipientError {
    /// The survey has none.
    #[error("only a confidential survey has recipients")]
    NotConfidential,
    /// No list may be kept so long, or it would be gone before it was made.
    #[error(
        "recipients are destroyed on a day after today and within {} years",
        recipient::MOST_YEARS
    )]
    Day,
    /// Nobody said when they are destroyed.
    #[error("it was never said when the recipients of this survey are destroyed")]
    NoPromise,
    /// They are gone.
    #[error("the recipients of this survey were destroyed")]
    Destroyed,
    /// It is not the time for it.
    #[error("not possible while the survey is {}", .0.word())]
    State(State),
    /// Some of them have been taken in before.
    #[error("{} of them are there already: {}", .0.len(), .0.join(", "))]
    Known(Vec<String>),
    /// More than one survey may have.
    #[error("a survey has at most {MOST} recipients")]
    TooMany,
    /// The survey does not say what it is.
    #[error(transparent)]
    Founding(#[from] CreateError),
    /// No keys could be drawn.
    #[error(transparent)]
    Keys(#[from] IssueError),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Stores a new confidential survey with the day on which its recipients will be destroyed. The day is never put off.
///
/// # Errors
/// [`RecipientError`].
pub async fn create(
    tx: &mut Conn,
    actor: &Actor,
    survey: &Survey,
    destroy_on: Day,
) -> Result<(), RecipientError> {
    if survey.anonymity != Anonymity::Confidential {
        return Err(RecipientError::NotConfidential);
    }
    let (municipality, id) = (actor.municipality, survey.id);
    let now = clock::now(tx).await?;
    let zone = surveys::zone(tx, municipality).await?;
    if !recipient::may_promise(zone.day(now), destroy_on) {
        return Err(RecipientError::Day);
    }
    lifecycle::create(tx, actor, survey, now).await?;
    recipients::promise(tx, municipality, id, destroy_on).await?;
    let promised = Event::RecipientsPromised {
        survey: id,
        destroy_on,
    };
    audit::record(tx, actor, &promised, now).await?;
    let job = Job::DestroyRecipients {
        municipality,
        survey: id,
    };
    Ok(jobs::enqueue(tx, &job, zone.start_of(destroy_on)).await?)
}

/// Takes recipients in and draws a key for each. The keys are returned here and nowhere else: only their hashes are
/// stored.
///
/// # Errors
/// [`RecipientError`].
pub async fn take(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    new: &[Recipient],
    secret: &Secret,
) -> Result<Vec<(Recipient, Key)>, RecipientError> {
    let municipality = actor.municipality;
    let survey = surveys::lock(tx, municipality, id).await?;
    kept(tx, &survey).await?;
    if !matches!(survey.state, State::Draft | State::Scheduled | State::Open) {
        return Err(RecipientError::State(survey.state));
    }
    let there = recipients::all(tx, municipality, id).await?;
    if there.len() + new.len() > MOST {
        return Err(RecipientError::TooMany);
    }
    let marks: HashSet<_> = there.iter().flat_map(Recipient::marks).collect();
    let known = new
        .iter()
        .flat_map(Recipient::marks)
        .filter(|mark| marks.contains(mark));
    let known: Vec<String> = known
        .map(|(column, mark)| format!("{column} {mark}"))
        .collect();
    if !known.is_empty() {
        return Err(RecipientError::Known(known));
    }
    let keys = inviting::draw_new(tx, (municipality, id), new.len(), None, secret).await?;
    let hashed = |(recipient, key): (&Recipient, &Key)| {
        (recipient.clone(), key.hash(secret, municipality, id))
    };
    let rows: Vec<_> = new.iter().zip(&keys).map(hashed).collect();
    let first = recipients::last_number(tx, municipality, id).await? + 1;
    recipients::insert(tx, (municipality, id), first, &rows).await?;
    let now = clock::now(tx).await?;
    let event = Event::RecipientsTaken {
        survey: id,
        count: small(new.len()),
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(new.iter().cloned().zip(keys).collect())
}

/// Who has not answered yet, to remind them. Only while they still can: afterwards nobody needs to know.
///
/// # Errors
/// [`RecipientError`].
pub async fn unanswered(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
) -> Result<Vec<Recipient>, RecipientError> {
    let municipality = actor.municipality;
    let survey = surveys::by_id(tx, municipality, id).await?;
    kept(tx, &survey).await?;
    if !matches!(survey.state, State::Scheduled | State::Open) {
        return Err(RecipientError::State(survey.state));
    }
    let waiting = recipients::unanswered(tx, municipality, id).await?;
    let event = Event::RecipientsListed {
        survey: id,
        count: small(waiting.len()),
    };
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &event, now).await?;
    Ok(waiting)
}

/// The list of a survey, where it has one that is still there. It is locked until the transaction ends.
async fn kept(tx: &mut Conn, survey: &Survey) -> Result<List, RecipientError> {
    if survey.anonymity != Anonymity::Confidential {
        return Err(RecipientError::NotConfidential);
    }
    let list = recipients::lock(tx, survey.municipality_id, survey.id).await?;
    let list = list.ok_or(RecipientError::NoPromise)?;
    match list.destroyed_at {
        Some(_) => Err(RecipientError::Destroyed),
        None => Ok(list),
    }
}

/// Destroys the recipients of a survey once their day has come, with the certificate in the audit log; how many they
/// were. None when there is nothing to do: not yet, or done before.
///
/// # Errors
/// When the database fails.
pub async fn destroy(tx: &mut Conn, actor: &Actor, id: SurveyId) -> QueryResult<Option<usize>> {
    let municipality = actor.municipality;
    let zone = surveys::zone(tx, municipality).await?;
    let list = recipients::lock(tx, municipality, id).await?;
    let now = clock::now(tx).await?;
    let due = |list: &List| list.destroyed_at.is_none() && zone.day(now) >= list.destroy_on;
    let Some(list) = list.filter(due) else {
        return Ok(None);
    };
    let gone = recipients::destroy(tx, municipality, id, now).await?;
    let certificate = Event::RecipientsDestroyed {
        survey: id,
        count: small(gone),
        promised: list.destroy_on,
    };
    audit::record(tx, actor, &certificate, now).await?;
    Ok(Some(gone))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
