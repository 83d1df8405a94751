//! Invitations: the hashes of one-time keys. Never a name, never a time, never a response.

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Uuid};
use diesel_async::RunQueryDsl;

use super::schema::invitations;
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::invitation::Invitation;
use crate::domain::token::KeyHash;

#[derive(Insertable)]
#[diesel(table_name = invitations)]
struct New<'a> {
    municipality_id: MunicipalityId,
    survey_id: SurveyId,
    key_hash: KeyHash,
    stratum: Option<&'a str>,
}

/// Stores keys; how many were new (a hash that exists already is left alone).
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    keys: &[KeyHash],
    stratum: Option<&str>,
) -> QueryResult<usize> {
    let mut stored = 0;
    for some in keys.chunks(5_000) {
        let rows: Vec<New<'_>> = some
            .iter()
            .map(|key_hash| New {
                municipality_id: municipality,
                survey_id: survey,
                key_hash: *key_hash,
                stratum,
            })
            .collect();
        stored += diesel::insert_into(invitations::table)
            .values(&rows)
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(stored)
}

/// The invitation of a key; none when the survey has no such key.
///
/// # Errors
/// When the database fails.
pub async fn by_key(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    key: KeyHash,
) -> QueryResult<Option<Invitation>> {
    let used = invitations::table
        .filter(invitations::municipality_id.eq(municipality))
        .filter(invitations::survey_id.eq(survey))
        .filter(invitations::key_hash.eq(key))
        .select(invitations::used)
        .first::<bool>(conn)
        .await
        .optional()?;
    Ok(used.map(|used| Invitation { used }))
}

/// Those of these keys that are the survey's and unused.
///
/// # Errors
/// When the database fails.
pub async fn list_unused(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    keys: &[KeyHash],
) -> QueryResult<Vec<KeyHash>> {
    invitations::table
        .filter(invitations::municipality_id.eq(municipality))
        .filter(invitations::survey_id.eq(survey))
        .filter(invitations::key_hash.eq_any(keys))
        .filter(diesel::dsl::not(invitations::used))
        .select(invitations::key_hash)
        .load(conn)
        .await
}

/// How many keys were issued, and how many of them are used.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<(i64, i64)> {
    use diesel::dsl::{case_when, count_star, sum};
    let one = |yes: bool| i32::from(yes);
    let (issued, used): (i64, Option<i64>) = invitations::table
        .filter(invitations::municipality_id.eq(municipality))
        .filter(invitations::survey_id.eq(survey))
        .select((
            count_star(),
            sum(case_when(
                invitations::used,
                one(true).into_sql::<diesel::sql_types::Integer>(),
            )
            .otherwise(one(false))),
        ))
        .first(conn)
        .await?;
    Ok((issued, used.unwrap_or(0)))
}

struct Spending<'a> {
    municipalities: &'a [MunicipalityId],
    surveys: &'a [SurveyId],
    keys: &'a [KeyHash],
}

prepared!(Spending -> (Binary,),
    "update invitations i set used = true from unnest(" [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>]
    ", " [keys: Array<Binary>] ") as spent (municipality_id, survey_id, key_hash) \
     where i.municipality_id = spent.municipality_id and i.survey_id = spent.survey_id \
     and i.key_hash = spent.key_hash and not i.used returning i.key_hash");

/// Spends keys, one of each survey beside it; which of them could be spent.
///
/// # Errors
/// When the database fails.
pub async fn spend(
    conn: &mut Conn,
    municipalities: &[MunicipalityId],
    surveys: &[SurveyId],
    keys: &[KeyHash],
) -> QueryResult<Vec<KeyHash>> {
    let spending = Spending {
        municipalities,
        surveys,
        keys,
    };
    let rows: Vec<(KeyHash,)> = spending.load(conn).await?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Moves all keys of a survey in random order; how many.
///
/// # Errors
/// When the database fails.
pub async fn seal_all(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<usize> {
    diesel::sql_query(
        "with moved as (delete from invitations where municipality_id = $1 and survey_id = $2 returning *) \
         insert into invitations (municipality_id, survey_id, key_hash, stratum, used) \
         select municipality_id, survey_id, key_hash, stratum, used from moved order by gen_random_uuid()",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .execute(conn)
    .await
}
