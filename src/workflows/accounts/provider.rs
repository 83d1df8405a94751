//! The account of the office's provider (OpenID Connect): which person it is.
//!
//! A person is known by what the provider calls them for ever, its issuer and subject. A login name alone, which can pass
//! to another person there, makes nobody an administrator or approver: who decides binds their account themselves, signed
//! in otherwise.

use uuid::Uuid;

use crate::domain::account::openid::Identity;
use crate::domain::actor::Actor;
use crate::domain::event::people::{Factor, Held, PeopleEvent, Profile};
use crate::domain::ids::PersonId;
use crate::domain::person::{Login, Name};
use crate::storage::people::Person;
use crate::storage::{self, Conn, QueryResult, audit, clock, people};

/// Who somebody is here.
pub enum Found {
    /// This person.
    Person(Person),
    /// Nobody has given them anything to do.
    NoRole,
    /// Somebody of this login name decides, and has not bound this account to themselves.
    Unbound,
}

/// The person of an identity: whoever it is bound to; else whoever has its login name and does not decide, bound from now
/// on; else somebody new, where their groups have roles.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Conn, actor: &Actor, identity: &Identity) -> QueryResult<Found> {
    let town = actor.municipality;
    let account = account(identity);
    if let Some(person) = people::by_account(tx, town, &account).await? {
        return Ok(Found::Person(person));
    }
    let Ok(login) = Login::parse(&identity.login) else {
        return Ok(Found::NoRole);
    };
    match people::by_login(tx, town, &login).await {
        Ok(person) => by_name(tx, actor, person, &account).await,
        Err(error) if storage::is_missing(&error) => add(tx, actor, login, identity).await,
        Err(error) => Err(error),
    }
}

/// Binds an account to a person, in place of the one that was.
///
/// # Errors
/// When the database fails, or the account is another's (`people_account_key`).
pub async fn bind(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    identity: &Identity,
) -> QueryResult<()> {
    bind_account(tx, actor, person, &account(identity)).await
}

async fn by_name(
    tx: &mut Conn,
    actor: &Actor,
    person: Person,
    account: &str,
) -> QueryResult<Found> {
    let roles = people::roles(tx, actor.municipality, person.id).await?;
    let decides = roles.iter().any(|held| held.role.decides());
    if decides
        || people::account(tx, actor.municipality, person.id)
            .await?
            .is_some()
    {
        return Ok(Found::Unbound);
    }
    bind_account(tx, actor, person.id, account).await?;
    Ok(Found::Person(person))
}

async fn add(
    tx: &mut Conn,
    actor: &Actor,
    login: Login,
    identity: &Identity,
) -> QueryResult<Found> {
    let Ok(roles) = identity.roles_with(&[]) else {
        return Ok(Found::NoRole);
    };
    let named = Name::parse(&identity.name).or_else(|_| Name::parse(login.as_str()));
    let Ok(name) = named else {
        return Ok(Found::NoRole);
    };
    let held = |role| Held { role, until: None };
    let profile = Profile {
        login,
        name,
        email: identity.email.clone(),
        division: None,
        until: None,
        roles: roles.into_iter().map(held).collect(),
    };
    let person = PersonId(Uuid::now_v7());
    people::insert(tx, actor.municipality, person, &profile).await?;
    let now = clock::now(tx).await?;
    let event = PeopleEvent::PersonAdded { person, profile };
    audit::record(tx, actor, &event.into(), now).await?;
    bind_account(tx, actor, person, &account(identity)).await?;
    let person = people::by_id(tx, actor.municipality, person).await?;
    Ok(Found::Person(person))
}

async fn bind_account(
    tx: &mut Conn,
    actor: &Actor,
    person: PersonId,
    account: &str,
) -> QueryResult<()> {
    people::set_account(tx, actor.municipality, person, Some(account)).await?;
    let now = clock::now(tx).await?;
    let factor = Factor::Provider;
    let event = PeopleEvent::FactorChosen { person, factor };
    audit::record(tx, actor, &event.into(), now).await
}

/// What an account is kept as. No issuer has a space.
fn account(identity: &Identity) -> String {
    format!("{} {}", identity.issuer, identity.subject)
}
