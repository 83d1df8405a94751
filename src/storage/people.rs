//! Members of staff and their roles. What they prove themselves with is in [`super::credentials`].

use std::collections::HashSet;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

use super::clock::clock_timestamp;
use super::schema::{people, person_roles};
use super::{Conn, QueryResult};
use crate::domain::event::people::{Held, Profile};
use crate::domain::ids::{DivisionId, MunicipalityId, PersonId};
use crate::domain::person::{Login, Name};
use crate::domain::role::Role;
use crate::domain::time::{Day, Timestamp};

/// A person as stored.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = people)]
pub struct Person {
    /// The tenant.
    pub municipality_id: MunicipalityId,
    /// Who.
    pub id: PersonId,
    /// What they type to sign in.
    pub login: Login,
    /// Their name.
    pub name: Name,
    /// Where letters reach them.
    pub email: Option<String>,
    /// Their division.
    pub division_id: Option<DivisionId>,
    /// Their last day.
    pub until: Option<Day>,
    /// When they last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// When they signed in the time before.
    pub signed_in_before_at: Option<Timestamp>,
    /// Counts its changes.
    pub version: i32,
}

impl Person {
    /// What is known of them, with their roles.
    #[must_use]
    pub fn profile(&self, roles: Vec<Held>) -> Profile {
        Profile {
            login: self.login.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            division: self.division_id,
            until: self.until,
            roles,
        }
    }
}

/// By their id.
///
/// # Errors
/// `NotFound` when the municipality has no such person.
pub async fn by_id(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
) -> QueryResult<Person> {
    Person::query()
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .first(conn)
        .await
}

/// By what they type to sign in.
///
/// # Errors
/// `NotFound` when the municipality has no such person.
pub async fn by_login(
    conn: &mut Conn,
    municipality: MunicipalityId,
    login: &Login,
) -> QueryResult<Person> {
    Person::query()
        .filter(people::municipality_id.eq(municipality))
        .filter(people::login.eq(login))
        .first(conn)
        .await
}

/// All of them, by what they type to sign in.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, municipality: MunicipalityId) -> QueryResult<Vec<Person>> {
    Person::query()
        .filter(people::municipality_id.eq(municipality))
        .order(people::login)
        .load(conn)
        .await
}

/// Those who have chosen a password.
///
/// # Errors
/// When the database fails.
pub async fn with_password(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<HashSet<PersonId>> {
    let ids: Vec<PersonId> = people::table
        .filter(people::municipality_id.eq(municipality))
        .filter(people::password.is_not_null())
        .select(people::id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Whether anybody can sign in today: somebody whose last day has not passed and who has a role has chosen a password or,
/// where the town has a provider, bound its account.
///
/// # Errors
/// When the database fails.
pub async fn anybody(
    conn: &mut Conn,
    municipality: MunicipalityId,
    today: Day,
    has_provider: bool,
) -> QueryResult<bool> {
    let provided = people::account.is_not_null();
    let way_in = people::password
        .is_not_null()
        .or(provided.and(has_provider.into_sql::<Bool>()));
    let there = people::table
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq_any(employed(conn, municipality, today).await?))
        .filter(way_in);
    diesel::select(exists(there)).get_result(conn).await
}

/// Those who work there on a day: their last day has not passed, nor that of all their roles.
///
/// # Errors
/// When the database fails.
pub async fn employed(
    conn: &mut Conn,
    municipality: MunicipalityId,
    day: Day,
) -> QueryResult<Vec<PersonId>> {
    let own = person_roles::municipality_id
        .eq(people::municipality_id)
        .and(person_roles::person_id.eq(people::id));
    people::table
        .inner_join(person_roles::table.on(own))
        .filter(people::municipality_id.eq(municipality))
        .filter(people::until.is_null().or(people::until.ge(day)))
        .filter(
            person_roles::until
                .is_null()
                .or(person_roles::until.ge(day)),
        )
        .select(people::id)
        .distinct()
        .load(conn)
        .await
}

/// Adds one with their roles. A login name in use breaks `people_login_key`.
///
/// # Errors
/// When the database says no.
pub async fn insert(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    profile: &Profile,
) -> QueryResult<()> {
    diesel::insert_into(people::table)
        .values((
            people::municipality_id.eq(municipality),
            people::id.eq(id),
            people::login.eq(&profile.login),
            people::name.eq(&profile.name),
            people::email.eq(&profile.email),
            people::division_id.eq(profile.division),
            people::until.eq(profile.until),
        ))
        .execute(tx)
        .await?;
    put_roles(tx, municipality, id, &profile.roles).await
}

/// Changes what is known of one, who must be as they were at `version`; whether they were.
///
/// # Errors
/// When the database says no.
pub async fn update(
    tx: &mut Conn,
    municipality: MunicipalityId,
    (id, version): (PersonId, i32),
    profile: &Profile,
) -> QueryResult<bool> {
    let changed = diesel::update(people::table)
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .filter(people::version.eq(version))
        .set((
            people::login.eq(&profile.login),
            people::name.eq(&profile.name),
            people::email.eq(&profile.email),
            people::division_id.eq(profile.division),
            people::until.eq(profile.until),
            people::version.eq(people::version + 1),
        ))
        .execute(tx)
        .await?;
    if changed == 1 {
        put_roles(tx, municipality, id, &profile.roles).await?;
    }
    Ok(changed == 1)
}

/// The roles of one, over or not.
///
/// # Errors
/// When the database fails.
pub async fn roles(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
) -> QueryResult<Vec<Held>> {
    let rows: Vec<(Role, Option<Day>)> = person_roles::table
        .filter(person_roles::municipality_id.eq(municipality))
        .filter(person_roles::person_id.eq(id))
        .select((person_roles::role, person_roles::until))
        .load(conn)
        .await?;
    let mut roles: Vec<Held> = rows
        .into_iter()
        .map(|(role, until)| Held { role, until })
        .collect();
    roles.sort();
    Ok(roles)
}

/// The roles of everybody.
///
/// # Errors
/// When the database fails.
pub async fn all_roles(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<Vec<(PersonId, Role, Option<Day>)>> {
    person_roles::table
        .filter(person_roles::municipality_id.eq(municipality))
        .order((person_roles::person_id, person_roles::role))
        .select((
            person_roles::person_id,
            person_roles::role,
            person_roles::until,
        ))
        .load(conn)
        .await
}

/// Locks these until the transaction ends, always in the same order.
///
/// # Errors
/// When the database fails.
pub async fn lock(
    tx: &mut Conn,
    municipality: MunicipalityId,
    ids: &[PersonId],
) -> QueryResult<Vec<Person>> {
    Person::query()
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq_any(ids))
        .order(people::id)
        .for_no_key_update()
        .load(tx)
        .await
}

/// Gives one these roles in place of those they had.
///
/// # Errors
/// When the database fails.
pub async fn put_roles(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    roles: &[Held],
) -> QueryResult<()> {
    diesel::delete(person_roles::table)
        .filter(person_roles::municipality_id.eq(municipality))
        .filter(person_roles::person_id.eq(id))
        .execute(tx)
        .await?;
    let rows: Vec<_> = roles
        .iter()
        .map(|held| {
            (
                person_roles::municipality_id.eq(municipality),
                person_roles::person_id.eq(id),
                person_roles::role.eq(held.role),
                person_roles::until.eq(held.until),
            )
        })
        .collect();
    diesel::insert_into(person_roles::table)
        .values(rows)
        .execute(tx)
        .await?;
    Ok(())
}

/// The person an account of a provider is bound to.
///
/// # Errors
/// When the database fails.
pub async fn by_account(
    conn: &mut Conn,
    municipality: MunicipalityId,
    account: &str,
) -> QueryResult<Option<Person>> {
    Person::query()
        .filter(people::municipality_id.eq(municipality))
        .filter(people::account.eq(account))
        .first(conn)
        .await
        .optional()
}

/// The account of a provider that is bound to a person.
///
/// # Errors
/// `NotFound` when the municipality has no such person.
pub async fn account(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
) -> QueryResult<Option<String>> {
    people::table
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .select(people::account)
        .first(conn)
        .await
}

/// Binds an account of a provider to a person, or none any more; that of another breaks `people_account_key`.
///
/// # Errors
/// When the database says no.
pub async fn set_account(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    account: Option<&str>,
) -> QueryResult<usize> {
    diesel::update(people::table)
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .set(people::account.eq(account))
        .execute(tx)
        .await
}

/// Remembers that somebody came in, and says when.
///
/// # Errors
/// `NotFound` when the municipality has no such person.
pub async fn note_sign_in(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
) -> QueryResult<Timestamp> {
    diesel::update(people::table)
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .set((
            people::signed_in_before_at.eq(people::signed_in_at),
            people::signed_in_at.eq(clock_timestamp().nullable()),
        ))
        .returning(people::signed_in_at.assume_not_null())
        .get_result(tx)
        .await
}
