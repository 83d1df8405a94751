//! Coming in and going out: sessions.

use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::event::people::PeopleEvent;
use crate::domain::ids::{PersonId, SessionId};
use crate::domain::session::{Device, Entry, LONGEST, Place, SessionToken};
use crate::domain::time::Timestamp;
use crate::storage::people::Person;
use crate::storage::sessions::Session;
use crate::storage::{Conn, QueryResult, audit, clock, people, sessions};

/// What is kept of where and with what somebody works.
#[derive(Debug, Clone, Copy)]
pub struct From {
    /// The browser.
    pub device: Device,
    /// The place.
    pub place: Place,
}

/// Begins a session of somebody who has proven who they are, and says when. `bits` are random and new every time.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    tx: &mut Conn,
    actor: &Actor,
    person: &Person,
    (entry, from): (Entry, From),
    bits: [u8; 32],
) -> QueryResult<(SessionToken, Timestamp)> {
    let now = people::note_sign_in(tx, person.municipality_id, person.id).await?;
    let event = PeopleEvent::SignedIn {
        person: person.id,
        with: entry,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    let token = put(tx, person, (entry, from), bits, now).await?;
    Ok((token, now))
}

/// A session of somebody who is in already, in place of those that a change has ended: whoever may do something else
/// from now on has another token.
///
/// # Errors
/// When the database fails.
pub async fn open(
    tx: &mut Conn,
    person: &Person,
    (entry, from): (Entry, From),
    bits: [u8; 32],
) -> QueryResult<SessionToken> {
    let now = clock::now(tx).await?;
    put(tx, person, (entry, from), bits, now).await
}

async fn put(
    tx: &mut Conn,
    person: &Person,
    (entry, from): (Entry, From),
    bits: [u8; 32],
    now: Timestamp,
) -> QueryResult<SessionToken> {
    let token = SessionToken::new(person.municipality_id, bits);
    let session = Session {
        municipality_id: person.municipality_id,
        hash: token.hash(),
        person_id: person.id,
        id: SessionId(Uuid::new_v4()),
        device: from.device.to_string(),
        place: from.place,
        entry,
        began_at: now,
        seen_at: now,
        ends_at: now + LONGEST,
    };
    sessions::insert(tx, &session).await?;
    Ok(token)
}

/// Ends a person's session, where they have it, and says so in the log.
///
/// # Errors
/// When the database fails.
pub async fn end(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    session: SessionId,
) -> QueryResult<()> {
    let count = usize::from(sessions::end(tx, actor.municipality, person, session).await?);
    ended(tx, actor, person, count).await
}

/// Ends all sessions of a person but one, and says so in the log where there were any.
///
/// # Errors
/// When the database fails.
pub async fn end_others(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    but: Option<SessionId>,
) -> QueryResult<usize> {
    let count = sessions::end_others(tx, actor.municipality, person, but).await?;
    ended(tx, actor, person, count).await?;
    Ok(count)
}

async fn ended(tx: &mut Conn, actor: &Actor, person: PersonId, count: usize) -> QueryResult<()> {
    let count = match u32::try_from(count) {
        Ok(0) => return Ok(()),
        count => count.unwrap_or(u32::MAX),
    };
    let now = clock::now(tx).await?;
    let event = PeopleEvent::SessionsEnded { person, count };
    audit::record(tx, actor, &event.into(), now).await
}
