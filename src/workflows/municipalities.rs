//! Municipalities of the installation: set up, suspended, resumed.
//!
//! Whoever runs the installation does it from their desk, the office, or at the command line as the operator of the
//! municipality itself. It stands in the municipality's own log; where the office acts, in the office's too.

use crate::domain::account::keys::Keys;
use crate::domain::actor::Actor;
use crate::domain::event::people::{Profile, SetUp, Way};
use crate::domain::event::{Event, OfficeAct};
use crate::domain::hosts::Hosts;
use crate::domain::ids::MunicipalityId;
use crate::domain::reason::Reason;
use crate::storage::municipalities::{self, Municipality};
use crate::storage::people as rows;
use crate::storage::set_ups::SetUpRow;
use crate::storage::{self, Conn, QueryResult, audit, clock};
use crate::workflows::accounts::people::PersonError;
use crate::workflows::accounts::{joining, people};

/// Why a municipality was not set up, suspended or resumed.
#[derive(Debug, thiserror::Error)]
pub enum MunicipalityError {
    /// The name in addresses is another's.
    #[error("this name in addresses is in use")]
    SlugTaken,
    /// The name in addresses is that of the office.
    #[error("this word is reserved")]
    SlugReserved,
    /// Somebody else was faster: it is suspended, or served, already.
    #[error("somebody else has done so already")]
    AlreadySo,
    /// Nobody knows where to write to its first administrator.
    #[error("the first administrator has no address for letters")]
    NoAddress,
    /// Its first administrator cannot be added.
    #[error(transparent)]
    Person(#[from] PersonError),
    /// The database failed.
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for MunicipalityError {
    fn from(error: diesel::result::Error) -> Self {
        match storage::broken_constraint(&error) {
            Some("municipalities_slug_key") => Self::SlugTaken,
            Some("municipalities_office_check") => Self::SlugReserved,
            _ => Self::Database(error),
        }
    }
}

/// Whoever comes into a new municipality first.
pub struct First {
    /// What is known of them.
    pub profile: Profile,
    /// How they are given the right to choose a password.
    pub way: Way,
    /// What is stored of its code.
    pub hash: Vec<u8>,
}

/// Sets one up, empty.
///
/// # Errors
/// [`MunicipalityError`]
pub async fn create(
    tx: &mut Conn,
    by: &Actor,
    new: &Municipality,
) -> Result<(), MunicipalityError> {
    municipalities::insert(tx, new).await?;
    let event = Event::MunicipalityCreated;
    Ok(record(tx, by, new.id, (event, OfficeAct::Created, None)).await?)
}

/// Sets one up with its first administrator, who chooses a password with the right that is given here.
///
/// # Errors
/// [`MunicipalityError`]
pub async fn open(
    tx: &mut Conn,
    by: &Actor,
    new: &Municipality,
    first: First,
) -> Result<SetUpRow, MunicipalityError> {
    create(tx, by, new).await?;
    let within = by.as_operator_of(new.id);
    let person = people::add(tx, &within, first.profile).await?;
    let right = (SetUp::Invitation, first.way);
    Ok(joining::give(tx, &within, person, right, first.hash).await?)
}

/// The same, the right being written to them.
///
/// # Errors
/// [`MunicipalityError`]
pub async fn open_by_letter(
    tx: &mut Conn,
    by: &Actor,
    new: &Municipality,
    profile: Profile,
    keys: &Keys,
) -> Result<(), MunicipalityError> {
    create(tx, by, new).await?;
    let within = by.as_operator_of(new.id);
    let id = people::add(tx, &within, profile).await?;
    let person = rows::by_id(tx, new.id, id).await?;
    match joining::write(tx, &within, keys, &person, SetUp::Invitation).await? {
        true => Ok(()),
        false => Err(MunicipalityError::NoAddress),
    }
}

/// Serves one no longer: neither its citizens nor its staff. What is stored stays, and its surveys go on closing by the
/// clock.
///
/// # Errors
/// [`MunicipalityError::AlreadySo`] where it is suspended; when the database fails.
pub async fn suspend(
    tx: &mut Conn,
    by: &Actor,
    municipality: MunicipalityId,
    reason: Reason,
) -> Result<(), MunicipalityError> {
    let now = clock::now(tx).await?;
    if !municipalities::suspend(tx, municipality, Some(now)).await? {
        return Err(MunicipalityError::AlreadySo);
    }
    let why = Some(reason.clone());
    let event = Event::MunicipalitySuspended { reason };
    Ok(record(tx, by, municipality, (event, OfficeAct::Suspended, why)).await?)
}

/// Serves one again.
///
/// # Errors
/// [`MunicipalityError::AlreadySo`] where it is served; when the database fails.
pub async fn resume(
    tx: &mut Conn,
    by: &Actor,
    municipality: MunicipalityId,
) -> Result<(), MunicipalityError> {
    if !municipalities::suspend(tx, municipality, None).await? {
        return Err(MunicipalityError::AlreadySo);
    }
    let event = Event::MunicipalityResumed;
    Ok(record(tx, by, municipality, (event, OfficeAct::Resumed, None)).await?)
}

/// Whose pages the texts of a municipality may lead to from now on; nothing is done where it is so already.
///
/// # Errors
/// When the database fails.
pub async fn name_hosts(tx: &mut Conn, actor: &Actor, new: Hosts) -> QueryResult<()> {
    let old = municipalities::lock(tx, actor.municipality)
        .await?
        .linked_hosts;
    if old == new {
        return Ok(());
    }
    municipalities::set_linked_hosts(tx, actor.municipality, &new).await?;
    let now = clock::now(tx).await?;
    audit::record(tx, actor, &Event::HostsNamed { old, new }, now).await?;
    Ok(())
}

/// Writes an act into the municipality's log, and into the office's where that acts. Nobody else acts on a municipality
/// that is not their own.
async fn record(
    tx: &mut Conn,
    by: &Actor,
    municipality: MunicipalityId,
    (event, act, reason): (Event, OfficeAct, Option<Reason>),
) -> QueryResult<()> {
    let now = clock::now(tx).await?;
    audit::record(tx, &by.as_operator_of(municipality), &event, now).await?;
    if by.municipality == municipality {
        return Ok(());
    }
    let desk = municipalities::by_id(tx, by.municipality).await?;
    if !desk.is_office {
        return Err(diesel::NotFound);
    }
    let event = Event::OfficeActed {
        municipality,
        act,
        reason,
    };
    audit::record(tx, by, &event, now).await
}
