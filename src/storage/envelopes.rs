//! Envelopes: responses that are not sealed yet, encrypted (`domain::envelope`).

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Uuid};
use diesel_async::RunQueryDsl;
use futures_util::{Stream, TryStreamExt};

use super::schema::envelopes;
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, ResponseId, SurveyId};

/// How many envelopes a survey has.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<i64> {
    envelopes::table
        .filter(envelopes::municipality_id.eq(municipality))
        .filter(envelopes::survey_id.eq(survey))
        .count()
        .get_result(conn)
        .await
}

/// One envelope.
///
/// # Errors
/// When the database fails.
pub async fn by_name(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    name: ResponseId,
) -> QueryResult<Option<Vec<u8>>> {
    envelopes::table
        .filter(envelopes::municipality_id.eq(municipality))
        .filter(envelopes::survey_id.eq(survey))
        .filter(envelopes::id.eq(name))
        .select(envelopes::content)
        .first(conn)
        .await
        .optional()
}

/// The envelopes of a survey in no order.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<impl Stream<Item = QueryResult<(ResponseId, Vec<u8>)>>> {
    let rows = envelopes::table
        .filter(envelopes::municipality_id.eq(municipality))
        .filter(envelopes::survey_id.eq(survey))
        .select((envelopes::id, envelopes::content))
        .load_stream::<(ResponseId, Vec<u8>)>(conn)
        .await?;
    Ok(rows.into_stream())
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Binary)]
    content: Vec<u8>,
}

/// Takes envelopes out, at most `most` of them.
///
/// # Errors
/// When the database fails.
pub async fn take(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    most: i64,
) -> QueryResult<Vec<Vec<u8>>> {
    let rows: Vec<Taken> = diesel::sql_query(
        "delete from envelopes where municipality_id = $1 and survey_id = $2 and id in (select id from envelopes \
         where municipality_id = $1 and survey_id = $2 order by id limit $3) returning content",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.content).collect())
}

/// Envelopes column by column: one place in each list is one of them.
#[derive(Debug, Default)]
pub struct Envelopes {
    /// The tenants.
    pub municipalities: Vec<MunicipalityId>,
    /// The surveys.
    pub surveys: Vec<SurveyId>,
    /// Their names.
    pub names: Vec<ResponseId>,
    /// What lies in them, encrypted.
    pub contents: Vec<Vec<u8>>,
}

struct Putting<'a> {
    municipalities: &'a [MunicipalityId],
    surveys: &'a [SurveyId],
    names: &'a [ResponseId],
    contents: &'a [Vec<u8>],
}

prepared!(Putting -> (),
    "insert into envelopes (municipality_id, survey_id, id, content) \
     select * from unnest(" [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>] ", " [names: Array<Uuid>] ", "
    [contents: Array<Binary>] ") order by 3");

/// Puts envelopes in that have names.
///
/// # Errors
/// When the database fails.
pub async fn put(conn: &mut Conn, envelopes: &Envelopes) -> QueryResult<usize> {
    let putting = Putting {
        municipalities: &envelopes.municipalities,
        surveys: &envelopes.surveys,
        names: &envelopes.names,
        contents: &envelopes.contents,
    };
    putting.execute(conn).await
}

/// Puts envelopes back in, under other names.
///
/// # Errors
/// When the database fails.
pub async fn put_back(
    conn: &mut Conn,
    municipality: MunicipalityId,
    survey: SurveyId,
    contents: &[Vec<u8>],
) -> QueryResult<usize> {
    diesel::sql_query(
        "insert into envelopes (municipality_id, survey_id, id, content) \
         select $1, $2, gen_random_uuid(), content from unnest($3) as content order by 3",
    )
    .bind::<Uuid, _>(municipality)
    .bind::<Uuid, _>(survey)
    .bind::<Array<Binary>, _>(contents)
    .execute(conn)
    .await
}

/// The surveys of every municipality with at least `fewest` envelopes: where there is something to seal.
///
/// # Errors
/// When the database fails.
pub async fn list_to_seal(
    conn: &mut Conn,
    fewest: i64,
) -> QueryResult<Vec<(MunicipalityId, SurveyId)>> {
    envelopes::table
        .group_by((envelopes::municipality_id, envelopes::survey_id))
        .having(diesel::dsl::count_star().ge(fewest))
        .select((envelopes::municipality_id, envelopes::survey_id))
        .load(conn)
        .await
}
