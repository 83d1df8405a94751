//! What people prove themselves with: the hash of the password, the secret of one-time codes, the printed list. They are
//! read where somebody signs in and nowhere else.

use std::collections::HashSet;

use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{Date, Nullable};
use diesel_async::RunQueryDsl;

use super::people::Person;
use super::schema::{one_time_codes, people, person_roles};
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, PersonId};
use crate::domain::person::Login;
use crate::domain::time::Timestamp;

/// What a person proves themselves with.
#[derive(Debug, Clone, Default, HasQuery)]
#[diesel(table_name = people)]
pub struct Credentials {
    /// The hash of the password, in PHC form.
    pub password: Option<String>,
    /// The secret of one-time codes, encrypted.
    pub totp: Option<Vec<u8>>,
    /// The last half minute whose code was used.
    pub totp_step: Option<i64>,
}

/// Somebody who may come in, with all they prove themselves with.
#[derive(Debug, Clone, Queryable)]
pub struct Proving {
    /// Who.
    pub person: Person,
    /// The rest.
    pub credentials: Credentials,
    /// Whether they have a printed list.
    pub has_codes: bool,
}

/// By what somebody is found at the door.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    /// What they typed.
    Login(&'a Login),
    /// Who they have proven to be before.
    Id(PersonId),
}

/// The day of the town in which somebody works.
const TODAY: &str = "(select (clock_timestamp() at time zone time_zone)::date from municipalities \
                     where municipalities.id = people.municipality_id)";

/// Who somebody is, where they have a role today. One statement: people wait for it.
///
/// # Errors
/// When the database fails.
pub async fn proving(
    conn: &mut Conn,
    municipality: MunicipalityId,
    whom: Whom<'_>,
) -> QueryResult<Option<Proving>> {
    let until = person_roles::until;
    let roles = person_roles::table
        .filter(person_roles::municipality_id.eq(municipality))
        .filter(person_roles::person_id.eq(people::id))
        .filter(until.is_null().or(until.ge(sql::<Nullable<Date>>(TODAY))));
    let codes = one_time_codes::table
        .filter(one_time_codes::municipality_id.eq(municipality))
        .filter(one_time_codes::person_id.eq(people::id));
    let lasts = people::until.ge(sql::<Nullable<Date>>(TODAY));
    let there = people::table
        .filter(people::municipality_id.eq(municipality))
        .filter(people::until.is_null().or(lasts))
        .filter(exists(roles))
        .select((Person::as_select(), Credentials::as_select(), exists(codes)));
    match whom {
        Whom::Login(login) => there.filter(people::login.eq(login)).first(conn).await,
        Whom::Id(id) => there.filter(people::id.eq(id)).first(conn).await,
    }
    .optional()
}

/// Those of a person.
///
/// # Errors
/// `NotFound` when the municipality has no such person.
pub async fn of(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
) -> QueryResult<Credentials> {
    Credentials::query()
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .first(conn)
        .await
}

/// The hash of the password from now on.
///
/// # Errors
/// When the database fails.
pub async fn set_password(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    hash: &str,
) -> QueryResult<usize> {
    diesel::update(people::table)
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .set(people::password.eq(hash))
        .execute(tx)
        .await
}

/// The encrypted secret of one-time codes from now on, with the half minute it was proven in; none: no such codes.
///
/// # Errors
/// When the database fails.
pub async fn set_totp(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    totp: Option<(&[u8], i64)>,
) -> QueryResult<usize> {
    diesel::update(people::table)
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .set((
            people::totp.eq(totp.map(|(secret, _)| secret)),
            people::totp_step.eq(totp.map(|(_, step)| step)),
        ))
        .execute(tx)
        .await
}

/// Uses up the code of a half minute; whether it was not used up before, by whoever came at the same time.
///
/// # Errors
/// When the database fails.
pub async fn use_step(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    step: i64,
) -> QueryResult<bool> {
    let used = diesel::update(people::table)
        .filter(people::municipality_id.eq(municipality))
        .filter(people::id.eq(id))
        .filter(people::totp_step.is_null().or(people::totp_step.lt(step)))
        .set(people::totp_step.eq(step))
        .execute(tx)
        .await?;
    Ok(used == 1)
}

/// Those who have something besides the password: codes of a program, or some that are left on a printed list.
///
/// # Errors
/// When the database fails.
pub async fn with_second_factor(
    conn: &mut Conn,
    municipality: MunicipalityId,
) -> QueryResult<HashSet<PersonId>> {
    let programs: Vec<PersonId> = people::table
        .filter(people::municipality_id.eq(municipality))
        .filter(people::totp.is_not_null())
        .select(people::id)
        .load(conn)
        .await?;
    let lists: Vec<PersonId> = one_time_codes::table
        .filter(one_time_codes::municipality_id.eq(municipality))
        .filter(one_time_codes::used_at.is_null())
        .select(one_time_codes::person_id)
        .distinct()
        .load(conn)
        .await?;
    Ok(programs.into_iter().chain(lists).collect())
}

/// A code of the printed list.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = one_time_codes)]
pub struct ListedCode {
    /// Its number.
    pub number: i16,
    /// Its keyed hash.
    pub hash: Vec<u8>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// The printed list, by number; empty where there is none.
///
/// # Errors
/// When the database fails.
pub async fn codes(
    conn: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
) -> QueryResult<Vec<ListedCode>> {
    ListedCode::query()
        .filter(one_time_codes::municipality_id.eq(municipality))
        .filter(one_time_codes::person_id.eq(id))
        .order(one_time_codes::number)
        .load(conn)
        .await
}

/// A new list in place of the old one; an empty one: no list.
///
/// # Errors
/// When the database fails.
pub async fn put_codes(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    hashes: &[Vec<u8>],
) -> QueryResult<()> {
    diesel::delete(one_time_codes::table)
        .filter(one_time_codes::municipality_id.eq(municipality))
        .filter(one_time_codes::person_id.eq(id))
        .execute(tx)
        .await?;
    let row = |(number, hash): (i16, &Vec<u8>)| {
        (
            one_time_codes::municipality_id.eq(municipality),
            one_time_codes::person_id.eq(id),
            one_time_codes::number.eq(number),
            one_time_codes::hash.eq(hash.clone()),
        )
    };
    let rows: Vec<_> = (1_i16..).zip(hashes).map(row).collect();
    diesel::insert_into(one_time_codes::table)
        .values(rows)
        .execute(tx)
        .await?;
    Ok(())
}

/// Uses up a code of the list; whether it was not used before, by whoever came at the same time.
///
/// # Errors
/// When the database fails.
pub async fn use_code(
    tx: &mut Conn,
    municipality: MunicipalityId,
    id: PersonId,
    number: i16,
    now: Timestamp,
) -> QueryResult<bool> {
    let used = diesel::update(one_time_codes::table)
        .filter(one_time_codes::municipality_id.eq(municipality))
        .filter(one_time_codes::person_id.eq(id))
        .filter(one_time_codes::number.eq(number))
        .filter(one_time_codes::used_at.is_null())
        .set(one_time_codes::used_at.eq(now))
        .execute(tx)
        .await?;
    Ok(used == 1)
}
