//! Inviting: one-time keys are drawn, stored as hashes and handed out once, to be printed.

use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::secret::Secret;
use crate::domain::survey::{Anonymity, State};
use crate::domain::time::Timestamp;
use crate::domain::token::Key;
use crate::storage::{Conn, audit, invitations, surveys};

/// The fewest keys that may share a stratum: fewer would say too much about who holds them.
pub const SMALLEST_STRATUM: usize = 20;

/// Why no keys were issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The survey is open to anyone.
    #[error("an open survey has no keys")]
    NeedsNone,
    /// Its keys belong to recipients.
    #[error(
        "a confidential survey draws a key for each of its recipients; see kocho survey recipients"
    )]
    NeedsRecipients,
    /// It is over.
    #[error("not possible while the survey is {}", .0.word())]
    Over(State),
    /// Fewer than [`SMALLEST_STRATUM`] keys in a stratum.
    #[error("a stratum has at least {SMALLEST_STRATUM} keys, otherwise it would say who answered")]
    StratumTooSmall,
    /// More than fit one letter campaign, or none.
    #[error("1 to 1,000,000 keys at once")]
    Count,
    /// The system's source of randomness failed.
    #[error("no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// The database failed, or there is no such survey (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Issues `count` keys. They are returned here and nowhere else: only their hashes are stored.
///
/// # Errors
/// [`IssueError`].
pub async fn issue(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    count: usize,
    stratum: Option<&str>,
    secret: &Secret,
    now: Timestamp,
) -> Result<Vec<Key>, IssueError> {
    let municipality = actor.municipality;
    let survey = surveys::by_id(tx, municipality, id).await?;
    match survey.anonymity {
        Anonymity::Anonymous => {}
        Anonymity::Confidential => return Err(IssueError::NeedsRecipients),
        Anonymity::Open => return Err(IssueError::NeedsNone),
    }
    if matches!(survey.state, State::EntryClosed | State::Cancelled) {
        return Err(IssueError::Over(survey.state));
    }
    if stratum.is_some() && count < SMALLEST_STRATUM {
        return Err(IssueError::StratumTooSmall);
    }
    let number = u32::try_from(count)
        .ok()
        .filter(|n| (1..=1_000_000).contains(n));
    let number = number.ok_or(IssueError::Count)?;
    let keys = draw_new(tx, (municipality, id), count, stratum, secret).await?;
    let event = Event::KeysIssued {
        survey: id,
        count: number,
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(keys)
}

/// Draws keys nobody has, stores their hashes, and counts them as asked.
pub(super) async fn draw_new(
    tx: &mut Conn,
    (municipality, id): (MunicipalityId, SurveyId),
    count: usize,
    stratum: Option<&str>,
    secret: &Secret,
) -> Result<Vec<Key>, IssueError> {
    let mut keys = Vec::with_capacity(count);
    while keys.len() < count {
        let drawn: Vec<Key> = draw(count - keys.len())?;
        let mut hashes: Vec<_> = drawn
            .iter()
            .map(|key| key.hash(secret, municipality, id))
            .collect();
        // Stored in the order of their hashes: the order on disk says nothing about the order on paper.
        hashes.sort_unstable();
        hashes.dedup();
        // A key drawn twice (once in a thousand million draws of two thousand) is drawn anew with its batch.
        if hashes.len() == drawn.len()
            && invitations::insert(tx, municipality, id, &hashes, stratum).await? == drawn.len()
        {
            keys.extend(drawn);
        }
    }
    let (issued, _) = invitations::count(tx, municipality, id).await?;
    surveys::set_sample_size(
        tx,
        municipality,
        id,
        i32::try_from(issued).unwrap_or(i32::MAX),
    )
    .await?;
    Ok(keys)
}

/// Gives a made-up survey the keys of a demonstration, numbers 0 to `count`. Again: nothing changes.
///
/// # Errors
/// [`IssueError`]; a survey that is not made up is refused like one that needs no keys.
pub async fn issue_demonstration(
    tx: &mut Conn,
    actor: &Actor,
    id: SurveyId,
    count: u32,
    secret: &Secret,
    now: Timestamp,
) -> Result<(), IssueError> {
    let municipality = actor.municipality;
    let survey = surveys::by_id(tx, municipality, id).await?;
    if !survey.synthetic || !survey.anonymity.needs_key() {
        return Err(IssueError::NeedsNone);
    }
    let keys = (0..count).map(|number| Key::demonstration(secret, id, number));
    let mut hashes: Vec<_> = keys.map(|key| key.hash(secret, municipality, id)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    if invitations::insert(tx, municipality, id, &hashes, None).await? == 0 {
        return Ok(());
    }
    surveys::set_sample_size(
        tx,
        municipality,
        id,
        i32::try_from(count).unwrap_or(i32::MAX),
    )
    .await?;
    let event = Event::KeysIssued { survey: id, count };
    Ok(audit::record(tx, actor, &event, now).await?)
}

fn draw(count: usize) -> Result<Vec<Key>, getrandom::Error> {
    (0..count)
        .map(|_| getrandom::u64().map(Key::from_random))
        .collect()
}
