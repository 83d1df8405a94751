//! The right to choose a password once: given to whoever is new or has forgotten theirs, by letter, on a slip or as a
//! link, and used up.

use chrono::Duration;
use uuid::Uuid;

use super::signing_in;
use crate::domain::account::codes::SetUpCode;
use crate::domain::account::keys::Keys;
use crate::domain::actor::Actor;
use crate::domain::event::people::{PeopleEvent, SetUp, Way};
use crate::domain::ids::{MunicipalityId, PersonId, SetUpId};
use crate::domain::language::Language;
use crate::domain::letter::{Letter, SetUpLetter};
use crate::storage::people::Person;
use crate::storage::set_ups::SetUpRow;
use crate::storage::{
    Conn, QueryResult, audit, clock, credentials, municipalities, people, set_ups,
};
use crate::workflows::notifying;

/// How long whoever is new may take: slips lie in pigeon-holes over a weekend.
pub const INVITATION: Duration = Duration::days(7);

/// How long whoever has forgotten their password may take.
pub const RESET: Duration = Duration::hours(1);

/// Gives a person the right whose code has this hash, in place of those they had.
///
/// # Errors
/// When the database fails.
pub async fn give(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    (purpose, way): (SetUp, Way),
    hash: Vec<u8>,
) -> QueryResult<SetUpRow> {
    let right = SetUpId(Uuid::new_v4());
    give_as(tx, actor, person, (right, purpose, way), hash).await
}

async fn give_as(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    (id, purpose, way): (SetUpId, SetUp, Way),
    hash: Vec<u8>,
) -> QueryResult<SetUpRow> {
    let now = clock::now(tx).await?;
    let right = SetUpRow {
        municipality_id: actor.municipality,
        id,
        person_id: person,
        purpose,
        hash,
        expires_at: now
            + match purpose {
                SetUp::Invitation => INVITATION,
                SetUp::Reset => RESET,
            },
    };
    set_ups::put(tx, &right).await?;
    let event = PeopleEvent::SetUpGiven {
        person,
        purpose,
        way,
    };
    audit::record(tx, actor, &event.into(), now).await?;
    Ok(right)
}

/// Gives a person the right and writes them a letter with its link; false where they have no address.
///
/// # Errors
/// When the database fails.
pub async fn write(
    tx: &mut Conn,
    actor: &Actor,
    keys: &Keys,
    person: &Person,
    purpose: SetUp,
) -> QueryResult<bool> {
    let Some(address) = &person.email else {
        return Ok(false);
    };
    let (of, right) = (actor.municipality, SetUpId(Uuid::new_v4()));
    let code = SetUpCode::of_letter(keys, of, right);
    let hash = code.hash(keys, of).to_vec();
    let given = (right, purpose, Way::Letter);
    give_as(tx, actor, person.id, given, hash).await?;
    let town = municipalities::by_id(tx, of).await?;
    let letter = Letter::SetUp(SetUpLetter {
        municipality: town.name.get(&Language::japanese()).to_owned(),
        slug: town.slug.to_string(),
        of,
        name: person.name.clone(),
        login: person.login.clone(),
        purpose,
        right,
    });
    let now = clock::now(tx).await?;
    notifying::queue(tx, of, &letter, address, now).await?;
    Ok(true)
}

/// Whose right it is that can be used now.
///
/// # Errors
/// When the database fails.
pub async fn holder(
    conn: &mut Conn,
    municipality: MunicipalityId,
    hash: &[u8],
) -> QueryResult<Option<(SetUpRow, Person)>> {
    let now = clock::now(conn).await?;
    let Some(right) = set_ups::usable(conn, municipality, hash, now).await? else {
        return Ok(None);
    };
    let person = people::by_id(conn, municipality, right.person_id).await?;
    Ok(Some((right, person)))
}

/// Uses the right up for a password, whose hash is stored; whoever is in anywhere under the old one is out. False
/// where somebody was faster, or it is over.
///
/// # Errors
/// When the database fails.
pub async fn redeem(
    tx: &mut Conn,
    actor: &Actor,
    right: &SetUpRow,
    password: &str,
) -> QueryResult<bool> {
    let now = clock::now(tx).await?;
    let is_used = set_ups::use_up(tx, actor.municipality, right.id, now).await?;
    if is_used {
        choose_password(tx, actor, right.person_id, password).await?;
    }
    Ok(is_used)
}

/// The password of a person from now on, whose hash is stored. Their sessions and rights to choose one end.
///
/// # Errors
/// When the database fails.
pub async fn choose_password(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    hash: &str,
) -> QueryResult<()> {
    let municipality = actor.municipality;
    credentials::set_password(tx, municipality, person, hash).await?;
    let now = clock::now(tx).await?;
    let event = PeopleEvent::PasswordChosen { person };
    audit::record(tx, actor, &event.into(), now).await?;
    signing_in::end_others(tx, actor, person, None).await?;
    Ok(())
}
