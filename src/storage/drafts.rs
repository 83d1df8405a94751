//! Drafts: what people typed so far, sealed under tokens only they hold (`domain::token::draft`).

use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Uuid};
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;

use super::schema::drafts;
use super::sql::prepared;
use super::{Conn, QueryResult};
use crate::domain::ids::{MunicipalityId, SurveyId};
use crate::domain::time::Day;
use crate::domain::token::DraftHash;

/// Stores sealed content, in place of what was there.
///
/// # Errors
/// When the database fails.
pub async fn save(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    token: DraftHash,
    sealed: &[u8],
    saved_on: Day,
) -> QueryResult<()> {
    diesel::insert_into(drafts::table)
        .values((
            drafts::municipality_id.eq(of),
            drafts::survey_id.eq(survey),
            drafts::token_hash.eq(token),
            drafts::content.eq(sealed),
            drafts::saved_on.eq(saved_on),
        ))
        .on_conflict((
            drafts::municipality_id,
            drafts::survey_id,
            drafts::token_hash,
        ))
        .do_update()
        .set((
            drafts::content.eq(excluded(drafts::content)),
            drafts::saved_on.eq(excluded(drafts::saved_on)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The sealed content; none when there is no such draft (any more).
///
/// # Errors
/// When the database fails.
pub async fn by_token(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
    token: DraftHash,
) -> QueryResult<Option<Vec<u8>>> {
    drafts::table
        .filter(drafts::municipality_id.eq(of))
        .filter(drafts::survey_id.eq(survey))
        .filter(drafts::token_hash.eq(token))
        .select(drafts::content)
        .first(conn)
        .await
        .optional()
}

struct Finished<'a> {
    municipalities: &'a [MunicipalityId],
    surveys: &'a [SurveyId],
    tokens: &'a [DraftHash],
}

prepared!(Finished -> (),
    "delete from drafts d using unnest(" [municipalities: Array<Uuid>] ", " [surveys: Array<Uuid>] ", "
    [tokens: Array<Binary>] ") as finished (municipality_id, survey_id, token_hash) \
     where d.municipality_id = finished.municipality_id and d.survey_id = finished.survey_id \
     and d.token_hash = finished.token_hash");

/// Forgets drafts whose responses are stored in the same transaction.
///
/// # Errors
/// When the database fails.
pub async fn delete_finished(
    conn: &mut Conn,
    municipalities: &[MunicipalityId],
    surveys: &[SurveyId],
    tokens: &[DraftHash],
) -> QueryResult<()> {
    let finished = Finished {
        municipalities,
        surveys,
        tokens,
    };
    finished.execute(conn).await?;
    Ok(())
}

/// Forgets all drafts of a survey; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_all(
    conn: &mut Conn,
    of: MunicipalityId,
    survey: SurveyId,
) -> QueryResult<usize> {
    diesel::delete(drafts::table)
        .filter(drafts::municipality_id.eq(of))
        .filter(drafts::survey_id.eq(survey))
        .execute(conn)
        .await
}

/// Forgets every draft of every municipality last saved before `day`; how many there were.
///
/// # Errors
/// When the database fails.
pub async fn delete_saved_before(conn: &mut Conn, day: Day) -> QueryResult<usize> {
    diesel::delete(drafts::table)
        .filter(drafts::saved_on.lt(day))
        .execute(conn)
        .await
}
