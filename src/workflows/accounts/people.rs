//! Who works here: people are added and changed; nobody is ever deleted.

use uuid::Uuid;

use super::signing_in;
use crate::domain::actor::Actor;
use crate::domain::event::people::{PeopleEvent, Profile};
use crate::domain::ids::PersonId;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::storage::people::Person;
use crate::storage::{self, Conn, audit, clock, municipalities, people};

/// Why a person was not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// The login name is another's.
    #[error("this login name is in use")]
    LoginTaken,
    /// Somebody else changed them meanwhile.
    #[error("somebody else changed them meanwhile")]
    Changed,
    /// Without them nobody could give roles any more.
    #[error("they are the last {}", .0.word())]
    LastRuler(Role),
    /// A role of a municipality at the desk of those who run the installation, or the other way round.
    #[error("operators work at the office, and everybody else in a municipality")]
    RoleOfElsewhere,
    /// The database failed.
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for PersonError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("people_login_key") => Self::LoginTaken,
            _ => Self::Database(error),
        }
    }
}

/// Adds one.
///
/// # Errors
/// [`PersonError`]
pub async fn add(tx: &mut Conn, actor: &Actor, profile: Profile) -> Result<PersonId, PersonError> {
    keep_to_their_desk(tx, actor, &profile).await?;
    let person = PersonId(Uuid::now_v7());
    people::insert(tx, actor.municipality, person, &profile).await?;
    let now = clock::now(tx).await?;
    let event = PeopleEvent::PersonAdded { person, profile };
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(person)
}

/// Changes what is known of one and what they may do. Where that is less or something else, their sessions end: what was
/// open under other roles is signed in anew.
///
/// # Errors
/// [`PersonError`]
pub async fn change(
    tx: &mut Conn,
    actor: &Actor,
    (id, version): (PersonId, i32),
    new: Profile,
) -> Result<(), PersonError> {
    let municipality = actor.municipality;
    let person = people::by_id(tx, municipality, id).await?;
    let old = person.profile(people::roles(tx, municipality, id).await?);
    if old == new {
        return Ok(());
    }
    keep_to_their_desk(tx, actor, &new).await?;
    if !people::update(tx, municipality, (id, version), &new).await? {
        return Err(PersonError::Changed);
    }
    keep_an_administrator(tx, actor, &old).await?;
    if old.roles != new.roles || old.until != new.until {
        signing_in::end_others(tx, actor, id, None).await?;
    }
    let now = clock::now(tx).await?;
    let event = PeopleEvent::PersonChanged {
        person: id,
        old,
        new,
    };
    Ok(audit::record(tx, actor, &event.into(), now).await?)
}

/// Whoever runs the installation sees nothing of what is in a town, and nobody in a town runs the installation.
async fn keep_to_their_desk(
    tx: &mut Conn,
    actor: &Actor,
    profile: &Profile,
) -> Result<(), PersonError> {
    let desk = municipalities::by_id(tx, actor.municipality).await?;
    match profile.roles.iter().all(|held| desk.has_role(held.role)) {
        true => Ok(()),
        false => Err(PersonError::RoleOfElsewhere),
    }
}

/// Somebody must be left who can give roles, today and without an end. Looked at after the change, under the lock of the
/// log's chain: of two administrators who take the role from each other at once, the second one is refused.
async fn keep_an_administrator(
    tx: &mut Conn,
    actor: &Actor,
    old: &Profile,
) -> Result<(), PersonError> {
    let office = municipalities::by_id(tx, actor.municipality).await?;
    let role = office.ruled_by();
    if !old.roles.iter().any(|held| held.role == role) {
        return Ok(());
    }
    audit::lock(tx, actor.municipality).await?;
    let today = office.time_zone.day(clock::now(tx).await?);
    match lasting(tx, actor, role, today).await? {
        0 => Err(PersonError::LastRuler(role)),
        _ => Ok(()),
    }
}

/// How many have the role without an end.
async fn lasting(
    tx: &mut Conn,
    actor: &Actor,
    role: Role,
    today: Day,
) -> Result<usize, PersonError> {
    let municipality = actor.municipality;
    let people = people::list(tx, municipality).await?;
    let roles = people::all_roles(tx, municipality).await?;
    let here = |person: &&Person| person.until.is_none_or(|until| until >= today);
    let lasts = |person: &&Person| {
        let mut theirs = roles.iter().filter(|(of, ..)| *of == person.id);
        theirs.any(|(_, held, until)| *held == role && until.is_none())
    };
    Ok(people.iter().filter(here).filter(lasts).count())
}
