//! Scales of a town: registered, changed together with the places of drafts that use them, thrown away. What a scale was
//! before is in the log; what a draft was is in its own history, where each change is taken back as any other.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::designing::{self, DesignError};
use crate::domain::actor::Actor;
use crate::domain::event::Event;
use crate::domain::ids::{QuestionnaireDraftId, ScaleId};
use crate::domain::questionnaire::acts::Refused;
use crate::domain::questionnaire::scales::{Place, Scale};
use crate::storage::scales::{self, ScaleRow};
use crate::storage::{self, Conn, audit, clock};

/// Places of drafts, in the order in which the drafts are locked.
pub type Places = BTreeMap<QuestionnaireDraftId, BTreeSet<Place>>;

/// Why nothing was done with a scale.
#[derive(Debug, thiserror::Error)]
pub enum ScaleError {
    /// Another one is called so.
    #[error("another scale is called so")]
    NameTaken,
    /// Somebody else changed it meanwhile, or threw it away.
    #[error("somebody else changed it meanwhile")]
    Changed,
    /// A draft refused its part.
    #[error(transparent)]
    Draft(DesignError),
    /// The database failed.
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for ScaleError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("scales_name_key") => Self::NameTaken,
            _ => Self::Database(error),
        }
    }
}

impl From<DesignError> for ScaleError {
    fn from(error: DesignError) -> Self {
        match error {
            DesignError::Database(error) => error.into(),
            other => Self::Draft(other),
        }
    }
}

/// Registers one.
///
/// # Errors
/// [`ScaleError`]
pub async fn add(tx: &mut Conn, actor: &Actor, scale: Scale) -> Result<ScaleId, ScaleError> {
    let now = clock::now(tx).await?;
    let row = ScaleRow {
        municipality_id: actor.municipality,
        id: ScaleId(Uuid::now_v7()),
        document: scale,
        revision: 0,
        changed_at: now,
        removed_at: None,
    };
    scales::insert(tx, &row).await?;
    let event = Event::ScaleAdded {
        scale: row.id,
        name: row.document.name,
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(row.id)
}

/// Changes one that was seen as `seen`, and with it those of these places that still use it: how many they were.
///
/// # Errors
/// [`ScaleError`]; nothing is stored then.
pub async fn change(
    tx: &mut Conn,
    actor: &Actor,
    (id, seen): (ScaleId, i32),
    (new, places): (Scale, &Places),
) -> Result<usize, ScaleError> {
    let row = scales::lock(tx, actor.municipality, id).await?;
    if row.revision != seen || row.removed_at.is_some() {
        return Err(ScaleError::Changed);
    }
    if row.document == new {
        return Ok(0);
    }
    let mut count = 0;
    for (draft, own) in places {
        count += follow(tx, actor, *draft, (&row.document, &new), own).await?;
    }
    let now = clock::now(tx).await?;
    let changed = ScaleRow {
        document: new.clone(),
        revision: row.revision.saturating_add(1),
        changed_at: now,
        ..row
    };
    scales::update(tx, &changed).await?;
    let event = Event::ScaleChanged {
        scale: id,
        old: Box::new(row.document),
        new: Box::new(new),
        count: u32::try_from(count).unwrap_or(u32::MAX),
    };
    audit::record(tx, actor, &event, now).await?;
    Ok(count)
}

/// What a draft does where its scale is changed. One that was frozen or thrown away meanwhile does nothing,
/// nor one that corrects words where it is about more than words.
async fn follow(
    tx: &mut Conn,
    actor: &Actor,
    draft: QuestionnaireDraftId,
    (old, new): (&Scale, &Scale),
    places: &BTreeSet<Place>,
) -> Result<usize, ScaleError> {
    let row = match designing::lock(tx, actor.municipality, draft).await {
        Err(DesignError::Closed) => return Ok(0),
        row => row?,
    };
    let (act, count) = old.becomes(new, &row.document, |place| places.contains(place));
    match designing::act(tx, actor, draft, row.revision, &act).await {
        Err(DesignError::Refused(Refused::NotWords)) => Ok(0),
        done => done.map(|_| count).map_err(ScaleError::from),
    }
}

/// Throws one away, or takes it back out. Questions that use it stay as they are.
///
/// # Errors
/// [`ScaleError`]
pub async fn remove(
    tx: &mut Conn,
    actor: &Actor,
    id: ScaleId,
    is_gone: bool,
) -> Result<(), ScaleError> {
    let row = scales::lock(tx, actor.municipality, id).await?;
    if row.removed_at.is_some() == is_gone {
        return Ok(());
    }
    let now = clock::now(tx).await?;
    let changed = ScaleRow {
        removed_at: is_gone.then_some(now),
        ..row
    };
    scales::update(tx, &changed).await?;
    let event = Event::ScaleRemoved {
        scale: id,
        name: changed.document.name,
        is_gone,
    };
    Ok(audit::record(tx, actor, &event, now).await?)
}
