//! 代決: an approver names who decides in their place for some days. It holds from the next request on, and ends with the
//! last day or at once.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::deputy::{Days, DaysFault, State};
use crate::domain::event::people::PeopleEvent;
use crate::domain::ids::{DeputyId, PersonId};
use crate::domain::reason::Reason;
use crate::domain::time::Day;
use crate::storage::deputies::{self, DeputyRow};
use crate::storage::{Conn, audit, clock, municipalities, people};

/// What an approver says.
#[derive(Debug, Clone)]
pub struct Naming {
    /// In whose place: their own.
    pub person: PersonId,
    /// Who decides.
    pub deputy: PersonId,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Why.
    pub reason: Reason,
}

/// Why nobody was named, or nothing ended.
#[derive(Debug, thiserror::Error)]
pub enum DeputyError {
    /// Nobody can be a deputy on these days.
    #[error(transparent)]
    Days(#[from] DaysFault),
    /// Nobody stands in for themselves.
    #[error("nobody stands in for themselves")]
    Oneself,
    /// The deputy's own last day comes before.
    #[error("the deputy leaves on {0}")]
    Leaves(Day),
    /// Somebody stands in for them already on some of these days.
    #[error("somebody stands in for them already, from {} until {}", .0.from, .0.until)]
    Overlapping(Days),
    /// It is over, or was ended.
    #[error("it is over already")]
    Over,
    /// The database failed, or there is no such deputy (`NotFound`).
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Names one. Under the lock of the log's chain: of two that are named at once for the same days, the second is refused.
///
/// # Errors
/// [`DeputyError`]
pub async fn name(tx: &mut Conn, actor: &Actor, naming: Naming) -> Result<DeputyId, DeputyError> {
    let municipality = actor.municipality;
    audit::lock(tx, municipality).await?;
    let now = clock::now(tx).await?;
    let town = municipalities::by_id(tx, municipality).await?;
    let today = town.time_zone.day(now);
    let days = Days::chosen(naming.from, naming.until, today)?;
    keep_apart(tx, actor, &naming, (days, today)).await?;
    let row = DeputyRow {
        municipality_id: municipality,
        id: DeputyId(Uuid::now_v7()),
        person_id: naming.person,
        deputy_id: naming.deputy,
        from_day: days.from,
        until_day: days.until,
        reason: naming.reason.to_string(),
        ended_at: None,
    };
    deputies::insert(tx, &row).await?;
    let event = PeopleEvent::DeputyNamed {
        deputy: row.id,
        person: naming.person,
        by: naming.deputy,
        from: days.from,
        until: days.until,
        reason: naming.reason,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(row.id)
}

/// Somebody else, who is there to the end, and nobody beside them.
async fn keep_apart(
    tx: &mut Conn,
    actor: &Actor,
    naming: &Naming,
    (days, today): (Days, Day),
) -> Result<(), DeputyError> {
    if naming.deputy == naming.person {
        return Err(DeputyError::Oneself);
    }
    let deputy = people::by_id(tx, actor.municipality, naming.deputy).await?;
    if let Some(last) = deputy.until.filter(|last| *last < days.until) {
        return Err(DeputyError::Leaves(last));
    }
    let open = deputies::list_open(tx, actor.municipality, today).await?;
    let mut own = open.iter().filter(|row| row.person_id == naming.person);
    match own.find(|row| row.days().overlap(days)) {
        Some(row) => Err(DeputyError::Overlapping(row.days())),
        None => Ok(()),
    }
}

/// Ends one at once. `of`: in whose place it has to be; none: whoever looks after everybody.
///
/// # Errors
/// [`DeputyError`]
pub async fn end(
    tx: &mut Conn,
    actor: &Actor,
    id: DeputyId,
    of: Option<PersonId>,
) -> Result<(), DeputyError> {
    let municipality = actor.municipality;
    audit::lock(tx, municipality).await?;
    let row = deputies::lock(tx, municipality, id).await?;
    if of.is_some_and(|person| person != row.person_id) {
        return Err(diesel::result::Error::NotFound.into());
    }
    let now = clock::now(tx).await?;
    let town = municipalities::by_id(tx, municipality).await?;
    match row.state(town.time_zone.day(now)) {
        State::Running | State::Coming => {}
        State::Over | State::Ended => return Err(DeputyError::Over),
    }
    deputies::end(tx, municipality, id, now).await?;
    let event = PeopleEvent::DeputyEnded { deputy: id };
    Ok(audit::record(tx, actor, &event.into(), now).await?)
}
